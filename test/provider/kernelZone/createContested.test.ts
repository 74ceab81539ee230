import { previewCreate } from "../../../provider/kernelZone/previewCreate";
import { failureOf } from "../failureOf";
import { changesMade, connect } from "../migration/world";
import { Recorder } from "../migration/recorder";
import type { ZoneSpec } from "../../solaris";
import { inputs } from "./bags";
import { CreationStage, wanted, wantedWith } from "./creationStage";
import { threeHosts } from "./stage";

const stage = new CreationStage();

describe("two runs that want the same", () => {
    it("name on two hosts: at most one of them installs, and the other leaves nothing behind", async () => {
        await stage.start(threeHosts());
        const ends = await Promise.allSettled(
            ["global1", "global2"].map((host) => stage.make({ host, __urn: `urn:${host}` }, stage.again())),
        );
        const refused = ends.flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : []));
        expect(refused.length).toBeGreaterThan(0);
        refused.forEach((error) => expect(error).toMatchObject({ code: "ZONE_EXISTS" }));
        expect(stage.installs()).toHaveLength(2 - refused.length);
        expect(stage.everywhere().filter((state) => state !== undefined)).toHaveLength(2 - refused.length);
    });

    it("storage for two zones: at most one of them installs", async () => {
        await stage.start(threeHosts());
        const ends = await Promise.allSettled(
            ["kzone1", "kzone2"].map((zoneName) => stage.make({ zoneName, __urn: `urn:${zoneName}` }, stage.again())),
        );
        const refused = ends.flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : []));
        expect(refused.length).toBeGreaterThan(0);
        refused.forEach((error) => expect(error).toMatchObject({ code: "STORAGE_IN_USE" }));
        expect(stage.installs()).toHaveLength(2 - refused.length);
    });

    it("name, one of them having announced it after the first look of the other: it sees that and takes its own back", async () => {
        await stage.start(threeHosts());
        const context = stage.again();
        let announced = false;
        const perform = context.hosts.call.bind(context.hosts);
        jest.spyOn(context.hosts, "call").mockImplementation(async (host, call, ...more) => {
            if (call.name === "zonecfg -f -" && !announced) {
                announced = true;
                await stage.fleet.typed("global3", "zonecfg", "-z", "kzone1", "create -b; set brand=solaris-kz");
            }
            return perform(host, call, ...more);
        });
        await expect(stage.make({}, context)).rejects.toMatchObject({
            code: "ZONE_EXISTS",
            details: { host: "global3" },
        });
        expect(stage.installs()).toEqual([]);
        expect(stage.everywhere()).toEqual([undefined, undefined, "configured"]);
    });
});

describe("storage of another zone", () => {
    const db1: ZoneSpec = { name: "db1" };
    const diskOf = (host: string) => String(/storage=(.*)/.exec(String(stage.fleet.zone(host, "db1")?.export))?.[1]);
    const on = (devices: unknown[]) => wantedWith({ devices });

    it.each<[what: string, spelled: (uri: string) => string]>([
        ["as it is written there", (uri) => uri],
        ["in other letters", (uri) => uri.replace(/naa\.(.*)/, (_all, id: string) => `naa.${id.toUpperCase()}`)],
        ["without its target", (uri) => uri.replace(/\/\/[^/]*\//, "///")],
    ])("is not installed on, on whichever host, %s", async (_what, spelled) => {
        await stage.start(threeHosts({ global1: [db1] }));
        const wish = on([{ id: 0, storage: spelled(diskOf("global1")), bootpri: 0 }]);
        for (const host of ["global1", "global2"]) {
            const error = await failureOf(stage.make({ ...wish, host }, stage.again()));
            expect(error).toMatchObject({ code: "STORAGE_IN_USE", details: { property: "config.devices" } });
            expect(String(error)).toMatch(/device 0 of kzone1 .* is device 0 of db1 on global1/);
            await expect(previewCreate(inputs({ ...wanted, ...wish, host }), stage.again())).rejects.toMatchObject({
                code: "STORAGE_IN_USE",
            });
        }
        expect(changesMade(stage)).toEqual([]);
    });

    it("that cannot be looked at is a warning of the preview and no refusal", async () => {
        await stage.start(threeHosts({ global2: [db1] }));
        const stderr = "zonecfg: cannot read it";
        stage.fleet.addFault("global2", { kind: "answer", command: "zonecfg export", stderr, exitStatus: 1 });
        const reporter = new Recorder();
        await previewCreate(inputs(wanted), connect(stage.fleet, reporter));
        expect(reporter.kept).toMatch(/warning FACTS_UNKNOWN \(config.devices\)[^]*db1 on global2/);
        await expect(stage.make({}, stage.again())).resolves.toMatchObject({ outs: { zoneState: "running" } });
    });
});

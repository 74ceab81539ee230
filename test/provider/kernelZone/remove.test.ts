import type { PropertyBag } from "../../../provider/kernelZone/state";
import { remove } from "../../../provider/kernelZone/remove";
import { update } from "../../../provider/kernelZone/update";
import { tokenOf } from "../../../provider/lifecycle/ownership";
import { Recorder } from "../migration/recorder";
import { changesMade, startRun, statesOf } from "../migration/world";
import type { ZoneSpec } from "../../solaris";
import { hidden, outputs } from "./bags";
import { duringShutdown, RemovalStage, uuid } from "./removalStage";
import { threeHosts } from "./stage";

const otherUuid = "0f3a0b4e-0000-4000-8000-00000000000b";

describe("removing the resource with deletionPolicy retain", () => {
    const never = () => {
        throw new Error("no host is to be asked");
    };

    it("says that the zone is left as it is, and asks no host", async () => {
        const reporter = new Recorder();
        await remove(outputs("global2"), reporter, never);
        expect(reporter.reports).toEqual([
            { kind: "info", text: "kzone1 is no longer managed; it is left as it is on global2" },
        ]);
    });

    it("does so for a state of which nothing is known but the name", async () => {
        const reporter = new Recorder();
        await remove({ zoneName: "kzone1" }, reporter, never);
        expect(reporter.kept).toContain("left as it is on its host");
    });
});

describe("removing the resource", () => {
    const stage = new RemovalStage();
    const mine = (more: Partial<ZoneSpec> = {}): ZoneSpec => ({ name: "kzone1", uuid, ...more });

    it("by shutdown shuts the zone down and keeps it", async () => {
        await stage.start(threeHosts({ global1: [mine()] }));
        await stage.destroy("shutdown");
        expect(stage.everywhere()).toEqual(["installed", undefined, undefined]);
        expect(changesMade(stage)).toEqual(["global1 zoneadm shutdown"]);
        expect(stage.reporter.kept).toContain("it is kept, shut down, on global1");
    });

    it("by delete shuts it down, uninstalls it and deletes its configuration, wherever it is seen", async () => {
        await stage.start(threeHosts({ global3: [mine()] }));
        await stage.destroy("delete");
        expect(stage.everywhere()).toEqual([undefined, undefined, undefined]);
        expect(stage.fleet.wipedStorage.map(({ host, uuid: whose }) => [host, whose])).toEqual([["global3", uuid]]);
        expect(changesMade(stage)).toEqual([
            "global3 zoneadm shutdown",
            // Taken over, so without a mark by which it would be known again.
            "global3 zonecfg -f",
            "global3 zoneadm uninstall",
            "global3 zonecfg delete",
        ]);
    });

    it("is done where the zone is gone everywhere, and again", async () => {
        await stage.start(threeHosts({}));
        await stage.destroy("delete");
        await stage.destroy("delete");
        expect(changesMade(stage)).toEqual([]);
    });

    it("leaves a configuration that nothing proves to be this zone's, and says so", async () => {
        await stage.start(threeHosts({ global2: [{ name: "kzone1", state: "configured" }] }));
        await stage.destroy("delete");
        expect(stage.everywhere()).toEqual([undefined, "configured", undefined]);
        expect(stage.reporter.texts("warn").join()).toMatch(/global2 has a configuration of kzone1.*delete -F/);
    });

    it.each<[code: string, what: string, zones: Readonly<Record<string, ZoneSpec[]>>, state: PropertyBag]>([
        ["ZONE_FOREIGN", "one of another UUID", { global1: [mine({ uuid: otherUuid })] }, {}],
        ["DELETION_UNSAFE", "one whose UUID was never seen", { global1: [mine()] }, { uuid: undefined }],
        ["DELETION_UNSAFE", "one that is unavailable", { global1: [mine({ state: "unavailable" })] }, {}],
        [
            "DELETION_UNSAFE",
            "one that has not been detached from where it was",
            { global1: [mine({ state: "installed" })], global2: [mine()] },
            {},
        ],
        ["SPLIT_BRAIN", "one that runs twice", { global1: [mine()], global2: [mine()] }, {}],
        ["MIGRATION_IN_PROGRESS", "one under migration", { global1: [mine({ auxiliary: ["migrating-out"] })] }, {}],
    ])("refuses with %s %s, and touches nothing", async (code, _what, zones, state) => {
        await stage.start(threeHosts(zones));
        await expect(stage.destroy("delete", state)).rejects.toMatchObject({ code });
        expect(changesMade(stage)).toEqual([]);
    });

    it("deletes the zone to the end where another one has its name on another host, which stays", async () => {
        const devices = [
            { id: 0, storage: "iscsi://storage1/luname.naa.600144f0dbf8af1900005fd25e490088", bootpri: 0 },
        ];
        const namesake = mine({ uuid: otherUuid, config: { devices } });
        await stage.start(threeHosts({ global1: [mine()], global2: [namesake] }));
        await stage.destroy("delete");
        expect(stage.everywhere()).toEqual([undefined, "running", undefined]);
    });

    it("refuses where a host that may have the zone does not answer", async () => {
        await stage.start(threeHosts({ global1: [mine()] }));
        await stage.fleet.host("global3").down();
        await expect(stage.destroy("delete")).rejects.toMatchObject({ code: "HOST_UNREACHABLE" });
        expect(changesMade(stage)).toEqual([]);
    });

    it("refuses while a job of ours moves the zone", async () => {
        await stage.start(threeHosts({ global1: [mine()] }));
        const held = stage.fleet.holdAt({ zone: "kzone1", phase: "copy" });
        const moving = update("the-id", outputs("global1", { uuid }), { ...outputs("global2") }, stage.context);
        await held.reached;
        await expect(stage.destroy("delete", {}, stage.again())).rejects.toMatchObject({
            code: "ZONE_BUSY",
        });
        held.letGo();
        await moving;
        expect(stage.everywhere()).toEqual([undefined, "running", undefined]);
    });

    it("halts a zone that does not shut down only where that is allowed", async () => {
        await stage.start(threeHosts({ global1: [mine({ auxiliary: ["panicked"] })] }));
        await expect(stage.destroy("delete")).rejects.toMatchObject({
            code: "STATE_NOT_REACHABLE",
            details: { property: "allowHalt" },
        });
        expect(changesMade(stage)).toEqual([]);
        await stage.destroy("delete", { allowHalt: true }, stage.again());
        expect(stage.everywhere()).toEqual([undefined, undefined, undefined]);
        expect(changesMade(stage)[0]).toBe("global1 zoneadm halt");
    });

    it("asks each host once for all zones, and after that only the one on which something was done", async () => {
        const zones = Array.from({ length: 6 }, (_, index) => `kz${index}`);
        const hosts = Array.from({ length: 6 }, (_, index) => `global${index + 1}`);
        await stage.start({
            hosts: hosts.map((name, index) => ({ name, zones: [{ name: zones[index]!, config: { memory: "1G" } }] })),
        });
        await Promise.all(
            zones.map((zoneName, index) => {
                const host = hosts[index]!;
                const seen = stage.fleet.zone(host, zoneName)?.uuid;
                return stage.destroy("delete", { zoneName, host, currentHost: host, uuid: seen });
            }),
        );
        expect(hosts.map((host, index) => statesOf(stage, host, zones[index]))).toEqual(hosts.map(() => undefined));
        const lists = stage.fleet.commands().filter(({ name }) => name === "zoneadm list").length;
        // With every host asked by every zone before every step it would be 2 x 6 x 6 x 5.
        expect(lists).toBeLessThan(2 * 6 * 6 * 2);
    });

    it("looks at all hosts again before it wipes anything, where the shutdown took its time", async () => {
        await stage.start(threeHosts({ global1: [mine({ state: "running" })] }));
        stage.hurry(100);
        const { context } = startRun(stage.fleet);
        duringShutdown(context, () => stage.fleet.host("global3").down());
        await expect(stage.destroy("delete", {}, context)).rejects.toMatchObject({ code: "HOST_UNREACHABLE" });
        expect(stage.fleet.wipedStorage).toEqual([]);
        expect(stage.everywhere()[0]).toBe("installed");
    });

    it("ends in an error where a shutdown takes too long, and nothing is uninstalled", async () => {
        await stage.start(threeHosts({ global1: [mine({ guest: { shutdownHangs: "shutting_down" } })] }));
        stage.hurry(100);
        const { context } = startRun(stage.fleet);
        await expect(stage.destroy("delete", { timeouts: { shutdown: "30s" } }, context)).rejects.toMatchObject({
            code: "SHUTDOWN_TIMEOUT",
        });
        expect(stage.fleet.wipedStorage).toEqual([]);
    });

    it("shows what Solaris says where the uninstall fails; the next run goes on", async () => {
        await stage.start(threeHosts({ global1: [mine({ state: "installed" })] }));
        const lines = ["zoneadm: zone 'kzone1': dataset is busy"];
        stage.fleet.addFault("global1", { kind: "refuse", command: "zoneadm uninstall", lines, times: 1 });
        const failing = stage.destroy("delete");
        await expect(failing).rejects.toMatchObject({ code: "UNINSTALL_FAILED" });
        await expect(failing).rejects.toThrow(/dataset is busy/);
        await stage.destroy("delete", {}, stage.again());
        expect(stage.everywhere()).toEqual([undefined, undefined, undefined]);
    });

    it.each(["zoneadm shutdown", "zonecfg -f", "zoneadm uninstall", "zonecfg delete"])(
        "goes on over a link that breaks around %s",
        async (command) => {
            await stage.start(threeHosts({ global1: [mine()] }));
            stage.hurry();
            for (const when of ["before", "after"] as const) {
                stage.fleet.addFault("global1", { kind: "drop-connection", when, command, times: 1 });
            }
            await stage.destroy("delete", {}, startRun(stage.fleet).context);
            expect(stage.everywhere()).toEqual([undefined, undefined, undefined]);
        },
    );

    it.each<[state: NonNullable<ZoneSpec["state"]>, suffix: string]>([
        ["configured", ""],
        ["incomplete", ""],
        ["installed", ".installed"],
        ["configured", ".installed"],
        ["configured", ".made"],
    ])("deletes a half-made zone that is %s with our mark%s, of which the state has no UUID", async (state, suffix) => {
        const value = `set value=${tokenOf(hidden.__urn)}${suffix}`;
        const extra = ["add attr", "set name=pulumi-solaris", "set type=string", value, "end"];
        await stage.start(threeHosts({ global1: [{ name: "kzone1", state, extra }] }));
        await stage.destroy("delete", { uuid: undefined, zoneState: state });
        expect(stage.everywhere()).toEqual([undefined, undefined, undefined]);
    });
});

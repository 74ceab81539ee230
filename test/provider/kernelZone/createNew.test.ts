import { continueCreation, create } from "../../../provider/kernelZone/create";
import { isUnfinishedCreation } from "../../../provider/kernelZone/unfinishedCreation";
import { PartialFailure } from "../../../provider/kernelZone/partialFailure";
import { previewCreate } from "../../../provider/kernelZone/previewCreate";
import { placeZone } from "../../../provider/kernelZone/placement";
import { read } from "../../../provider/kernelZone/read";
import { remove } from "../../../provider/kernelZone/remove";
import type { PropertyBag } from "../../../provider/kernelZone/state";
import { tokenOf } from "../../../provider/lifecycle/ownership";
import { connect, changesMade, jobRecords, startRun, startWorld, statesOf, type World } from "../migration/world";
import { Recorder } from "../migration/recorder";
import { hurry } from "../migration/hurry";
import type { FleetSpec, HostSpec, ZoneSpec } from "../../solaris";
import type { Fault } from "../../solaris/faults";
import { hidden, inputs, outputs } from "./bags";

let world: World;
let calm: () => void = () => undefined;
afterEach(async () => {
    calm();
    calm = () => undefined;
    await world.stop();
});

const names = ["global1", "global2", "global3"];
const token = tokenOf(hidden.__urn);
const storage = "iscsi://storage1/luname.naa.600144f0dbf8af1900005fd25e490077";

/** Three hosts; the zones of each. */
function fleet(zones: Readonly<Record<string, ZoneSpec[]>> = {}, more: Partial<HostSpec> = {}): FleetSpec {
    return { hosts: names.map((name) => ({ name, ...more, zones: zones[name] ?? [] })) };
}

const wanted: PropertyBag = {
    adopt: false,
    config: {
        autoboot: true,
        virtualCpu: { ncpus: 2 },
        cappedMemory: { physical: "2g" },
        anets: [{ id: 0, lowerLink: "net1" }],
        devices: [{ id: 0, storage, bootpri: 0 }],
    },
};
const make = (more: PropertyBag = {}, context = world.context) => create(inputs({ ...wanted, ...more }), context);
const zone = (host = "global1") => world.fleet.zone(host, "kzone1");
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
        () => {
            throw new Error("it should have failed");
        },
        (error: unknown) => error,
    );
const partialOf = async (promise: Promise<unknown>): Promise<PartialFailure> => {
    const error = await failureOf(promise);
    expect(error).toBeInstanceOf(PartialFailure);
    return error as PartialFailure;
};
/** Another run, with connections and reads of its own. */
const again = (): ReturnType<typeof connect> => connect(world.fleet, new Recorder());
const goOn = (partial: PartialFailure, more: PropertyBag = {}) =>
    continueCreation(partial.id, partial.properties, inputs({ ...wanted, ...more }), again());
const installs = () => changesMade(world).filter((change) => change.endsWith("zoneadm install"));

/** A half-made zone, as an earlier run of this resource has left it. */
function halfMade(state: NonNullable<ZoneSpec["state"]>, value = token): ZoneSpec {
    const mark = ["add attr", "set name=pulumi-solaris", "set type=string", `set value=${value}`, "end"];
    return { name: "kzone1", state, extra: mark };
}

describe("making a zone", () => {
    it("configures, installs, boots it and waits until it is up; nothing of the making is left over", async () => {
        world = await startWorld(fleet());
        const { id, outs } = await make();
        expect(changesMade(world)).toEqual([
            "global1 zonecfg -f",
            "global1 zoneadm install",
            "global1 zoneadm boot",
            // Only now the mark says that it is made.
            "global1 zonecfg -f",
        ]);
        expect(statesOf(world, "global1")).toBe("running");
        expect(zone()?.config).toMatchObject({ memory: "2G", ncpus: 2, autoboot: true });
        expect(zone()?.export).toContain(`set value=${token}.installed`);
        expect(id).toBe(zone()?.uuid);
        expect(outs).toMatchObject({ currentHost: "global1", zoneState: "running", uuid: id, warnings: [] });
        expect(isUnfinishedCreation(outs)).toBe(false);
        expect(jobRecords(world, "global1")).toEqual([]);
        expect(world.fleet.wipedStorage).toEqual([]);
    });

    it("shows Solaris's own progress", async () => {
        world = await startWorld(
            fleet({}, { installOutput: ["Installing packages: 10%", "Installing packages: 90%"] }),
        );
        await make();
        expect(world.reporter.texts("status")).toContain("installing: Installing packages: 90%");
        expect(world.reporter.kept).toMatch(
            /configured kzone1 on global1\ninstalled kzone1 on global1 in .*\nkzone1 is up on global1/,
        );
    });

    it.each<[what: string, host: Partial<HostSpec>]>([
        ["completes what it is given", { zonecfg: { completes: true } }],
        ["prints lists one by one", { zonecfg: { lists: "add" } }],
        ["prints around its answers", { noise: { stdout: "Welcome!\n", trailingStdout: "Bye.\n" } }],
        ["shows no UUIDs", { list: { uuids: false } }],
    ])("does so on a host that %s", async (_what, host) => {
        world = await startWorld(fleet({}, host));
        expect((await make()).outs).toMatchObject({ zoneState: "running" });
        expect(changesMade(world)).toHaveLength(4);
    });

    it("leaves it installed where it shall not run", async () => {
        world = await startWorld(fleet());
        const { outs } = await make({ state: "installed" });
        expect(outs).toMatchObject({ zoneState: "installed" });
        expect(changesMade(world).at(-1)).toBe("global1 zonecfg -f");
    });

    it("passes on from what it is installed", async () => {
        world = await startWorld(fleet({}, { archives: { "/archives/golden.uar": {} }, files: { "/p.xml": "<x/>" } }));
        const request = { archive: "/archives/golden.uar", profile: "/p.xml", options: { "install-size": "32g" } };
        await make({ install: request });
        const argv = world.fleet
            .commands()
            .find(({ name }) => name === "zoneadm install")
            ?.argv.join(" ");
        expect(argv).toContain("-a /archives/golden.uar -c /p.xml -x install-size=32g");
    });

    it("waits until the guest is up", async () => {
        world = await startWorld({ ...fleet(), latency: { guestBoot: 600 } });
        const { outs } = await make();
        expect(outs).toMatchObject({ zoneState: "running" });
        expect(world.reporter.texts("status").some((text) => text.includes("to come up"))).toBe(true);
    });

    it("makes the overrides of its host part of it", async () => {
        world = await startWorld(fleet());
        await make({ hostOverrides: { global1: { anets: [{ id: 0, lowerLink: "net0" }] } } });
        expect(zone()?.export).toContain("set lower-link=net0");
    });

    it("has no difference from config afterwards", async () => {
        world = await startWorld(fleet());
        expect((await make()).outs).toMatchObject({ configDrift: [] });
    });

    it("goes on with what a run has left that died before the zone was made, without a state", async () => {
        world = await startWorld(fleet({ global1: [halfMade("running")] }));
        const { outs } = await make();
        expect(outs).toMatchObject({ zoneState: "running", uuid: zone()?.uuid });
        expect(changesMade(world)).toEqual(["global1 zonecfg -f"]);
        expect(zone()?.export).toContain(`set value=${token}.installed`);
        // It runs, so its configuration is left to the next update, which the state has to call for.
        expect(outs["configDrift"]).toEqual(expect.arrayContaining([expect.stringMatching(/capped-memory physical/)]));
    });
});

describe("a zone that was made to the end, of which the state does not know", () => {
    it.each<[policy: string, host: string]>([
        ["delete", "global1"],
        ["retain", "global1"],
        ["delete", "global2"],
    ])(
        "is not taken over without adopt (%s, %s), and no state is written by which it would be",
        async (policy, host) => {
            world = await startWorld(fleet());
            await make();
            const before = changesMade(world);
            const error = await failureOf(make({ deletionPolicy: policy, host }, again()));
            expect(error).not.toBeInstanceOf(PartialFailure);
            expect(error).toMatchObject({ code: "ZONE_EXISTS", details: { property: "adopt" } });
            expect(String(error)).toContain('adopt: true, host: "global1"');
            expect(changesMade(world)).toEqual(before);
            expect(statesOf(world, "global1")).toBe("running");
        },
    );

    it("is not said to be made further by a preview", async () => {
        world = await startWorld(fleet());
        await make();
        const shown = previewCreate(inputs(wanted), again());
        await expect(shown).rejects.toMatchObject({ code: "ZONE_EXISTS" });
    });
});

describe("two runs that want the same", () => {
    it("name on two hosts: at most one of them installs, and the other leaves nothing behind", async () => {
        world = await startWorld(fleet());
        const ends = await Promise.allSettled(
            ["global1", "global2"].map((host) => make({ host, __urn: `urn:${host}` }, again())),
        );
        const refused = ends.flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : []));
        expect(refused.length).toBeGreaterThan(0);
        refused.forEach((error) => expect(error).toMatchObject({ code: "ZONE_EXISTS" }));
        expect(installs()).toHaveLength(2 - refused.length);
        expect(names.filter((name) => statesOf(world, name) !== undefined)).toHaveLength(2 - refused.length);
    });

    it("storage for two zones: at most one of them installs", async () => {
        world = await startWorld(fleet());
        const ends = await Promise.allSettled(
            ["kzone1", "kzone2"].map((zoneName) => make({ zoneName, __urn: `urn:${zoneName}` }, again())),
        );
        const refused = ends.flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : []));
        expect(refused.length).toBeGreaterThan(0);
        refused.forEach((error) => expect(error).toMatchObject({ code: "STORAGE_IN_USE" }));
        expect(installs()).toHaveLength(2 - refused.length);
    });

    it("name, one of them having announced it after the first look of the other: it sees that and takes its own back", async () => {
        world = await startWorld(fleet());
        const context = again();
        let announced = false;
        const perform = context.hosts.call.bind(context.hosts);
        jest.spyOn(context.hosts, "call").mockImplementation(async (host, call, ...more) => {
            if (call.name === "zonecfg -f -" && !announced) {
                announced = true;
                await world.fleet.typed("global3", "zonecfg", "-z", "kzone1", "create -b; set brand=solaris-kz");
            }
            return perform(host, call, ...more);
        });
        await expect(make({}, context)).rejects.toMatchObject({ code: "ZONE_EXISTS", details: { host: "global3" } });
        expect(installs()).toEqual([]);
        expect(names.map((name) => statesOf(world, name))).toEqual([undefined, undefined, "configured"]);
    });
});

describe("storage of another zone", () => {
    const db1: ZoneSpec = { name: "db1" };
    const diskOf = (host: string) => String(/storage=(.*)/.exec(String(world.fleet.zone(host, "db1")?.export))?.[1]);
    const on = (devices: unknown[]) => ({ config: { ...(wanted["config"] as object), devices } });

    it.each<[what: string, spelled: (uri: string) => string]>([
        ["as it is written there", (uri) => uri],
        ["in other letters", (uri) => uri.replace(/naa\.(.*)/, (_all, id: string) => `naa.${id.toUpperCase()}`)],
        ["without its target", (uri) => uri.replace(/\/\/[^/]*\//, "///")],
    ])("is not installed on, on whichever host, %s", async (_what, spelled) => {
        world = await startWorld(fleet({ global1: [db1] }));
        const wish = on([{ id: 0, storage: spelled(diskOf("global1")), bootpri: 0 }]);
        for (const host of ["global1", "global2"]) {
            const error = await failureOf(make({ ...wish, host }, again()));
            expect(error).toMatchObject({ code: "STORAGE_IN_USE", details: { property: "config.devices" } });
            expect(String(error)).toMatch(/device 0 of kzone1 .* is device 0 of db1 on global1/);
            await expect(previewCreate(inputs({ ...wanted, ...wish, host }), again())).rejects.toMatchObject({
                code: "STORAGE_IN_USE",
            });
        }
        expect(changesMade(world)).toEqual([]);
    });

    it("that cannot be looked at is a warning of the preview and no refusal", async () => {
        world = await startWorld(fleet({ global2: [db1] }));
        const stderr = "zonecfg: cannot read it";
        world.fleet.addFault("global2", { kind: "answer", command: "zonecfg export", stderr, exitStatus: 1 });
        const reporter = new Recorder();
        await previewCreate(inputs(wanted), connect(world.fleet, reporter));
        expect(reporter.kept).toMatch(/warning FACTS_UNKNOWN \(config.devices\)[^]*db1 on global2/);
        await expect(make({}, again())).resolves.toMatchObject({ outs: { zoneState: "running" } });
    });
});

describe("a configuration that zonecfg refuses", () => {
    it("is traced back to the property, and nothing is left", async () => {
        world = await startWorld(fleet());
        const failed = make({ config: { ...(wanted["config"] as object), cpuArch: "no-such-class" } });
        await expect(failed).rejects.toMatchObject({ code: "CONFIG_REFUSED", details: { property: "config.cpuArch" } });
        expect(names.map((name) => statesOf(world, name))).toEqual([undefined, undefined, undefined]);
    });
});

describe("an installation that fails", () => {
    const broken = (leaves: "configured" | "incomplete"): Fault => ({
        kind: "install-fails",
        command: "zoneadm install",
        lines: ["ERROR: no such archive"],
        times: 1,
        leaves,
    });

    it.each(["configured", "incomplete"] as const)(
        "and leaves the zone %s is in the state, with Solaris's words; the next update makes it to the end",
        async (leaves) => {
            world = await startWorld(fleet());
            world.fleet.addFault("global1", broken(leaves));
            const partial = await partialOf(make());
            expect(partial.message).toMatch(/INSTALL_FAILED: kzone1 could not be installed[^]*ERROR: no such archive/);
            expect(partial.properties).toMatchObject({ currentHost: "global1", zoneState: leaves, ...hidden });
            expect(isUnfinishedCreation(partial.properties)).toBe(true);
            const { outs } = await goOn(partial);
            expect(outs).toMatchObject({ currentHost: "global1", zoneState: "running" });
            expect(isUnfinishedCreation(outs)).toBe(false);
            expect(installs()).toHaveLength(2);
            expect(changesMade(world).filter((change) => change.includes("uninstall"))).toHaveLength(
                leaves === "incomplete" ? 1 : 0,
            );
        },
    );

    it("is made with another configuration where the program has changed by then", async () => {
        world = await startWorld(fleet());
        world.fleet.addFault("global1", broken("configured"));
        const partial = await partialOf(make());
        await goOn(partial, { config: { ...(wanted["config"] as object), cappedMemory: { physical: "4g" } } });
        expect(zone()?.config).toMatchObject({ memory: "4G", ncpus: 2 });
        expect(installs()).toHaveLength(2);
    });

    it("leaves nothing behind where the program names another host by then", async () => {
        world = await startWorld(fleet());
        world.fleet.addFault("global1", broken("configured"));
        const partial = await partialOf(make());
        const { outs } = await goOn(partial, { host: "global2" });
        expect(outs).toMatchObject({ currentHost: "global2", zoneState: "running" });
        expect(names.map((name) => statesOf(world, name))).toEqual([undefined, "running", undefined]);
    });

    it("is known again, made and deleted under another name of the resource, which an alias gives it", async () => {
        world = await startWorld(fleet());
        const renamed = { __urn: "urn:pulumi:dev::p::t::renamed", deletionPolicy: "delete" };
        world.fleet.addFault("global1", { ...broken("configured"), times: 3 });
        const first = await partialOf(make());
        const second = await partialOf(goOn(first, renamed));
        const third = await partialOf(goOn(second, renamed));
        expect(third.message).toMatch(/INSTALL_FAILED/);
        await remove(third.properties, new Recorder(), again);
        expect(names.map((name) => statesOf(world, name))).toEqual([undefined, undefined, undefined]);
    });

    it("is refused on another host as long as it is half-installed", async () => {
        world = await startWorld(fleet());
        world.fleet.addFault("global1", broken("incomplete"));
        const partial = await partialOf(make());
        await expect(goOn(partial, { host: "global2" })).rejects.toMatchObject({ code: "ZONE_ELSEWHERE" });
        expect(names.map((name) => statesOf(world, name))).toEqual(["incomplete", undefined, undefined]);
    });

    it("is not uninstalled without the record that proves whose it was", async () => {
        world = await startWorld(fleet({ global1: [halfMade("incomplete")] }));
        const partial = await partialOf(make());
        expect(partial.message).toMatch(/INSTALL_UNSAFE: kzone1 is incomplete on global1, and there is no record/);
        expect(partial.properties).toMatchObject({ zoneState: "incomplete" });
        expect(changesMade(world)).toEqual([]);
    });
});

describe("a boot that fails", () => {
    it("is in the state, with the zone installed; the next update boots it", async () => {
        world = await startWorld(fleet({}, { memory: "1G" }));
        const partial = await partialOf(make());
        expect(partial.message).toMatch(/BOOT_FAILED: kzone1 could not be booted on global1/);
        expect(partial.properties).toMatchObject({ zoneState: "installed", uuid: zone()?.uuid });
        const next = await partialOf(goOn(partial));
        expect(next.message).toMatch(/BOOT_FAILED/);
        expect(next.id).toBe(partial.id);
        expect(installs()).toHaveLength(1);
    });
});

describe("a run that is killed", () => {
    const start = async () => {
        world = await startWorld(fleet());
        calm = hurry(world.fleet);
    };

    it("while the zone is being installed: the next one follows the job and makes the zone to the end", async () => {
        await start();
        const held = world.fleet.holdInstall({ zone: "kzone1", lines: 2 });
        const first = startRun(world.fleet);
        void create(inputs(wanted), first.context);
        await held.reached;
        await first.kill();
        const second = startRun(world.fleet);
        const making = create(inputs(wanted), second.context);
        while (!second.reporter.kept.includes("following that")) {
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
        held.letGo();
        expect((await making).outs).toMatchObject({ zoneState: "running" });
        expect(installs()).toHaveLength(1);
        expect(jobRecords(world, "global1")).toEqual([]);
    });

    it("and while the job goes on, the zone is neither moved nor deleted, and a refresh takes it for no move", async () => {
        await start();
        const held = world.fleet.holdInstall({ zone: "kzone1", lines: 2 });
        const making = create(inputs(wanted), startRun(world.fleet).context);
        await held.reached;
        const { context, reporter } = startRun(world.fleet);
        const olds = outputs("global1", { uuid: zone()?.uuid });
        const before = changesMade(world);
        for (const refused of [
            placeZone("the-id", olds, inputs({ host: "global2" }), context, { wish: "global2" }),
            remove({ ...olds, deletionPolicy: "delete" }, reporter, () => context),
        ]) {
            const error = await failureOf(refused);
            expect(error).toMatchObject({ code: "ZONE_BUSY" });
            expect(String(error)).toMatch(/is being installed on global1 at this moment[^]*started at/);
        }
        const { props } = await read("the-id", olds, context);
        expect(props).not.toHaveProperty("unfinishedOn");
        expect(changesMade(world)).toEqual(before);
        held.letGo();
        await making;
    });

    it("together with the host: the next one takes the half-installed zone away first", async () => {
        await start();
        const held = world.fleet.holdInstall({ zone: "kzone1", lines: 2 });
        const first = startRun(world.fleet);
        void create(inputs(wanted), first.context);
        await held.reached;
        await first.kill();
        await world.fleet.reboot("global1", { downMs: 1_000 });
        expect(statesOf(world, "global1")).toBe("incomplete");
        const second = startRun(world.fleet);
        expect((await create(inputs(wanted), second.context)).outs).toMatchObject({ zoneState: "running" });
        expect(second.reporter.kept).toContain("uninstalling what a failed installation has left");
        expect(installs()).toHaveLength(2);
    });

    it.each(["zonecfg -f", "zoneadm boot"])(
        "by a link that breaks around %s: the same run goes on",
        async (command) => {
            await start();
            for (const when of ["before", "after"] as const) {
                world.fleet.addFault("global1", { kind: "drop-connection", when, command, times: 1 });
            }
            const { outs } = await create(inputs(wanted), startRun(world.fleet).context);
            expect(outs).toMatchObject({ zoneState: "running" });
            expect(installs()).toHaveLength(1);
        },
    );
});

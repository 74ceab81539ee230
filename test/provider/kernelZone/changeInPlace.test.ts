import { create } from "../../../provider/kernelZone/create";
import { diff } from "../../../provider/kernelZone/diff";
import { PartialFailure } from "../../../provider/kernelZone/partialFailure";
import { parseObservation, type PropertyBag } from "../../../provider/kernelZone/state";
import { previewUpdate } from "../../../provider/kernelZone/previewUpdate";
import { read } from "../../../provider/kernelZone/read";
import { update } from "../../../provider/kernelZone/update";
import type { HostSpec } from "../../solaris";
import { connect, startWorld, type World } from "../migration/world";
import { inputs, outputs } from "./bags";

let world: World;
afterEach(() => world.stop());

const start = async (more: Partial<HostSpec> = {}, ofTarget: Partial<HostSpec> = {}) => {
    world = await startWorld({
        hosts: ["global1", "global2"].map((name, index) => ({
            name,
            ...more,
            ...(index === 1 ? ofTarget : {}),
            // memlzr lets the memory change while the zone runs.
            zones: index === 0 ? [{ name: "kzone1", config: { memory: "4G", hostCompatible: "memlzr" } }] : [],
        })),
    });
};
const state = (more: PropertyBag = {}): PropertyBag =>
    outputs("global1", { uuid: world.fleet.zone("global1", "kzone1")?.uuid, ...more });
const change = (more: PropertyBag, olds: PropertyBag = state()) =>
    update("the-id", olds, inputs(more), world.context).then(({ outs }) => outs);
const zone = (host = "global1") => world.fleet.zone(host, "kzone1");
const infos = () => world.reporter.texts("info").join("\n");
const preview = (more: PropertyBag, olds: PropertyBag = state()) => previewUpdate(olds, inputs(more), world.context);

const failure = async (attempt: Promise<unknown>): Promise<PartialFailure> => {
    const error: unknown = await attempt.then(
        () => undefined,
        (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(PartialFailure);
    return error as PartialFailure;
};
const boots = () => world.fleet.history.filter(({ by }) => by === "zoneadm boot").length;
const byHand = (...args: string[]) => world.fleet.typed("global1", "zonecfg", "-z", "kzone1", ...args);

const memory = (physical: string) => ({ config: { cappedMemory: { physical } } });

describe("a changed config", () => {
    it("changes the running zone at once where Solaris documents that", async () => {
        await start();
        const outs = await change(memory("6g"));
        expect(zone()?.config.memory).toBe("6G");
        expect(zone()?.liveExport ?? zone()?.export).toContain("set physical=6G");
        expect(parseObservation(outs)).toMatchObject({ configDrift: [], rebootNeededFor: [], zoneState: "running" });
        expect(infos()).toMatch(/configuration on global1: capped-memory.*6G/);
    });

    it("leaves for the next boot what a running zone cannot take, and says so", async () => {
        await start();
        const config = { config: { cappedMemory: { pagesizePolicy: "smallest-only" } } };
        await preview(config);
        expect(infos()).toMatch(/pagesize-policy.*: at the next reboot; allowReboot: true has it done/);
        const outs = await change(config);
        expect(outs["rebootNeededFor"]).toEqual([expect.stringMatching(/pagesize-policy/)]);
        expect(zone()?.state).toBe("running");
        expect(zone()?.export).toContain("set pagesize-policy=smallest-only");
    });

    it("reboots for it where that is allowed, once", async () => {
        await start();
        const config = { config: { cappedMemory: { pagesizePolicy: "smallest-only" } }, allowReboot: true };
        await preview(config);
        expect(infos()).toMatch(/pagesize-policy.*: by a reboot \(allowReboot\)/);
        const outs = await change(config);
        expect(outs["rebootNeededFor"]).toEqual([]);
        expect(infos()).toContain("rebooting kzone1 on global1");
        expect(zone()?.state).toBe("running");
        expect(zone()?.liveExport).toBeUndefined();
        const { history } = world.fleet;
        const boots = history.filter(({ by }) => by === "zoneadm boot").length;
        await change(config, { ...state(), ...outs });
        expect(history.filter(({ by }) => by === "zoneadm boot")).toHaveLength(boots);
    });

    it("is traced back to the property that zonecfg refuses, and nothing is changed", async () => {
        await start();
        const before = zone()?.export;
        const failed = change({ config: { autoboot: true, cpuArch: "no-such-class" } });
        await expect(failed).rejects.toMatchObject({ code: "CONFIG_REFUSED", details: { property: "config.cpuArch" } });
        expect(zone()?.export).toBe(before);
    });

    it("is followed by a read that finds no difference, and by one that finds what somebody has changed since", async () => {
        await start();
        const outs = await change({ config: { autoboot: true, bootargs: "-v -m verbose" } });
        const clean = await read("the-id", outs, world.context);
        expect(clean.props["configDrift"]).toEqual([]);
        await world.fleet.typed("global1", "zonecfg", "-z", "kzone1", "set autoboot=false");
        const drifted = await read("the-id", outs, connect(world.fleet, world.reporter));
        expect(drifted.props["configDrift"]).toEqual([expect.stringMatching(/^autoboot/)]);
        const back = await change({ config: { autoboot: true, bootargs: "-v -m verbose" } }, drifted.props);
        expect(back["configDrift"]).toEqual([]);
        expect(zone()?.config.autoboot).toBe(true);
    });
});

describe("host and config changed together", () => {
    it("gives memory back before the move and makes the rest after it", async () => {
        await start();
        const more = { host: "global2", config: { autoboot: true, cappedMemory: { physical: "2G" } } };
        await preview(more);
        expect(infos()).toMatch(/on global1 before the move:\n.*physical[^]*on global2 after the move:\n.*autoboot/);
        const outs = await change(more);
        expect(outs["currentHost"]).toBe("global2");
        expect(zone("global2")?.config).toMatchObject({ autoboot: true, memory: "2G" });
        expect(outs["rebootNeededFor"]).toEqual([]);
    });

    it("takes lower-links along with the move", async () => {
        await start();
        const more = { host: "global2", config: { anets: [{ id: 0, lowerLink: "net1" }] } };
        await preview(more);
        expect(infos()).toMatch(/with the move:\n.*lower-link/);
        await change(more);
        expect(zone("global2")?.config.anets[0]?.lowerLink).toBe("net1");
    });
});

describe("state", () => {
    it("shuts a zone down and boots it again", async () => {
        await start();
        const down = await change({ state: "installed" });
        expect([zone()?.state, down["zoneState"]]).toEqual(["installed", "installed"]);
        const up = await change({ state: "running" }, down);
        expect([zone()?.state, up["zoneState"]]).toEqual(["running", "running"]);
    });
});

describe("a reboot", () => {
    const config = { config: { cappedMemory: { pagesizePolicy: "smallest-only" } }, allowReboot: true };

    it("whose boot is refused is finished by the next update, whatever the state says", async () => {
        await start();
        world.fleet.addFault("global1", { kind: "refuse", command: "zoneadm boot", lines: ["no way"], times: 1 });
        const { properties } = await failure(change(config));
        expect([zone()?.state, properties["zoneState"]]).toEqual(["installed", "installed"]);
        expect(diff(properties, inputs(config)).changes).toBe(true);
        const refreshed = await read("the-id", properties, connect(world.fleet, world.reporter));
        expect(diff(refreshed.props, inputs(config)).changes).toBe(true);
        const outs = await change(config, refreshed.props);
        expect([zone()?.state, outs["zoneState"]]).toEqual(["running", "running"]);
        expect(diff(outs, inputs(config)).changes).toBe(false);
    });

    it("that a killed run has left between shutdown and boot is finished, and told", async () => {
        await start();
        world.fleet.setZone("global1", "kzone1", { state: "installed" });
        await change(config);
        expect(zone()?.state).toBe("running");
        expect(world.reporter.texts("warn").join()).toMatch(/was found halted; it may be a reboot of ours/);
    });

    it("is not made for a zone that was halted and has nothing to be rebooted for", async () => {
        await start();
        world.fleet.setZone("global1", "kzone1", { state: "installed" });
        const outs = await change({ ...config, deletionPolicy: "shutdown" }, state(config));
        expect([zone()?.state, outs["zoneState"]]).toEqual(["installed", "installed"]);
        expect(world.reporter.texts("warn").join()).toMatch(/found halted; it stays so, because state is not set/);
    });

    it("is not made for what the program does not declare", async () => {
        await start();
        const declared = { config: { autoboot: true }, allowReboot: true };
        const outs = await change(declared);
        await byHand("set bootargs=-v");
        const { props } = await read("the-id", outs, connect(world.fleet, world.reporter));
        expect(diff(props, inputs(declared)).changes).toBe(false);
        await change({ ...declared, config: { autoboot: false } }, props);
        expect(boots()).toBe(0);
    });

    it("is not made for a value that the running zone shows in another form", async () => {
        await start();
        const other = zone()?.export.replace("physical=4G", "physical=4096M") ?? "";
        world.fleet.setZone("global1", "kzone1", { liveExport: other });
        const declared = { config: { cappedMemory: { physical: "4g" }, autoboot: true }, allowReboot: true };
        const outs = await change(declared);
        expect([boots(), outs["rebootNeededFor"]]).toEqual([0, []]);
    });

    it("is made on a release that shows no running configuration", async () => {
        await start({ zonecfg: { live: false } });
        const outs = await change(config);
        expect([boots(), outs["rebootNeededFor"]]).toEqual([1, []]);
    });
});

describe("what an update that fails half-way leaves", () => {
    it("keeps the configuration of before where the move has worked and the change was refused", async () => {
        await start();
        const olds = state({ config: { autoboot: true, bootPriority: "high" } });
        const news = { host: "global2", config: { autoboot: true, cpuArch: "no-such-class" } };
        const { properties } = await failure(change(news, olds));
        expect(properties).toMatchObject({ currentHost: "global2", config: olds["config"] });
        const mended = await change({ host: "global2", config: { autoboot: true } }, properties);
        expect(zone("global2")?.export).not.toContain("boot-priority");
        expect(mended["configDrift"]).toEqual([]);
    });

    it("knows the memory that was given back for a move that was then refused", async () => {
        await start();
        const olds = state(memory("4g"));
        world.fleet.addFault("global1", { kind: "refuse", command: "zoneadm migrate -n", lines: ["no way"], times: 1 });
        const { properties } = await failure(change({ host: "global2", ...memory("2g") }, olds));
        expect(zone()?.config.memory).toBe("2G");
        expect(properties).toMatchObject({ currentHost: "global1", ...memory("4g") });
        expect(diff(properties, inputs(memory("4g"))).changes).toBe(true);
        await change(memory("4g"), properties);
        expect(zone()?.config.memory).toBe("4G");
    });
});

describe("a zone that somebody has moved, and whose place is accepted", () => {
    it("stays there through updates for other reasons", async () => {
        await start();
        await world.fleet.migrateByHand("kzone1", "global1", "global2");
        const accepting = { driftPolicy: { location: "accept" }, config: { autoboot: true } };
        const { props } = await read("the-id", state(accepting), world.context);
        const outs = await change({ ...accepting, config: { autoboot: false } }, props);
        expect(outs["currentHost"]).toBe("global2");
        expect(diff(outs, inputs({ ...accepting, config: { autoboot: false } })).changes).toBe(false);
    });
});

describe("a zone that was taken over", () => {
    it.each(["accept", "fail"])("is given the declared configuration by the next update under %s", async (policy) => {
        await start();
        const program = { driftPolicy: { configuration: policy }, config: { autoboot: true } };
        const { id, outs } = await create(inputs(program), world.context);
        expect(outs["configDrift"]).toEqual([expect.stringMatching(/^autoboot/)]);
        expect(diff(outs, inputs(program)).changes).toBe(true);
        const { outs: after } = await update(id, outs, inputs(program), world.context);
        expect(zone()?.config.autoboot).toBe(true);
        expect(diff(after, inputs(program)).changes).toBe(false);
    });
});

describe("a preview of less memory and another host", () => {
    it("does not fail for what the zone needs before it is made smaller", async () => {
        await start({}, { memory: "3G" });
        const more = { host: "global2", ...memory("2g") };
        await preview(more, state(memory("4g")));
        expect(world.reporter.texts("warn").join()).toMatch(/makes it smaller first, so this does not decide/);
        const outs = await change(more, state(memory("4g")));
        expect(outs["currentHost"]).toBe("global2");
    });
});

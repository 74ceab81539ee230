import { create } from "../../../provider/kernelZone/create";
import { diff } from "../../../provider/kernelZone/diff";
import { PartialFailure } from "../../../provider/kernelZone/partialFailure";
import { parseObservation, type PropertyBag } from "../../../provider/kernelZone/state";
import { previewUpdate } from "../../../provider/kernelZone/previewUpdate";
import { read } from "../../../provider/kernelZone/read";
import { update } from "../../../provider/kernelZone/update";
import type { HostSpec } from "../../solaris";
import type { Fault } from "../../solaris/faults";
import { hurry } from "../migration/hurry";
import { changesMade, connect, startRun, startWorld, type World } from "../migration/world";
import { inputs, outputs } from "./bags";

let world: World;
let calm: (() => void) | undefined;
afterEach(async () => {
    calm?.();
    calm = undefined;
    await world.stop();
});

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
const warnings = () => world.reporter.texts("warn").join("\n");
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
const pages = (pagesizePolicy: string) => ({ config: { cappedMemory: { pagesizePolicy } } });

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

    describe("where the move shuts the zone down", () => {
        const anets = { hostOverrides: { global2: { anets: [{ id: 0, lowerLink: "net1" }] } } };
        const cold = {
            ...pages("smallest-only"),
            ...anets,
            host: "global2",
            migration: { method: "cold", allowDowntime: true },
        };
        const shutdowns = () =>
            world.fleet.history.filter(({ by, to }) => by === "zoneadm shutdown" && to === "installed").length;

        it("is all made before the move, and the zone is down once", async () => {
            await start();
            await preview(cold);
            expect(infos()).toMatch(/on global1 before the move:\n.*pagesize-policy.*: with the boot on global2/);
            expect(infos()).not.toMatch(/after the move:|reboot/);
            const outs = await change(cold);
            expect(outs).toMatchObject({ currentHost: "global2", zoneState: "running", rebootNeededFor: [] });
            expect([shutdowns(), boots()]).toEqual([1, 1]);
            const moved = zone("global2");
            expect(moved?.liveExport ?? moved?.export).toContain("set pagesize-policy=smallest-only");
            expect(moved?.config.anets[0]?.lowerLink).toBe("net1");
            expect(diff(outs, inputs(cold)).changes).toBe(false);
        });

        it("takes along what was only stored for the next boot", async () => {
            await start();
            await byHand("set bootargs=-v");
            const { config: _, ...onlyMove } = cold;
            await change(onlyMove);
            expect(zone("global2")?.export).toContain("set bootargs=-v");
        });

        it("stands in the state where the move is refused then, and the next update makes the rest", async () => {
            await start();
            world.fleet.addFault("global1", { kind: "refuse", command: "zoneadm migrate", lines: ["no"], times: 1 });
            const { properties } = await failure(change(cold));
            expect(properties).toMatchObject({ currentHost: "global1", __unapplied: true });
            const outs = await change(cold, properties);
            expect(outs).toMatchObject({ currentHost: "global2", zoneState: "running", rebootNeededFor: [] });
            expect(zone("global2")?.export).toContain("set pagesize-policy=smallest-only");
        });
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

describe("a boot that is owed", () => {
    const config = { ...pages("smallest-only"), allowReboot: true };
    const failedBoot = async () => {
        await start();
        world.fleet.addFault("global1", { kind: "refuse", command: "zoneadm boot", lines: ["no way"], times: 1 });
        return (await failure(change(config))).properties;
    };

    it.each([
        ["", config],
        [", and reboots are not allowed any more", { ...config, allowReboot: false }],
    ])("is told by the preview and made by the update%s", async (_, program) => {
        const owing = await failedBoot();
        await preview(program, owing);
        expect(warnings()).toContain(
            "a reboot of ours has stopped kzone1 and not brought it up again, so it is booted",
        );
        expect(infos()).toContain("kzone1 is booted on global1 (it is installed now)");
        expect(zone()?.state).toBe("installed");
        const outs = await change(program, owing);
        expect([zone()?.state, outs["zoneState"]]).toEqual(["running", "running"]);
        expect(diff(outs, inputs(program)).changes).toBe(false);
    });

    it("is told by the preview of a program that declares no configuration", async () => {
        const owing = await failedBoot();
        await preview({}, owing);
        expect(infos()).toContain("kzone1 is booted on global1 (it is installed now)");
        expect((await change({}, owing))["zoneState"]).toBe("running");
    });

    it.each<[string, PropertyBag, boolean]>([
        ["somebody has booted the zone", {}, true],
        ["it shall not run any more", { state: "installed" }, false],
    ])("is forgotten where %s", async (_, more, byHandBooted) => {
        const owing = await failedBoot();
        if (byHandBooted) {
            await world.fleet.typed("global1", "zoneadm", "-z", "kzone1", "boot");
        }
        const program = { ...config, ...more };
        const before = zone()?.state;
        const later = connect(world.fleet, world.reporter);
        await previewUpdate(owing, inputs(program), later);
        expect(infos()).toMatch(/kzone1 is owed no boot any more .*`pulumi up` only records it/);
        const outs = await change(program, owing);
        expect(zone()?.state).toBe(before);
        expect(diff(outs, inputs(program)).changes).toBe(false);
    });

    it("by a run that may have been cut short is told, and made only where reboots are allowed", async () => {
        await start();
        world.fleet.setZone("global1", "kzone1", { state: "installed" });
        await preview(config);
        expect(warnings()).toMatch(/may be a reboot of ours that was cut short, so it is booted/);
        expect(infos()).toContain("kzone1 is booted on global1");
        await preview(pages("smallest-only"));
        expect(warnings()).toMatch(/neither state nor allowReboot is set\. To have it booted, write state: "running"/);
        await change(pages("smallest-only"));
        expect(zone()?.state).toBe("installed");
    });

    it("is remembered through a move that fails", async () => {
        // Somebody has moved it away from global2 since.
        const owing = { ...(await failedBoot()), host: "global2", currentHost: "global2" };
        const program = { ...config, host: "global2", migration: { method: "cold" } };
        world.fleet.addFault("global1", { kind: "refuse", command: "zoneadm migrate", lines: ["no"], times: 1 });
        const { properties } = await failure(change(program, owing));
        expect(properties).toMatchObject({ currentHost: "global1", zoneState: "installed" });
        const outs = await change(program, properties);
        expect([zone("global2")?.state, outs["zoneState"]]).toEqual(["running", "running"]);
        expect(diff(outs, inputs(program)).changes).toBe(false);
    });
});

describe("what even a reboot has not done away with", () => {
    const config = { ...pages("smallest-only"), allowReboot: true };
    const survivor = /^after the reboot still not so: .*pagesize-policy.*smallest-only/;
    const rebootInVain = async () => {
        await start();
        // The running zone never shows it.
        const stdout = zone()?.export ?? "";
        world.fleet.addFault("global1", { kind: "answer", command: "zonecfg -r export", stdout, exitStatus: 0 });
        const outs = await change(config);
        expect(boots()).toBe(1);
        expect(outs).toMatchObject({ rebootNeededFor: [], warnings: [expect.stringMatching(survivor)] });
        return outs;
    };

    it("is no reason to reboot again, and told as long as it is so", async () => {
        const outs = await rebootInVain();
        expect(diff(outs, inputs(config)).changes).toBe(false);
        const { props } = await read("the-id", outs, connect(world.fleet, world.reporter));
        expect(diff(props, inputs(config)).changes).toBe(false);
        const more = { ...config, config: { ...config.config, autoboot: true } };
        await preview(more, props);
        expect(world.reporter.texts("info").at(-1)).toMatch(/autoboot/);
        expect(world.reporter.texts("info").at(-1)).not.toMatch(/reboot/);
        const again = await change(more, props);
        expect(again).toMatchObject({ rebootNeededFor: [], warnings: [expect.stringMatching(survivor)] });
        expect(boots()).toBe(1);
        world.fleet.clearFaults();
        expect((await change({ ...more, ...config }, again))["warnings"]).toEqual([]);
    });

    it("is one where the program says something else there", async () => {
        const outs = await rebootInVain();
        const other = { ...config, ...pages("largest-only") };
        const again = await change(other, outs);
        expect(boots()).toBe(2);
        expect(again["warnings"]).toEqual([expect.stringMatching(/largest-only/)]);
    });

    it("is told once where the zone is rebooted for something else", async () => {
        const outs = await rebootInVain();
        const other = { ...config, config: { ...config.config, bootargs: "-v" } };
        const again = await change(other, outs);
        expect(boots()).toBe(2);
        expect(again["warnings"]).toEqual([
            expect.stringMatching(/^after the reboot.*bootargs/),
            expect.stringMatching(survivor),
        ]);
    });

    it("may stand in the warnings alone, as an earlier build has left it", async () => {
        const { __outlastedReboot: _, ...outs } = await rebootInVain();
        expect(diff(outs, inputs(config)).changes).toBe(false);
        const { props } = await read("the-id", outs, connect(world.fleet, world.reporter));
        expect(await change(config, props)).toMatchObject({
            rebootNeededFor: [],
            warnings: [expect.stringMatching(survivor)],
        });
    });
});

describe("a change of which it is not known whether it was taken", () => {
    const program = memory("6g");
    const scripts = () => changesMade(world).filter((change) => change === "global1 zonecfg -f");
    const applied = async (properties: PropertyBag, context = connect(world.fleet, world.reporter)) => {
        expect(properties).toMatchObject({ currentHost: "global1", zoneState: "running", __unapplied: true });
        expect(properties).not.toHaveProperty("config");
        expect(diff(properties, inputs(program)).changes).toBe(true);
        const { outs } = await update("the-id", properties, inputs(program), context);
        expect(zone()?.config.memory).toBe("6G");
        expect(outs).toMatchObject({ ...program, configDrift: [], rebootNeededFor: [] });
        expect(outs).not.toHaveProperty("__unapplied");
        expect(diff(outs, inputs(program)).changes).toBe(false);
        const { props } = await read("the-id", outs, connect(world.fleet, world.reporter));
        expect(props["configDrift"]).toEqual([]);
    };

    it.each<[code: string, fault: Fault]>([
        ["CONFIG_NOT_TAKEN", { kind: "no-effect", command: "zonecfg -f", times: 1 }],
        ["CONNECTION_LOST", { kind: "drop-connection", when: "before", command: "zonecfg -f", times: 1 }],
    ])("%s: is made by the next update", async (code, fault) => {
        await start();
        world.fleet.addFault("global1", fault);
        const { properties, reasons } = await failure(change(program));
        expect(reasons.join()).toContain(code);
        expect(zone()?.config.memory).toBe("4G");
        await applied(properties);
        expect(scripts()).toHaveLength(2);
    });

    it("COMMAND_TIMEOUT: is found made by the next update, where it was made after all", async () => {
        await start();
        calm = hurry(world.fleet, 100);
        world.fleet.addFault("global1", { kind: "slow", milliseconds: 90_000, command: "zonecfg -f", times: 1 });
        const { context } = startRun(world.fleet);
        const { properties, reasons } = await failure(update("the-id", state(), inputs(program), context));
        expect(reasons.join()).toContain("COMMAND_TIMEOUT");
        expect(zone()?.config.memory).toBe("4G");
        await new Promise((resolve) => setTimeout(resolve, 60_000));
        expect(zone()?.config.memory).toBe("6G");
        await applied(properties, context);
        expect(scripts()).toHaveLength(1);
    });

    it("HOST_UNREACHABLE: is found made by the next update, where the link was lost after it", async () => {
        await start();
        calm = hurry(world.fleet, 100);
        const { context } = startRun(world.fleet);
        await context.hosts.snapshot("global1", 0);
        world.fleet.addFault("global1", { kind: "drop-connection", when: "after", command: "zonecfg -f", times: 1 });
        world.fleet.addFault("global1", { kind: "refuse-connection" });
        const { properties, reasons } = await failure(update("the-id", state(), inputs(program), context));
        expect(reasons.join()).toContain("HOST_UNREACHABLE");
        expect(zone()?.export).toContain("set physical=6G");
        world.fleet.clearFaults();
        calm();
        calm = undefined;
        await previewUpdate(properties, inputs(program), connect(world.fleet, world.reporter));
        expect(infos()).toMatch(/stored for kzone1 already, and not yet in the running zone:\n.*physical.*at once/);
        await applied(properties);
        expect(scripts()).toHaveLength(1);
    });

    it("is known to be open before a move that it was to come before", async () => {
        await start();
        world.fleet.addFault("global1", { kind: "no-effect", command: "zonecfg -f", times: 1 });
        const news = { host: "global2", ...memory("2g") };
        const { properties, reasons } = await failure(change(news, state(memory("4g"))));
        expect(reasons.join()).toContain("CONFIG_NOT_TAKEN");
        expect(properties).toMatchObject({ currentHost: "global1", ...memory("4g") });
        expect(diff(properties, inputs(memory("4g"))).changes).toBe(true);
        const outs = await change(news, properties);
        expect(outs["currentHost"]).toBe("global2");
        expect(zone("global2")?.config.memory).toBe("2G");
    });

    it("is told by the preview to be as declared, where nothing of it is left to do", async () => {
        await start();
        const olds = { ...state(memory("4g")), __unapplied: true };
        await preview(memory("4g"), olds);
        expect(infos()).toContain("the configuration of kzone1 is as declared by now; `pulumi up` only records it");
        const outs = await change(memory("4g"), olds);
        expect(changesMade(world)).toEqual([]);
        expect(diff(outs, inputs(memory("4g"))).changes).toBe(false);
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

describe("a configuration that somebody has changed, and that is accepted", () => {
    const away = { host: "global2", currentHost: "global2" };
    it.each<[string, Fault, PropertyBag, PropertyBag]>([
        [
            "a change of state",
            { kind: "no-effect", command: "zoneadm shutdown" },
            { state: "installed", timeouts: { shutdown: 1 } },
            {},
        ],
        ["a move", { kind: "refuse", command: "zoneadm migrate", lines: ["no"] }, { host: "global2" }, away],
    ])("stays so through %s that fails", async (_, fault, more, seenLast) => {
        await start();
        const accepting = { driftPolicy: { configuration: "accept" }, config: { autoboot: true } };
        await byHand("set autoboot=false");
        const { props } = await read("the-id", state(accepting), world.context);
        world.fleet.addFault("global1", fault);
        const { properties } = await failure(change({ ...accepting, ...more }, { ...props, ...seenLast }));
        expect(properties).toMatchObject({ currentHost: "global1", ...accepting });
        const outs = await change({ ...accepting, deletionPolicy: "shutdown" }, properties);
        expect(zone()?.config.autoboot).toBe(false);
        expect(outs["configDrift"]).toEqual([expect.stringMatching(/^autoboot/)]);
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

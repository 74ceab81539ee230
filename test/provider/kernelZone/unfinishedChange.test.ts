import { create } from "../../../provider/kernelZone/create";
import { diff } from "../../../provider/kernelZone/diff";
import type { PropertyBag } from "../../../provider/kernelZone/state";
import { previewUpdate } from "../../../provider/kernelZone/previewUpdate";
import { read } from "../../../provider/kernelZone/read";
import { update } from "../../../provider/kernelZone/update";
import type { Fault } from "../../solaris/faults";
import { changesMade, connect, startRun } from "../migration/world";
import { inputs } from "./bags";
import {
    byHand,
    calmDown,
    change,
    failure,
    hurryOn,
    infos,
    memory,
    preview,
    start,
    state,
    world,
    zone,
} from "./changeStage";

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
        hurryOn(100);
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
        hurryOn(100);
        const { context } = startRun(world.fleet);
        await context.hosts.snapshot("global1", 0);
        world.fleet.addFault("global1", { kind: "drop-connection", when: "after", command: "zonecfg -f", times: 1 });
        world.fleet.addFault("global1", { kind: "refuse-connection" });
        const { properties, reasons } = await failure(update("the-id", state(), inputs(program), context));
        expect(reasons.join()).toContain("HOST_UNREACHABLE");
        expect(zone()?.export).toContain("set physical=6G");
        world.fleet.clearFaults();
        calmDown();
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

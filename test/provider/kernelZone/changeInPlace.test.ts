import { diff } from "../../../provider/kernelZone/diff";
import { parseObservation } from "../../../provider/kernelZone/state";
import { read } from "../../../provider/kernelZone/read";
import { connect } from "../migration/world";
import { inputs } from "./bags";
import {
    boots,
    byHand,
    change,
    failure,
    infos,
    memory,
    pages,
    preview,
    start,
    state,
    world,
    zone,
} from "./changeStage";

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

    it("is told to be left where somebody has changed it and the program comes to accept that", async () => {
        await start();
        const outs = await change(memory("4g"));
        await byHand("select capped-memory; set physical=6G; end");
        const { props } = await read("the-id", outs, world.context);
        const accepting = { ...memory("4g"), driftPolicy: { configuration: "accept" } };
        for (const made of [preview, change]) {
            world.reporter.reports.length = 0;
            await made(accepting, props);
            expect(infos()).toBe(
                'the configuration of kzone1 is left as somebody has changed it, until `config` changes: driftPolicy.configuration is "accept" (program -> global1):\n' +
                    "  capped-memory physical: 4G -> 6G",
            );
        }
        expect(zone()?.config.memory).toBe("6G");
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

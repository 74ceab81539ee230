import { parseObservation, type PropertyBag } from "../../../provider/kernelZone/state";
import { previewUpdate } from "../../../provider/kernelZone/previewUpdate";
import { read } from "../../../provider/kernelZone/read";
import { update } from "../../../provider/kernelZone/update";
import { connect, startWorld, type World } from "../migration/world";
import { inputs, outputs } from "./bags";

let world: World;
afterEach(() => world.stop());

const start = async () => {
    world = await startWorld({
        hosts: ["global1", "global2"].map((name, index) => ({
            name,
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

import { startZone, stopZone } from "../../../provider/lifecycle/state";
import type { Fault } from "../../solaris/faults";
import type { HostSpec, ZoneSpec } from "../../solaris";
import { hurry } from "../migration/hurry";
import { changesMade, startRun, startWorld, statesOf, type MortalRun, type World } from "../migration/world";

let world: World;
let run: MortalRun;
let calm: () => void = () => undefined;
afterEach(async () => {
    calm();
    await world.stop();
});

async function begin(zone: Omit<ZoneSpec, "name">, more: Partial<HostSpec> = {}, pace = 1): Promise<void> {
    world = await startWorld({ hosts: [{ name: "global1", ...more, zones: [{ name: "kzone1", ...zone }] }] });
    calm = hurry(world.fleet, pace);
    run = startRun(world.fleet);
}
const place = { zone: "kzone1", host: "global1" };
const start = (timeoutMs = 60_000) => startZone(run.context.hosts, { ...place, timeoutMs }, run.reporter);
const stop = (more: { timeoutMs?: number; allowHalt?: boolean } = {}) =>
    stopZone(run.context.hosts, { ...place, timeoutMs: 60_000, allowHalt: false, ...more }, run.reporter);
const is = () => statesOf(world, "global1");

describe("starting a zone", () => {
    it("boots it, and leaves one that is up as it is", async () => {
        await begin({ state: "installed" });
        expect(await start()).toMatchObject({ state: "running" });
        expect(await start()).toMatchObject({ state: "running" });
        expect(changesMade(world)).toEqual(["global1 zoneadm boot"]);
    });

    it("resumes one that is suspended", async () => {
        await begin({ state: "installed", auxiliary: ["suspended"] });
        expect(await start()).toMatchObject({ state: "running", auxiliary: [] });
    });

    it("says so where the guest never comes up, and leaves the zone as it is", async () => {
        await begin({ state: "installed", guest: { comesUp: false } });
        await expect(start()).rejects.toMatchObject({ code: "ZONE_NOT_UP", details: { property: "timeouts.boot" } });
        expect(is()).toBe("running");
    });

    it("warns of a guest that is degraded, and is content", async () => {
        await begin({ state: "installed", guest: { goals: "degraded" } });
        await start();
        expect(run.reporter.texts("warn").join()).toContain("its service is degraded");
    });

    it("shows why Solaris does not boot it", async () => {
        await begin({ state: "installed", config: { memory: "8G" } }, { memory: "4G" });
        const failed = start();
        await expect(failed).rejects.toMatchObject({ code: "BOOT_FAILED" });
        await expect(failed).rejects.toThrow(/Not enough contiguous free memory/);
        expect(is()).toBe("installed");
    });

    it.each<[what: string, faults: Fault[]]>([
        ["another zoneadm that works on it", []],
        [
            "a link that breaks before and after the boot",
            (["before", "after"] as const).map((when): Fault => ({
                kind: "drop-connection",
                when,
                command: "zoneadm boot",
                times: 1,
            })),
        ],
    ])("waits out %s", async (_what, faults) => {
        await begin({ state: "installed" });
        world.fleet.holdLock("global1", "kzone1", 2);
        faults.forEach((fault) => {
            world.fleet.addFault("global1", fault);
        });
        expect(await start()).toMatchObject({ state: "running" });
    });
});

describe("stopping a zone", () => {
    it("shuts it down, and leaves one that is installed as it is", async () => {
        await begin({});
        expect(await stop()).toMatchObject({ state: "installed" });
        expect(await stop()).toMatchObject({ state: "installed" });
        expect(changesMade(world)).toEqual(["global1 zoneadm shutdown"]);
    });

    it("never halts one that takes too long, unasked", async () => {
        await begin({ guest: { shutdownHangs: "running" } }, {}, 100);
        const failed = stop({ timeoutMs: 20_000 });
        await expect(failed).rejects.toMatchObject({ code: "SHUTDOWN_TIMEOUT", details: { property: "allowHalt" } });
        expect(changesMade(world)).toEqual(["global1 zoneadm shutdown"]);
    });

    it("waits for a guest that takes its time", async () => {
        await begin({ guest: { shutdownMs: 20_000 } }, {}, 100);
        expect(await stop({ timeoutMs: 120_000 })).toMatchObject({ state: "installed" });
        expect(changesMade(world)).toEqual(["global1 zoneadm shutdown"]);
    });

    it("halts one that takes too long where that is allowed", async () => {
        await begin({ state: "shutting_down" });
        expect(await stop({ timeoutMs: 5_000, allowHalt: true })).toMatchObject({ state: "installed" });
        expect(changesMade(world)).toEqual(["global1 zoneadm halt"]);
        expect(run.reporter.kept).toContain("it is halted, as allowHalt says");
    });

    it("says what stands in the way where a hanging shutdown holds the zone's lock", async () => {
        await begin({ guest: { shutdownHangs: "shutting_down" } }, {}, 100);
        const failed = stop({ timeoutMs: 5_000, allowHalt: true });
        await expect(failed).rejects.toMatchObject({ code: "SHUTDOWN_TIMEOUT" });
        await expect(failed).rejects.toThrow(/could not be halted[^]*holds the zone's lock/);
    });
});

import type { Fleet, HostSpec, ZoneSpec } from "../index";
import { feed, startHost, stopHost, type } from "./oneHost";

let fleet: Fleet;

afterEach(stopHost);

async function start(host: Partial<HostSpec> = {}, zone: Partial<ZoneSpec> = {}): Promise<void> {
    fleet = await startHost({ zones: [{ name: "kz", config: { memory: "8G" }, ...zone }], ...host });
}

function memory(of: "stored" | "running"): string | null | undefined {
    const zone = fleet.zone("global1", "kz");
    const running = /set physical=(\S+)/.exec(zone?.liveExport ?? zone?.export ?? "")?.[1];
    return of === "stored" ? zone?.config.memory : running;
}

const live = (...edits: string[]): Promise<{ status: number | undefined; stdout: string; stderr: string }> =>
    type(`zonecfg -z kz -r '${edits.join("; ")}'`);
const grow = ["select capped-memory", "set physical=12G", "end"];

describe("zonecfg -r", () => {
    it("changes the memory until the next reboot", async () => {
        await start();
        expect(await live(...grow)).toMatchObject({
            status: 0,
            stdout: "Checking: Modifying capped-memory physical=12G\nApplying the changes\n",
            stderr: "",
        });
        expect([memory("stored"), memory("running")]).toEqual(["8G", "12G"]);
        expect(fleet.configurationHistory).toMatchObject([{ zone: "kz", part: "running", by: "zonecfg -r" }]);
        expect((await type("zoneadm -z kz reboot")).status).toBe(0);
        expect(memory("running")).toBe("8G");
        expect((await type("zonecfg -z kz -r export")).stdout).toBe(fleet.zone("global1", "kz")?.export);
    });

    it.each([
        [{ guest: { memoryFloor: "4.75G" } }, "4G", "4.75G"],
        [{ guest: { memoryCeiling: "10G" } }, "12G", "10G"],
    ])("succeeds partially with %j", async (zone, requested, final) => {
        await start({}, zone);
        const outcome = await live("select capped-memory", `set physical=${requested}`, "end");
        const sizes = `(requested: ${requested}, final: ${final})`;
        expect(outcome).toMatchObject({
            status: 0,
            stderr: `warning: operation succeeded partially for capped memory ${sizes}\n`,
        });
        expect(memory("running")).toBe(final);
    });

    it.each<[string, Partial<HostSpec>, Partial<ZoneSpec>]>([
        ["on 11.3", { release: "11.3.36.10.0" }, {}],
        ["without memlzr on the host", { hostCompatible: ["level1"] }, {}],
        ["without memlzr in the zone", {}, { config: { memory: "8G", hostCompatible: "level1" } }],
        ["beyond the host's memory", { memory: "10G", memoryGrowth: "refused" }, {}],
    ])("refuses memory %s", async (_where, host, zone) => {
        await start(host, zone);
        expect((await live(...grow)).status).toBe(1);
        expect(memory("running")).toBe("8G");
    });

    it("grows as far as the host has memory", async () => {
        await start({ memory: "10G", memoryGrowth: "partial" });
        const { status, stderr } = await live(...grow);
        expect([status, stderr]).toEqual([
            0,
            "warning: operation succeeded partially for capped memory (requested: 12G, final: 10G)\n",
        ]);
        expect(memory("running")).toBe("10G");
    });

    it.each([
        [["select capped-memory", "set pagesize-policy=largest-only", "end"]],
        [["select capped-memory", "set memory-reserve=zones", "end"]],
        [["set cpu-arch=migration-class1"]],
    ])("refuses %j", async (edits) => {
        await start();
        expect((await live(...edits)).status).toBe(1);
        expect(fleet.zone("global1", "kz")?.liveExport).toBeUndefined();
    });

    it.each(["accepted", "refused"] as const)("has anets, devices and vCPUs %s", async (liveChanges) => {
        await start({ liveChanges });
        const edits = [
            ["add anet", "set id=1", "set lower-link=net1", "end"],
            ["add device", "set id=1", "set storage=lu:luname.naa.1", "end"],
            ["select virtual-cpu", "set ncpus=6", "end"],
        ];
        for (const edit of edits) {
            expect((await live(...edit)).status).toBe(liveChanges === "accepted" ? 0 : 1);
        }
        const text = fleet.zone("global1", "kz")?.liveExport ?? "";
        expect(["set lower-link=net1", "luname.naa.1", "set ncpus=6"].map((each) => text.includes(each))).toEqual(
            Array(3).fill(liveChanges === "accepted"),
        );
        expect(fleet.zone("global1", "kz")?.config.anets).toHaveLength(1);
    });

    it("needs a running zone", async () => {
        await start({}, { state: "installed" });
        expect((await live(...grow)).stderr).toContain("Zone state is invalid");
    });
});

describe("zoneadm apply", () => {
    it("gives the running zone what is stored", async () => {
        await start();
        await feed("kz", ...grow);
        expect([memory("stored"), memory("running")]).toEqual(["12G", "8G"]);
        expect(await type("zoneadm -z kz apply -n")).toMatchObject({
            status: 0,
            stdout: "Checking: Modifying capped-memory physical=12G\n",
        });
        expect(memory("running")).toBe("8G");
        expect((await type("zoneadm -z kz apply")).status).toBe(0);
        expect([memory("stored"), memory("running")]).toEqual(["12G", "12G"]);
        expect(fleet.configurationHistory.map(({ part, by }) => `${part} by ${by}`)).toEqual([
            "stored by zonecfg commit",
            "running by zoneadm apply",
        ]);
        expect(await type("zoneadm -z kz apply")).toMatchObject({ status: 0, lines: "" });
    });

    it("takes what the guest does not see without a word", async () => {
        await start();
        await feed("kz", "set autoboot=true", "add attr", "set name=a", "set type=string", "set value=b", "end");
        expect(fleet.zone("global1", "kz")?.liveExport).toBeDefined();
        expect(await type("zoneadm -z kz apply")).toMatchObject({ status: 0, stdout: "Applying the changes\n" });
        expect(fleet.zone("global1", "kz")?.liveExport).toBeUndefined();
    });

    it.each(["refused", "skipped"] as const)("has changes that cannot be live %s", async (applyMixed) => {
        await start({ applyMixed });
        await feed("kz", "set cpu-arch=migration-class1", ...grow);
        const { status, stderr } = await type("zoneadm -z kz apply");
        expect(stderr).toContain("Modifying cpu-arch=migration-class1");
        expect([status, memory("running")]).toEqual(applyMixed === "refused" ? [1, "8G"] : [0, "12G"]);
        expect(fleet.zone("global1", "kz")?.liveExport).not.toContain("cpu-arch");
    });

    it("rolls back what is not exact where that was asked for", async () => {
        await start({}, { guest: { memoryFloor: "4.75G" } });
        await feed("kz", "select capped-memory", "set physical=4G", "set memlzr=strict", "end");
        expect((await type("zoneadm -z kz apply")).status).toBe(1);
        expect(memory("running")).toBe("8G");
    });

    it("needs a running zone", async () => {
        await start({}, { state: "installed" });
        expect((await type("zoneadm -z kz apply")).stderr).toContain("not running");
    });
});

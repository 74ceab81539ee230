import type { Fleet, GuestSpec, HostSpec, ZoneState } from "../index";
import { startHost, stopHost, type } from "./oneHost";

let fleet: Fleet;

afterEach(stopHost);

const states = ["running", "installed", "configured", "incomplete", "unavailable"] as const;

async function startAll(host: Partial<HostSpec> = {}, guest: GuestSpec = {}): Promise<void> {
    const zones = states.map((state) => ({ name: state, state, guest }));
    fleet = await startHost({ zones, ...host });
}

async function startOne(state: ZoneState, guest: GuestSpec = {}): Promise<void> {
    fleet = await startHost({ zones: [{ name: "kz", state, guest }] });
}

/** What a subcommand makes of a zone in each state: the new state, or the text with which it is refused. */
const outcomes: Record<string, Record<(typeof states)[number], string | RegExp>> = {
    boot: {
        running: /already booted/,
        installed: "running",
        configured: /must be installed before boot/,
        incomplete: /zone is incomplete; uninstall required/,
        unavailable: /must be installed before boot/,
    },
    shutdown: {
        running: "installed",
        installed: /not running/,
        configured: /not running/,
        incomplete: /zone is incomplete/,
        unavailable: /not running/,
    },
    "shutdown -r": {
        running: "running",
        installed: /not running/,
        configured: /not running/,
        incomplete: /zone is incomplete/,
        unavailable: /not running/,
    },
    halt: {
        running: "installed",
        installed: /not running/,
        configured: /not running/,
        incomplete: /zone is incomplete/,
        unavailable: /not running/,
    },
    install: {
        running: /is already installed/,
        installed: /is already installed/,
        configured: "installed",
        incomplete: /zone is incomplete/,
        unavailable: /is already installed/,
    },
    "uninstall -F": {
        running: /invalid for running zones/,
        installed: "configured",
        configured: /is already in state 'configured'/,
        incomplete: "configured",
        unavailable: "configured",
    },
    "mark incomplete": {
        running: /invalid for running zones/,
        installed: "incomplete",
        configured: /must be installed before mark/,
        incomplete: /zone is incomplete/,
        unavailable: "incomplete",
    },
    "mark unavailable": {
        running: /invalid for running zones/,
        installed: "unavailable",
        configured: /must be installed before mark/,
        incomplete: /zone is incomplete/,
        unavailable: "unavailable",
    },
    detach: {
        running: /invalid for running zones/,
        installed: "configured",
        configured: /is already in state 'configured'/,
        incomplete: /zone is incomplete/,
        unavailable: "configured",
    },
    attach: {
        running: /is already installed/,
        installed: /is already installed/,
        configured: "installed",
        incomplete: /zone is incomplete/,
        unavailable: "installed",
    },
};

describe.each(Object.entries(outcomes))("zoneadm %s", (subcommand, expected) => {
    it("does or refuses by the zone's state", async () => {
        await startAll();
        for (const state of states) {
            const { status, stderr } = await type(`zoneadm -z ${state} ${subcommand}`);
            const outcome = expected[state];
            if (typeof outcome === "string") {
                expect([state, status, fleet.zone("global1", state)?.state]).toEqual([state, 0, outcome]);
            } else {
                expect([state, status, fleet.zone("global1", state)?.state]).toEqual([state, 1, state]);
                expect(stderr).toMatch(outcome);
            }
        }
        const absent = await type(`zoneadm -z absent ${subcommand}`);
        expect(absent).toMatchObject({ status: 1, stderr: "zoneadm: absent: No such zone configured\n" });
    });
});

describe("zonecfg delete -F", () => {
    it("takes a zone that is only configured, or incomplete", async () => {
        await startAll();
        for (const state of states) {
            const { status } = await type(`zonecfg -z ${state} delete -F`);
            expect([state, status]).toEqual([state, state === "configured" || state === "incomplete" ? 0 : 1]);
        }
    });
});

describe("zoneadm uninstall", () => {
    it("destroys what is on the disks of the zone, and says on which host", async () => {
        const devices = [
            { id: 0, storage: "dev:/dev/zvol/dsk/rpool/VARSHARE/zones/%{zonename}/disk%{id}", bootpri: 0 },
            { id: 1, match: "/dev/rdsk/c0d1" },
        ];
        fleet = await startHost({ zones: [{ name: "kz", state: "installed", config: { devices } }] });
        await type("zoneadm -z kz uninstall -F");
        expect(fleet.wipedStorage).toMatchObject([
            {
                host: "global1",
                zone: "kz",
                storage: "dev:/dev/zvol/dsk/rpool/VARSHARE/zones/kz/disk0",
                by: "zoneadm uninstall",
            },
        ]);
        expect(fleet.state().disks).toEqual({});
    });

    it("leaves the disks of another host", async () => {
        fleet = await startHost({ zones: [{ name: "kz", state: "unavailable", diskOwner: "848611d4" }] });
        expect((await type("zoneadm -z kz uninstall -F")).status).toBe(0);
        expect(fleet.wipedStorage).toEqual([]);
        expect(Object.values(fleet.state().disks)).toEqual(["848611d4"]);
    });

    it("asks without -F, and refuses where nobody can answer", async () => {
        await startOne("installed");
        const { status, stderr } = await type("zoneadm -z kz uninstall");
        expect([status, stderr]).toEqual([
            1,
            "zoneadm: zone 'kz': Input not from terminal and -F not specified:\n" +
                "uninstall command ignored, exiting.\n",
        ]);
        expect(fleet.zone("global1", "kz")?.state).toBe("installed");
    });
});

describe("a reboot", () => {
    it("is shutting_down in between and takes the stored configuration", async () => {
        await startOne("running");
        await type("zonecfg -z kz 'select capped-memory; set physical=6G; end'");
        expect(fleet.zone("global1", "kz")?.liveExport).toContain("set physical=4G");
        const before = fleet.history.length;
        expect((await type("zoneadm -z kz shutdown -r")).status).toBe(0);
        expect(fleet.history.slice(before).map(({ to }) => to)).toEqual(["shutting_down", "running"]);
        expect(fleet.zone("global1", "kz")?.liveExport).toBeUndefined();
    });

    it("leaves a zone installed that cannot boot as it is stored", async () => {
        fleet = await startHost({ memory: "8G", zones: [{ name: "kz" }] });
        await type("zonecfg -z kz 'select capped-memory; set physical=16G; end'");
        const { status, stderr } = await type("zoneadm -z kz reboot");
        expect([status, fleet.zone("global1", "kz")?.state]).toEqual([1, "installed"]);
        expect(stderr).toContain("Not enough contiguous free memory pages to allocate");
        expect((await type("svcs -H -o state zone:kz")).stdout).toBe("maintenance\n");
    });
});

describe("a zone's guest", () => {
    const state = async (): Promise<string> => (await type("svcs -H -o state svc:/system/zones/zone:kz")).stdout.trim();

    it("is up some time after the boot", async () => {
        await startOne("installed", { bootMs: 60_000 });
        expect((await type("zoneadm -z kz boot")).status).toBe(0);
        expect(fleet.zone("global1", "kz")?.state).toBe("running");
        expect(await state()).toBe("offline");
        expect((await type("zlogin -S kz zonename")).status).toBe(1);
        fleet.guestComesUp("global1", "kz");
        expect(await state()).toBe("online");
        expect((await type("zlogin -S kz zonename")).stdout).toBe("global\n");
    });

    it.each<[GuestSpec, string, number]>([
        [{}, "online", 0],
        [{ comesUp: false }, "offline", 1],
        [{ goals: "degraded" }, "degraded", 0],
        [{ goals: "maintenance" }, "maintenance", 0],
    ])("that is %j", async (guest, expected, login) => {
        await startOne("installed", guest);
        await type("zoneadm -z kz boot");
        expect(await state()).toBe(expected);
        expect((await type("zlogin kz uptime")).status).toBe(login);
    });

    it("has a service instance while the zone is installed", async () => {
        await startAll();
        const { stdout } = await type("svcs -H -o state,fmri 'svc:/system/zones/zone:*'");
        expect(stdout.trim().split("\n")).toEqual([
            "online         svc:/system/zones/zone:running",
            "offline        svc:/system/zones/zone:installed",
            "offline        svc:/system/zones/zone:unavailable",
        ]);
        expect((await type("svcs zone:running")).stdout.split("\n")[1]).toMatch(/^online .*zone:running$/);
    });
});

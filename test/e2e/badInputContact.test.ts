import type { KernelZoneProps } from "../../provider/kernelZone/schema";
import { describeEngine } from "../engine/describeEngine";
import type { RunResult } from "../engine/runResult";
import { changingCommands, zonesOn } from "./support/records";
import { hostsWith, type Scene, startScene, type Zones } from "./support/zones";

/** A zone on global1, where it is to go, and what is said of that. */
interface Obstacle {
    args: Pick<KernelZoneProps, "host" | "hostOverrides" | "migration">;
    said: (string | RegExp)[];
}

const refused = (zone: string, target: string): string =>
    `DRY_RUN_REFUSED: Solaris refuses to move ${zone} from global1 to ${target}`;

const obstacles: Record<string, Obstacle> = {
    toNobody: {
        args: { host: "down" },
        said: [
            /HOST_UNREACHABLE: no SSH connection to down \(zadm@127\.0\.0\.1:\d+\): connection refused/,
            "ECONNREFUSED",
        ],
    },
    toSilence: {
        args: { host: "silent" },
        said: [
            /HOST_UNREACHABLE: no SSH connection to silent .*: timed out during the SSH handshake/,
            "no answer within 1 s",
        ],
    },
    toImpostor: {
        args: { host: "impostor" },
        said: [
            /HOST_KEY_MISMATCH: impostor \(127\.0\.0\.1:\d+\) shows another host key than the one that is pinned/,
            "shown: ssh-ed25519 SHA256:",
            "pinned as hostKey: SHA256:",
        ],
    },
    toStranger: {
        args: { host: "stranger" },
        said: ["HOST_KEY_UNKNOWN: stranger (127.0.0.1:", "shown: ssh-ed25519 SHA256:", "in /dev/null"],
    },
    toClosedDoor: {
        args: { host: "closed" },
        said: ["LOGIN_REFUSED: closed refused the login as zadm@127.0.0.1:", /tried: .*key file .*id_ed25519/],
    },
    toItself: {
        args: { host: "twin" },
        said: [/SAME_MACHINE: global1 and twin are the same machine \(hostid [0-9a-f]+, node name global1\)/],
    },
    halted: {
        args: { host: "global2" },
        said: ["ZONE_NOT_RUNNING: halted on global1 is installed, not running; a live move needs it running and sound"],
    },
    taken: {
        args: { host: "global2" },
        said: [
            "TARGET_NAME_TAKEN: global2 already has a zone taken which is installed",
            /UUID on global1: \S+\n\s+UUID on global2: 00000000-/,
        ],
    },
    noSuchAnet: {
        args: { host: "global2", hostOverrides: { global2: { anets: [{ id: 7, lowerLink: "net1" }] } } },
        said: ["TARGET_PREPARE_FAILED: hostOverrides for global2 name anet 7, but noSuchAnet has only 0"],
    },
    byPassword: {
        args: { host: "remoteRad", migration: { scheme: "rads" } },
        said: ["PASSWORD_PROMPT: from global1 to remoteRad by rads, zoneadm asks for a password"],
    },
    withoutKey: {
        args: { host: "distrustful" },
        said: ['PASSWORD_PROMPT: zoneadm migrate -n on global1 asks for a password ("Password:")'],
    },
    inMaintenance: {
        args: { host: "maintained" },
        said: [
            "TARGET_IN_MAINTENANCE: maintained is in maintenance mode and takes no zones; by root",
            "as root on maintained: sysadm maintain -e",
        ],
    },
    unknownCipher: {
        args: { host: "global2", migration: { cipher: "aes-128-cbc" } },
        said: [
            `${refused("unknownCipher", "global2")}: global2 does not support the cipher aes-128-cbc`,
            "Set migration.cipher to one that it supports (aes-128-ccm, aes-128-gcm), or leave it out.",
        ],
    },
};

const zones = Object.keys(obstacles);
const wishes = (change: (args: Obstacle["args"]) => Obstacle["args"]): Zones =>
    Object.fromEntries(Object.entries(obstacles).map(([zone, { args }]) => [zone, change(args)]));

function expectSaid(said: string, expected: readonly (string | RegExp)[]): void {
    for (const one of expected) {
        expect(said).toMatch(one);
    }
    expect(said).toContain("What to do: ");
}

describeEngine("bad input that shows at the hosts", () => {
    let scene: Scene;
    let preview: RunResult;
    let up: RunResult;
    /** How often the silent host was waited for, a second each time. */
    const waits: number[] = [];

    beforeAll(async () => {
        const trusting = ["down", "silent", "impostor", "stranger", "closed", "twin", "remoteRad", "maintained"];
        scene = await startScene({
            hosts: [
                { name: "global1", trustedBy: ["global2", ...trusting], zones: zones.map((name) => ({ name })) },
                {
                    name: "global2",
                    zones: [{ name: "taken", state: "installed", uuid: "00000000-0000-4000-8000-000000000000" }],
                },
                ...[...trusting, "distrustful"].map((name) => ({
                    name,
                    ...(name === "closed" ? { login: { refuse: true } } : {}),
                    ...(name === "maintained" ? { maintenance: true } : {}),
                    ...(name === "remoteRad" ? { services: { "svc:/system/rad:remote": "online" } } : {}),
                })),
            ],
            zones: wishes((args) => ({ ...args, host: "global1" })),
        });
        const { fleet, stack } = scene;
        fleet.addFault("silent", { kind: "silent-handshake" });
        fleet.setZone("global1", "halted", { state: "installed" });
        const { port, hostKey } = fleet.host("global1");
        const inventory = fleet.inventory({
            silent: { connectTimeout: 1 },
            impostor: { hostKey },
            stranger: { hostKey: undefined, knownHostsFile: "/dev/null" },
            twin: { port, hostKey },
        });
        await stack.setConfig("solaris:hosts", JSON.stringify(inventory));
        await fleet.host("down").down();
        scene.setZones(wishes((args) => ({ ...args, migration: { ...args.migration, dryRun: "warn" } })));
        const { connections } = fleet.host("silent");
        waits.push(connections.total);
        preview = await stack.preview();
        waits.push(connections.total);
        scene.setZones(wishes((args) => args));
        up = await stack.up({ skipPreview: true, args: ["--continue-on-error"] });
        waits.push(connections.total);
    }, 60_000);
    afterAll(() => scene.stop());

    it("stops preview and up: migration.dryRun warn is about the dry run's verdict alone", () => {
        expect(preview).toMatchObject({ ok: false, exitCode: 1, resourceChanges: { update: zones.length } });
        expect(up).toMatchObject({ ok: false, exitCode: 1 });
    });

    it.each(zones)("explains %s on its row, in preview and in up", async (zone) => {
        const { said } = obstacles[zone]!;
        expectSaid(preview.messagesOf(zone).join("\n"), said);
        expectSaid(up.messagesOf(zone).join("\n"), said);
        const stored = await scene.stack.resourceState(zone);
        expect(stored?.outputs).toMatchObject({ host: "global1", currentHost: "global1" });
        expect(stored?.initErrors ?? []).toEqual([]);
    });

    it("waits for nobody longer than it has to: once in the preview and once in the up", () => {
        expect(waits).toEqual([0, 1, 2]);
    });

    it("has migrated nothing, and left nothing behind", () => {
        expect(new Set(changingCommands(scene.fleet))).toEqual(new Set(["global1: zoneadm migrate -n"]));
        expect(zonesOn(scene.fleet, "global1")).toEqual(
            Object.fromEntries(zones.map((zone) => [zone, zone === "halted" ? "installed" : "running"])),
        );
        expect(zonesOn(scene.fleet, "global2")).toEqual({ taken: "installed" });
        for (const host of ["remoteRad", "distrustful", "maintained"]) {
            expect(zonesOn(scene.fleet, host)).toEqual({});
        }
    });
});

describeEngine("a zone that cannot be taken over", () => {
    const said: Record<string, string[]> = {
        missing: [
            "ZONE_NOT_FOUND: missing is on none of the known hosts",
            "on global1: not there",
            "on global2: not there",
        ],
        unasked: ["ZONE_EXISTS: a zone unasked exists already on global1 (running)", "write: adopt: true"],
        elsewhere: [
            "ZONE_ELSEWHERE: elsewhere is not on global1 but on global2 (running)",
            'Write host: "global2" and run `pulumi up`; after that, change it to "global1" to move the zone there.',
        ],
        native: ["ZONE_WRONG_BRAND: native on global1 has the brand solaris, not solaris-kz"],
        broken: ["ZONE_NOT_RUNNING: broken on global1 is incomplete"],
    };
    const program = (dryRun: "warn" | "required"): Zones =>
        Object.fromEntries(
            Object.keys(said).map((zone) => [
                zone,
                {
                    host: "global1",
                    migration: { dryRun },
                    ...(zone === "unasked"
                        ? {
                              adopt: false,
                              config: {
                                  devices: [{ id: 0, bootpri: 0, storage: "nfs://a:b@storage1/export/unasked" }],
                              },
                          }
                        : { adopt: true }),
                },
            ]),
        );

    it("is explained on its row, in preview and in up, and does not get into the state", async () => {
        const scene = await startScene({
            hosts: hostsWith(
                [{ name: "unasked" }, { name: "native", brand: "solaris" }, { name: "broken", state: "incomplete" }],
                [{ name: "elsewhere" }],
            ),
            zones: program("warn"),
            adopted: false,
        });
        try {
            const preview = await scene.stack.preview();
            expect(preview).toMatchObject({ exitCode: 0 });
            scene.setZones(program("required"));
            const up = await scene.stack.up({ skipPreview: true, args: ["--continue-on-error"] });
            expect(up).toMatchObject({ ok: false, exitCode: 1 });
            for (const [zone, expected] of Object.entries(said)) {
                expectSaid(preview.messagesOf(zone).join("\n"), expected);
                expectSaid(up.messagesOf(zone).join("\n"), expected);
                expect(await scene.stack.resourceState(zone)).toBeUndefined();
            }
            expect(changingCommands(scene.fleet)).toEqual([]);
        } finally {
            await scene.stop();
        }
    });
});

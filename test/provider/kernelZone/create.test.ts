import { create } from "../../../provider/kernelZone/create";
import type { FleetSpec, HostSpec, ZoneSpec } from "../../solaris";
import { changesMade, startWorld, type World } from "../migration/world";
import { hidden, inputs } from "./bags";

let world: World;
afterEach(() => world.stop());

/** Three hosts; the zones of each. */
function hosts(zones: Readonly<Record<string, ZoneSpec[]>>, more: Partial<HostSpec> = {}): FleetSpec {
    return {
        hosts: ["global1", "global2", "global3"].map((name) => ({ name, ...more, zones: zones[name] ?? [] })),
    };
}

const adopt = (more = {}) => create(inputs(more), world.context);

describe("taking a zone over", () => {
    it("records what is seen, under the zone's UUID, and changes nothing", async () => {
        world = await startWorld(
            hosts({ global1: [{ name: "kzone1", uuid: "0f3a0b4e-0000-4000-8000-00000000000a" }] }),
        );
        expect(await adopt({ migration: { timeouts: { migrate: "10m" } } })).toEqual({
            id: "0f3a0b4e-0000-4000-8000-00000000000a",
            outs: {
                zoneName: "kzone1",
                host: "global1",
                adopt: true,
                migration: { timeouts: { migrate: "10m" } },
                currentHost: "global1",
                zoneState: "running",
                uuid: "0f3a0b4e-0000-4000-8000-00000000000a",
                warnings: [],
                configDrift: [],
                rebootNeededFor: [],
                ...hidden,
            },
        });
        expect(changesMade(world)).toEqual([]);
        expect(world.reporter.texts("info")).toEqual([
            "took over kzone1 on global1 (running, UUID 0f3a0b4e-0000-4000-8000-00000000000a)",
        ]);
    });

    it("asks the wished host only, and once for many zones of it", async () => {
        const names = Array.from({ length: 20 }, (_, index) => `kz${index}`);
        world = await startWorld(hosts({ global1: names.map((name) => ({ name })) }));
        await Promise.all(names.map((zoneName) => adopt({ zoneName })));
        expect(world.fleet.commands().map(({ host, name }) => `${host} ${name}`)).toEqual([
            "global1 zoneadm list",
            "global1 zoneadm list",
        ]);
    });

    it("takes an installed zone too, and one whose host shows no UUID", async () => {
        world = await startWorld(
            hosts({ global1: [{ name: "kzone1", state: "installed" }] }, { list: { uuids: false } }),
        );
        const { id, outs } = await adopt();
        expect(id).toBe("kzone1");
        expect(outs).toMatchObject({ zoneState: "installed" });
        expect(outs).not.toHaveProperty("uuid");
    });
});

describe("taking over with a config", () => {
    it("tells how the zone differs, in the outputs too, and changes nothing", async () => {
        world = await startWorld(hosts({ global1: [{ name: "kzone1", config: { memory: "2G" } }] }));
        const { outs } = await adopt({ config: { autoboot: true, cappedMemory: { physical: "4g" } } });
        expect(outs["configDrift"]).toEqual(
            expect.arrayContaining([
                expect.stringMatching(/capped-memory.*4G -> 2G/),
                expect.stringMatching(/autoboot/),
            ]),
        );
        expect(world.reporter.texts("warn").join()).toMatch(/differs from `config`, and was left as it is[^]*2G/);
        expect(changesMade(world)).toEqual([]);
    });

    it("tells nothing where they agree", async () => {
        world = await startWorld(hosts({ global1: [{ name: "kzone1", config: { memory: "2G" } }] }));
        const { outs } = await adopt({ config: { cappedMemory: { physical: "2048m" } } });
        expect(outs["configDrift"]).toEqual([]);
        expect(world.reporter.texts("warn")).toEqual([]);
    });
});

describe("taking over is refused", () => {
    it.each<[code: string, what: string, zones: Readonly<Record<string, ZoneSpec[]>>, more: object, text: RegExp]>([
        ["ZONE_NOT_FOUND", "a zone that is nowhere", {}, {}, /on none of the known hosts/],
        [
            "ZONE_NOT_FOUND",
            "a mere configuration",
            { global1: [{ name: "kzone1", state: "configured" }] },
            {},
            /only a configuration on global1/,
        ],
        [
            "ZONE_NOT_FOUND",
            "a zone that is nowhere and of which no configuration is declared",
            {},
            { adopt: false },
            /To have it created, write `config`/,
        ],
        [
            "ZONE_EXISTS",
            "an existing zone, unasked",
            { global1: [{ name: "kzone1" }] },
            { adopt: false },
            /was renamed, give it an alias[^]*write: adopt: true\n?/,
        ],
        [
            "ZONE_EXISTS",
            "an existing zone elsewhere, unasked",
            { global2: [{ name: "kzone1" }] },
            { adopt: false },
            /adopt: true, host: "global2"/,
        ],
        [
            "ZONE_ELSEWHERE",
            "a zone on another host",
            { global3: [{ name: "kzone1" }] },
            {},
            /not on global1 but on global3 \(running\)[^]*host: "global3"/,
        ],
        [
            "ZONE_ELSEWHERE",
            "a zone of which the wished host has only the configuration",
            { global1: [{ name: "kzone1", state: "configured" }], global2: [{ name: "kzone1" }] },
            {},
            /on global2/,
        ],
        [
            "ZONE_WRONG_BRAND",
            "a zone of another brand",
            { global1: [{ name: "kzone1", brand: "solaris" }] },
            {},
            /brand solaris, not solaris-kz/,
        ],
        [
            "ZONE_WRONG_BRAND",
            "a zone of another brand, unasked: it could not be taken over either",
            { global1: [{ name: "kzone1", brand: "solaris", state: "installed" }] },
            { adopt: false },
            /brand solaris, not solaris-kz[^]*another `zoneName`/,
        ],
        [
            "ZONE_WRONG_BRAND",
            "two zones of another brand, elsewhere",
            {
                global2: [{ name: "kzone1", brand: "solaris", uuid: "11111111-1111-4111-8111-111111111111" }],
                global3: [{ name: "kzone1", brand: "solaris", uuid: "22222222-2222-4222-8222-222222222222" }],
            },
            {},
            /brand solaris, not solaris-kz/,
        ],
        [
            "ZONE_AMBIGUOUS",
            "one of two zones that are elsewhere",
            {
                global2: [{ name: "kzone1", uuid: "11111111-1111-4111-8111-111111111111" }],
                global3: [{ name: "kzone1", uuid: "22222222-2222-4222-8222-222222222222" }],
            },
            {},
            /on global2 and global3\n[^]*host: "global2" or host: "global3"/,
        ],
        [
            "ZONE_NOT_RUNNING",
            "an incomplete zone",
            { global1: [{ name: "kzone1", state: "incomplete" }] },
            {},
            /incomplete/,
        ],
        [
            "ZONE_NOT_RUNNING",
            "an unavailable zone",
            { global1: [{ name: "kzone1", state: "unavailable" }] },
            {},
            /unavailable/,
        ],
        [
            "SPLIT_BRAIN",
            "a zone that runs on two hosts",
            { global2: [{ name: "kzone1" }], global3: [{ name: "kzone1" }] },
            {},
            /running on global2 and global3/,
        ],
        [
            "MIGRATION_IN_PROGRESS",
            "a zone that is being migrated",
            { global1: [{ name: "kzone1", auxiliary: ["migrating-out"] }] },
            {},
            /being migrated right now/,
        ],
    ])("%s: %s", async (code, _what, zones, more, text) => {
        world = await startWorld(hosts(zones));
        const refused = adopt(more);
        await expect(refused).rejects.toMatchObject({ code });
        await expect(refused).rejects.toThrow(text);
        expect(changesMade(world)).toEqual([]);
    });

    it("where the wished host does not answer", async () => {
        world = await startWorld(hosts({ global2: [{ name: "kzone1" }] }));
        await world.fleet.host("global1").down();
        await expect(adopt()).rejects.toMatchObject({ code: "HOST_UNREACHABLE", details: { host: "global1" } });
    });

    it("where a host that might have the zone does not answer", async () => {
        world = await startWorld(hosts({}));
        await world.fleet.host("global3").down();
        await expect(adopt()).rejects.toThrow(
            /HOST_UNREACHABLE: kzone1 is on none of the hosts that answer, and global3/,
        );
    });

    it("where the login is refused", async () => {
        world = await startWorld(hosts({}, { login: { refuse: true } }));
        await expect(adopt()).rejects.toMatchObject({ code: "LOGIN_REFUSED" });
    });
});

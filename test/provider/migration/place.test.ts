import { SolarisError } from "../../../provider/errors/solarisError";
import { locate } from "../../../provider/migration/locate";
import { placeError, requirePlace, type Search } from "../../../provider/migration/place";
import { sight, type Sighting } from "../../../provider/migration/sighting";
import fc from "../../fuzz";
import { absent, allSightings, otherUuid, ourUuid, seen, unreachable, zoneName } from "./sightings";
import { connect, hostsWithOneZone, startWorld, type World } from "./world";

/** Why a zone is not found by what hosts show, last seen on global1. */
function errorOf(sightings: readonly Sighting[], uuid?: string, by?: Search["by"]): SolarisError {
    const location = locate(sightings, uuid, "global1");
    if (location.kind === "at") {
        throw new Error("the zone has a place");
    }
    return placeError({ zone: zoneName, uuid, sightings, ...(by === undefined ? {} : { by }) }, location);
}

const forgotten: Sighting = {
    kind: "unreachable",
    host: "global1",
    error: new SolarisError("HOST_UNKNOWN", { message: "not known", host: "global1" }),
};

describe("why a zone has no place", () => {
    it.each<[string, readonly Sighting[], string, RegExp]>([
        [
            "it runs twice",
            [seen("global1", "running"), seen("global2", "running")],
            "SPLIT_BRAIN",
            /kzone1 is seen running on global1 and global2/,
        ],
        [
            "another one has its name",
            [seen("global1", "running", otherUuid)],
            "ZONE_FOREIGN",
            new RegExp(`the kzone1 on global1 has UUID ${otherUuid}, the one in the state ${ourUuid}`),
        ],
        [
            "it is a configuration only",
            [seen("global1", "configured"), seen("global2", "configured")],
            "ZONE_NOT_FOUND",
            /only a configuration on global1, global2/,
        ],
        ["it is nowhere", [absent("global1"), absent("global2")], "ZONE_NOT_FOUND", /on none of the known hosts/],
        [
            "it is in between",
            [seen("global1", "running migrating-out"), absent("global2")],
            "MIGRATION_IN_PROGRESS",
            /is being migrated right now/,
        ],
        [
            "nothing proves a running namesake to be it",
            [seen("global1", "installed"), seen("global2", "running", "")],
            "MIGRATION_UNCERTAIN",
            /whether the kzone1 on global2 is the one that global1 shows as installed cannot be told: global2 shows no UUID/,
        ],
        ["no host answers", [unreachable("global1")], "HOST_UNREACHABLE", /no SSH connection to global1/],
        [
            "it may be on one that does not answer",
            [unreachable("global1"), absent("global2")],
            "HOST_UNREACHABLE",
            /on none of the hosts that answer, and global1 cannot be asked/,
        ],
        [
            "what another host shows may be a copy only",
            [unreachable("global1"), seen("global2", "installed")],
            "HOST_UNREACHABLE",
            /whether kzone1 is on global2 cannot be told by what that shows, and global1 cannot be asked/,
        ],
        [
            "the host that had it is not known any more",
            [forgotten, absent("global2")],
            "HOST_UNKNOWN",
            /was last seen on global1, which is no longer known, .*Put global1 back into solaris:hosts/s,
        ],
    ])("%s", (_why, sightings, code, text) => {
        const error = errorOf(sightings, ourUuid);
        expect(error.code).toBe(code);
        expect(error.message).toMatch(text);
    });

    it("is that no UUID of it is known, where only that could tell", () => {
        const error = errorOf([seen("global1", "installed", ""), seen("global2", "running", "")]);
        expect(error.code).toBe("MIGRATION_UNCERTAIN");
        expect(error.message).toContain("no UUID of it is known");
    });

    it("is that there are several, and `host` tells which is meant; never that one of them should be halted", () => {
        const twins = [absent("global1"), seen("global2", "running"), seen("global3", "running", otherUuid)];
        const error = errorOf(twins, undefined, "lookUp");
        expect(error.message).toMatch(
            /^ZONE_AMBIGUOUS: there are several zones kzone1, by their UUIDs: on global2 and global3\n/,
        );
        expect(error.message).toContain('What to do: Write which one is meant: host: "global2" or host: "global3"');
        expect(error.message).not.toContain("halt");
        expect(errorOf(twins).details.remedy).toBe(error.details.remedy);
        expect(errorOf(twins, undefined, "resource").details.remedy).toContain("`pulumi state delete`");
    });

    it("is its brand, with another name as the way out", () => {
        const { zone, ...sighting } = seen("global1", "running");
        const error = errorOf([{ ...sighting, zone: { ...zone, brand: "solaris" } }, absent("global2")]);
        expect(error.message).toMatch(
            /^ZONE_WRONG_BRAND: kzone1 on global1 has the brand solaris, not solaris-kz[^]*another `zoneName`/,
        );
    });

    it("leads to ways out that work: for a zone in the state, for one to be taken over, for a look-up", () => {
        const left = [seen("global1", "configured"), absent("global2")];
        const ofResource = errorOf(left, ourUuid, "resource").details.remedy;
        expect(ofResource).toContain("attach it on global1 (zoneadm -z kzone1 attach)");
        expect(ofResource).toContain("run `pulumi destroy` again");
        expect(ofResource).toContain("`pulumi state delete`");
        expect(errorOf(left).details.remedy).toMatch(/zoneadm -z kzone1 attach[^]*zonecfg -z kzone1 delete -F/);
        const leftTwice = [seen("global1", "configured"), seen("global2", "configured")];
        expect(errorOf(leftTwice, undefined, "lookUp").details.remedy).toContain('host: "global1" or host: "global2"');
        const gone = [absent("global1"), absent("global2")];
        expect(errorOf(gone, ourUuid, "resource").details.remedy).toContain("`pulumi refresh`, which drops it");
        expect(errorOf(gone).message).toContain("Check `zoneName`");
    });

    it("is for a look-up what keeps its host from being known, and no word of where it was last seen", () => {
        expect(errorOf([forgotten, absent("global2")], undefined, "lookUp").details.message).toBe("not known");
    });

    it("tells what each host has shown, whatever that is, but where no host answers", () => {
        const pictures = (host: string) => fc.constantFrom(...allSightings(host));
        fc.assert(
            fc.property(pictures("global1"), pictures("global2"), fc.constantFrom(ourUuid, undefined), (a, b, uuid) => {
                const location = locate([a, b], uuid, "global1");
                fc.pre(location.kind !== "at" && [a, b].some(({ kind }) => kind !== "unreachable"));
                const lines = errorOf([a, b], uuid).details.lines ?? [];
                expect(lines.join("\n")).toContain("global1");
                expect(lines.join("\n")).toContain("global2");
            }),
        );
    });
});

describe("a zone that is seen running on two hosts", () => {
    let world: World;
    afterEach(() => world.stop());

    const placeOn = async (hosts: World["context"]["hosts"], names: readonly string[]) => {
        const sightings = await Promise.all(names.map((host) => sight(hosts, host, zoneName)));
        return requirePlace(hosts, { zone: zoneName, uuid: undefined, sightings }, locate(sightings, undefined));
    };

    it("runs twice", async () => {
        world = await startWorld({
            hosts: ["global1", "global2"].map((name) => ({ name, zones: [{ name: zoneName }] })),
        });
        await expect(placeOn(world.context.hosts, ["global1", "global2"])).rejects.toMatchObject({
            code: "SPLIT_BRAIN",
        });
    });

    it("runs once where the two are one machine under two names", async () => {
        world = await startWorld(hostsWithOneZone(["global1", "alias"]));
        const { port, hostKey } = world.fleet.host("global1");
        const { hosts } = connect(world.fleet, world.reporter, { alias: { port, hostKey } });
        await expect(placeOn(hosts, ["global1", "alias"])).rejects.toThrow(
            /SAME_MACHINE: global1 and alias are the same machine \(hostid/,
        );
    });
});

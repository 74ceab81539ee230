import { SolarisError } from "../../../provider/errors/solarisError";
import { locate } from "../../../provider/migration/locate";
import { isConfigurationOnly, isSettledRunning, type Sighting } from "../../../provider/migration/sighting";
import { judge } from "../../../provider/migration/verdict";
import fc from "../../fuzz";
import { absent, allSightings, otherUuid, ourUuid, seen, unreachable, type Seen } from "./sightings";

describe("where a zone is", () => {
    it("is where it runs, even if a halted copy has not been detached elsewhere yet", () => {
        const running = seen("global2", "running");
        expect(locate([seen("global1", "installed"), running], ourUuid)).toEqual({ kind: "at", sighting: running });
    });

    it("is where it is installed if it runs nowhere; `unavailable` counts only where there is nothing better", () => {
        const installed = seen("global2", "installed");
        const unavailable = seen("global1", "unavailable");
        expect(locate([unavailable, installed], ourUuid)).toEqual({ kind: "at", sighting: installed });
        expect(locate([unavailable, absent("global2")], ourUuid)).toEqual({ kind: "at", sighting: unavailable });
    });

    it("is found although another host cannot be asked", () => {
        const running = seen("global2", "running");
        expect(locate([unreachable("global1"), running], ourUuid)).toEqual({ kind: "at", sighting: running });
    });

    it("is in between while a migration is under way, with the ends that are seen", () => {
        const out = seen("global1", "running migrating-out");
        const into = seen("global2", "running migrating-in");
        expect(locate([out, into], ourUuid)).toEqual({ kind: "moving", source: "global1", target: "global2" });
        expect(locate([out, absent("global2")], ourUuid)).toEqual({ kind: "moving", source: "global1" });
        expect(locate([seen("global1", "running"), into], ourUuid)).toEqual({ kind: "moving", target: "global2" });
    });

    it("is not told where the zone may be on a host that cannot be asked", () => {
        const dark = unreachable("global2");
        for (const other of [absent("global1"), seen("global1", "configured"), seen("global1", "running", otherUuid)]) {
            expect(locate([other, dark], ourUuid)).toEqual({ kind: "unknown", unreachable: [dark] });
        }
    });

    it("is not where it does not run while the host that had it cannot be asked: it may be only received there", () => {
        const dark = unreachable("global1");
        for (const states of ["installed", "unavailable", "incomplete", "installed suspended", "ready"]) {
            const received = seen("global2", states);
            expect(locate([dark, received], ourUuid, "global1")).toEqual({ kind: "unknown", unreachable: [dark] });
            expect(locate([dark, received], ourUuid, "global2")).toEqual({ kind: "at", sighting: received });
        }
        const running = seen("global2", "running");
        expect(locate([dark, running], ourUuid, "global1")).toEqual({ kind: "at", sighting: running });
        expect(locate([dark, running], undefined, "global1").kind).toBe("unknown");
        expect(locate([dark, seen("global2", "running", "")], ourUuid, "global1").kind).toBe("unknown");
    });

    it("is where it is installed if the host that had it is not known any more", () => {
        const error = new SolarisError("HOST_UNKNOWN", { message: "not known" });
        const installed = seen("global2", "installed");
        expect(locate([{ kind: "unreachable", host: "global1", error }, installed], ourUuid, "global1")).toEqual({
            kind: "at",
            sighting: installed,
        });
    });

    it("is unclear where another host runs one that nothing proves to be it, and its own host shows it halted", () => {
        const other = seen("global2", "running", "");
        for (const states of ["installed", "unavailable", "installed suspended", "incomplete"]) {
            const own = seen("global1", states);
            expect(locate([own, other], ourUuid, "global1")).toEqual({ kind: "unclear", own, other });
            expect(locate([other, own], ourUuid)).toEqual({ kind: "unclear", own, other });
            expect(locate([own, other], ourUuid, "global2")).toEqual({ kind: "at", sighting: other });
            const namesake = seen("global1", states, "");
            expect(locate([namesake, other], undefined, "global1")).toEqual({ kind: "unclear", own: namesake, other });
            expect(locate([namesake, other], undefined)).toEqual({ kind: "at", sighting: other });
        }
        expect(
            locate([seen("global1", "unavailable"), seen("global2", "installed", "")], ourUuid, "global1").kind,
        ).toBe("unclear");
    });

    it("is, of two places where it does not run, where it was last seen, or else where its UUID is shown", () => {
        const [proven, nameless] = [seen("global1", "installed"), seen("global2", "installed", "")];
        for (const pair of [
            [proven, nameless],
            [nameless, proven],
        ]) {
            expect(locate(pair, ourUuid, "global2")).toEqual({ kind: "at", sighting: nameless });
            expect(locate(pair, ourUuid, "global1")).toEqual({ kind: "at", sighting: proven });
            expect(locate(pair, ourUuid)).toEqual({ kind: "at", sighting: proven });
        }
    });

    it("is nowhere: another zone has the name, only configurations are left, or nothing at all", () => {
        const foreign = seen("global1", "running", otherUuid);
        expect(locate([foreign, absent("global2")], ourUuid)).toEqual({ kind: "foreign", sighting: foreign });
        expect(locate([seen("global1", "configured"), absent("global2")], ourUuid)).toEqual({
            kind: "configuredOnly",
            hosts: ["global1"],
        });
        expect(locate([absent("global1"), absent("global2")], ourUuid)).toEqual({ kind: "absent" });
    });

    it("is one of several where they show different UUIDs and none is known, and no host tells which is meant", () => {
        for (const [one, other] of [
            [seen("global1", "running"), seen("global2", "running", otherUuid)],
            [seen("global1", "installed"), seen("global2", "running", otherUuid)],
            [seen("global1", "installed"), seen("global2", "unavailable", otherUuid)],
            [seen("global1", "running migrating-out"), seen("global2", "running", otherUuid)],
        ] as const) {
            const both = [one, other];
            expect(locate(both, undefined)).toEqual({ kind: "ambiguous", sightings: both });
            expect(locate(both, undefined, "global3")).toEqual({ kind: "ambiguous", sightings: both });
            const silent = locate([...both, unreachable("global3")], undefined, "global3").kind;
            expect(silent).toBe(one.zone.auxiliary.length > 0 ? "moving" : "unknown");
        }
        const [here, there] = [seen("global1", "running"), seen("global2", "running", otherUuid)];
        expect(locate([here, there], undefined, "global2")).toEqual({ kind: "at", sighting: there });
        expect(locate([here, there], undefined, "global1")).toEqual({ kind: "at", sighting: here });
        const halted = seen("global1", "installed");
        expect(locate([halted, there], undefined, "global1").kind).toBe("unclear");
        const third = seen("global3", "running");
        expect(locate([here, there, third], undefined)).toEqual({ kind: "splitBrain", sightings: [here, third] });
        const nameless = seen("global3", "running", "");
        expect(locate([here, nameless], undefined)).toEqual({ kind: "splitBrain", sightings: [here, nameless] });
        const ends = [seen("global1", "running migrating-out"), seen("global2", "running migrating-in", otherUuid)];
        expect(locate(ends, undefined)).toEqual({ kind: "moving", source: "global1", target: "global2" });
    });

    it("is never a zone of another brand, but for one that shows its UUID", () => {
        const native = (host: string, states: string, uuid: string): Seen => {
            const sighting = seen(host, states, uuid);
            return { ...sighting, zone: { ...sighting.zone, brand: "solaris" } };
        };
        const kernel = seen("global1", "installed");
        for (const uuid of [ourUuid, otherUuid, ""]) {
            const other = native("global2", "running", uuid);
            expect(locate([kernel, other], undefined)).toEqual({ kind: "at", sighting: kernel });
            expect(locate([other, absent("global1")], undefined)).toEqual({ kind: "foreign", sighting: other });
            expect(locate([other, native("global1", "running", uuid)], undefined).kind).toBe("foreign");
            expect(locate([other, unreachable("global1")], undefined).kind).toBe("unknown");
        }
        const branded = native("global1", "running", ourUuid);
        expect(locate([branded], ourUuid)).toEqual({ kind: "at", sighting: branded });
    });

    it("is two places at once: split brain, which a zone of another UUID does not make", () => {
        const both = [seen("global1", "running"), seen("global2", "running")];
        expect(locate(both, ourUuid)).toEqual({ kind: "splitBrain", sightings: both });
        expect(locate([seen("global1", "running"), seen("global2", "running", otherUuid)], ourUuid).kind).toBe("at");
    });
});

describe("any picture of up to five hosts", () => {
    const hosts = ["a", "b", "c", "d", "e"];
    const onHost = new Map(hosts.map((host) => [host, allSightings(host)]));
    // Drawn by number: that keeps thousands of runs fast.
    const pictures: fc.Arbitrary<Sighting[]> = fc
        .array(fc.nat(allSightings("a").length - 1), { minLength: 1, maxLength: hosts.length })
        .map((numbers) => numbers.map((number, index) => onHost.get(hosts[index]!)![number]!));
    const uuids = fc.constantFrom(ourUuid, undefined);
    const ours = (sighting: Sighting, uuid: string | undefined): boolean =>
        sighting.kind === "seen" &&
        !isConfigurationOnly(sighting) &&
        (uuid === undefined || sighting.zone.uuid === undefined || sighting.zone.uuid === uuid);

    /** As far as can be told: they do not show different UUIDs. */
    const areOne = (one: Sighting, other: Sighting): boolean =>
        one.kind === "seen" &&
        other.kind === "seen" &&
        (one.zone.uuid === undefined || other.zone.uuid === undefined || one.zone.uuid === other.zone.uuid);

    it("is split brain exactly where our zone is settled on two hosts", () => {
        fc.assert(
            fc.property(pictures, uuids, (sightings, uuid) => {
                const running = sightings.filter((one) => ours(one, uuid) && isSettledRunning(one));
                const twice = running.some((one, index) =>
                    running.slice(index + 1).some((other) => areOne(one, other)),
                );
                expect(locate(sightings, uuid).kind === "splitBrain").toBe(twice);
            }),
            { numRuns: 2_000 },
        );
    });

    it("is ambiguous only where no UUID is known and two entries show different ones", () => {
        fc.assert(
            fc.property(pictures, uuids, fc.constantFrom(...hosts, undefined), (sightings, uuid, lastSeenOn) => {
                const location = locate(sightings, uuid, lastSeenOn);
                if (location.kind === "ambiguous") {
                    expect(uuid).toBeUndefined();
                    expect(new Set(location.sightings.map(({ zone }) => zone.uuid ?? ""))).toContain(otherUuid);
                    expect(location.sightings.map(({ host }) => host)).not.toContain(lastSeenOn);
                }
            }),
            { numRuns: 2_000 },
        );
    });

    it("names a place only where our zone is seen there, beyond a configuration", () => {
        fc.assert(
            fc.property(pictures, uuids, (sightings, uuid) => {
                const location = locate(sightings, uuid);
                if (location.kind === "at") {
                    expect(ours(location.sighting, uuid)).toBe(true);
                } else if (!["moving", "splitBrain", "ambiguous", "unclear"].includes(location.kind)) {
                    expect(sightings.filter((one) => ours(one, uuid))).toEqual([]);
                }
            }),
            { numRuns: 2_000 },
        );
    });

    it("is proven by the UUID wherever a host shows it, other than where the zone was last seen", () => {
        fc.assert(
            fc.property(pictures, fc.constantFrom(...hosts, undefined), (sightings, lastSeenOn) => {
                const location = locate(sightings, ourUuid, lastSeenOn);
                if (location.kind === "at" && location.sighting.host !== lastSeenOn) {
                    const shown = sightings.some(
                        (one) => ours(one, ourUuid) && one.kind === "seen" && one.zone.uuid === ourUuid,
                    );
                    expect(location.sighting.zone.uuid === ourUuid).toBe(shown);
                }
            }),
            { numRuns: 2_000 },
        );
    });

    it("is never absence of any kind while a host cannot be asked", () => {
        fc.assert(
            fc.property(pictures, uuids, (sightings, uuid) => {
                const dark = sightings.some(({ kind }) => kind === "unreachable");
                const { kind } = locate(sightings, uuid);
                expect(dark && ["absent", "configuredOnly", "foreign"].includes(kind)).toBe(false);
            }),
            { numRuns: 2_000 },
        );
    });

    it("is absence only where every host says so", () => {
        fc.assert(
            fc.property(pictures, uuids, (sightings, uuid) => {
                const nowhere = sightings.every(({ kind }) => kind === "absent");
                expect(locate(sightings, uuid).kind === "absent").toBe(nowhere);
            }),
            { numRuns: 2_000 },
        );
    });

    it("does not depend on the order in which the hosts are asked", () => {
        fc.assert(
            fc.property(pictures, uuids, (sightings, uuid) => {
                expect(locate([...sightings].reverse(), uuid).kind).toBe(locate(sightings, uuid).kind);
            }),
            { numRuns: 2_000 },
        );
    });

    it("agrees with the verdict on a move: what has migrated is on the target", () => {
        const pairs = fc.tuple(fc.constantFrom(...allSightings("a")), fc.constantFrom(...allSightings("b")));
        fc.assert(
            fc.property(pairs, uuids, ([source, target], uuid) => {
                if (judge(source, target, uuid).kind === "migrated") {
                    expect(locate([source, target], uuid)).toEqual({ kind: "at", sighting: target });
                }
            }),
            { numRuns: 5_000 },
        );
    });
});

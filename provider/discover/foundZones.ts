import { locate } from "../migration/locate";
import type { Sighting } from "../migration/sighting";
import { isKernelZone } from "../solaris/brand";
import { unknown, valueOf } from "../solaris/hostFacts";
import type { SeenZone } from "../solaris/hosts";
import { sameMachine } from "../solaris/machine";
import type { ZoneConfigurations } from "../solaris/parseConfigurations";
import type { HostReading, ReadHost } from "./readHost";

/**
 * What an entry of a host's list of zones is:
 *
 * - `zone`: the zone itself;
 * - `configurationOnly`: a configuration and nothing more, mostly a left-over of a zone that has moved away;
 * - `secondCopy`: the same zone, by its UUID, which is on another host; its disks are used there;
 * - `moving`: one end of a migration that is under way;
 * - `splitBrain`: the same zone, by its UUID, runs on several hosts.
 */
export type ZoneRole = "zone" | "configurationOnly" | "secondCopy" | "moving" | "splitBrain";

/** A kernel zone as one host shows it. */
export interface FoundZone {
    readonly name: string;
    readonly on: ReadHost;
    /** The place of that host among all that were asked. */
    readonly place: number;
    readonly seen: SeenZone;
    readonly configurations: ZoneConfigurations;
    readonly role: ZoneRole;
}

/** All kernel zones of the hosts, by name and then host. A machine that was read under two names is looked at once. */
export function findZones(readings: readonly HostReading[]): FoundZone[] {
    const byName = new Map<string, Entry[]>();
    for (const on of readings) {
        if (on.kind === "read" && aliasOf(on, readings) === undefined) {
            for (const seen of kernelZonesOf(on)) {
                byName.set(seen.name, [...(byName.get(seen.name) ?? []), { on, seen }]);
            }
        }
    }
    return [...byName.values()]
        .flatMap(withRoles)
        .map(({ on, seen, role }) => ({
            name: seen.name,
            on,
            place: readings.indexOf(on),
            seen,
            role,
            configurations: configurationsOf(on, seen.name),
        }))
        .sort((a, b) => compare(a.name, b.name) || compare(a.on.host, b.on.host));
}

/** The name of a host before this one in the list that is the same machine. */
export function aliasOf(reading: HostReading, readings: readonly HostReading[]): string | undefined {
    const machineOf = (each: HostReading) => (each.kind === "read" ? valueOf(each.facts.machine) : undefined);
    const machine = machineOf(reading);
    const before = readings.slice(0, readings.indexOf(reading));
    return before.find((each) => {
        const other = machineOf(each);
        return machine !== undefined && other !== undefined && sameMachine(machine, other);
    })?.host;
}

/** The kernel zones in a host's list. */
export function kernelZonesOf({ snapshot }: ReadHost): SeenZone[] {
    return [...snapshot.zones.values()].filter(isKernelZone);
}

/** What is known of the configurations of a zone in a host's list. */
export function configurationsOf({ host, configurations }: ReadHost, zone: string): ZoneConfigurations {
    if (configurations.kind === "unknown") {
        return { stored: configurations, running: undefined };
    }
    // A zone that came between the two questions is in one answer only.
    return (
        configurations.value.zones.get(zone) ?? {
            stored: unknown(`${host} did not tell the configuration of ${zone}`),
            running: undefined,
        }
    );
}

/** Orders texts by their characters alone, whatever the language of this machine. */
export function compare(a: string, b: string): number {
    return a < b ? -1 : a > b ? 1 : 0;
}

interface Entry {
    readonly on: ReadHost;
    readonly seen: SeenZone;
}

/** @param entries All of one name. */
function withRoles(entries: readonly Entry[]): (Entry & { readonly role: ZoneRole })[] {
    return entries.map((entry) => {
        if (entry.seen.state === "configured") {
            return { ...entry, role: "configurationOnly" };
        }
        // Without a UUID nothing tells that two are the same zone.
        const copies = entries.filter(
            (other) => other === entry || (other.seen.uuid !== undefined && other.seen.uuid === entry.seen.uuid),
        );
        return { ...entry, role: roleAmong(entry, copies) };
    });
}

function roleAmong({ on }: Entry, copies: readonly Entry[]): ZoneRole {
    const sightings = copies.map((copy): Sighting => ({ kind: "seen", host: copy.on.host, zone: copy.seen }));
    const location = locate(sightings, undefined);
    switch (location.kind) {
        case "at":
            return location.sighting.host === on.host ? "zone" : "secondCopy";
        case "moving":
            return "moving";
        default:
            return "splitBrain";
    }
}

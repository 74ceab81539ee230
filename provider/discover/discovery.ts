import type { ErrorCode } from "../errors/catalogue";
import type { Finding } from "../migration/preflight/findings";
import { valueOf, type Fact, type HostFacts } from "../solaris/hostFacts";
import { markOf } from "../solaris/configuration/mark";
import { sizeOf } from "../solaris/zoneConfiguration";
import { aliasOf, findZones, kernelZonesOf, type FoundZone, type ZoneRole } from "./foundZones";
import { judgeMove, type CompatibilityFinding, type MoveJudgement } from "./judgeMove";
import type { HostReading, ReadHost } from "./readHost";
import { storageOf, type ZoneStorage } from "./storage";

/*
 * What `discover --json` prints. The form is stable: within a version nothing is taken away or changes its meaning, and
 * more can be added. What is not known is null. No secret is in it.
 */

/** All that was discovered. */
export interface Discovery {
    readonly version: 1;
    /** In the order in which they were asked for. */
    readonly hosts: readonly DiscoveredHost[];
    /** Kernel zones, by name and then host. */
    readonly zones: readonly DiscoveredZone[];
}

/** A host that was asked. */
export type DiscoveredHost =
    | {
          readonly host: string;
          readonly read: true;
          /** The name of a host before it that is the same machine; its zones stand there. */
          readonly sameMachineAs: string | null;
          /** `uname -v`. */
          readonly release: string | null;
          /** `uname -p`: the family of the processors. */
          readonly architecture: string | null;
          /** Virtual processors. */
          readonly cpus: number | null;
          /** Bytes of physical memory. */
          readonly memoryBytes: number | null;
          /** Datalinks. */
          readonly links: readonly string[] | null;
          /** Whether it is in maintenance mode and takes no zones. */
          readonly maintenance: boolean | null;
          readonly kernelZones: number;
          /** Zones of other brands, without the global zone. */
          readonly otherZones: number;
          /** What it did not tell, and why. */
          readonly unknown: readonly string[];
      }
    | {
          readonly host: string;
          readonly read: false;
          readonly error: { readonly code: ErrorCode; readonly message: string };
      };

/** A kernel zone as one host shows it. */
export interface DiscoveredZone {
    readonly zoneName: string;
    readonly host: string;
    readonly role: ZoneRole;
    /** Primary state, in Solaris's words. */
    readonly state: string;
    /** Auxiliary states, in Solaris's words. */
    readonly auxiliary: readonly string[];
    readonly uuid: string | null;
    /** `virtual-cpu: ncpus` of the stored configuration. */
    readonly cpus: number | null;
    /** Bytes of `capped-memory: physical` of the stored configuration. */
    readonly memoryBytes: number | null;
    readonly storage: ZoneStorage | null;
    /** Whether a KernelZone has made it, by the mark in its stored configuration: then a stack may manage it already. */
    readonly madeByPulumi: boolean | null;
    /** Why the configuration is not known; null where it is. */
    readonly configurationUnknown: string | null;
    /** Whether it can live-migrate, by host; empty for what is no zone that runs or could run there. */
    readonly liveMigration: Readonly<Record<string, LiveMigration>>;
}

/** Whether a zone can live-migrate to a host, as far as both hosts' words tell, without a dry run. */
export interface LiveMigration {
    /** null: not known. */
    readonly possible: boolean | null;
    /** Errors stand in the way; of warnings Solaris's dry run decides. */
    readonly findings: readonly DiscoveredFinding[];
}

/** One thing that speaks against a move, or may. */
export type DiscoveredFinding = Pick<CompatibilityFinding, "code" | "severity" | "message">;

/** What the login from one host to another gave, where it was tried; undefined where it works or was not tried. */
export type LoginFindings = (from: string, to: string) => Finding | undefined;

/** Puts together what was read. Pure. */
export function discoveryOf(
    readings: readonly HostReading[],
    loginFindings: LoginFindings = () => undefined,
): Discovery {
    return {
        version: 1,
        hosts: readings.map((reading) => describeHost(reading, readings)),
        zones: findZones(readings).map((zone) => describeZone(zone, readings, loginFindings)),
    };
}

/** Whether something could not be read: a host, or the configuration of a zone. */
export function hasGaps({ hosts, zones }: Discovery): boolean {
    return hosts.some(({ read }) => !read) || zones.some(({ configurationUnknown }) => configurationUnknown !== null);
}

function describeHost(reading: HostReading, readings: readonly HostReading[]): DiscoveredHost {
    if (reading.kind === "failed") {
        const { code, details } = reading.error;
        return { host: reading.host, read: false, error: { code, message: details.message } };
    }
    const { facts } = reading;
    const kernelZones = kernelZonesOf(reading).length;
    return {
        host: reading.host,
        read: true,
        sameMachineAs: aliasOf(reading, readings) ?? null,
        release: valueOf(facts.release)?.version ?? null,
        architecture: valueOf(facts.processorType) ?? null,
        cpus: valueOf(facts.processors) ?? null,
        memoryBytes: valueOf(facts.memoryBytes) ?? null,
        links: valueOf(facts.links) ?? null,
        maintenance: isInMaintenance(facts) ?? null,
        kernelZones,
        otherZones: otherZonesOf(reading) - kernelZones,
        unknown: unknownOf(facts),
    };
}

/** Whether a host is in maintenance mode; undefined where it does not tell. */
export function isInMaintenance({ maintenance }: HostFacts): boolean | undefined {
    const told = valueOf(maintenance);
    return told === undefined ? undefined : told.kind === "maintenance";
}

/** What a host did not tell of itself, and why. */
export function unknownOf(facts: HostFacts): string[] {
    const { release, processorType, processors, memoryBytes, links, maintenance } = facts;
    const all: Fact<unknown>[] = [release, processorType, processors, memoryBytes, links, maintenance];
    return all.flatMap((fact) => (fact.kind === "unknown" ? [fact.reason] : []));
}

function otherZonesOf({ snapshot }: ReadHost): number {
    return [...snapshot.zones.keys()].filter((name) => name !== "global").length;
}

function describeZone(
    { name, on, seen, configurations, role }: FoundZone,
    readings: readonly HostReading[],
    loginFindings: LoginFindings,
): DiscoveredZone {
    const { stored } = configurations;
    const size = stored.kind === "known" ? sizeOf(stored.value) : undefined;
    const targets = role === "zone" ? readings.filter(({ host }) => host !== on.host) : [];
    const verdicts = targets.map((target) => {
        const loginFinding = loginFindings(on.host, target.host);
        return [target.host, describeJudgement(judgeMove(on, seen, target, { method: "live", loginFinding }))] as const;
    });
    return {
        zoneName: name,
        host: on.host,
        role,
        state: seen.state,
        auxiliary: seen.auxiliary,
        uuid: seen.uuid ?? null,
        cpus: size?.vcpus ?? null,
        memoryBytes: size?.memoryBytes ?? null,
        storage: stored.kind === "known" ? storageOf(stored.value) : null,
        madeByPulumi: stored.kind === "known" ? markOf(stored.value) !== undefined : null,
        configurationUnknown: stored.kind === "known" ? null : stored.reason,
        liveMigration: Object.fromEntries(verdicts),
    };
}

function describeJudgement({ verdict, findings }: MoveJudgement): LiveMigration {
    return {
        possible: verdict === "unknown" ? null : verdict === "possible",
        findings: findings.map(({ code, severity, message }) => ({ code, severity, message })),
    };
}

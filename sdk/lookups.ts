import * as pulumi from "@pulumi/pulumi";
import { lookUpCompatibility, type HostCompatibility } from "../provider/discover/lookUpCompatibility";
import { lookUpHost, type HostLookup } from "../provider/discover/lookUpHost";
import { lookUpZone, type ZoneLookup } from "../provider/discover/lookUpZone";
import type { WishedMethod } from "../provider/migration/method";
import { compatibilityArguments, hostArguments, requireArguments, zoneArguments } from "./callArguments";
import { hostsOfRun } from "./hostsOfRun";

/** Which zone {@link getZone} and {@link getCompatibility} look for. */
export interface GetZoneArgs {
    /** The zone's name on its host. */
    readonly zoneName: string;
    /** The host to look on. Default: all hosts of `solaris:hosts`, and those that this program has named so far. */
    readonly host?: string;
}

/** Options of {@link getCompatibility}. */
export interface GetCompatibilityOptions {
    /** How the zone is to move, as `migration.method` of a KernelZone. Default: `live`. */
    readonly method?: WishedMethod;
}

/**
 * Looks up a kernel zone: where it is, its state and its configuration. Only reads, in a preview as well as in an update.
 *
 * Under Pulumi's mocks no host is contacted, and no zone is found.
 *
 * @returns undefined where every host that was asked says that it has no such zone.
 * @throws SolarisError where the zone was not found and a host could not be asked: such a host is never taken for one
 *     that does not have the zone. SPLIT_BRAIN where it runs on several hosts, ZONE_AMBIGUOUS where several zones have the
 *     name, ZONE_WRONG_BRAND where it is no kernel zone, ZONE_NOT_FOUND where several hosts have nothing but a
 *     configuration of it, ARGUMENT_INVALID where the arguments cannot be those of a zone.
 *
 * @example
 * ```ts
 * import { getZone, KernelZone } from "pulumi-solaris";
 *
 * const db = await getZone({ zoneName: "db" });
 * export const runsOn = db?.host;
 * ```
 */
export async function getZone(args: GetZoneArgs): Promise<ZoneLookup | undefined> {
    const question = requireArguments("getZone", zoneArguments, args);
    const hosts = hostsOfRun();
    return hosts === undefined ? undefined : lookUpZone(hosts, question);
}

/** {@link getZone} for arguments that are outputs. Not known in a preview as long as one of them is not. */
export function getZoneOutput(args: GetZoneOutputArgs): pulumi.Output<ZoneLookup | undefined> {
    return pulumi.output(args).apply((known) => getZone(known));
}

/** The arguments of {@link getZoneOutput}. */
export interface GetZoneOutputArgs {
    readonly zoneName: pulumi.Input<string>;
    readonly host?: pulumi.Input<string>;
}

/**
 * Looks up a host: release, processors, memory, links and zones. Only reads, in a preview as well as in an update.
 *
 * Under Pulumi's mocks no host is contacted, and nothing is known of it.
 *
 * @param host A name in `solaris:hosts`, or one by which `ssh` knows it.
 * @throws SolarisError HOST_UNKNOWN, HOST_UNREACHABLE and whatever else keeps it from being asked. What it does not tell
 *     is left out, and the reason stands in `unknown`. ARGUMENT_INVALID where the name cannot be one.
 *
 * @example
 * ```ts
 * import { getHost } from "pulumi-solaris";
 *
 * const candidates = await Promise.all(["global1", "global2"].map(getHost));
 * const roomiest = candidates.reduce((a, b) => ((a.freeMemoryBytes ?? 0) >= (b.freeMemoryBytes ?? 0) ? a : b));
 * ```
 */
export async function getHost(host: string): Promise<HostLookup> {
    requireArguments("getHost", hostArguments, { host });
    const hosts = hostsOfRun();
    return hosts === undefined
        ? { host, zones: [], unknown: ["under mocks no host is asked"] }
        : lookUpHost(hosts, host);
}

/** {@link getHost} for a name that is an output. Not known in a preview as long as the name is not. */
export function getHostOutput(host: pulumi.Input<string>): pulumi.Output<HostLookup> {
    return pulumi.output(host).apply((known) => getHost(known));
}

/**
 * Tells whether a zone can move to hosts, by what a preview looks at before its dry run: names, architecture, releases,
 * storage, links, memory, rights, services. Only reads, in a preview as well as in an update, and makes no dry run: Solaris
 * has the last word.
 *
 * Under Pulumi's mocks no host is contacted, and nothing speaks against any.
 *
 * @param zone The zone's name, or its name and the host on which it is.
 * @param hosts The hosts to judge.
 * @returns One answer a host, in their order; of one that is named twice only one. A host that cannot be asked is not `ok`, and the finding says why.
 * @throws SolarisError ZONE_NOT_FOUND, and as {@link getZone}.
 *
 * @example
 * ```ts
 * import { getCompatibility } from "pulumi-solaris";
 *
 * const fit = (await getCompatibility("db", ["global2", "global3"])).filter(({ ok }) => ok);
 * ```
 */
export async function getCompatibility(
    zone: string | GetZoneArgs,
    hosts: readonly string[],
    options: GetCompatibilityOptions = {},
): Promise<HostCompatibility[]> {
    const call = requireArguments("getCompatibility", compatibilityArguments, { zone, hosts, options });
    const targets = [...new Set(call.hosts)];
    const solarisHosts = hostsOfRun();
    return solarisHosts === undefined
        ? targets.map((host) => ({ host, ok: true, findings: [] }))
        : lookUpCompatibility(solarisHosts, call.zone, targets, call.options.method);
}

/** {@link getCompatibility} for arguments that are outputs. Not known in a preview as long as one of them is not. */
export function getCompatibilityOutput(
    zone: pulumi.Input<string> | GetZoneOutputArgs,
    hosts: pulumi.Input<pulumi.Input<string>[]>,
    options: GetCompatibilityOptions = {},
): pulumi.Output<HostCompatibility[]> {
    const args: GetZoneOutputArgs = isArgs(zone) ? zone : { zoneName: zone };
    return pulumi
        .all([pulumi.output(args), pulumi.output(hosts)])
        .apply(([known, names]) => getCompatibility(known, names, options));
}

function isArgs(zone: pulumi.Input<string> | GetZoneOutputArgs): zone is GetZoneOutputArgs {
    // In JavaScript it can be null.
    const given: unknown = zone;
    return typeof given === "object" && given !== null && "zoneName" in given;
}

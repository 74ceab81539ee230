import { describeMemory } from "../solaris/memorySize";
import type { Discovery, DiscoveredHost, DiscoveredZone, LiveMigration } from "./discovery";
import { renderObstacles } from "./renderObstacles";
import { renderTokens } from "./renderTokens";
import { renderTable } from "./table";

/** What was discovered, for a person to read. Plain text without a newline at its end. */
export function renderDiscovery({ hosts, zones }: Discovery): string {
    const targets = hosts.map(({ host }) => host);
    const unread = new Set(hosts.filter(({ read }) => !read).map(({ host }) => host));
    const parts = [
        renderTable(
            ["HOST", "RELEASE", "CPU", "CPUS", "MEMORY", "KERNEL ZONES", "NOTE"],
            hosts.map((host) => hostCells(host)),
        ),
        zones.length === 0
            ? "No kernel zones."
            : renderTable(
                  ["ZONE", "HOST", "STATE", "CPUS", "MEMORY", "STORAGE", "LIVE TO", "NOT LIVE TO"],
                  zones.map((zone) => zoneCells(zone, targets)),
              ),
        ...renderObstacles(zones, unread),
        ...renderLeftovers(zones),
        ...renderMade(zones),
    ];
    return [...parts, ...renderTokens(parts.join("\n"))].join("\n\n");
}

function hostCells(host: DiscoveredHost): string[] {
    if (!host.read) {
        return [host.host, "?", "?", "?", "?", "?", `${host.error.code}: ${host.error.message}`];
    }
    const { release, architecture, cpus, memoryBytes, kernelZones, maintenance, sameMachineAs, unknown } = host;
    const notes = [
        ...(sameMachineAs === null ? [] : [`the same machine as ${sameMachineAs}`]),
        ...(maintenance === true ? ["in maintenance mode"] : []),
        ...unknown,
    ];
    return [
        host.host,
        release ?? "?",
        architecture ?? "?",
        String(cpus ?? "?"),
        describeKnown(memoryBytes),
        String(kernelZones),
        notes.join("; "),
    ];
}

function zoneCells(zone: DiscoveredZone, hosts: readonly string[]): string[] {
    const others = hosts.filter((host) => host !== zone.host);
    const verdicts = Object.entries(zone.liveMigration);
    const possible = verdicts.filter(([, { possible: can }]) => can === true);
    return [
        zone.zoneName,
        zone.host,
        [zone.state, ...zone.auxiliary].join(", "),
        String(zone.cpus ?? "?"),
        describeKnown(zone.memoryBytes),
        zone.storage ?? "?",
        verdicts.length === 0 ? roleNotes[zone.role] : listed(possible.map(markWarned), others.length),
        verdicts.length === 0 ? "" : refusals(verdicts, others.length),
    ];
}

function describeKnown(bytes: number | null): string {
    return bytes === null ? "?" : describeMemory(bytes);
}

const roleNotes: Readonly<Record<DiscoveredZone["role"], string>> = {
    zone: "(no other host)",
    configurationOnly: "(configuration only)",
    secondCopy: "(the zone is on another host)",
    moving: "(being migrated)",
    splitBrain: "(RUNS TWICE)",
};

/** The hosts to which it cannot move, by the first thing that stands in the way. */
function refusals(verdicts: readonly (readonly [string, LiveMigration])[], others: number): string {
    const byCode = new Map<string, string[]>();
    for (const [host, { possible, findings }] of verdicts) {
        const code = findings.find(({ severity }) => severity === "error")?.code;
        if (possible !== true && code !== undefined) {
            byCode.set(code, [...(byCode.get(code) ?? []), host]);
        }
    }
    return [...byCode].map(([code, hosts]) => `${listed(hosts, others)} (${code})`).join("; ");
}

function markWarned([host, { findings }]: readonly [string, LiveMigration]): string {
    return findings.length === 0 ? host : `${host}*`;
}

const mostNamed = 4;

/** Names, or how many there are. Where all of several are meant, that is said. */
function listed(names: readonly string[], others: number): string {
    if (names.length === 0) {
        return "-";
    }
    if (names.length <= mostNamed) {
        return names.join(", ");
    }
    const warned = names.some((name) => name.endsWith("*")) ? "*" : "";
    return names.length === others ? `all ${others} others${warned}` : `${names.length} of ${others}${warned}`;
}

function renderLeftovers(zones: readonly DiscoveredZone[]): string[] {
    const names = zones
        .filter(({ role }) => role === "configurationOnly")
        .map(({ zoneName, host }) => [zoneName, host]);
    return names.length === 0
        ? []
        : [
              [
                  "Configurations without a zone, mostly left-overs of zones that have moved away:",
                  ...names.map(([zone = "", host = ""]) => `  ${zone} on ${host}`),
              ].join("\n"),
          ];
}

/** Zones that a stack may manage already. Taken over as well, two programs would change them by turns, or delete them. */
function renderMade(zones: readonly DiscoveredZone[]): string[] {
    const byHost = new Map<string, string[]>();
    for (const { zoneName, host } of zones.filter(
        ({ role, madeByPulumi }) => role === "zone" && madeByPulumi === true,
    )) {
        byHost.set(host, [...(byHost.get(host) ?? []), zoneName]);
    }
    return byHost.size === 0
        ? []
        : [
              [
                  "Made by a KernelZone (attr `pulumi-solaris`): another stack may manage them. Take them over only if none does.",
                  ...[...byHost].map(([host, names]) => `  ${names.join(", ")} on ${host}`),
              ].join("\n"),
          ];
}

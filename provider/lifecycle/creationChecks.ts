import { concern, problem, type Finding } from "../migration/preflight/findings";
import { valueOf, type HostFacts } from "../solaris/hostFacts";
import { judgeRelease } from "../solaris/release";
import { resourcesOfType, valueOf as propertyOf, type ConfigurationDocument } from "../solaris/configuration/document";
import { parseMemory } from "../solaris/zoneConfiguration";

/** A zone that is to be made, and what its host says of itself. */
export interface CreationCheck {
    readonly zone: string;
    readonly facts: HostFacts;
    /** Its whole configuration. */
    readonly document: ConfigurationDocument;
}

/**
 * What speaks against making a zone on a host, as far as reading tells. Pure. An error where the host's own words say that
 * it cannot be; else a warning. What zonecfg and the installer say is not asked for beforehand.
 */
export function checkCreation(check: CreationCheck): Finding[] {
    return [
        ...judgeMaintenance(check),
        ...judgeSystem(check),
        ...judgeMemory(check),
        ...judgeProcessors(check),
        ...judgeLinks(check),
        ...judgeMemoryReserve(check),
        ...judgeUnknown(check),
    ];
}

/** A host in maintenance mode refuses to attach and boot zones (solaris-facts 3.3 [C]). */
function judgeMaintenance({ zone, facts: { host, maintenance: fact } }: CreationCheck): Finding[] {
    const maintenance = valueOf(fact);
    if (maintenance?.kind !== "maintenance") {
        return [];
    }
    const records = maintenance.records.map(({ user, date, message }) => `by ${user}, ${date}: ${message}`);
    return [
        problem("TARGET_IN_MAINTENANCE", {
            message: `${host} is in maintenance mode and boots no zones, so ${zone} would not come up; ${records.join("; ")}`,
            host,
            property: "host",
            remedy: `Ask who put it there, or choose another host. To end it, as root on ${host}: sysadm maintain -e`,
        }),
    ];
}

/** What `config` can say depends on the release; on another system there are no kernel zones at all. */
function judgeSystem({ zone, facts: { host, release: fact } }: CreationCheck): Finding[] {
    const release = valueOf(fact);
    if (release === undefined) {
        return [];
    }
    const { system, version } = release;
    switch (judgeRelease(release)) {
        case "11.4":
            return [];
        case "older":
            return [
                concern("TARGET_RELEASE_OLDER", {
                    message: `${host} runs Solaris ${version}, and properties of 11.4 in config of ${zone} are refused there`,
                    host,
                    property: "host",
                    remedy: "If zonecfg refuses the configuration, leave out what it names, or update the host.",
                }),
            ];
        case "other":
            return [
                problem("ZONE_WRONG_BRAND", {
                    message: `${host} runs ${system} ${version}, which has no kernel zones`,
                    host,
                    property: "host",
                    remedy: "Choose a host that runs Oracle Solaris 11.4.",
                }),
            ];
    }
}

/** All memory is taken at once when the zone boots (solaris-facts 4.3 [C]). */
function judgeMemory({ zone, facts: { host, memoryBytes }, document }: CreationCheck): Finding[] {
    const size = firstValue(document, "capped-memory", "physical");
    const wanted = size === undefined ? undefined : parseMemory(size);
    const whole = valueOf(memoryBytes);
    if (wanted === undefined || whole === undefined || wanted <= whole) {
        return [];
    }
    return [
        concern("TARGET_MEMORY_SHORT", {
            message: `${zone} shall have ${gibibytes(wanted)} of memory, ${host} as a whole has ${gibibytes(whole)}`,
            host,
            property: "config.cappedMemory.physical",
            remedy: "Choose a larger host, or make the zone's memory smaller.",
        }),
    ];
}

function judgeProcessors({ zone, facts: { host, processors }, document }: CreationCheck): Finding[] {
    const text = firstValue(document, "virtual-cpu", "ncpus");
    const wanted = text === undefined ? undefined : Number(/(?:^|\D)(\d+)$/.exec(text.trim())?.[1] ?? Number.NaN);
    const whole = valueOf(processors);
    if (wanted === undefined || whole === undefined || Number.isNaN(wanted) || wanted <= whole) {
        return [];
    }
    return [
        concern("TARGET_PROCESSORS_FEW", {
            message: `${zone} shall have ${wanted} vCPUs, ${host} has ${whole} virtual processors`,
            host,
            property: "config.virtualCpu",
            remedy: "Choose a larger host, or give the zone fewer virtual CPUs.",
        }),
    ];
}

/** Each anet's link must be there (seed example 47). */
function judgeLinks({ zone, facts, document }: CreationCheck): Finding[] {
    const links = valueOf(facts.links);
    if (links === undefined) {
        return [];
    }
    return resourcesOfType(document, "anet").flatMap((anet, index) => {
        const link = propertyOf(anet, "lower-link");
        if (link === undefined || link === "auto" || links.includes(link)) {
            return [];
        }
        return [
            concern("LOWER_LINK_MISSING", {
                message: `anet ${propertyOf(anet, "id") ?? index} of ${zone} shall have the lower-link ${link}, and ${facts.host} has no such datalink; it has ${links.join(", ")}`,
                host: facts.host,
                property: `config.anets[${index}].lowerLink`,
                remedy: `Name one that ${facts.host} has.`,
            }),
        ];
    });
}

const reservePrefix = "svc:/system/memory-reserve:";

/** A pool of memory-reserve(8s) is disabled by default (solaris-facts 4.3 [C]). */
function judgeMemoryReserve({ zone, facts: { host, services: fact }, document }: CreationCheck): Finding[] {
    const pool = firstValue(document, "capped-memory", "memory-reserve");
    const services = valueOf(fact);
    if (pool === undefined || services === undefined) {
        return [];
    }
    const fmri = pool.startsWith("svc:") ? pool : `${reservePrefix}${pool}`;
    const state = services.get(fmri);
    return state === "online"
        ? []
        : [
              concern("MEMORY_RESERVE_OFFLINE", {
                  message: `${zone} shall take its memory from the pool ${pool}, and on ${host} ${fmri} is ${state ?? "not there"}`,
                  host,
                  property: "config.cappedMemory.memoryReserve",
                  remedy: `Enable it, as root on ${host}: svcadm enable ${fmri}`,
              }),
          ];
}

function judgeUnknown({ facts }: CreationCheck): Finding[] {
    const asked = [facts.release, facts.maintenance, facts.memoryBytes, facts.processors, facts.links];
    const reasons = asked.flatMap((fact) => (fact.kind === "unknown" ? [fact.reason] : []));
    return reasons.length === 0
        ? []
        : [
              concern("FACTS_UNKNOWN", {
                  message: `${facts.host} did not tell all that is looked at before a zone is made`,
                  host: facts.host,
                  property: "host",
                  lines: reasons,
              }),
          ];
}

function firstValue(document: ConfigurationDocument, type: string, property: string): string | undefined {
    const [resource] = resourcesOfType(document, type);
    return resource === undefined ? undefined : propertyOf(resource, property);
}

function gibibytes(bytes: number): string {
    return `${Math.round((bytes / 1024 ** 3) * 10) / 10} GiB`;
}

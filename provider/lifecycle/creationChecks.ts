import { unknownFinding } from "../migration/preflight/factRules";
import { concern, problem, type Finding, type FindingCode } from "../migration/preflight/findings";
import { judgeRoom } from "../migration/preflight/roomRules";
import { judgeMaintenance } from "../migration/preflight/targetRules";
import { resourcesOfType, valueOf as propertyOf, type ConfigurationDocument } from "../solaris/configuration/document";
import { valueOf, type HostFacts } from "../solaris/hostFacts";
import { judgeRelease } from "../solaris/release";

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
    const { zone, facts, document } = check;
    const { release, maintenance, memoryBytes, processors, links } = facts;
    return [
        ...judgeMaintenance(facts),
        ...judgeSystem(check),
        ...judgeRoom({ zone, facts, configuration: document, has: "shall have" }).map((finding) => ({
            ...finding,
            ...waysOut[finding.code],
        })),
        ...judgeLinks(check),
        ...unknownFinding(facts.host, [release, maintenance, memoryBytes, processors, links], "a zone is made"),
    ];
}

/** Of a zone that is not there yet what it takes can still be declared otherwise. */
const waysOut: Partial<Record<FindingCode, Partial<Finding>>> = {
    TARGET_MEMORY_SHORT: {
        property: "config.cappedMemory.physical",
        remedy: "Choose a larger host, or make the zone's memory smaller.",
    },
    TARGET_PROCESSORS_FEW: {
        property: "config.virtualCpu",
        remedy: "Choose a larger host, or give the zone fewer virtual CPUs.",
    },
    MEMORY_RESERVE_OFFLINE: { property: "config.cappedMemory.memoryReserve" },
};

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

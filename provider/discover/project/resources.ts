import { configSchema, type ConfigProps } from "../../kernelZone/config/configSchema";
import { configFrom } from "../../kernelZone/config/fromDocument";
import { inWords } from "../../kernelZone/config/inWords";
import { wishedDocument } from "../../kernelZone/config/toDocument";
import { editsBetween } from "../../solaris/configuration/edits";
import { describeEdit } from "../../solaris/configuration/describe";
import { markOf } from "../../solaris/configuration/mark";
import type { ZoneConfiguration } from "../../solaris/zoneConfiguration";
import type { FoundZone } from "../foundZones";

/** A zone as it stands in a generated program. */
export interface ZoneResource {
    /** The resource's name in Pulumi: valid, and unique in the program. */
    readonly resourceName: string;
    readonly zoneName: string;
    readonly host: string;
    /** The state in which it was found. */
    readonly state: string;
    /** Absent where it is not known, or cannot be written so that it says the same. */
    readonly config: ConfigProps | undefined;
    /** What a reader should know of it. */
    readonly remarks: readonly string[];
}

/** A zone that was found and is not written, and why. */
export interface SkippedZone {
    readonly zoneName: string;
    readonly host: string;
    readonly reason: string;
}

/** What becomes of the zones in a generated program. */
export interface Selection {
    readonly resources: readonly ZoneResource[];
    /** The hosts of the resources, in the order in which they were asked. */
    readonly hosts: readonly string[];
    readonly skipped: readonly SkippedZone[];
}

/** Chooses the zones that can be taken over, names them and writes their configurations as `config`. Pure. */
export function selectResources(zones: readonly FoundZone[]): Selection {
    const judged = zones.map((zone) => ({ zone, reason: whyNotTakenOver(zone) }));
    const taken = judged.flatMap(({ zone, reason }) => (reason === undefined ? [zone] : []));
    const names = resourceNames(taken);
    return {
        resources: taken.map((zone, index) => ({
            resourceName: names[index] ?? zone.name,
            zoneName: zone.name,
            host: zone.on.host,
            state: [zone.seen.state, ...zone.seen.auxiliary].join(", "),
            ...describeConfiguration(zone),
        })),
        hosts: [...new Set([...taken].sort((a, b) => a.place - b.place).map(({ on }) => on.host))],
        skipped: judged.flatMap(({ zone: { name, on }, reason }) =>
            reason === undefined ? [] : [{ zoneName: name, host: on.host, reason }],
        ),
    };
}

function whyNotTakenOver({ role, seen }: FoundZone): string | undefined {
    switch (role) {
        case "configurationOnly":
            return "a configuration and nothing more, mostly a left-over of a zone that has moved away";
        case "secondCopy":
            return `${seen.state}; the same zone is on another host`;
        case "moving":
            return "being migrated right now";
        case "splitBrain":
            return "the same zone runs on several hosts";
        case "zone":
            return seen.state === "running" || seen.state === "installed"
                ? undefined
                : `${seen.state}; only an installed or running zone can be taken over`;
    }
}

/** The zone's own name; of several that have the same, each with its host behind it. */
function resourceNames(zones: readonly FoundZone[]): string[] {
    const used = new Set<string>();
    return zones.map(({ name, on }) => {
        const alone = zones.filter((other) => other.name === name).length === 1;
        const wanted = alone ? name : `${name}-${on.host}`;
        let unique = wanted;
        for (let count = 2; used.has(unique); count++) {
            unique = `${wanted}-${count}`;
        }
        used.add(unique);
        return unique;
    });
}

function describeConfiguration({ on, configurations }: FoundZone): Pick<ZoneResource, "config" | "remarks"> {
    const { stored } = configurations;
    if (stored.kind === "unknown") {
        return {
            config: undefined,
            remarks: [`Its configuration could not be read on ${on.host}: ${stored.reason}`],
        };
    }
    const made = markOf(stored.value) === undefined ? [] : [madeRemark];
    const { config, leftOut } = configFrom(stored.value);
    const fault = faultOf(stored.value, config);
    return fault === undefined
        ? {
              config,
              remarks: [...made, ...leftOut.map((what) => `Not written here, and left as it is on the host: ${what}`)],
          }
        : {
              config: undefined,
              remarks: [...made, `Its configuration is not written here, and stays as it is: ${fault}`],
          };
}

const madeRemark =
    "CAUTION: a KernelZone has made it (attr pulumi-solaris), so another stack may manage it. Two stacks must not: keep it here only if none does.";

/** Why a `config` would not be taken as saying what was found; undefined where it would. */
function faultOf(found: ZoneConfiguration, config: ConfigProps): string | undefined {
    const parsed = configSchema.safeParse(config, { error: inWords });
    if (!parsed.success) {
        return parsed.error.issues
            .map(({ path, message }) => `config.${path.map(String).join(".")} ${message}`)
            .join("; ");
    }
    const edits = editsBetween(found, wishedDocument(found, parsed.data));
    return edits.length === 0 ? undefined : edits.map(describeEdit).join("; ");
}

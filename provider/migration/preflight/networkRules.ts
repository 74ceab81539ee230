import { valueOf } from "../../solaris/hostFacts";
import { comparableMac } from "../../solaris/macAddress";
import {
    anetIds,
    anetOf,
    propertyOf,
    type ZoneConfiguration,
    type ZoneResource,
} from "../../solaris/zoneConfiguration";
import { configurationToCome, existingConfiguration, resourcesOf } from "./configurations";
import { concern, problem, type Finding } from "./findings";
import type { PreflightInput } from "./input";

/** Whether the zone's network interfaces can be set up on the target as the zone knows them. */
export function judgeNetwork(input: PreflightInput): Finding[] {
    return [...judgeOverrides(input), ...judgeLowerLinks(input), ...compareAnets(input)];
}

/** Whether hostOverrides can be met: on the zone's anets, and on a configuration that the target has already. */
function judgeOverrides(input: PreflightInput): Finding[] {
    const { zone, source, target, sourceConfiguration, overrides } = input;
    const unknownIds = overrides.filter(({ id }) => anetOf(sourceConfiguration, id) === undefined);
    if (unknownIds.length > 0) {
        return unknownIds.map(({ id }) =>
            problem("TARGET_PREPARE_FAILED", {
                message: `hostOverrides for ${target.host} name anet ${id}, but ${zone} has ${describeIds(anetIds(sourceConfiguration))}`,
                host: source.host,
                property: overridesProperty(target.host),
            }),
        );
    }
    const existing = existingConfiguration(input);
    return existing === undefined
        ? []
        : overrides
              .filter(({ id, lowerLink }) => linkOf(anetOf(existing, id)) !== lowerLink)
              .map((override) => conflictFinding(zone, target.host, existing, override));
}

function conflictFinding(
    zone: string,
    host: string,
    existing: ZoneConfiguration,
    { id, lowerLink }: PreflightInput["overrides"][number],
): Finding {
    const anet = anetOf(existing, id);
    const has = anet === undefined ? `no anet ${id}` : `lower-link ${linkOf(anet) ?? "not set"} for anet ${id}`;
    return problem("TARGET_CONFIG_CONFLICT", {
        message: `the configuration of ${zone} that ${host} already has shows ${has}, hostOverrides say ${lowerLink}`,
        host,
        property: overridesProperty(host),
        remedy:
            `Either change it on ${host}: zonecfg -z ${zone} 'select anet id=${id}; set lower-link=${lowerLink}; end'\n` +
            `or delete it on ${host}, so that the source's is imported: zonecfg -z ${zone} delete -F`,
    });
}

/** Each anet's link must be there on the target (seed example 47). */
function judgeLowerLinks(input: PreflightInput): Finding[] {
    const { zone, target, targetFacts, overrides } = input;
    const links = valueOf(targetFacts.links);
    if (links === undefined) {
        return [];
    }
    return resourcesOf(configurationToCome(input), "anet").flatMap((anet) => {
        const id = propertyOf(anet, "id");
        const override = overrides.find((each) => String(each.id) === id);
        const link = override?.lowerLink ?? linkOf(anet);
        if (link === undefined || link === "auto" || links.includes(link)) {
            return [];
        }
        const name = id === undefined ? "an anet" : `anet ${id}`;
        const wants = override === undefined ? "has" : "shall have";
        return [
            concern("LOWER_LINK_MISSING", {
                message: `${name} of ${zone} ${wants} the lower-link ${link}, and ${target.host} has no such datalink; it has ${links.join(", ")}`,
                host: target.host,
                property: overridesProperty(target.host),
                remedy: `Name one that ${target.host} has: hostOverrides: { ${target.host}: { anets: [{ id: ${id ?? "ID"}, lowerLink: "LINK" }] } }`,
            }),
        ];
    });
}

/** What the zone sees of its interfaces: number, id, MAC address and VLAN (solaris-facts 4.1 [I]). */
function compareAnets(input: PreflightInput): Finding[] {
    const { zone, source, target, sourceConfiguration } = input;
    const existing = existingConfiguration(input);
    if (existing === undefined) {
        return [];
    }
    const here = interfacesOf(sourceConfiguration);
    const there = interfacesOf(existing);
    const sides = (a: string, b: string): string => `${a} on ${source.host}, ${b} on ${target.host}`;
    const lines = [...new Set([...here.keys(), ...there.keys()])].flatMap((name) => {
        const [a, b] = [here.get(name), there.get(name)];
        if (a === undefined || b === undefined) {
            return [`${name}: on ${a === undefined ? target.host : source.host} only`];
        }
        const macDiffers = a.mac !== undefined && b.mac !== undefined && a.mac !== b.mac;
        return [
            ...(macDiffers ? [`${name} MAC address: ${sides(a.mac, b.mac)}`] : []),
            ...(a.vlan === b.vlan ? [] : [`${name} vlan-id: ${sides(a.vlan, b.vlan)}`]),
        ];
    });
    return lines.length === 0
        ? []
        : [
              concern("ANETS_DIFFER", {
                  message: `the configuration of ${zone} that ${target.host} has shows other network interfaces than the zone on ${source.host} has`,
                  host: target.host,
                  property: "host",
                  lines,
                  remedy: `Make them the same, or delete the configuration on ${target.host}, so that the source's is imported: zonecfg -z ${zone} delete -F`,
              }),
          ];
}

interface Interface {
    /** Undefined where the host chooses it and does not say which. */
    readonly mac: string | undefined;
    readonly vlan: string;
}

function interfacesOf(configuration: ZoneConfiguration): ReadonlyMap<string, Interface> {
    return new Map(
        resourcesOf(configuration, "anet").map((anet, index) => {
            const set = propertyOf(anet, "mac-address") ?? "auto";
            // The address that was generated must survive, or the zone sees another interface (solaris-facts 5.1 [I]).
            const mac = set === "auto" ? propertyOf(anet, "auto-mac-address") : set;
            const name = `anet ${propertyOf(anet, "id") ?? `without id (${index + 1})`}`;
            const vlan = propertyOf(anet, "vlan-id") ?? "none";
            return [name, { mac: mac === undefined ? undefined : comparableMac(mac), vlan }];
        }),
    );
}

function overridesProperty(host: string): string {
    return `hostOverrides.${host}.anets`;
}

function linkOf(anet: ZoneResource | undefined): string | undefined {
    return anet === undefined ? undefined : propertyOf(anet, "lower-link");
}

function describeIds(ids: readonly string[]): string {
    return ids.length === 0 ? "none" : `only ${ids.join(", ")}`;
}

import { valueOf } from "../../solaris/hostFacts";
import { propertyOf, sizeOf, type ZoneConfiguration } from "../../solaris/zoneConfiguration";
import { configurationToCome, existingConfiguration, resourcesOf } from "./configurations";
import { describeDifference, differencesBetween } from "./differences";
import { concern, type Finding } from "./findings";
import type { PreflightInput } from "./input";
import { judgeRoom } from "./roomRules";

/** Whether memory and virtual CPUs can be had on the target, and are the same there. */
export function judgeCapacity(input: PreflightInput): Finding[] {
    // A cold move compares neither (solaris-facts 2.1 [C]); the zone is booted anew under what is there.
    const compared = input.method === "cold" ? [] : [...compareVcpus(input), ...compareMemory(input)];
    return [
        ...compared,
        ...judgePageSize(input),
        ...judgeRoom({
            zone: input.zone,
            facts: input.targetFacts,
            configuration: configurationToCome(input),
            has: "has",
        }),
    ];
}

/** Seed example 46. */
function compareVcpus(input: PreflightInput): Finding[] {
    const { zone, source, target, sourceConfiguration } = input;
    const existing = existingConfiguration(input);
    const here = sizeOf(sourceConfiguration).vcpus;
    const there = existing === undefined ? undefined : sizeOf(existing).vcpus;
    if (here === undefined || there === undefined || here === there) {
        return [];
    }
    return [
        concern("VCPUS_DIFFER", {
            message: `${zone} has ${here} vCPUs on ${source.host}; the configuration of it that ${target.host} has allows ${there}`,
            host: target.host,
            property: "host",
            remedy: mendOrDelete(zone, target.host, `select virtual-cpu; set ncpus=${here}; end`),
        }),
    ];
}

const comparedOfMemory = ["physical", "pagesize-policy", "pagesize", "memory-reserve"];

/** What must be the same of the memory (solaris-facts 4.1 [C]). */
function compareMemory(input: PreflightInput): Finding[] {
    const { zone, source, target, sourceConfiguration } = input;
    const existing = existingConfiguration(input);
    if (existing === undefined) {
        return [];
    }
    const differences = differencesBetween(memoryOnly(sourceConfiguration), memoryOnly(existing));
    if (differences.length === 0) {
        return [];
    }
    const sides = [`on ${source.host}`, `on ${target.host}`] as const;
    return [
        concern("MEMORY_DIFFERS", {
            message: `the memory of ${zone} must be the same on both hosts; ${differences.map((difference) => describeDifference(difference, sides)).join("; ")}`,
            host: target.host,
            property: "host",
            remedy: mendOrDelete(zone, target.host, "select capped-memory; set PROPERTY=VALUE; end"),
        }),
    ];
}

function memoryOnly({ script, resources }: ZoneConfiguration): ZoneConfiguration {
    const memory = resources.filter(({ type }) => type === "capped-memory");
    return {
        script,
        properties: new Map(),
        resources: memory.map(({ type, properties }) => ({
            type,
            properties: new Map([...properties].filter(([name]) => comparedOfMemory.includes(name))),
        })),
    };
}

function mendOrDelete(zone: string, host: string, edit: string): string {
    return (
        `Either change it on ${host}: zonecfg -z ${zone} '${edit}'\n` +
        `or delete it on ${host}, so that the source's is imported: zonecfg -z ${zone} delete -F`
    );
}

/** Which sizes of pages there are depends on the processor (solaris-facts 4.3 [C] that a host can lack one). */
function judgePageSize(input: PreflightInput): Finding[] {
    const { zone, target, sourceFacts, targetFacts } = input;
    const [memory] = resourcesOf(configurationToCome(input), "capped-memory");
    const pageSize = memory === undefined ? undefined : propertyOf(memory, "pagesize");
    const [from, to] = [valueOf(sourceFacts.processorModels), valueOf(targetFacts.processorModels)];
    const alike = from !== undefined && to !== undefined && from.join() === to.join();
    if (pageSize === undefined || alike) {
        return [];
    }
    return [
        concern("PAGESIZE_UNSURE", {
            message: `${zone} wants its memory in pages of ${pageSize}; whether ${target.host} has those, the dry run tells`,
            host: target.host,
            property: "host",
        }),
    ];
}

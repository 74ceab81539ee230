import { valueOf } from "../../solaris/hostFacts";
import { propertyOf, sizeOf, type ZoneConfiguration } from "../../solaris/zoneConfiguration";
import { configurationToCome, existingConfiguration, resourcesOf } from "./configurations";
import { describeDifference, differencesBetween } from "./differences";
import { concern, type Finding } from "./findings";
import type { PreflightInput } from "./input";

/** Whether memory and virtual CPUs can be had on the target, and are the same there. */
export function judgeCapacity(input: PreflightInput): Finding[] {
    // A cold move compares neither (solaris-facts 2.1 [C]); the zone is booted anew under what is there.
    const compared = input.method === "cold" ? [] : [...compareVcpus(input), ...compareMemory(input)];
    return [
        ...compared,
        ...judgePageSize(input),
        ...judgeMemoryReserve(input),
        ...judgeMemorySize(input),
        ...judgeProcessorCount(input),
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
    const pageSize = memoryProperty(configurationToCome(input), "pagesize");
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

const reservePrefix = "svc:/system/memory-reserve:";

/** The pool must be enabled on the target too (solaris-facts 4.3 [C]). */
function judgeMemoryReserve(input: PreflightInput): Finding[] {
    const { zone, target, targetFacts } = input;
    const pool = memoryProperty(configurationToCome(input), "memory-reserve");
    const services = valueOf(targetFacts.services);
    if (pool === undefined || services === undefined) {
        return [];
    }
    const fmri = pool.startsWith("svc:") ? pool : `${reservePrefix}${pool}`;
    const state = services.get(fmri);
    if (state === "online") {
        return [];
    }
    const found = [...services].filter(([name]) => name.startsWith(reservePrefix)).map(([name, is]) => `${name} ${is}`);
    return [
        concern("MEMORY_RESERVE_OFFLINE", {
            message: `${zone} takes its memory from the pool ${pool}, and on ${target.host} ${fmri} is ${state ?? "not there"}${state === undefined && found.length > 0 ? ` (there: ${found.join(", ")})` : ""}`,
            host: target.host,
            property: "host",
            remedy: `Enable it, as root on ${target.host}: svcadm enable ${fmri}`,
        }),
    ];
}

/** All memory is taken at once when the zone boots on the target (solaris-facts 4.3 [C]). */
function judgeMemorySize(input: PreflightInput): Finding[] {
    const { zone, target, targetFacts } = input;
    const wanted = sizeOf(configurationToCome(input)).memoryBytes;
    const whole = valueOf(targetFacts.memoryBytes);
    if (wanted === undefined || whole === undefined || wanted <= whole) {
        return [];
    }
    return [
        concern("TARGET_MEMORY_SHORT", {
            message: `${zone} has ${gibibytes(wanted)} of memory, ${target.host} as a whole ${gibibytes(whole)}`,
            host: target.host,
            property: "host",
        }),
    ];
}

function judgeProcessorCount(input: PreflightInput): Finding[] {
    const { zone, target, targetFacts } = input;
    const wanted = sizeOf(configurationToCome(input)).vcpus;
    const whole = valueOf(targetFacts.processors);
    if (wanted === undefined || whole === undefined || wanted <= whole) {
        return [];
    }
    return [
        concern("TARGET_PROCESSORS_FEW", {
            message: `${zone} has ${wanted} vCPUs, ${target.host} has ${whole} virtual processors`,
            host: target.host,
            property: "host",
        }),
    ];
}

function memoryProperty(configuration: ZoneConfiguration, name: string): string | undefined {
    const memory = resourcesOf(configuration, "capped-memory")[0];
    return memory === undefined ? undefined : propertyOf(memory, name);
}

function gibibytes(bytes: number): string {
    return `${Math.round((bytes / 1024 ** 3) * 10) / 10} GiB`;
}

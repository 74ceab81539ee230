import { resourcesOfType, type ConfigurationDocument } from "../../solaris/configuration/document";
import { valueOf, type HostFacts } from "../../solaris/hostFacts";
import { describeMemory } from "../../solaris/memorySize";
import { propertyOf, sizeOf } from "../../solaris/zoneConfiguration";
import { concern, type Finding } from "./findings";

/** A zone, and the host on which it is to boot. */
export interface RoomQuestion {
    readonly zone: string;
    readonly facts: HostFacts;
    /** The configuration under which it boots there. */
    readonly configuration: ConfigurationDocument;
    /** Whether it is there by now, or is to be made. */
    readonly has: "has" | "shall have";
}

/** Whether a host has the memory and the processors that a zone takes, for a move to it as for making the zone there. Pure. */
export function judgeRoom(question: RoomQuestion): Finding[] {
    return [...judgeMemoryReserve(question), ...judgeMemorySize(question), ...judgeProcessorCount(question)];
}

const reservePrefix = "svc:/system/memory-reserve:";

/** A pool of memory-reserve(8s) is disabled by default (solaris-facts 4.3 [C]). */
function judgeMemoryReserve({ zone, facts: { host, services: fact }, configuration, has }: RoomQuestion): Finding[] {
    const [memory] = resourcesOfType(configuration, "capped-memory");
    const pool = memory === undefined ? undefined : propertyOf(memory, "memory-reserve");
    const services = valueOf(fact);
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
            message: `${zone} ${has === "has" ? "takes" : "shall take"} its memory from the pool ${pool}, and on ${host} ${fmri} is ${state ?? "not there"}${state === undefined && found.length > 0 ? ` (there: ${found.join(", ")})` : ""}`,
            host,
            property: "host",
            remedy: `Enable it, as root on ${host}: svcadm enable ${fmri}`,
        }),
    ];
}

/** All memory is taken at once when the zone boots (solaris-facts 4.3 [C]). */
function judgeMemorySize({ zone, facts: { host, memoryBytes }, configuration, has }: RoomQuestion): Finding[] {
    const wanted = sizeOf(configuration).memoryBytes;
    const whole = valueOf(memoryBytes);
    if (wanted === undefined || whole === undefined || wanted <= whole) {
        return [];
    }
    return [
        concern("TARGET_MEMORY_SHORT", {
            message: `${zone} ${has} ${describeMemory(wanted)} of memory, ${host} as a whole ${describeMemory(whole)}`,
            host,
            property: "host",
        }),
    ];
}

function judgeProcessorCount({ zone, facts: { host, processors }, configuration, has }: RoomQuestion): Finding[] {
    const wanted = sizeOf(configuration).vcpus;
    const whole = valueOf(processors);
    if (wanted === undefined || whole === undefined || wanted <= whole) {
        return [];
    }
    return [
        concern("TARGET_PROCESSORS_FEW", {
            message: `${zone} ${has} ${wanted} vCPUs, ${host} has ${whole} virtual processors`,
            host,
            property: "host",
        }),
    ];
}

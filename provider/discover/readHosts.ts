import type { SolarisHosts } from "../solaris/hosts";
import { kernelZonesOf } from "./foundZones";
import { readHost, type HostReading } from "./readHost";

const tickMs = 5_000;

/**
 * Reads hosts, all at once, and says how far it is: a line when a host has answered, and every five seconds which ones
 * are still waited for.
 *
 * @param tell Gets each line.
 */
export async function readHosts(
    hosts: SolarisHosts,
    names: readonly string[],
    tell: (line: string) => void,
): Promise<HostReading[]> {
    const started = performance.now();
    const waiting = new Set(names);
    tell(`reading ${names.length === 1 ? names.join("") : `${names.length} hosts`} ...`);
    const timer = setInterval(() => {
        const seconds = Math.round((performance.now() - started) / 1000);
        tell(`waiting for ${[...waiting].join(", ")} (${seconds} s)`);
    }, tickMs);
    try {
        return await Promise.all(
            names.map(async (name) => {
                const reading = await readHost(hosts, name);
                waiting.delete(name);
                tell(`${name}: ${outcomeOf(reading)} (${names.length - waiting.size} of ${names.length})`);
                return reading;
            }),
        );
    } finally {
        clearInterval(timer);
    }
}

function outcomeOf(reading: HostReading): string {
    if (reading.kind === "failed") {
        return reading.error.code;
    }
    const count = kernelZonesOf(reading).length;
    return count === 1 ? "1 kernel zone" : `${count} kernel zones`;
}

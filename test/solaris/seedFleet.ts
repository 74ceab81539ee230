import type { FleetSpec } from "./spec";

/**
 * The two hosts of Oracle's procedure and examples 45 to 47: kzone1 runs on global1, and kzone2 has 8 active vCPUs
 * while global2 already holds a configuration of it with at most 4 (example 46).
 */
export function seedFleet(deviations: Partial<FleetSpec> = {}): FleetSpec {
    return {
        hosts: [
            {
                name: "global1",
                aliases: ["global1.example.com"],
                // No pfexec needed, so that the lines of the procedure can be typed as they are printed.
                requirePrivilege: "none",
                zones: [
                    { name: "kzone1", config: { ncpus: 4, memory: "8G" } },
                    { name: "kzone2", config: { ncpus: 8, memory: "4G" }, activeVcpus: 8 },
                ],
            },
            {
                name: "global2",
                aliases: ["global2.example.com"],
                requirePrivilege: "none",
                nextZoneId: 1754,
                zones: [{ name: "kzone2", state: "configured", config: { ncpus: 4, memory: "4G" } }],
            },
        ],
        ...deviations,
    };
}

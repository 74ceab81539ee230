import { checkHost } from "../../../provider/hostCheck/checkHost";
import type { Check, HostReport } from "../../../provider/hostCheck/report";
import { SolarisHosts } from "../../../provider/solaris/hosts";
import { Inventory } from "../../../provider/transport/inventory/inventory";
import { ConnectionPool } from "../../../provider/transport/pool/pool";
import { startFleet, type Fleet, type HostSpec } from "../../solaris";
import type { Fault } from "../../solaris/faults";

/** Two hosts, what is wrong with them, and what is asked. */
export interface Scene {
    /** Deviations of the source and of the target. */
    readonly source?: Partial<HostSpec>;
    readonly target?: Partial<HostSpec>;
    /** By host, laid over what the fleet says of it. */
    readonly inventory?: (fleet: Fleet) => Record<string, Record<string, unknown>>;
    readonly faults?: readonly Fault[];
    readonly before?: (fleet: Fleet) => Promise<void>;
    readonly host?: string;
    readonly targets?: readonly string[];
}

/** What a check has shown. */
export interface Seen {
    readonly report: HostReport;
    readonly fleet: Fleet;
    /** `outcome: detail; lines` of the rows about one thing. */
    readonly rows: (check: Check) => string[];
}

const running: { stop(): Promise<void> }[] = [];

/** Stops all hosts; to be called after each test. */
export async function stopHosts(): Promise<void> {
    await Promise.all(running.splice(0).map((each) => each.stop()));
}

/** Checks global1 of two simulated hosts, with global2 as its target. */
export async function check({ source, target, inventory, faults = [], before, ...request }: Scene = {}): Promise<Seen> {
    const fleet = await startFleet({
        hosts: [
            {
                name: "global1",
                zones: [{ name: "kzone1", extra: ["add keysource; set raw=5ecret; end"] }],
                profiles: ["Zone Migration", "Zone Configuration", "Zone Management"],
                ...source,
            },
            { name: "global2", ...target },
        ],
    });
    running.push(fleet);
    faults.forEach((fault) => fleet.addFault("global1", fault));
    await before?.(fleet);
    const hosts = Inventory.parse(fleet.inventory(inventory?.(fleet)), { sshConfig: "none" });
    const told: string[] = [];
    const events = { told: (text: string): unknown => told.push(text), status: (): void => undefined };
    const pool = new ConnectionPool(hosts, { idleMs: 60_000, events });
    try {
        const { host = "global1", targets = ["global2"] } = request;
        const report = await checkHost(new SolarisHosts(hosts, pool), {
            host,
            targets,
            now: Date.now,
            told: () => told,
        });
        const rows = (about: Check): string[] =>
            report.rows.flatMap(({ check: what, outcome, detail, lines = [] }) =>
                what === about ? [`${outcome}: ${[detail, ...lines].join("; ")}`] : [],
            );
        return { report, fleet, rows };
    } finally {
        await pool.close();
    }
}

/** A canned answer of a command on global1. */
export const answerOf = (command: string, stdout: string, exitStatus = 0): Fault => ({
    kind: "answer",
    command,
    stdout,
    exitStatus,
});

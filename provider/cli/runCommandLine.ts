import { SolarisError } from "../errors/solarisError";
import { checkHost } from "../hostCheck/checkHost";
import { renderReport } from "../hostCheck/render";
import { hasFailed, type HostReport } from "../hostCheck/report";
import { SolarisHosts } from "../solaris/hosts";
import type { ConnectEvents } from "../transport/connection/connect";
import type { Inventory } from "../transport/inventory/inventory";
import { ConnectionPool } from "../transport/pool/pool";
import { parseArguments, type CheckHostsRequest } from "./arguments";
import { readHostsFile } from "./hostsFile";
import { inOptions, resolveNames, type Resolved } from "./resolveNames";
import { usage } from "./usage";

/** The ways in and out of a process. */
export interface Streams {
    readonly stdin: NodeJS.ReadableStream;
    readonly stdout: NodeJS.WritableStream;
    readonly stderr: NodeJS.WritableStream;
}

const somethingFailed = 1;
const mistakeInTheCall = 2;

/**
 * Runs `pulumi-solaris`.
 *
 * @param args The command line without interpreter and script.
 * @returns The exit code: 0, 1 where a check has failed, 2 for a mistake in the call or in the hosts' description.
 */
export async function runCommandLine(args: readonly string[], streams: Streams): Promise<number> {
    const asked = parseArguments(args);
    switch (asked.kind) {
        case "help":
            streams.stdout.write(usage);
            return 0;
        case "mistake":
            streams.stderr.write(`pulumi-solaris: ${asked.message}\n\n${usage}`);
            return mistakeInTheCall;
        case "check-host":
            return checkHosts(asked.request, streams);
    }
}

async function checkHosts(request: CheckHostsRequest, streams: Streams): Promise<number> {
    const resolved = await resolve(request, streams.stdin);
    if (resolved.kind === "faults") {
        for (const { message } of resolved.faults) {
            streams.stderr.write(`pulumi-solaris: ${message}\n`);
        }
        return mistakeInTheCall;
    }
    const reports = await reportsOf(resolved.inventory, request, (line) => streams.stderr.write(`${line}\n`));
    streams.stdout.write(request.json ? `${JSON.stringify(reports, undefined, 2)}\n` : `${renderReport(reports)}\n`);
    return reports.some(hasFailed) ? somethingFailed : 0;
}

async function resolve(request: CheckHostsRequest, stdin: NodeJS.ReadableStream): Promise<Resolved> {
    try {
        const { hostsFile } = request;
        return resolveNames(request, hostsFile === undefined ? undefined : await readHostsFile(hostsFile, stdin));
    } catch (error) {
        if (SolarisError.isInstance(error)) {
            return { kind: "faults", faults: [error] };
        }
        throw error;
    }
}

async function reportsOf(
    inventory: Inventory,
    { hosts, targets }: CheckHostsRequest,
    tell: (line: string) => void,
): Promise<HostReport[]> {
    const told: string[] = [];
    const events: ConnectEvents = {
        told: (line) => {
            told.push(line);
            tell(line);
        },
        status: () => undefined,
    };
    // The hosts are all asked at once, and the connections are closed at the end.
    const pool = new ConnectionPool(inventory, { idleMs: 60_000, events });
    try {
        const solarisHosts = new SolarisHosts(inventory, pool);
        const check = async (host: string): Promise<HostReport> =>
            inWordsOfOptions(await checkHost(solarisHosts, { host, targets, now: Date.now, told: () => told }));
        return await Promise.all(hosts.map(check));
    } finally {
        await pool.close();
    }
}

function inWordsOfOptions(report: HostReport): HostReport {
    return {
        ...report,
        rows: report.rows.map((row) => (row.remedy === undefined ? row : { ...row, remedy: inOptions(row.remedy) })),
    };
}

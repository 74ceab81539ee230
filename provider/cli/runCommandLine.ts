import { promises as fs } from "node:fs";
import { text } from "node:stream/consumers";
import { SolarisError } from "../errors/solarisError";
import { checkHost } from "../hostCheck/checkHost";
import { renderReport } from "../hostCheck/render";
import { hasFailed, type HostReport } from "../hostCheck/report";
import { SolarisHosts } from "../solaris/hosts";
import { Inventory } from "../transport/inventory/inventory";
import { ConnectionPool } from "../transport/pool/pool";
import { parseArguments, type CheckHostsRequest } from "./arguments";
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
    let inventory: Inventory;
    try {
        inventory = Inventory.parse(await readHosts(request.hostsFile, streams.stdin), {
            sshConfig: request.sshConfig,
        });
    } catch (error) {
        if (!SolarisError.isInstance(error) && !isFileError(error)) {
            throw error;
        }
        streams.stderr.write(`pulumi-solaris: ${error.message}\n`);
        return mistakeInTheCall;
    }
    const reports = await reportsOf(inventory, request, (line) => streams.stderr.write(`${line}\n`));
    streams.stdout.write(request.json ? `${JSON.stringify(reports, undefined, 2)}\n` : `${renderReport(reports)}\n`);
    return reports.some(hasFailed) ? somethingFailed : 0;
}

async function reportsOf(
    inventory: Inventory,
    { hosts, targets }: CheckHostsRequest,
    told: (line: string) => void,
): Promise<HostReport[]> {
    // The hosts are all asked at once, and the connections are closed at the end.
    const pool = new ConnectionPool(inventory, { idleMs: 60_000, events: { told, status: () => undefined } });
    try {
        const solarisHosts = new SolarisHosts(inventory, pool);
        return await Promise.all(hosts.map((host) => checkHost(solarisHosts, { host, targets, now: Date.now })));
    } finally {
        await pool.close();
    }
}

/** The text that `--hosts` names; undefined where nothing is named. */
async function readHosts(file: string | undefined, stdin: NodeJS.ReadableStream): Promise<string | undefined> {
    if (file === undefined) {
        return undefined;
    }
    const hosts = file === "-" ? await text(stdin) : await fs.readFile(file, "utf8");
    if (hosts.trim() === "") {
        // Else a pipe from a command that has failed would quietly mean other hosts than those that were asked for.
        throw new SolarisError("HOSTS_CONFIG_INVALID", {
            message: `--hosts: ${file === "-" ? "standard input" : file} is empty`,
            remedy: "Look at what `pulumi config get solaris:hosts` prints; leave --hosts out to go by OpenSSH's configuration.",
        });
    }
    return hosts;
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
    return typeof error === "object" && error !== null && "syscall" in error;
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "ssh2";
import type { Command } from "../../provider/transport/command";
import { Inventory } from "../../provider/transport/inventory/inventory";
import { ConnectionPool } from "../../provider/transport/pool/pool";

/** A server and what logs in to it, for our client and for OpenSSH's. */
export interface Login {
    readonly address: string;
    readonly port: number;
    readonly user: string;
    readonly identityFile: string;
    readonly knownHostsFile: string;
    /** For what a way has to put down while it is open, such as a socket. */
    readonly directory: string;
}

/** A way of running many commands on one host. */
export interface Way {
    readonly name: string;
    /** Whether all commands share one connection; else each has its own. */
    readonly shares: boolean;
    open(login: Login): Promise<OpenWay>;
}

/** A way that is ready; where it keeps a connection, that is there. */
export interface OpenWay {
    /**
     * Runs a command that does nothing.
     *
     * @param atOnce How many run side by side.
     * @throws Error where one of them fails.
     */
    run(count: number, atOnce: number): Promise<void>;
    close(): Promise<void>;
}

const program = "/usr/bin/true";

/** This project's pool. All commands are asked for at once, and it lets as many through as it has channels. */
export const pool: Way = {
    name: "pool",
    shares: true,
    open: (login) => {
        const { address, port, user, identityFile, knownHostsFile } = login;
        const host = { address, port, user, identityFile, knownHostsFile, agent: false };
        const inventory = Inventory.parse({ host }, { sshConfig: "none" });
        const connections = new ConnectionPool(inventory, { idleMs: 60_000 });
        const command: Command = { name: "true", argv: [program], timeoutMs: 60_000 };
        const runOne = async (): Promise<void> => {
            const result = await connections.run("host", command);
            requireSuccess(result.kind === "exited" ? result.exitCode : result.kind);
        };
        return Promise.resolve({
            // The pool's own limit is the one to be measured; only one after another is ours to see to.
            run: (count, atOnce) => inParallel(count, atOnce === 1 ? 1 : count, runOne),
            close: () => connections.close(),
        });
    },
};

/** OpenSSH's client, all calls of it over the connection of one (`ControlMaster`). */
export const controlMaster: Way = {
    name: "ControlMaster",
    shares: true,
    open: async (login) => {
        const socket = join(login.directory, "control");
        const shared = [...sshOptions(login), "-o", `ControlPath=${socket}`];
        // In the background as soon as the login is complete, as `ControlPersist` leaves it after a first command.
        await runProgram("ssh", [...shared, "-M", "-N", "-f", "-o", "ControlPersist=60", destination(login)]);
        return {
            run: (count, atOnce) => runSsh([...shared, "-o", "ControlMaster=no"], login, count, atOnce),
            close: async () => {
                await runProgram("ssh", ["-o", "LogLevel=QUIET", ...shared, "-O", "exit", destination(login)]);
                rmSync(socket, { force: true });
            },
        };
    },
};

/** OpenSSH's client, a connection for each call. */
export const sshEach: Way = {
    name: "ssh, a connection each",
    shares: false,
    open: (login) =>
        Promise.resolve({
            run: (count, atOnce) => runSsh([...sshOptions(login), "-o", "ControlPath=none"], login, count, atOnce),
            close: () => Promise.resolve(),
        }),
};

/** The ssh2 library, a client for each command, as in most programs that use it. */
export const clientEach: Way = {
    name: "ssh2, a client each",
    shares: false,
    open: (login) => {
        const privateKey = readFileSync(login.identityFile, "utf8");
        return Promise.resolve({
            run: (count, atOnce) => inParallel(count, atOnce, () => runOnNewClient(login, privateKey)),
            close: () => Promise.resolve(),
        });
    },
};

function runOnNewClient({ address, port, user }: Login, privateKey: string): Promise<void> {
    const client = new Client();
    const run = new Promise<number>((resolve, reject) => {
        client.on("error", reject);
        client.on("ready", () => {
            client.exec(program, (error, channel) => {
                if (error !== undefined) {
                    reject(error);
                    return;
                }
                channel.on("exit", (code: number) => {
                    resolve(code);
                });
                channel.resume();
            });
        });
        // The library checks no host key unless it is told to; it would take no round trip more.
        client.connect({ host: address, port, username: user, privateKey });
    });
    return run.then(requireSuccess).finally(() => client.end());
}

/** By xargs, so that starting the clients is not slowed by anything of ours. */
async function runSsh(options: readonly string[], login: Login, count: number, atOnce: number): Promise<void> {
    // Each call has one of the numbers as its argument, which the program takes and ignores.
    const numbers = join(login.directory, "numbers");
    writeFileSync(numbers, Array.from({ length: count }, (_, index) => `${index}\n`).join(""));
    const ssh = ["ssh", ...options, destination(login), program];
    await runProgram("xargs", ["-a", numbers, "-n", "1", "-P", String(atOnce), ...ssh]);
}

function sshOptions({ port, identityFile, knownHostsFile }: Login): string[] {
    const settings = [
        `IdentityFile=${identityFile}`,
        "IdentitiesOnly=yes",
        "IdentityAgent=none",
        `UserKnownHostsFile=${knownHostsFile}`,
        "GlobalKnownHostsFile=/dev/null",
        "StrictHostKeyChecking=yes",
        "BatchMode=yes",
        "LogLevel=ERROR",
    ];
    return ["-F", "none", "-p", String(port), ...settings.flatMap((setting) => ["-o", setting])];
}

const destination = ({ user, address }: Login): string => `${user}@${address}`;

/** @throws Error where the program cannot be started or does not end with 0. */
async function runProgram(name: string, args: readonly string[]): Promise<void> {
    const child = spawn(name, args, { stdio: ["ignore", "ignore", "inherit"] });
    const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
    requireSuccess(code ?? signal ?? "no exit status");
}

function requireSuccess(outcome: number | string): void {
    if (outcome !== 0) {
        throw new Error(`a command that does nothing has ended with: ${outcome}`);
    }
}

/** Does something many times, so many at once. */
export async function inParallel(count: number, atOnce: number, work: () => Promise<void>): Promise<void> {
    let left = count;
    const worker = async (): Promise<void> => {
        while (left > 0) {
            left--;
            await work();
        }
    };
    await Promise.all(Array.from({ length: Math.min(count, atOnce) }, worker));
}

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { Client, type ClientChannel, type ConnectConfig } from "ssh2";
import type { Fleet } from "./fleet";

/** How a command ended. */
export interface Outcome {
    /** Undefined when the connection went away before an exit status. */
    status: number | undefined;
    stdout: string;
    stderr: string;
    /** Both streams in the order of arrival. */
    lines: string;
}

function connectOptions(fleet: Fleet, host: string): ConnectConfig {
    const { address, port, user } = fleet.host(host);
    return {
        host: address,
        port,
        username: user,
        privateKey: readFileSync(fleet.identityFile),
        // The test has a bound of its own.
        readyTimeout: 0,
    };
}

/** Logs in with ssh2. @throws Error as ssh2 reports it. */
export function connect(fleet: Fleet, host: string, deviations: ConnectConfig = {}): Promise<Client> {
    return new Promise((resolve, reject) => {
        const client = new Client();
        client.once("ready", () => {
            client.setNoDelay(true);
            resolve(client);
        });
        // Stays on: an error after the login (a reset by a fault) shows up at the channels as a missing exit status.
        client.on("error", reject);
        client.on("keyboard-interactive", (_name, _instructions, _language, _prompts, finish) => {
            finish([String(deviations.password)]);
        });
        client.once("close", () => {
            reject(new Error("closed"));
        });
        client.connect({ ...connectOptions(fleet, host), ...deviations });
    });
}

/** Runs one command on an open connection. @param printed called after each piece of stderr, with all there was so far. */
export function execute(
    client: Client,
    command: string,
    input?: string,
    printed?: (outcome: Outcome) => void,
): Promise<Outcome> {
    return new Promise((resolve, reject) => {
        client.exec(command, (error, channel: ClientChannel) => {
            if (error !== undefined) {
                reject(error);
                return;
            }
            const outcome: Outcome = { status: undefined, stdout: "", stderr: "", lines: "" };
            channel.on("data", (chunk: Buffer) => {
                outcome.stdout += chunk.toString("utf8");
                outcome.lines += chunk.toString("utf8");
            });
            channel.stderr.on("data", (chunk: Buffer) => {
                outcome.stderr += chunk.toString("utf8");
                outcome.lines += chunk.toString("utf8");
                printed?.(outcome);
            });
            channel.on("exit", (status: number | null) => {
                outcome.status = status ?? undefined;
            });
            channel.on("close", () => {
                resolve(outcome);
            });
            channel.end(input ?? "");
        });
    });
}

/** Connects, runs one command, disconnects. */
export async function run(fleet: Fleet, host: string, command: string, input?: string): Promise<Outcome> {
    const client = await connect(fleet, host);
    try {
        return await execute(client, command, input);
    } finally {
        client.end();
    }
}

/** Runs the system's OpenSSH client. */
export function openSsh(fleet: Fleet, args: string[], input = ""): Promise<Outcome> {
    return new Promise((resolve, reject) => {
        const child = spawn("ssh", ["-F", fleet.sshConfigFile, ...args], { stdio: "pipe" });
        const outcome: Outcome = { status: undefined, stdout: "", stderr: "", lines: "" };
        child.stdout.on("data", (chunk: Buffer) => {
            outcome.stdout += chunk.toString("utf8");
        });
        child.stderr.on("data", (chunk: Buffer) => {
            outcome.stderr += chunk.toString("utf8");
        });
        child.on("error", reject);
        child.on("close", (status) => {
            resolve({ ...outcome, status: status ?? undefined, lines: outcome.stdout + outcome.stderr });
        });
        child.stdin.end(input);
    });
}

/** Waits until `condition` holds. @throws Error after a thousand looks. */
export async function until(condition: () => boolean): Promise<void> {
    // Counted in looks, so that a machine that stands still misses none of them.
    for (let looks = 0; !condition(); looks++) {
        if (looks === 1_000) {
            throw new Error(`not so after ${looks} looks: ${condition.toString()}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 2));
    }
}

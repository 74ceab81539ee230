import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { eventually } from "../eventually";

const run = promisify(execFile);

/** A running ssh-agent. */
export interface SshAgent {
    readonly socket: string;
    stop(): Promise<void>;
}

/** Starts OpenSSH's agent and gives it keys, which must not be encrypted; it offers them in this order. */
export async function startAgent(socket: string, keyFiles: readonly string[]): Promise<SshAgent> {
    const agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: "ignore" });
    const ended = once(agent, "exit");
    const stop = async (): Promise<void> => {
        agent.kill();
        await ended;
    };
    try {
        await eventually("the agent listens", () => existsSync(socket));
        for (const file of keyFiles) {
            await run("ssh-add", ["-q", file], { env: { ...process.env, SSH_AUTH_SOCK: socket } });
        }
    } catch (error) {
        await stop();
        throw error;
    }
    return { socket, stop };
}

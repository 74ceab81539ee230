import { performance } from "node:perf_hooks";
import { Readable } from "node:stream";
import type { ClientChannel } from "ssh2";
import type { Command, CommandEnd, CommandResult } from "../command";
import { OutputCollector } from "../commands/output";

/**
 * Follows a command on its channel: feeds it, collects what it prints, and resolves with how it ended. Must be called in
 * the tick that gave the channel: a quick command's exit status can be in the same packet as the server's answer.
 *
 * The channel is closed in every case, so that none is left on the server.
 */
export function runChannel(channel: ClientChannel, command: Command): Promise<CommandResult> {
    const output = new OutputCollector(() => performance.now(), command.onLine);
    return new Promise<CommandResult>((resolve, reject) => {
        let exit: { exitCode: number } | { signal: string } | undefined;
        let settled = false;
        const finish = (): void => {
            settled = true;
            clearTimeout(timer);
            command.signal?.removeEventListener("abort", giveUp);
        };
        const settle = (end: CommandEnd): void => {
            if (!settled) {
                finish();
                resolve({ ...output.finish(), ...end });
            }
        };
        const breakOff = (end: CommandEnd): void => {
            settle(end);
            channel.close();
        };
        const giveUp = (): void => {
            finish();
            reject(command.signal?.reason as Error);
            channel.close();
        };
        const timer = setTimeout(() => {
            breakOff({ kind: "timedOut", afterMs: command.timeoutMs });
        }, command.timeoutMs);
        const receive = (stream: "stdout" | "stderr") => (chunk: Buffer) => {
            const prompt = settled ? undefined : output.add(stream, chunk);
            if (prompt !== undefined) {
                breakOff({ kind: "prompted", prompt });
            }
        };
        channel.on("data", receive("stdout"));
        channel.stderr.on("data", receive("stderr"));
        channel.on("exit", (code: number | null, signal?: string) => {
            exit = code === null ? { signal: signal ?? "unknown" } : { exitCode: code };
        });
        channel.on("close", () => {
            if (exit === undefined) {
                settle({ kind: "lost", reason: "the connection ended without an exit status" });
            } else if ("exitCode" in exit) {
                settle({ kind: "exited", exitCode: exit.exitCode });
            } else {
                settle({ kind: "signalled", signal: exit.signal });
            }
        });
        // A broken pipe on the write side: what matters arrives as "close".
        channel.on("error", () => undefined);
        if (command.signal?.aborted === true) {
            giveUp();
            return;
        }
        command.signal?.addEventListener("abort", giveUp, { once: true });
        const { stdin } = command;
        if (stdin instanceof Readable) {
            stdin.on("error", (error) => {
                breakOff({ kind: "lost", reason: `its standard input could not be read: ${error.message}` });
            });
            // The command may end without having read all of it.
            channel.on("close", () => stdin.destroy());
            stdin.pipe(channel);
        } else {
            channel.end(stdin ?? "");
        }
    });
}

import { performance } from "node:perf_hooks";
import { Readable } from "node:stream";
import type { ClientChannel } from "ssh2";
import { asError } from "../../errors/solarisError";
import type { Command, CommandEnd, CommandResult } from "../command";
import { OutputCollector } from "../commands/output";

// A command's child that keeps its output open would keep the channel open for ever; what it prints for this long after
// the command's end still counts.
const silenceAfterExitMs = 2_000;

// A line that only looks like a prompt goes on at once.
const silenceAfterPromptMs = 250;

/**
 * Follows a command on its channel: feeds it, collects what it prints, and resolves with how it ended. Must be called in
 * the tick that gave the channel: a quick command's exit status can be in the same packet as the server's answer.
 *
 * The channel is closed in every case, so that none is left on the server.
 */
export function runChannel(channel: ClientChannel, command: Command): Promise<CommandResult> {
    return new Promise<CommandResult>((resolve, reject) => {
        let exit: { exitCode: number } | { signal: string } | undefined;
        let settled = false;
        let graceTimer: NodeJS.Timeout | undefined;
        let promptTimer: NodeJS.Timeout | undefined;
        const output = new OutputCollector(() => performance.now(), guarded(command.onLine));
        const finish = (): void => {
            settled = true;
            clearTimeout(timer);
            clearTimeout(graceTimer);
            clearTimeout(promptTimer);
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
        const fail = (error: Error): void => {
            if (!settled) {
                finish();
                reject(error);
                channel.close();
            }
        };
        const giveUp = (): void => {
            fail(command.signal?.reason as Error);
        };
        /** How the command ended, as far as the server has said so by now. */
        const endSoFar = (): CommandEnd | undefined => {
            if (exit === undefined) {
                return undefined;
            }
            return "exitCode" in exit ? { kind: "exited", ...exit } : { kind: "signalled", ...exit };
        };
        const timer = setTimeout(() => {
            breakOff(endSoFar() ?? { kind: "timedOut", afterMs: command.timeoutMs });
        }, command.timeoutMs);
        const expectClose = (): void => {
            clearTimeout(graceTimer);
            graceTimer = setTimeout(() => {
                breakOff(endSoFar() ?? { kind: "lost", reason: "the channel did not end" });
            }, silenceAfterExitMs);
        };
        const receive = (stream: "stdout" | "stderr") => (chunk: Buffer) => {
            clearTimeout(promptTimer);
            const prompt = settled ? undefined : output.add(stream, chunk);
            if (prompt !== undefined) {
                promptTimer = setTimeout(() => {
                    breakOff({ kind: "prompted", prompt });
                }, silenceAfterPromptMs);
            }
            if (exit !== undefined && !settled) {
                expectClose();
            }
        };
        /** An exception in the caller's own code is the caller's; it must not get into ssh2, where others would suffer. */
        function guarded(onLine: Command["onLine"]): Command["onLine"] {
            return onLine === undefined
                ? undefined
                : (line) => {
                      try {
                          onLine(line);
                      } catch (error) {
                          fail(asError(error));
                      }
                  };
        }
        channel.on("data", receive("stdout"));
        channel.stderr.on("data", receive("stderr"));
        channel.on("exit", (code: number | null, signal?: string) => {
            exit = code === null ? { signal: signal ?? "unknown" } : { exitCode: code };
            if (!settled) {
                expectClose();
            }
        });
        channel.on("close", () => {
            settle(endSoFar() ?? { kind: "lost", reason: "the connection ended without an exit status" });
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
            const unreadable = (error: Error): void => {
                breakOff({ kind: "lost", reason: `its standard input could not be read: ${error.message}` });
            };
            if (stdin.errored !== null) {
                unreadable(stdin.errored);
                return;
            }
            stdin.on("error", unreadable);
            // The command may end without having read all of it.
            channel.on("close", () => stdin.destroy());
            stdin.pipe(channel);
        } else {
            channel.end(stdin ?? "");
        }
    });
}

import { SolarisError } from "../errors/solarisError";
import { callFailure } from "../solaris/callFailure";
import type { SolarisHosts } from "../solaris/hosts";
import type { ToolCall } from "../solaris/tool";

const rightsPrograms = ["/usr/bin/pfexec", "/usr/bin/sudo"];

/** What became of a question to a host. */
export type Answer =
    | {
          readonly kind: "answered";
          readonly exitCode: number;
          readonly stdout: string;
          /** Of both streams, in the order of arrival. */
          readonly lines: readonly string[];
          /** Of standard error alone. */
          readonly errorLines: readonly string[];
          /** This end as an error, for whom it is one. */
          readonly failure: () => SolarisError;
      }
    /** The program is not there, by what was printed. */
    | {
          readonly kind: "missing";
          readonly program: string;
          readonly exitCode: number;
          readonly lines: readonly string[];
          readonly errorLines: readonly string[];
      }
    /** No answer: the connection broke, the command hangs, ... */
    | { readonly kind: "none"; readonly error: SolarisError };

/** An answer that came. */
export type Answered = Extract<Answer, { kind: "answered" }>;

/** Asks a host. Every end of it is an answer; only what is no SolarisError, and so a fault of this program, is thrown. */
export async function ask(hosts: SolarisHosts, host: string, call: ToolCall): Promise<Answer> {
    try {
        const result = await hosts.call(host, call);
        const failure = (): SolarisError => callFailure(host, call.name, result);
        if (result.kind !== "exited") {
            return { kind: "none", error: failure() };
        }
        const { exitCode, stdout } = result;
        const lines = result.lines.map(({ text }) => text);
        const errorLines = result.lines.flatMap(({ stream, text }) => (stream === "stderr" ? [text] : []));
        const program = missingProgram(call, exitCode, lines);
        return program === undefined
            ? { kind: "answered", exitCode, stdout, lines, errorLines, failure }
            : { kind: "missing", program, exitCode, lines, errorLines };
    } catch (error) {
        if (SolarisError.isInstance(error)) {
            return { kind: "none", error };
        }
        throw error;
    }
}

// The exit status by which shells and `env` say that there is no such program.
const noSuchProgram = 127;

/**
 * The program that was not there to be run: the call's own, or the one that was to give it rights.
 *
 * A shell, `env`, `pfexec` and `sudo` each have their own words for it; that all of them name the path is [U].
 */
export function missingProgram(call: ToolCall, exitCode: number, lines: readonly string[]): string | undefined {
    if (exitCode === 0) {
        return undefined;
    }
    const named = [...rightsPrograms, call.program].find((program) =>
        lines.some((line) => {
            const after = line.split(program)[1];
            return after !== undefined && /^['"]?: *(?:command )?(?:not found|no such file)/i.test(after);
        }),
    );
    return named ?? (exitCode === noSuchProgram ? call.program : undefined);
}

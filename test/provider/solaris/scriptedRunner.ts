import type { Command, CommandResult, CommandRunner, OutputLine } from "../../../provider/transport/command";

/** The end of a command that ran to its end. */
export function exited(exitCode: number, stdout = "", stderr = ""): CommandResult {
    return { kind: "exited", exitCode, ...output(stdout, stderr) };
}

/** What a command printed, as a runner gives it. */
export function output(stdout = "", stderr = ""): { stdout: string; stderr: string; lines: OutputLine[] } {
    const linesOf = (stream: "stdout" | "stderr", text: string): OutputLine[] =>
        text
            .split("\n")
            .filter((line) => line !== "")
            .map((line) => ({ stream, text: line, at: 0 }));
    return { stdout, stderr, lines: [...linesOf("stdout", stdout), ...linesOf("stderr", stderr)] };
}

type Answer = CommandResult | Error | ((command: Command) => CommandResult);

/** Answers commands by their names, in place of hosts. Answers of a list are used up one by one, the last one stays. */
export class ScriptedRunner implements CommandRunner {
    /** What was run, as `HOST: NAME`. */
    readonly ran: string[] = [];
    readonly commands: Command[] = [];

    constructor(private readonly answers: Record<string, Answer | Answer[]>) {}

    async run(host: string, command: Command): Promise<CommandResult> {
        this.ran.push(`${host}: ${command.name}`);
        this.commands.push(command);
        // As over a network: never in the same tick.
        await new Promise((resolve) => setImmediate(resolve));
        const scripted = this.answers[`${host}: ${command.name}`] ?? this.answers[command.name];
        const answer = Array.isArray(scripted) ? (scripted.length > 1 ? scripted.shift() : scripted[0]) : scripted;
        if (answer === undefined) {
            throw new Error(`no answer is scripted for ${command.name} on ${host}`);
        }
        if (answer instanceof Error) {
            throw answer;
        }
        return typeof answer === "function" ? answer(command) : answer;
    }
}

import { performance } from "node:perf_hooks";
import type { Command, CommandResult, CommandRunner } from "../../provider/transport/command";

/** One command as the provider saw it: from asking for it until its result was there. */
export interface CommandSpan {
    readonly host: string;
    readonly name: string;
    /** Milliseconds since the recording began. */
    readonly start: number;
    readonly end: number;
}

/** Passes commands on and writes down when they were asked for and when they were answered. */
export class RecordingRunner implements CommandRunner {
    readonly spans: CommandSpan[] = [];
    readonly #began = performance.now();

    constructor(private readonly runner: CommandRunner) {}

    /** Milliseconds since the recording began. */
    get elapsed(): number {
        return performance.now() - this.#began;
    }

    async run(host: string, command: Command): Promise<CommandResult> {
        const start = this.elapsed;
        try {
            return await this.runner.run(host, command);
        } finally {
            this.spans.push({ host, name: command.name, start, end: this.elapsed });
        }
    }
}

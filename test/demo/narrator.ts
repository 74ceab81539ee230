import type { Diagnostic, RunResult } from "../engine/runResult";

/** Tells the demo to a person, and keeps count of what was promised and what was so. */
export class Narrator {
    #checked = 0;
    readonly #failed: string[] = [];
    #step = 0;

    constructor(private readonly write: (text: string) => void) {}

    step(title: string, ...explanation: string[]): void {
        this.#step++;
        this.write(`\n=== ${this.#step}. ${title}\n`);
        explanation.forEach((line) => this.write(`    ${line}`));
    }

    say(...lines: string[]): void {
        lines.forEach((line) => this.write(`    ${line}`));
    }

    /** Shows a command and what it printed. */
    session(command: string, output: string): void {
        this.write(`\n  $ ${command}`);
        output
            .trimEnd()
            .split("\n")
            .forEach((line) => this.write(`  ${line}`));
    }

    /** A status as it happens. */
    readonly live = ({ ephemeral, message }: Diagnostic): void => {
        if (ephemeral) {
            this.write(`      ... ${message}`);
        }
    };

    /** What the engine printed once the work was done: its diagnostics and its summary, without the ticking rows before. */
    engineOutput({ stdout, exitCode }: RunResult): void {
        const sections = stdout.split(/^(?=Diagnostics:|Outputs:|Resources:)/m);
        const shown = sections.length > 1 ? sections.slice(lastOf(sections)).join("") : stdout;
        this.write("");
        shown
            .trimEnd()
            .split("\n")
            .filter((line) => line.trim() !== "")
            .forEach((line) => this.write(`  | ${line}`));
        this.write(`  | (exit code ${exitCode})`);
    }

    /** A promise of the demo: checked, not only shown. */
    check(promise: string, kept: boolean): void {
        this.#checked++;
        if (!kept) {
            this.#failed.push(promise);
        }
        this.write(`  ${kept ? "[ok]    " : "[NOT SO]"} ${promise}`);
    }

    /** @returns Whether everything was as promised. */
    conclude(seconds: number): boolean {
        this.write("");
        if (this.#failed.length === 0) {
            this.write(`All ${this.#checked} checks held, in ${seconds} s. The simulated hosts are stopped.`);
        } else {
            this.write(`${this.#failed.length} of ${this.#checked} checks did not hold:`);
            this.#failed.forEach((promise) => this.write(`  - ${promise}`));
        }
        return this.#failed.length === 0;
    }
}

/** An `up` prints a preview first; the last "Diagnostics:" (or whatever comes last without one) begins what counts. */
function lastOf(sections: readonly string[]): number {
    const diagnostics = sections.map((text) => text.startsWith("Diagnostics:")).lastIndexOf(true);
    return diagnostics === -1 ? 1 : diagnostics;
}

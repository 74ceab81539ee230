import { pause } from "./latency";
import { LoopJump, type Shell } from "./shell";
import { matchesPattern } from "./shellPattern";
import type { Case, For, If, Loop, Script, Word } from "./shellSyntax";
import { expandPattern, expandText, type ExpansionSource, expandWord, literalOf } from "./wordExpansion";

/** How a compound command has its parts run. */
export interface Running {
    script: (shell: Shell, script: Script) => Promise<number>;
    source: (shell: Shell) => ExpansionSource;
}

export async function runIf(shell: Shell, command: If, running: Running): Promise<number> {
    for (const { condition, body } of command.branches) {
        if ((await running.script(shell, condition)) === 0) {
            return running.script(shell, body);
        }
    }
    return command.otherwise.length === 0 ? 0 : running.script(shell, command.otherwise);
}

export async function runLoop(shell: Shell, command: Loop, running: Running): Promise<number> {
    let status = 0;
    await inLoop(shell, async (turn) => {
        while (((await running.script(shell, command.condition)) === 0) !== command.until) {
            const body = async (): Promise<void> => {
                status = await running.script(shell, command.body);
            };
            if (!(await turn(body))) {
                break;
            }
        }
    });
    return status;
}

export async function runFor(shell: Shell, command: For, running: Running): Promise<number> {
    let status = 0;
    const values =
        command.words === undefined ? shell.parameters.slice(1) : await expandAll(shell, command.words, running);
    await inLoop(shell, async (turn) => {
        for (const value of values) {
            shell.variables.set(command.name, value);
            const body = async (): Promise<void> => {
                status = await running.script(shell, command.body);
            };
            if (!(await turn(body))) {
                break;
            }
        }
    });
    return status;
}

export async function runCase(shell: Shell, command: Case, running: Running): Promise<number> {
    const source = running.source(shell);
    const subject = await expandText(command.subject, source);
    for (const { patterns, body } of command.items) {
        for (const pattern of patterns) {
            if (matchesPattern(await expandPattern(pattern, source), subject)) {
                return body.length === 0 ? 0 : running.script(shell, body);
            }
        }
    }
    return 0;
}

async function expandAll(shell: Shell, words: readonly Word[], running: Running): Promise<string[]> {
    const source = running.source(shell);
    const fields: string[] = [];
    for (const word of words) {
        const literal = literalOf(word);
        if (literal === undefined) {
            fields.push(...(await expandWord(word, source)));
        } else {
            fields.push(literal);
        }
    }
    return fields;
}

// A loop that never waits for anything would keep everything else in this process from running.
const turnsBetweenPauses = 2_000;

/**
 * Runs a loop with its jumps.
 *
 * @param run Gets a function that runs the loop's body once and tells whether the loop goes on.
 */
async function inLoop(
    shell: Shell,
    run: (turn: (body: () => Promise<void>) => Promise<boolean>) => Promise<void>,
): Promise<void> {
    let turns = 0;
    const turn = async (body: () => Promise<void>): Promise<boolean> => {
        turns += 1;
        if (turns % turnsBetweenPauses === 0) {
            await pause(1, shell.process.killed);
        }
        try {
            await body();
            return true;
        } catch (error) {
            if (error instanceof LoopJump && error.levels === 1) {
                return error.kind === "continue";
            }
            throw error;
        }
    };
    const outside = shell.loops;
    shell.loops = outside + 1;
    try {
        await run(turn);
    } catch (error) {
        if (!(error instanceof LoopJump)) {
            throw error;
        }
        // One level can still arrive here, from the loop's condition.
        if (error.levels > 1) {
            throw new LoopJump(error.kind, error.levels - 1);
        }
    } finally {
        shell.loops = outside;
    }
}

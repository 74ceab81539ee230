import { type SignalName, signalNamed, signalNumbers } from "./processes";
import type { Shell } from "./shell";

const neverStarted = 127;

/** `wait [pid...]`: for background processes of this shell. A signal with a trap ends the wait. */
export async function waitBuiltin(shell: Shell, pids: readonly string[]): Promise<number> {
    const chosen = pids.length === 0 ? [...shell.jobs.keys()] : pids.map(Number);
    let status = 0;
    for (const pid of chosen) {
        const job = shell.jobs.get(pid);
        if (job === undefined) {
            status = neverStarted;
            continue;
        }
        const ended = await Promise.race([job, shell.process.signalled().then(() => "signalled" as const)]);
        if (ended === "signalled") {
            return 128 + signalNumbers.TERM;
        }
        shell.jobs.delete(pid);
        status = ended;
    }
    return pids.length === 0 ? 0 : status;
}

/** `trap [action] condition...`: an empty action ignores the signal, `-` puts back what it does by itself. */
export function trapBuiltin(shell: Shell, args: readonly string[]): number {
    const operands = args[0] === "--" ? args.slice(1) : args;
    if (operands.length === 0) {
        shell.traps.forEach((action, condition) => {
            shell.write(1, `trap -- '${action.replaceAll("'", "'\\''")}' ${condition}\n`);
        });
        return 0;
    }
    // A number alone resets.
    const [action = "", ...conditions] = /^\d+$/.test(operands[0] ?? "") ? ["-", ...operands] : operands;
    let status = 0;
    for (const text of conditions) {
        const condition = text === "0" || text === "EXIT" ? "EXIT" : signalNamed(text);
        if (condition === undefined) {
            shell.complain(`trap: ${text}: bad trap`);
            status = 1;
        } else {
            setTrap(shell, condition, action);
        }
    }
    return status;
}

function setTrap(shell: Shell, condition: SignalName | "EXIT", action: string): void {
    if (action === "-") {
        shell.traps.delete(condition);
    } else {
        shell.traps.set(condition, action);
    }
    if (condition !== "EXIT") {
        const { ignored, caught } = shell.process;
        ignored.delete(condition);
        caught.delete(condition);
        if (action === "") {
            ignored.add(condition);
        } else if (action !== "-") {
            caught.add(condition);
        }
    }
}

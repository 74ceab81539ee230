import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs `work`; if this process is told to end or exits meanwhile, `undo` runs first.
 *
 * @param undo must be synchronous: nothing else runs in a process that exits.
 */
export async function undoneOnExit<T>(undo: () => void, work: () => Promise<T>): Promise<T> {
    // Without a listener a signal ends the process without its "exit" event.
    const stop = (signal: NodeJS.Signals): void => process.exit(128 + constants.signals[signal]);
    process.once("exit", undo);
    for (const signal of SIGNALS) {
        process.once(signal, stop);
    }
    try {
        return await work();
    } finally {
        process.off("exit", undo);
        for (const signal of SIGNALS) {
            process.off(signal, stop);
        }
    }
}

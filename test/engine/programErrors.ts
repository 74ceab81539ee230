import { runInThisContext } from "node:vm";

const EVENTS = ["unhandledRejection", "uncaughtException"] as const;

type Listener = (...args: unknown[]) => void;

// Under jest, the global `process` of a test is an imitation that gets no events; this is the real one.
const realProcess = runInThisContext("process") as NodeJS.Process;

let users = 0;
let saved: readonly Listener[][] = [];

/**
 * Lets inline programs see their own uncaught errors while `work` runs under jest.
 *
 * The Pulumi SDK reports a program's failures, and drops those that only say that the engine has hung up, in handlers of
 * the process's uncaught errors. jest takes these events away, so that a program that fails, as it should, would fail
 * the test instead. While an operation runs they go to the SDK's handlers if it has set any; to jest otherwise.
 *
 * Programs that run at the same time in one process all see each other's uncaught errors; so it is with the SDK itself.
 */
export async function withProgramErrors<T>(work: () => Promise<T>): Promise<T> {
    if (realProcess === process) {
        return await work();
    }
    if (users++ === 0) {
        saved = EVENTS.map(takeOver);
    }
    try {
        return await work();
    } finally {
        // Rejections are announced once the queue of microtasks is empty; let the last ones come in.
        await new Promise((resolve) => setTimeout(resolve, 20));
        if (--users === 0) {
            EVENTS.forEach((event, index) => giveBack(event, saved[index] ?? []));
        }
    }
}

function takeOver(event: (typeof EVENTS)[number]): Listener[] {
    const listeners = realProcess.rawListeners(event) as Listener[];
    realProcess.removeAllListeners(event);
    realProcess.on(event, (...args: unknown[]) => {
        if (process.listenerCount(event) > 0) {
            (process as NodeJS.EventEmitter).emit(event, ...args);
        } else if (!isHangUp(args[0])) {
            listeners.forEach((listener) => listener(...args));
        }
    });
    return listeners;
}

function giveBack(event: (typeof EVENTS)[number], listeners: readonly Listener[]): void {
    realProcess.removeAllListeners(event);
    listeners.forEach((listener) => realProcess.on(event, listener));
}

/** Whether the error only says that the engine went away, which it does after an interrupt while the program waits. */
function isHangUp(error: unknown): boolean {
    if (typeof error !== "object" || error === null) {
        return false;
    }
    // A gRPC status.
    return "code" in error && typeof error.code === "number" && "details" in error;
}

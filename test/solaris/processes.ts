import { setMaxListeners } from "node:events";
import type { DescriptorTable } from "./descriptor";
import { CommandEnded, HostLost } from "./latency";

/** Signals by name, with their numbers on Solaris [A: signal.h(3HEAD)]. */
export const signalNumbers = {
    HUP: 1,
    INT: 2,
    QUIT: 3,
    KILL: 9,
    PIPE: 13,
    ALRM: 14,
    TERM: 15,
    USR1: 16,
    USR2: 17,
} as const;
export type SignalName = keyof typeof signalNumbers;

/** A signal by its name, with or without SIG, or by its number. */
export function signalNamed(text: string): SignalName | undefined {
    const name = text.toUpperCase().replace(/^SIG/, "");
    const found = Object.entries(signalNumbers).find(([each, number]) => each === name || String(number) === text);
    return found?.[0] as SignalName | undefined;
}

/** Thrown in a program whose process was ended by a signal, so that it does nothing more. */
export class ProcessEnded extends CommandEnded {
    constructor(readonly signal: SignalName) {
        super(`ended by SIG${signal}`);
        this.name = "ProcessEnded";
    }
}

/** What a new process takes over, or starts with. */
export interface ProcessStart {
    user: string;
    args: readonly string[];
    /** Absent: sshd started it. */
    parent?: Process;
}

const initProcess = 1;

/** One process of a host. */
export class Process {
    /** What `ps -o args` shows. */
    args: readonly string[];
    user: string;
    parent: number;
    /** Signals that have no effect on it; children take them over. */
    readonly ignored: Set<SignalName>;
    /** Signals for which a shell has a trap: they arrive, and wait to be taken. */
    readonly caught = new Set<SignalName>();
    /** By what it was ended. */
    endedBy: SignalName | undefined;
    private running = true;
    private readonly arrived: SignalName[] = [];
    private held: DescriptorTable = [];
    private aborting: AbortController | undefined;
    private ending: CommandEnded | undefined;
    private settle: ((ending: CommandEnded) => void) | undefined;
    private wakeOnSignal: (() => void) | undefined;

    constructor(
        readonly pid: number,
        { user, args, parent }: ProcessStart,
        private readonly gone: (process: Process) => void,
    ) {
        this.user = user;
        this.args = args;
        this.parent = parent?.pid ?? initProcess;
        this.ignored = new Set(parent?.ignored);
    }

    get alive(): boolean {
        return this.running;
    }

    /** Aborted when the process is ended from outside, with the reason as a CommandEnded; not when it ends by itself. */
    get killed(): AbortSignal {
        if (this.aborting === undefined) {
            this.aborting = new AbortController();
            setMaxListeners(0, this.aborting.signal);
            if (this.ending !== undefined) {
                this.aborting.abort(this.ending);
            }
        }
        return this.aborting.signal;
    }

    /** @throws CommandEnded if the process was ended: a program calls it before each of its steps. */
    check(): void {
        if (this.ending !== undefined) {
            throw this.ending;
        }
    }

    /**
     * Runs the program of the process. Whoever waits for it goes on as soon as the process is ended, whatever its program
     * is waiting for.
     *
     * @returns its exit status, 128 and the signal's number where one ended it.
     * @throws HostLost or FleetStopped when all processes end together.
     */
    run(program: () => Promise<number>): Promise<number> {
        return new Promise((resolve, reject) => {
            this.settle = (ending) => {
                if (ending instanceof ProcessEnded) {
                    resolve(128 + signalNumbers[ending.signal]);
                } else {
                    reject(ending);
                }
            };
            if (this.ending !== undefined) {
                this.settle(this.ending);
                return;
            }
            // What the program of a dead process still runs into has no effect: the promise is settled by then.
            program().then(
                (status) => {
                    this.leave();
                    resolve(status);
                },
                (error: unknown) => {
                    this.leave();
                    reject(error instanceof Error ? error : new Error(String(error)));
                },
            );
        });
    }

    /** The descriptors that the process has open from now on. */
    hold(descriptors: DescriptorTable): void {
        const before = this.held;
        this.held = this.running ? descriptors : [];
        this.held.forEach((descriptor) => descriptor?.retain());
        before.forEach((descriptor) => descriptor?.release());
    }

    /** kill(2). */
    signal(name: SignalName): void {
        if (name !== "KILL" && this.ignored.has(name)) {
            return;
        }
        if (name !== "KILL" && this.caught.has(name)) {
            this.arrived.push(name);
            this.wakeOnSignal?.();
            return;
        }
        this.endedBy = name;
        this.end(new ProcessEnded(name));
    }

    /** The signals that arrived since, for which there is a trap. */
    takeSignals(): SignalName[] {
        return this.arrived.splice(0);
    }

    /** Resolves when a signal arrives for which there is a trap. */
    signalled(): Promise<void> {
        if (this.arrived.length > 0) {
            return Promise.resolve();
        }
        return new Promise((resolve) => {
            this.wakeOnSignal = resolve;
        });
    }

    /** Ends it without regard to what it ignores. */
    end(reason: CommandEnded): void {
        if (this.running) {
            this.ending = reason;
            this.leave();
            this.aborting?.abort(reason);
            this.settle?.(reason);
        }
    }

    private leave(): void {
        if (this.running) {
            this.running = false;
            this.gone(this);
            this.hold([]);
        }
    }
}

/** Processes by what their arguments, joined by blanks, contain, or as a function chooses. */
export type ProcessMatch = string | RegExp | ((process: Process) => boolean);

/** All processes of a host. */
export class ProcessTable {
    private readonly processes = new Map<number, Process>();
    private lastPid = firstPid;

    start(start: ProcessStart): Process {
        this.lastPid += 1;
        const process = new Process(this.lastPid, start, (gone) => {
            this.processes.delete(gone.pid);
            this.orphan(gone.pid);
        });
        this.processes.set(process.pid, process);
        return process;
    }

    get(pid: number): Process | undefined {
        return this.processes.get(pid);
    }

    list(): Process[] {
        return [...this.processes.values()];
    }

    /**
     * Sends a signal to processes, as an administrator would.
     *
     * @returns how many there were.
     */
    kill(match: ProcessMatch, signal: SignalName = "KILL"): number {
        const chosen = this.list().filter((process) => {
            if (typeof match === "function") {
                return match(process);
            }
            const line = process.args.join(" ");
            return typeof match === "string" ? line.includes(match) : match.test(line);
        });
        chosen.forEach((process) => {
            process.signal(signal);
        });
        return chosen.length;
    }

    /** Ends all processes at once, without any further effect; numbers begin anew, as after a restart of the host. */
    endAll(reason: CommandEnded = new HostLost()): void {
        const all = this.list();
        this.processes.clear();
        this.lastPid = firstPid;
        all.forEach((process) => {
            process.end(reason);
        });
    }

    /** init adopts the children of a process that is gone. */
    private orphan(pid: number): void {
        for (const process of this.processes.values()) {
            if (process.parent === pid) {
                process.parent = initProcess;
            }
        }
    }
}

/** Those below belong to the system. */
const firstPid = 1000;

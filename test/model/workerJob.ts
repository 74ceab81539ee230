import type { Figures } from "./figures";

/** What a worker is told to do. */
export interface WorkerJob {
    readonly firstSeed: number;
    readonly runs: number;
    readonly shrinkAttempts: number;
    readonly mostCounterexamples: number;
}

/** A counterexample as text, and what is needed to count it. */
export interface FoundByWorker {
    readonly seed: number;
    readonly invariants: readonly string[];
    readonly text: string;
}

/** What a worker has to tell in the end. */
export interface WorkerReport {
    readonly figures: Figures;
    readonly found: readonly FoundByWorker[];
    readonly cpuSeconds: number;
}

const lookMs = 2_000;

/**
 * Ends a provider process whose engine was killed, once nothing is under way in it: no call will come any more. What it has
 * begun is finished first; the jobs on the hosts go on anyway.
 */
export class OrphanWatch {
    readonly #parent = process.ppid;
    #underWay = 0;

    /** Starts watching; keeps no process alive. */
    start(): void {
        // Without a reader each write fails, and the SDK would tell that by a further write, without end.
        for (const stream of [process.stdout, process.stderr]) {
            stream.on("error", () => {
                this.#endIfOrphaned();
            });
        }
        setInterval(() => {
            this.#endIfOrphaned();
        }, lookMs).unref();
    }

    /** Does a piece of work that is finished even if the engine is gone meanwhile. */
    async during<T>(work: () => Promise<T>): Promise<T> {
        this.#underWay++;
        try {
            return await work();
        } finally {
            this.#underWay--;
        }
    }

    #endIfOrphaned(): void {
        if (this.#underWay === 0 && process.ppid !== this.#parent) {
            process.exit(0);
        }
    }
}

import { Limiter } from "../../../../provider/transport/pool/limiter";
import fc from "../../../fuzz";

interface Task {
    readonly done: Promise<void>;
    readonly end: () => void;
}

/** Tasks that last until they are told to end, in the order in which the limiter let them in. */
class Tasks {
    readonly inside: number[] = [];
    readonly #tasks: Task[] = [];

    constructor(private readonly limiter: Limiter) {}

    start(): void {
        const index = this.#tasks.length;
        let end = (): void => undefined;
        const ended = new Promise<void>((resolve) => (end = resolve));
        const done = this.limiter.run(async () => {
            this.inside.push(index);
            await ended;
        });
        this.#tasks.push({ done, end });
    }

    async end(index: number): Promise<void> {
        this.#tasks[index]!.end();
        await this.#tasks[index]!.done;
    }
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("Limiter", () => {
    it("lets the limit in, and the rest in order of arrival", async () => {
        const limiter = new Limiter(2);
        const tasks = new Tasks(limiter);
        for (let index = 0; index < 5; index++) {
            tasks.start();
        }
        await settle();
        expect(tasks.inside).toEqual([0, 1]);
        await tasks.end(1);
        tasks.start();
        await settle();
        expect(tasks.inside).toEqual([0, 1, 2]);
        for (const index of [0, 2, 3, 4, 5]) {
            await tasks.end(index);
        }
        expect(tasks.inside).toEqual([0, 1, 2, 3, 4, 5]);
        expect(limiter.active).toBe(0);
    });

    it("gives the place back when a task fails, and hands the failure on", async () => {
        const limiter = new Limiter(1);
        await expect(limiter.run(() => Promise.reject(new Error("refused")))).rejects.toThrow("refused");
        await expect(limiter.run(() => Promise.resolve("next"))).resolves.toBe("next");
    });

    it("lets nobody in until a lowered limit is reached", async () => {
        const limiter = new Limiter(3);
        const tasks = new Tasks(limiter);
        for (let index = 0; index < 5; index++) {
            tasks.start();
        }
        limiter.lowerTo(1);
        await tasks.end(0);
        await tasks.end(1);
        await settle();
        expect(tasks.inside).toEqual([0, 1, 2]);
        await tasks.end(2);
        await settle();
        expect(tasks.inside).toEqual([0, 1, 2, 3]);
        await tasks.end(3);
        await tasks.end(4);
        expect(limiter.active).toBe(0);
    });

    it("is never lowered below one and never raised", async () => {
        const limiter = new Limiter(2);
        limiter.lowerTo(0);
        limiter.lowerTo(5);
        const tasks = new Tasks(limiter);
        tasks.start();
        tasks.start();
        await settle();
        expect(tasks.inside).toEqual([0]);
        await tasks.end(0);
        await tasks.end(1);
    });

    it("holds its limit and loses nobody, whatever the order of arrivals, ends and lowerings", async () => {
        const step = fc.oneof(
            fc.constant("arrive" as const),
            fc.constant("leave" as const),
            fc.record({ lowerTo: fc.integer({ min: 1, max: 4 }) }),
        );
        await fc.assert(
            fc.asyncProperty(
                fc.integer({ min: 1, max: 5 }),
                fc.array(step, { maxLength: 40 }),
                async (limit, steps) => {
                    const limiter = new Limiter(limit);
                    const tasks = new Tasks(limiter);
                    let allowed = limit;
                    let arrived = 0;
                    let left = 0;
                    for (const each of steps) {
                        const inside = tasks.inside.length - left;
                        if (each === "arrive") {
                            tasks.start();
                            arrived++;
                        } else if (each === "leave" && inside > 0) {
                            await tasks.end(tasks.inside[left]!);
                            left++;
                        } else if (typeof each === "object") {
                            allowed = Math.min(allowed, each.lowerTo);
                            limiter.lowerTo(each.lowerTo);
                        }
                        await settle();
                        const now = tasks.inside.length - left;
                        expect(limiter.active).toBe(now);
                        // Nobody waits before a free place; above a lowered limit are only those who were in before.
                        expect(now).toBeGreaterThanOrEqual(Math.min(allowed, arrived - left));
                        expect(now).toBeLessThanOrEqual(Math.max(allowed, inside));
                    }
                    for (; left < arrived; left++) {
                        await settle();
                        await tasks.end(tasks.inside[left]!);
                    }
                    expect(tasks.inside).toEqual([...Array(arrived).keys()]);
                },
            ),
            { numRuns: 60 },
        );
    });
});

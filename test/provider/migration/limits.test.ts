import { setImmediate as nextTurn } from "node:timers/promises";
import { defaultLimits, OperationGate, type OperationLimits } from "../../../provider/migration/limits";
import fc from "../../fuzz";

interface Route {
    readonly source: string;
    readonly target: string;
    /** Turns of the event loop that the operation takes. */
    readonly turns: number;
    readonly fails: boolean;
}

/** Counts what is inside a gate at one time and remembers the most of each. */
class Census {
    readonly most = { total: 0, source: 0, target: 0 };
    readonly order: number[] = [];
    readonly #inside: Route[] = [];

    async during(route: Route, index: number): Promise<number> {
        this.#inside.push(route);
        this.order.push(index);
        this.most.total = Math.max(this.most.total, this.#inside.length);
        this.most.source = Math.max(this.most.source, this.#count("source", route));
        this.most.target = Math.max(this.most.target, this.#count("target", route));
        for (let turn = 0; turn < route.turns; turn++) {
            await nextTurn();
        }
        this.#inside.splice(this.#inside.indexOf(route), 1);
        if (route.fails) {
            throw new Error("this one fails");
        }
        return index;
    }

    #count(end: "source" | "target", route: Route): number {
        return this.#inside.filter((other) => other[end] === route[end]).length;
    }
}

async function runAll(limits: OperationLimits, routes: readonly Route[]) {
    const gate = new OperationGate(limits);
    const census = new Census();
    const waited: number[] = [];
    const outcomes = await Promise.allSettled(
        routes.map((route, index) =>
            gate.run(
                { zone: `zone${index}`, source: route.source, target: route.target },
                { timeoutMs: 60_000, onWait: () => waited.push(index) },
                () => census.during(route, index),
            ),
        ),
    );
    return { census, outcomes, waited };
}

const patient = { timeoutMs: 60_000, onWait: () => undefined };
const operation = (zone: string) => ({ zone, source: "a", target: "b" });

/** A promise, and what resolves it. */
function later(): [Promise<void>, () => void] {
    let resolveLater: () => void = () => undefined;
    const promise = new Promise<void>((resolve) => {
        resolveLater = resolve;
    });
    return [promise, resolveLater];
}

const route = (source: string, target: string, turns = 2): Route => ({ source, target, turns, fails: false });
const hosts = fc.constantFrom("a", "b", "c", "d");
const routes = fc.array(
    fc
        .record({ source: hosts, target: hosts, turns: fc.nat(4), fails: fc.boolean() })
        .filter(({ source, target }) => source !== target),
    { maxLength: 40 },
);
const limits = fc.record({
    perSource: fc.integer({ min: 1, max: 3 }),
    perTarget: fc.integer({ min: 1, max: 3 }),
    total: fc.integer({ min: 1, max: 6 }),
});

describe("a gate for operations", () => {
    it("lets any mixture end, each exactly once, within every limit", async () => {
        await fc.assert(
            fc.asyncProperty(limits, routes, async (limit, all) => {
                const { census, outcomes } = await runAll(limit, all);
                expect(outcomes.map(({ status }) => status)).toEqual(
                    all.map(({ fails }) => (fails ? "rejected" : "fulfilled")),
                );
                expect([...census.order].sort((x, y) => x - y)).toEqual(all.map((_, index) => index));
                expect(census.most.total).toBeLessThanOrEqual(limit.total);
                expect(census.most.source).toBeLessThanOrEqual(limit.perSource);
                expect(census.most.target).toBeLessThanOrEqual(limit.perTarget);
            }),
            { numRuns: 150 },
        );
    });

    it("keeps the order of arrival on one route", async () => {
        await fc.assert(
            fc.asyncProperty(limits, routes, async (limit, all) => {
                const { census } = await runAll(limit, all);
                const byRoute = new Map<string, number[]>();
                for (const index of census.order) {
                    const key = `${all[index]?.source} ${all[index]?.target}`;
                    byRoute.set(key, [...(byRoute.get(key) ?? []), index]);
                }
                for (const order of byRoute.values()) {
                    expect(order).toEqual([...order].sort((x, y) => x - y));
                }
            }),
            { numRuns: 150 },
        );
    });

    it("does not let opposite pairs or rings block each other", async () => {
        const one = { perSource: 1, perTarget: 1, total: 8 };
        const opposite = [route("a", "b"), route("b", "a"), route("a", "b"), route("b", "a")];
        const ring = ["a", "b", "c", "d"].map((host, index, all) => route(host, all[(index + 1) % all.length]!));
        for (const all of [opposite, ring, [...ring, ...ring, ...opposite]]) {
            const { outcomes } = await runAll(one, all);
            expect(outcomes.every(({ status }) => status === "fulfilled")).toBe(true);
        }
    });

    it("uses its places: two of three on one route run at once, the third waits and is told so once", async () => {
        const { census, waited } = await runAll(defaultLimits, [route("a", "b"), route("a", "b"), route("a", "b")]);
        expect(census.most.total).toBe(2);
        expect(waited).toEqual([2]);
    });

    it("lets another route pass one that waits", async () => {
        const { census, waited } = await runAll({ perSource: 1, perTarget: 1, total: 8 }, [
            route("a", "b", 4),
            route("a", "c", 1),
            route("c", "d", 1),
        ]);
        expect(waited).toEqual([1]);
        expect(census.order).toEqual([0, 2, 1]);
    });

    it("gives the place of an operation that failed to the next one", async () => {
        const failing: Route = { source: "a", target: "b", turns: 1, fails: true };
        const { outcomes } = await runAll({ perSource: 1, perTarget: 1, total: 1 }, [
            failing,
            failing,
            route("a", "b"),
        ]);
        expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "fulfilled"]);
    });

    it("lets go of nothing that it has not got: a turn that did not come takes no place", async () => {
        const gate = new OperationGate({ perSource: 1, perTarget: 1, total: 1 });
        const [ended, end] = later();
        const first = gate.run(operation("first"), patient, () => ended);
        const reasons: string[] = [];
        const second = gate.run(operation("second"), { timeoutMs: 20, onWait: (reason) => reasons.push(reason) }, () =>
            Promise.reject(new Error("never begun")),
        );
        await expect(second).rejects.toMatchObject({
            code: "QUEUE_TIMEOUT",
            details: { property: "migration.timeouts.queue" },
        });
        await expect(second).rejects.toThrow(
            /second \(a -> b\) had no turn within 20 ms; .*first \(1 at once from a\)/,
        );
        expect(reasons).toEqual(["first (1 at once from a)"]);
        const third = gate.run(operation("third"), patient, () => Promise.resolve("third"));
        end();
        await first;
        expect(await third).toBe("third");
        expect(await gate.run(operation("fourth"), patient, () => Promise.resolve("fourth"))).toBe("fourth");
    });

    it("lets in at once what is under way already, and counts it", async () => {
        const gate = new OperationGate({ perSource: 1, perTarget: 1, total: 1 });
        const [ended, end] = later();
        const first = gate.run(operation("first"), patient, () => ended);
        expect(await gate.join(operation("joined"), () => Promise.resolve("joined"))).toBe("joined");
        const [joinedEnded, endJoined] = later();
        const joined = gate.join(operation("joined"), () => joinedEnded);
        end();
        await first;
        const order: string[] = [];
        const next = gate.run(operation("next"), patient, () => Promise.resolve(order.push("next")));
        await nextTurn();
        order.push("joined ends");
        endJoined();
        await Promise.all([joined, next]);
        expect(order).toEqual(["joined ends", "next"]);
    });

    it("lets opposite ways through one after the other at a total of one: nobody holds half of his places", async () => {
        const ways = [
            route("a", "b"),
            route("b", "a"),
            route("b", "c"),
            route("c", "b"),
            route("c", "a"),
            route("a", "c"),
        ];
        const { outcomes, census } = await runAll({ perSource: 1, perTarget: 1, total: 1 }, [...ways, ...ways]);
        expect(outcomes.every(({ status }) => status === "fulfilled")).toBe(true);
        expect(census.order).toEqual(Array.from({ length: 12 }, (_, index) => index));
    });
});

describe("40 zones that leave one host for three others", () => {
    it.each([1, 2, 4])("finish in hardly more than the ideal time at limit %i", async (limit) => {
        jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate"] });
        try {
            const gate = new OperationGate({ perSource: limit, perTarget: limit, total: 8 });
            const moveMs = 100_000;
            const started = performance.now();
            let most = 0;
            let inside = 0;
            const all = Promise.all(
                Array.from({ length: 40 }, (_, index) =>
                    gate.run(
                        { zone: `zone${index}`, source: "old", target: `new${index % 3}` },
                        { timeoutMs: 12 * 3600_000, onWait: () => undefined },
                        async () => {
                            most = Math.max(most, ++inside);
                            await new Promise((resolve) => setTimeout(resolve, moveMs));
                            inside--;
                        },
                    ),
                ),
            );
            let makespan: number | undefined;
            void all.then(() => {
                makespan = performance.now() - started;
            });
            for (let turn = 0; makespan === undefined && turn < 500; turn++) {
                await jest.advanceTimersByTimeAsync(moveMs / 10);
            }
            expect(most).toBe(limit);
            expect(makespan).toBeLessThan(1.1 * moveMs * Math.ceil(40 / limit));
        } finally {
            jest.useRealTimers();
        }
    });
});

import { SolarisError } from "../errors/solarisError";
import { describeSeconds } from "./describeSeconds";

/** How many operations (dry runs and migrations) may be under way at once. */
export interface OperationLimits {
    readonly perSource: number;
    readonly perTarget: number;
    readonly total: number;
}

/** design.md section 4. A dry run boots the zone on the target, so it counts like a migration. */
export const defaultLimits: OperationLimits = { perSource: 2, perTarget: 2, total: 8 };

/** An operation that asks for its turn. */
export interface Operation {
    readonly zone: string;
    readonly source: string;
    readonly target: string;
}

interface Waiting {
    readonly operation: Operation;
    readonly admit: () => void;
}

/**
 * Admits operations within the limits, in order of arrival as far as their hosts allow.
 *
 * An operation takes all its places at once or none, so two that need the same hosts the other way round cannot
 * block each other: zones that swap hosts, or go round in a ring, all get their turn.
 */
export class OperationGate {
    readonly #inside = new Set<Operation>();
    readonly #waiting: Waiting[] = [];

    constructor(private readonly limits: OperationLimits = defaultLimits) {}

    /**
     * Runs an operation once there is room for it.
     *
     * @param queue `timeoutMs`: bound on waiting. `onWait`: told what is being waited for, at once and whenever that
     *     changes.
     * @throws SolarisError QUEUE_TIMEOUT; nothing was begun then.
     */
    async run<T>(
        operation: Operation,
        queue: { readonly timeoutMs: number; readonly onWait: (reason: string) => void },
        work: () => Promise<T>,
    ): Promise<T> {
        if (this.#obstacle(operation) === undefined) {
            this.#inside.add(operation);
        } else {
            await this.#turn(operation, queue);
        }
        return this.#leaveAfter(operation, work);
    }

    /** Runs an operation that is under way already: it takes its places without waiting for them. */
    join<T>(operation: Operation, work: () => Promise<T>): Promise<T> {
        this.#inside.add(operation);
        return this.#leaveAfter(operation, work);
    }

    async #leaveAfter<T>(operation: Operation, work: () => Promise<T>): Promise<T> {
        try {
            return await work();
        } finally {
            this.#inside.delete(operation);
            this.#admitWaiting();
        }
    }

    #turn(
        operation: Operation,
        { timeoutMs, onWait }: { readonly timeoutMs: number; readonly onWait: (reason: string) => void },
    ): Promise<void> {
        return new Promise<void>((resolve, reject) => {
            let said: string | undefined;
            const say = (): void => {
                const reason = this.#obstacle(operation);
                if (reason !== undefined && reason !== said) {
                    said = reason;
                    onWait(reason);
                }
            };
            const done = (): void => {
                clearTimeout(timer);
                clearInterval(ticker);
            };
            const waiting: Waiting = {
                operation,
                admit: () => {
                    done();
                    resolve();
                },
            };
            const timer = setTimeout(() => {
                done();
                this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
                const { zone, source, target } = operation;
                reject(
                    new SolarisError("QUEUE_TIMEOUT", {
                        message: `${zone} (${source} -> ${target}) had no turn within ${describeSeconds(timeoutMs / 1000)}; the last thing waited for: ${said ?? "its turn"}`,
                        property: "migration.timeouts.queue",
                    }),
                );
            }, timeoutMs);
            const ticker = setInterval(say, sayAgainMs);
            this.#waiting.push(waiting);
            say();
        });
    }

    #admitWaiting(): void {
        for (let index = 0; index < this.#waiting.length;) {
            const next = this.#waiting[index];
            if (next === undefined || this.#obstacle(next.operation) !== undefined) {
                index++;
                continue;
            }
            this.#waiting.splice(index, 1);
            this.#inside.add(next.operation);
            next.admit();
        }
    }

    /** What keeps an operation out, in words; undefined where there is room. */
    #obstacle({ source, target }: Operation): string | undefined {
        const inside = [...this.#inside];
        const full = (limit: number, those: Operation[], where: string): string | undefined =>
            those.length < limit
                ? undefined
                : `${those.map(({ zone }) => zone).join(", ")} (${limit} at once ${where})`;
        return (
            full(
                this.limits.perSource,
                inside.filter((other) => other.source === source),
                `from ${source}`,
            ) ??
            full(
                this.limits.perTarget,
                inside.filter((other) => other.target === target),
                `to ${target}`,
            ) ??
            full(this.limits.total, inside, "in all")
        );
    }
}

const sayAgainMs = 5_000;

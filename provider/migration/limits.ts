/** How many operations (dry runs and migrations) may be under way at once. */
export interface OperationLimits {
    readonly perSource: number;
    readonly perTarget: number;
    readonly total: number;
}

/** design.md section 4. A dry run boots the zone on the target, so it counts like a migration. */
export const defaultLimits: OperationLimits = { perSource: 2, perTarget: 2, total: 8 };

interface Waiting {
    readonly source: string;
    readonly target: string;
    readonly admit: () => void;
}

/**
 * Admits operations within the limits, in order of arrival as far as their hosts allow.
 *
 * An operation takes all its places at once or none, so two that need the same hosts the other way round cannot
 * block each other.
 */
export class OperationGate {
    readonly #sources = new Map<string, number>();
    readonly #targets = new Map<string, number>();
    readonly #waiting: Waiting[] = [];
    #total = 0;

    constructor(private readonly limits: OperationLimits = defaultLimits) {}

    /**
     * Runs an operation once there is room for it.
     *
     * @param onWait Called once if the operation has to queue.
     */
    async run<T>(source: string, target: string, onWait: () => void, operation: () => Promise<T>): Promise<T> {
        if (this.#hasRoom(source, target)) {
            this.#enter(source, target);
        } else {
            onWait();
            await new Promise<void>((admit) => this.#waiting.push({ source, target, admit }));
        }
        try {
            return await operation();
        } finally {
            this.#leave(source, target);
        }
    }

    #hasRoom(source: string, target: string): boolean {
        return (
            this.#total < this.limits.total &&
            (this.#sources.get(source) ?? 0) < this.limits.perSource &&
            (this.#targets.get(target) ?? 0) < this.limits.perTarget
        );
    }

    #enter(source: string, target: string): void {
        this.#count(source, target, 1);
    }

    #leave(source: string, target: string): void {
        this.#count(source, target, -1);
        for (let index = 0; index < this.#waiting.length;) {
            const next = this.#waiting[index];
            if (next === undefined || !this.#hasRoom(next.source, next.target)) {
                index++;
                continue;
            }
            this.#waiting.splice(index, 1);
            this.#enter(next.source, next.target);
            next.admit();
        }
    }

    #count(source: string, target: string, step: 1 | -1): void {
        this.#total += step;
        this.#sources.set(source, (this.#sources.get(source) ?? 0) + step);
        this.#targets.set(target, (this.#targets.get(target) ?? 0) + step);
    }
}

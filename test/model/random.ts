/** A reproducible source of choices: the same seed gives the same choices on every machine (mulberry32). */
export class Random {
    #state: number;

    /** @param seed Any whole number; 32 bits of it count. */
    constructor(seed: number) {
        this.#state = seed >>> 0;
    }

    /** At least 0, less than 1. */
    next(): number {
        this.#state = (this.#state + 0x6d2b79f5) >>> 0;
        let mixed = this.#state;
        mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    }

    /** A whole number; both ends are included. */
    between(least: number, most: number): number {
        return least + Math.floor(this.next() * (most - least + 1));
    }

    chance(probability: number): boolean {
        return this.next() < probability;
    }

    /** @throws RangeError where there is nothing to pick from. */
    pick<T>(choices: readonly T[]): T {
        if (choices.length === 0) {
            throw new RangeError("nothing to pick from");
        }
        return choices[Math.floor(this.next() * choices.length)] as T;
    }

    /** One of the values, by their weights. */
    weighted<T>(choices: readonly (readonly [weight: number, value: T])[]): T {
        let left = this.next() * choices.reduce((sum, [weight]) => sum + weight, 0);
        for (const [weight, value] of choices) {
            left -= weight;
            if (left < 0) {
                return value;
            }
        }
        return this.pick(choices)[1];
    }

    /** A source of its own, so that what is drawn from it does not shift what is drawn here. */
    fork(): Random {
        return new Random(Math.floor(this.next() * 2 ** 32));
    }
}

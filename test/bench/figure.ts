/** One measured quantity, with what it should be. */
export interface Figure {
    readonly name: string;
    readonly unit: "bytes" | "ms" | "round trips" | "count" | "ratio";
    /** One number for each repetition, in order. */
    readonly samples: readonly number[];
    readonly aim?: Aim;
}

/** What a figure should be, and whether its median is. */
export interface Aim {
    readonly text: string;
    readonly met: boolean;
}

/** Figures that are to be read side by side; in several of them, those of the same name stand below each other. */
export interface Comparison {
    readonly name: string;
    readonly figures: readonly Figure[];
}

/** The figures that answer one question. */
export interface Section {
    readonly title: string;
    /** What a reader must know to understand the figures. */
    readonly notes: readonly string[];
    readonly figures: readonly Figure[];
    readonly comparisons?: readonly Comparison[];
}

/** The middle of some numbers, and how far they lie apart. */
export interface Spread {
    readonly min: number;
    readonly median: number;
    readonly max: number;
}

/** @throws RangeError for no samples. */
export function spread(samples: readonly number[]): Spread {
    const sorted = [...samples].sort((left, right) => left - right);
    const half = sorted.length >> 1;
    const [min, max, upper] = [sorted[0], sorted.at(-1), sorted[half]];
    const lower = sorted.length % 2 === 0 ? sorted[half - 1] : upper;
    if (min === undefined || max === undefined || upper === undefined || lower === undefined) {
        throw new RangeError("no samples");
    }
    return { min, median: (lower + upper) / 2, max };
}

/** The middle of some numbers. */
export function median(samples: readonly number[]): number {
    return spread(samples).median;
}

/** An aim of the form "at most so many". */
export function atMost(limit: number, samples: readonly number[], text = `at most ${limit}`): Aim {
    return { text, met: median(samples) <= limit };
}

/**
 * How many times as much, round for round: what slowed a whole round of a busy machine drops out.
 *
 * @throws RangeError where there are not as many of one as of the other.
 */
export function ratios(samples: readonly number[], to: readonly number[]): number[] {
    if (samples.length !== to.length) {
        throw new RangeError(`${samples.length} samples against ${to.length}`);
    }
    return samples.map((sample, round) => sample / (to[round] ?? NaN));
}

/** All numbers together. */
export function sum(numbers: readonly number[]): number {
    return numbers.reduce((total, number) => total + number, 0);
}

import { isDeepStrictEqual } from "node:util";
import { asError, mapTexts, SolarisError } from "../errors/solarisError";
import type { Reporter } from "../migration/report";
import { hideSecrets } from "../solaris/configuration/hideSecrets";
import { whileMarked, type IsMarked } from "../solaris/configuration/secrets";
import type { CheckFailure } from "./check";
import type { ZoneContext } from "./context";
import { PartialFailure } from "./partialFailure";
import { formerSecrets, formerSecretsKey, formerTargets } from "./formerSecrets";
import { isWithin, markedLeaves, secretPathsIn, secretPathsKey, withoutValuesAt } from "./secretPaths";
import { isOfOneResource, markedTargets } from "./secretTargets";
import { markedValuesHider } from "./secretTexts";
import { rawInputs, type PropertyBag } from "./state";

const quotingOutputs = new Set(["configDrift", "rebootNeededFor", "warnings"]);

/**
 * Keeps what the program has marked as secrets out of everything that is said of one zone: messages, errors, and the outputs
 * that quote. Stands where texts leave the provider, so that those who make them need not know of it.
 */
export class Discretion {
    readonly #isNeeded: boolean;
    // Truly private, so that they are not printed: they hold the values.
    readonly #news: PropertyBag;
    readonly #olds: PropertyBag;
    readonly #hide: (text: string) => string;
    readonly #isMarked: IsMarked;

    /**
     * @param news The inputs of this run; where a call has none, the outputs of the last one.
     * @param olds The outputs of the last run: what they hold is hidden still.
     */
    constructor(news: PropertyBag, olds: PropertyBag = {}) {
        [this.#news, this.#olds] = [news, olds];
        const bags = [news, olds].filter((bag) => secretPathsIn(bag).length > 0 || bag[formerSecretsKey] !== undefined);
        this.#isNeeded = bags.length > 0;
        const answers = bags.flatMap((bag) => [markedTargets(bag), formerTargets(bag)]);
        this.#isMarked = (target, whole) =>
            isOfOneResource(target, whole) && answers.some((isMarked) => isMarked(target, whole));
        this.#hide = this.#isNeeded ? markedValuesHider(bags, this.#isMarked) : (text) => text;
    }

    /** Does a piece of work in which the marked properties count as secret; what it throws holds none of their values. */
    async during<T>(work: () => Promise<T>): Promise<T> {
        if (!this.#isNeeded) {
            return work();
        }
        try {
            return await whileMarked(this.#isMarked, work);
        } catch (error) {
            throw this.#error(error);
        }
    }

    reporter(reporter: Reporter): Reporter {
        return {
            status: (text) => {
                reporter.status(this.#hide(text));
            },
            info: (text) => {
                reporter.info(this.#hide(text));
            },
            warn: (text) => {
                reporter.warn(this.#hide(text));
            },
        };
    }

    context(context: ZoneContext): ZoneContext {
        return { ...context, reporter: this.reporter(context.reporter) };
    }

    /** Outputs in which no secret is quoted, and that hold none which the engine would store in clear. */
    outputs(outs: PropertyBag): Record<string, unknown> {
        if (!this.#isNeeded) {
            return { ...outs };
        }
        const quoting = Object.entries(outs).map(([key, value]) => [
            key,
            quotingOutputs.has(key) && Array.isArray(value)
                ? value.map((line: unknown) => (typeof line === "string" ? this.#hide(line) : line))
                : value,
        ]);
        const hidden = Object.fromEntries(quoting) as Record<string, unknown>;
        return { ...hidden, ...this.#keptOfOlds(outs), ...formerSecrets(this.#olds, this.#news) };
    }

    /**
     * What was declared when a configuration was last applied stays in the outputs where the new one could not be. The engine
     * encrypts of it what is a secret in the inputs of this run, so of the rest the former secrets are left out: that
     * something was declared there matters, and what it was does not.
     */
    #keptOfOlds(outs: PropertyBag): Record<string, unknown> {
        const isKept = (key: string): boolean => key in outs && !isDeepStrictEqual(outs[key], this.#news[key]);
        const kept = Object.fromEntries(
            ["config", "hostOverrides"].filter(isKept).map((key) => [key, outs[key]] as const),
        );
        const now = secretPathsIn(this.#news);
        const before = secretPathsIn(this.#olds).filter((path) => Object.keys(kept).some((key) => isWithin(path, key)));
        const inClear = before.filter((path) => !now.some((marked) => isWithin(path, marked)));
        return before.length === 0
            ? {}
            : {
                  ...(withoutValuesAt(kept, inClear, rawInputs(this.#news)) as PropertyBag),
                  [secretPathsKey]: [...new Set([...now, ...before])],
              };
    }

    /** A failed check. At a property that is marked even a part of its value is hidden, and a short one. */
    failure({ property, reason }: CheckFailure): CheckFailure {
        const there = [this.#news, this.#olds]
            .flatMap(markedLeaves)
            .filter(({ path }) => isWithin(withDots(path), property));
        return {
            property,
            reason: this.#hide(
                hideSecrets(
                    reason,
                    there.map(({ value }) => String(value)),
                ),
            ),
        };
    }

    #error(error: unknown): unknown {
        if (error instanceof PartialFailure) {
            return new PartialFailure(error.id, this.outputs(error.properties), error.reasons.map(this.#hide));
        }
        if (SolarisError.isInstance(error)) {
            return mapTexts(error, this.#hide);
        }
        // A defect: what it says is not ours, and its stack repeats it.
        const defect = asError(error);
        const hidden = new Error(this.#hide(defect.message));
        hidden.name = defect.name;
        hidden.stack = this.#hide(defect.stack ?? "");
        return hidden;
    }
}

/** A path as failures of checks have it: `config.attrs.0.value`. */
function withDots(path: string): string {
    return path.replaceAll(/\[(?:"((?:[^"\\]|\\.)*)"|(\d+))\]/g, ".$1$2");
}

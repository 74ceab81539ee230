import { randomInt } from "node:crypto";
import fc from "fast-check";

/**
 * fast-check with the seed of this run: the same one in every run, so that what fails was broken by a change and not by the
 * dice. `npm run test:fuzz` tries new inputs, and `FUZZ_SEED=N npm test` those of a seed that a failure names.
 */
const { FUZZ_SEED: asked = "1" } = process.env;
const seed = asked === "random" ? randomInt(2 ** 31) : Number(asked);
if (!Number.isInteger(seed)) {
    throw new Error(`FUZZ_SEED is a whole number or "random", not ${JSON.stringify(asked)}`);
}
fc.configureGlobal({ seed });

export { default } from "fast-check";

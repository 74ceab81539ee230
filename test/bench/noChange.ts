import type { RunResult } from "../engine/runResult";

/** @throws Error with the engine's output where the operation failed. */
export function requireOk(result: RunResult): RunResult {
    if (!result.ok) {
        throw new Error(`the engine failed:\n${result.stdout}${result.stderr}`);
    }
    return result;
}

/** @throws Error where a preview that should have nothing to change plans something, or failed. */
export function requireNoChange(result: RunResult): RunResult {
    const changes = Object.keys(requireOk(result).resourceChanges).filter((change) => change !== "same");
    if (changes.length > 0) {
        throw new Error(`a preview that should change nothing plans: ${changes.join(", ")}\n${result.stdout}`);
    }
    return result;
}

import type { MigrationPhase } from "../../../provider/solaris/migrateTranscript";
import { phaseStatus } from "../../../provider/solaris/migrateTranscript";
import type { RunResult } from "../../engine/runResult";
import type { Scene } from "./zones";

const suspending: MigrationPhase = "suspend";
const pauseMs = 250;

/**
 * Runs `pulumi up`, in which a zone moves and its pause ends only when the provider has seen it begin: of two lines of a log
 * that are read at once nobody can tell how long it was.
 *
 * @returns Also the least and the most seconds that the pause can be taken to have lasted.
 */
export async function upWithPause(
    { fleet, stack }: Scene,
    zone: string,
): Promise<{ result: RunResult; leastPause: number; mostPause: number }> {
    const held = fleet.holdAt({ zone, phase: "suspend" });
    const running = await stack.start("up");
    await held.reached;
    const reachedAt = performance.now();
    await running.waitFor(new RegExp(`migrating: ${phaseStatus[suspending]}`));
    // The clocks of two processes need not agree on the last millisecond.
    const leastPause = (pauseMs - 10) / 1000;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    held.letGo();
    const result = await running.result;
    return { result, leastPause, mostPause: (performance.now() - reachedAt) / 1000 };
}

import { pause } from "./pause";

// The lock lasts as long as one command. One that is held longer is told.
const usualPatienceMs = 60_000;
const pollMs = 1_000;

/**
 * Repeats what another zoneadm keeps out (solaris-facts 6 [A]), until it is let in or patience ends.
 *
 * @param keptOut Whether the lock has kept an attempt out.
 * @param onWait Called before each wait.
 * @returns What came of the last attempt.
 */
export async function untilUnlocked<T>(
    attempt: () => Promise<T>,
    keptOut: (made: T) => boolean,
    { patienceMs = usualPatienceMs, onWait }: { readonly patienceMs?: number; readonly onWait?: () => void } = {},
): Promise<T> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
        const made = await attempt();
        if (!keptOut(made) || performance.now() > deadline) {
            return made;
        }
        onWait?.();
        await pause(pollMs);
    }
}

import { SolarisError } from "../errors/solarisError";
import { whileShowing, type Reporter } from "../migration/report";
import { callFailure } from "../solaris/callFailure";
import type { SolarisHosts } from "../solaris/hosts";
import type { ToolCall } from "../solaris/tool";

const lockHeld = /another zoneadm may have an operation in progress/i;

// The lock lasts as long as one command; a longer one is told.
const lockPatienceMs = 60_000;
const lockPollMs = 1_000;

/**
 * Runs a call that changes something on a host, and waits where another zoneadm holds the zone's lock
 * (solaris-facts 6 [A]).
 *
 * @param status What a person reads meanwhile.
 * @param patienceMs How long the lock is waited for.
 * @returns Why it did not do its work, as far as that was told; undefined where it has.
 */
export async function perform(
    hosts: SolarisHosts,
    host: string,
    call: ToolCall,
    reporter: Reporter,
    { status, patienceMs = lockPatienceMs }: { readonly status: string; readonly patienceMs?: number },
): Promise<SolarisError | undefined> {
    const deadline = performance.now() + patienceMs;
    return whileShowing(
        reporter,
        () => status,
        async () => {
            for (;;) {
                const failure = await attempt(hosts, host, call);
                if (failure === undefined || !isLocked(failure) || performance.now() > deadline) {
                    return failure;
                }
                await pause(lockPollMs);
            }
        },
    );
}

/** Whether another zoneadm held the zone's lock. */
export function isLocked({ details }: SolarisError): boolean {
    return details.lines?.some((line) => lockHeld.test(line)) === true;
}

/** Whether it is not known how a call has ended: it may have done its work, or be at it. */
export function isUntold({ code }: SolarisError): boolean {
    return code === "CONNECTION_LOST" || code === "COMMAND_TIMEOUT";
}

// How often in a row it is looked at how a call has ended; a link that breaks each time is given up.
const untoldInARow = 2;
const lookAgainMs = 1_000;

/** The calls of a run of which it was not told how they have ended: what they did is looked at. */
export class UntoldEnds {
    #count = 0;

    /**
     * Lets a call pass that has done its work, and after a moment one of which that is not known.
     *
     * @param failure What {@link perform} has returned.
     * @returns Whether it is known to have done its work.
     * @throws SolarisError the failure of one that is known not to have done it, or of one too many of which that is not known.
     */
    async require(failure: SolarisError | undefined): Promise<boolean> {
        if (failure === undefined) {
            this.#count = 0;
            return true;
        }
        this.#count++;
        if (!isUntold(failure) || this.#count > untoldInARow) {
            throw failure;
        }
        await pause(lookAgainMs);
        return false;
    }
}

/** Waits, in milliseconds. */
export function pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function attempt(hosts: SolarisHosts, host: string, call: ToolCall): Promise<SolarisError | undefined> {
    hosts.forget(host);
    try {
        const result = await hosts.call(host, call);
        return result.kind === "exited" && result.exitCode === 0 ? undefined : callFailure(host, call.name, result);
    } catch (error) {
        if (!SolarisError.isInstance(error)) {
            throw error;
        }
        return error;
    } finally {
        hosts.forget(host);
    }
}

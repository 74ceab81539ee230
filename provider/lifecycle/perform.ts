import type { SolarisError } from "../errors/solarisError";
import { whileShowing, type Reporter } from "../migration/report";
import { untilUnlocked } from "../migration/untilUnlocked";
import { attemptCall } from "../solaris/attemptCall";
import type { SolarisHosts } from "../solaris/hosts";
import type { ToolCall } from "../solaris/tool";
import { isKeptOut } from "../solaris/zoneLock";

/**
 * Runs a call that changes something on a host, and waits where another zoneadm holds the zone's lock.
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
    { status, ...patience }: { readonly status: string; readonly patienceMs?: number },
): Promise<SolarisError | undefined> {
    return whileShowing(
        reporter,
        () => status,
        () =>
            untilUnlocked(
                () => attempt(hosts, host, call),
                (failure) => isKeptOut(failure?.details.lines),
                patience,
            ),
    );
}

async function attempt(hosts: SolarisHosts, host: string, call: ToolCall): Promise<SolarisError | undefined> {
    hosts.forget(host);
    try {
        return await attemptCall(hosts, host, call);
    } finally {
        hosts.forget(host);
    }
}

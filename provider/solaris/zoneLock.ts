/**
 * How zoneadm says that another one holds the zone's lock (solaris-facts 6 [A]). It has not done anything by then, and may
 * simply be run again.
 */
export const lockHeld = /another zoneadm may have an operation in progress/i;

/** Whether a call was kept out by another zoneadm that holds the zone's lock. */
export function isKeptOut(lines: readonly string[] = []): boolean {
    return lines.some((line) => lockHeld.test(line));
}

/** Whether zoneadm or zonecfg says that there is no zone of that name (solaris-facts 6 [A]). */
export function saysNoSuchZone(lines: readonly string[] = []): boolean {
    return lines.some((line) => /no such zone/i.test(line));
}

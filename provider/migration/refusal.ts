import { failureText } from "../solaris/migrateTranscript";
import { lockHeld } from "../solaris/zoneLock";

/** The move that was refused. */
export interface RefusedMove {
    readonly zone: string;
    readonly from: string;
    readonly to: string;
}

/** What a refusal by Solaris means for this move, in the user's terms. */
export interface RefusalExplanation {
    readonly message: string;
    readonly remedy: string;
}

interface KnownRefusal {
    readonly pattern: RegExp;
    readonly explain: (match: RegExpExecArray, move: RefusedMove) => RefusalExplanation;
}

// Texts of solaris-facts 2.7 and 4.3, all [C]. A refusal that is not among them is shown in Solaris's own words alone.
const knownRefusals: readonly KnownRefusal[] = [
    {
        pattern: /(\d+) active VCPUs, more than the configured virtual-cpu maximum of (\d+)/i,
        explain: ([, active, maximum], { zone, to }) => ({
            message: `${zone} has ${active ?? "?"} active vCPUs, but its configuration on ${to} allows ${maximum ?? "?"}`,
            remedy:
                `Either allow them on ${to}: zonecfg -z ${zone} 'select virtual-cpu; set ncpus=${active ?? "N"}; end'\n` +
                `or delete the configuration on ${to}, so that the source's is imported: zonecfg -z ${zone} delete -F`,
        }),
    },
    {
        // The names of the list all have a hyphen, by which its end is found if more lines follow.
        pattern:
            /cipher (\S+) not supported by destination(?:.*?destination supports:((?: [a-z0-9]+(?:-[a-z0-9]+)+)+))?/i,
        explain: ([, cipher, supported], { to }) => ({
            message: `${to} does not support the cipher ${cipher ?? "asked for"}`,
            remedy: `Set migration.cipher to one that it supports${supported === undefined ? "" : ` (${supported.trim().split(/\s+/).join(", ")})`}, or leave it out.`,
        }),
    },
    {
        pattern: /Not enough contiguous free memory pages to allocate capped-memory:physical value of (\S+)/i,
        explain: ([, size], { zone, to }) => ({
            message: `${to} has not enough contiguous free memory for the ${size ?? "memory"} of ${zone}`,
            remedy: `Free memory on ${to}, reserve some for kernel zones there (memory-reserve(8s)), or choose another host.`,
        }),
    },
    {
        pattern: /capped-memory:pagesize value (\S+) is not supported on this host/i,
        explain: ([, size], { to }) => ({
            message: `${to} does not support the page size ${size ?? "asked for"}`,
            remedy: "Choose a host that does, or change capped-memory:pagesize-policy of the zone (needs a reboot of the zone).",
        }),
    },
    {
        pattern: /On line \d+:\s*(\S+): Invalid argument/i,
        explain: ([, value], { zone, to }) => ({
            message: `${to} does not know the value ${value ?? "?"} in the configuration of ${zone}`,
            remedy: `${to} most likely runs an older Solaris release. Update it, or take the value out of the zone's configuration (needs a reboot of the zone).`,
        }),
    },
    {
        pattern: /configuration check failed:.*?error: (Suspended image .*)/i,
        explain: ([, reason], { to }) => ({
            message: `the running image does not fit ${to}: ${(reason ?? "").trim()}`,
            remedy: "The zone needs a cpu-arch that both hosts have (zonecfg: cpu-arch), and a reboot to take it.",
        }),
    },
    {
        pattern: lockHeld,
        explain: (_match, { zone }) => ({
            message: `somebody else is working on ${zone} with zoneadm right now`,
            remedy: "Wait until that is done, then try again.",
        }),
    },
    {
        pattern: /(?:illegal|invalid|unknown) option|usage:.*\bmigrate\b/i,
        explain: (_match, { from }) => ({
            message: `zoneadm on ${from} does not know an option of this call; it is of an older release`,
            remedy: 'Leave migration.dryRun at "required", so that the dry run finds out what this release takes, and leave migration.cipher and migration.overwriteTargetConfig out.',
        }),
    },
    {
        pattern: /only a privileged user|not authorized|authorization/i,
        explain: (_match, { zone }) => ({
            message: `the login lacks the rights to migrate ${zone}`,
            remedy: "Give it the profiles Zone Migration and Zone Configuration on both hosts, and set `privilege` to pfexec or sudo.",
        }),
    },
];

/** Reads the cause out of Solaris's lines, where it is one that is known. */
export function explainRefusal(lines: readonly string[], move: RefusedMove): RefusalExplanation | undefined {
    const text = failureText(lines);
    for (const { pattern, explain } of knownRefusals) {
        const match = pattern.exec(text);
        if (match !== null) {
            return explain(match, move);
        }
    }
    return undefined;
}

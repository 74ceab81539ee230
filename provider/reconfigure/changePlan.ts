import { effectOf, type Effect } from "../solaris/configuration/effects";
import { editsBetween, type Edit } from "../solaris/configuration/edits";
import type { ConfigurationDocument } from "../solaris/configuration/document";
import { parseMemory } from "../solaris/memorySize";

/** What a change of a zone's configuration consists of. */
export interface ChangePlan {
    /** Edits of the stored configuration. They outlast a reboot. */
    readonly stored: readonly Edit[];
    /** Edits of the running zone that Solaris documents to work at once. */
    readonly live: readonly Edit[];
    /** Edits of the running zone of which that is not confirmed: each is tried by itself, and read back. */
    readonly attempted: readonly Edit[];
    /** What the running zone has only after a reboot. */
    readonly atBoot: readonly Edit[];
    /** The configuration under which the zone runs, which decides what can be changed at once; absent where it does not run. */
    readonly running?: ConfigurationDocument;
    /** Edits that cannot be made to a zone that exists. Where there are any, none of the others is made. */
    readonly impossible: readonly Edit[];
}

/** How a configuration that is found becomes the wished one. Called for the stored and for the running one. */
export type Wish = (found: ConfigurationDocument) => ConfigurationDocument;

/**
 * Plans a change. Pure.
 *
 * @param running The running configuration; undefined for a zone that does not run, whose next boot takes everything.
 */
export function planChange(
    stored: ConfigurationDocument,
    running: ConfigurationDocument | undefined,
    wish: Wish,
): ChangePlan {
    const storedEdits = editsBetween(stored, wish(stored));
    const ofRunning = running === undefined ? [] : editsBetween(running, wish(running));
    const having = (edits: readonly Edit[], wanted: Effect): Edit[] =>
        edits.filter((edit) => effectOf(edit, running).effect === wanted);
    return {
        stored: storedEdits.filter((edit) => effectOf(edit).effect !== "never"),
        live: having(ofRunning, "live"),
        attempted: having(ofRunning, "liveUnconfirmed"),
        atBoot: having(ofRunning, "nextBoot"),
        impossible: having(storedEdits, "never"),
        ...(running === undefined ? {} : { running }),
    };
}

/** Whether a change has anything to do. */
export function isEmptyChange({ stored, live, attempted, atBoot, impossible }: ChangePlan): boolean {
    return [stored, live, attempted, atBoot, impossible].every((edits) => edits.length === 0);
}

/**
 * What has to be done before a move to another host and what only after it: memory that shrinks is given back first, so
 * that the target has to find less; everything else waits, because both hosts must have the same configuration while the
 * zone moves (solaris-facts 4.1 [C]). Of a zone that is shut down for the move everything comes first, so that it comes up
 * under it and is down once. Lower-links are no part of either: the move itself takes them along.
 *
 * @param shutsDown Whether the zone runs and is shut down for the move.
 * @returns The edits, of the stored configuration, that come before the move.
 */
export function editsBeforeMove(
    { stored, running }: Pick<ChangePlan, "stored" | "running">,
    shutsDown: boolean,
): Edit[] {
    if (shutsDown) {
        return stored.filter((edit) => !isLowerLink(edit));
    }
    return stored.filter((edit) => {
        if (
            edit.kind !== "set" ||
            edit.target.resource?.type !== "capped-memory" ||
            edit.target.property !== "physical" ||
            // What the running zone would not feel only makes its two configurations differ, which is in the way of a move.
            running === undefined ||
            effectOf(edit, running).effect !== "live"
        ) {
            return false;
        }
        const [from, to] = [parseMemory(edit.from[0] ?? ""), parseMemory(edit.to[0] ?? "")];
        return from !== undefined && to !== undefined && to < from;
    });
}

/** Whether an edit is of an anet's lower-link, which the move takes along: the target's configuration is made with it. */
export function isLowerLink({ kind, target }: Edit): boolean {
    return kind === "set" && target.resource?.type === "anet" && target.property === "lower-link";
}

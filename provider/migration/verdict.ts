import type { Sighting } from "./sighting";
import { verdictTable, type VerdictKind, type VerdictRow } from "./verdictTable";
import { viewOf, type HostView } from "./view";

/** What became of a move, judged from both hosts alone. */
export interface Verdict {
    readonly kind: VerdictKind;
    readonly row: VerdictRow;
}

/** Everything that decides: what each host shows, and whether the job that moves the zone still runs. */
export interface Picture {
    readonly source: HostView;
    readonly target: HostView;
    readonly jobRuns: boolean;
}

/** Judges a move by what source and target show; the caller decides how long to go on looking. */
export function judge(source: Sighting, target: Sighting, uuid: string | undefined, jobRuns = false): Verdict {
    return judgePicture({ source: viewOf(source, uuid), target: viewOf(target, uuid), jobRuns });
}

/** The row of the table that fits a picture. */
export function judgePicture({ source, target, jobRuns }: Picture): Verdict {
    const row = verdictTable.find(
        (candidate) =>
            (candidate.job === undefined || jobRuns) &&
            candidate.source.includes(source) &&
            candidate.target.includes(target),
    );
    if (row === undefined) {
        throw new TypeError(`no row of the table of verdicts fits ${source}, ${target}`);
    }
    return { kind: row.verdict, row };
}

/** Whether the zone runs on the target, whatever is left to do on the source. */
export function hasMoved({ kind }: Verdict): boolean {
    return kind === "migrated" || kind === "migratedNotDetached" || kind === "migratedSourceUnknown";
}

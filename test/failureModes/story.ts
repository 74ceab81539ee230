import type { KernelZoneObservation } from "../../provider/kernelZone/state";
import type { Fleet } from "../solaris";

/** What a person reads of one `preview` or `update`. */
export interface Said {
    /** Absent: it succeeds. */
    readonly refusal?: Refusal;
    /** The codes of all findings that are told, sorted; no other one may be told. */
    readonly findings: readonly string[];
    /** Parts of what stays on the zone's row. */
    readonly tells: readonly string[];
}

/** An error, by what is certain of it: a wording that is invented is not in here, but is still looked for. */
export interface Refusal {
    readonly code: string;
    /** The host that it names as its place. */
    readonly host?: string;
    /** Values of both sides, and lines of Solaris's own that are confirmed. */
    readonly quotes: readonly string[];
    /** A part of the way out. */
    readonly wayOut: string;
}

type Observed = Partial<Pick<KernelZoneObservation, "currentHost" | "zoneState" | "unfinishedOn">> & {
    /** A part of each warning, in order; default none. */
    readonly warnings?: readonly string[];
};

/** What the hosts keep of our own: jobs that nobody has finished, jobs set aside for a person, locks. */
export interface Records {
    readonly open: number;
    readonly kept: number;
    readonly locks: number;
}

/** One way into a failure, and everything that follows. Source and target are global1 and global2 throughout. */
export interface Story {
    readonly number: number;
    /** Default: the failure as such. */
    readonly variant?: string;
    /**
     * `clock`: the verbs run in the test's own process under a clock that jumps over idle time, because the provider
     * waits for minutes. Default: through a provider process.
     */
    readonly by?: "clock";
    readonly preview: Said;
    readonly update: Said;
    /** States of kzone1 on both hosts after the update. */
    readonly holds: readonly [string, string];
    /** Default: nothing. */
    readonly records?: Partial<Records>;
    /** What the failed update writes into the state; absent: nothing, the old state stays. */
    readonly state?: Observed;
    /** The zone is where it shall be, in spite of what `state` says: no run follows. */
    readonly isSettled?: true;
    /** The next run with the cause still there; what is absent is as the first time. */
    readonly again?: {
        readonly preview?: Said;
        readonly update?: Said;
        readonly state?: Observed;
        readonly records?: Partial<Records>;
    };
    /** The next run where the cause has passed by itself, in place of `again`: it ends in the wish. */
    readonly converges?: { readonly preview: Said; readonly update: Said; readonly records?: Partial<Records> };
    /** What a person does on the hosts. */
    readonly mend?: (fleet: Fleet) => unknown;
    /** What a person changes in the program. */
    readonly rewrite?: Readonly<Record<string, unknown>>;
    /** The run after that; absent where only a person can end it, by means that are not ours to try. */
    readonly mended?: {
        readonly preview: Said;
        readonly update: Said;
        /** Default: gone from global1, running on global2. */
        readonly holds?: readonly [string, string];
        readonly zoneState?: KernelZoneObservation["zoneState"];
        /** A part of each warning that stays in the state; default none. */
        readonly warnings?: readonly string[];
        readonly records?: Partial<Records>;
    };
    /** How often a real `zoneadm migrate` runs in the whole story. */
    readonly migrations: number;
    /** Set for the one failure that begins with a second copy. */
    readonly secondCopies?: number;
}

/** It succeeds, and tells this. */
export function passes(tells: readonly string[] = [], findings: readonly string[] = []): Said {
    return { tells, findings };
}

/** It succeeds after a dry run that passed. */
export function previews(findings: readonly string[] = []): Said {
    return passes(["migration of kzone1", "dry run passed; global2 is as it was before"], findings);
}

/** It succeeds and the zone has moved. */
export const moves = passes(["moved global1 -> global2 in "]);

/** It finds that the zone has moved; how long that took was not watched to the end, and is not claimed. */
export const hasMoved = passes(["moved global1 -> global2 (begun "]);

/** It has nothing to say. */
export const silence: Said = { tells: [], findings: [] };

/** It fails. */
export function refuses(
    code: string,
    wayOut: string,
    {
        host,
        quotes = [],
        findings = [],
        tells = [],
    }: Partial<Omit<Refusal, "code" | "wayOut"> & Omit<Said, "refusal">> = {},
): Said {
    return { refusal: { code, wayOut, quotes, ...(host === undefined ? {} : { host }) }, findings, tells };
}

/** The dry run is refused, on the source. */
export function dryRunRefused(wayOut: string, quotes: readonly string[] = [], findings: readonly string[] = []): Said {
    return refuses("DRY_RUN_REFUSED", wayOut, {
        host: "global1",
        quotes: ["Solaris refuses to move kzone1 from global1 to global2", "command zoneadm migrate -n", ...quotes],
        findings,
    });
}

/** The migration fails, and the zone runs on the source as before. */
export function migrationFailed(wayOut: string, quotes: readonly string[] = []): Said {
    return refuses("MIGRATION_FAILED", wayOut, {
        host: "global1",
        quotes: [
            "kzone1 did not move to global2",
            "it runs on global1 as before",
            "command zoneadm migrate, exit code 1",
            ...quotes,
        ],
    });
}

/** Without the findings: only a preview tells those that do not stand in the way. */
export function withoutFindings({ refusal, tells }: Said): Said {
    return { ...(refusal === undefined ? {} : { refusal }), findings: [], tells };
}

/** For a refusal in whose lines nothing is confirmed. */
export const mendWhatSolarisNames = "Mend what Solaris names in its lines, then run `pulumi preview` again.";
export const mendThenUp = "Mend what Solaris names in its lines, then run `pulumi up` again.";

/** A failure that a preview finds and an update finds again, before anything was begun. */
export function foundBefore(
    number: number,
    preview: Said,
    rest: Partial<Omit<Story, "number" | "preview" | "mended">> & { readonly afterwards?: readonly string[] },
): Story {
    const { afterwards = [], ...parts } = rest;
    const canBeMended = parts.mend !== undefined || parts.rewrite !== undefined;
    return {
        number,
        preview,
        update: withoutFindings(preview),
        holds: ["running", "absent"],
        migrations: canBeMended ? 1 : 0,
        ...(canBeMended ? { mended: { preview: previews(afterwards), update: moves } } : {}),
        ...parts,
    };
}

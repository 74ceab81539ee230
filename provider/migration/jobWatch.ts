import type { OutputLine } from "../transport/command";
import { parseWord, type JobStatus } from "../solaris/job/jobCalls";
import { phaseOf, phaseStatus } from "../solaris/migrateTranscript";
import { ConfigurationRedactor } from "../solaris/redact";
import { statusText, type Reporter } from "./report";
import { describeSeconds } from "./describeSeconds";
import { endsWatching, judgeTime, type TimeLimits, type TimeVerdict } from "./timeLimits";

const tickMs = 1_000;

/** The status of a job, and of its main step, until a line says more. */
const starting = "starting";

/** What a person reads about a job, by what it does. */
export interface JobWords {
    /** Before each status: `migrating: copying memory`. */
    readonly doing: string;
    /** What is under way: `the migration`. */
    readonly work: string;
    /** What a line of Solaris's says of how far it is, in a few words; undefined where it does not. */
    readonly statusOf: (line: string) => string | undefined;
}

/** Of a move: only the phases that Solaris announces are shown, in words of our own. */
export const migrationWords: JobWords = {
    doing: "migrating",
    work: "the migration",
    statusOf: (line) => {
        const phase = phaseOf(line);
        return phase === undefined ? undefined : phaseStatus[phase];
    },
};

/** How a job's own words end. */
export type ToldEnd =
    | { readonly kind: "ended"; readonly status: JobStatus }
    | { readonly kind: "died" }
    | { readonly kind: "gone" }
    | { readonly kind: "unsafe"; readonly reason: string }
    | { readonly kind: "refused"; readonly reason: string };

/**
 * Listens to a job: keeps its transcript, shows what it is doing, and looks at the clock. One watch lasts for as long as a
 * job is followed, over every connection that it takes.
 */
export class JobWatch {
    /** zoneadm's lines so far, with the moments at which they came. */
    readonly lines: OutputLine[] = [];
    #end: ToldEnd | undefined;
    #begun = false;
    #status: string | undefined;
    /** Lines of the log that have been heard, those of its own steps included. */
    #heard = 0;
    readonly #redactor = new ConfigurationRedactor();
    #changedAt = performance.now();
    #warned: TimeVerdict = "inTime";
    readonly #timer: NodeJS.Timeout;
    readonly #abort = new AbortController();

    /**
     * @param id The job's id, by which it marks its steps in the log.
     * @param startedAt When the job was started, on this process's monotonic clock; in the past for one of an earlier run.
     */
    constructor(
        private readonly id: string,
        private readonly what: string,
        private readonly limits: TimeLimits,
        private readonly reporter: Reporter,
        private readonly startedAt: number,
        private readonly words: JobWords = migrationWords,
    ) {
        this.#timer = setInterval(() => {
            this.#lookAtClock();
        }, tickMs);
    }

    /** What the job itself has told of its end; undefined until then. */
    get end(): ToldEnd | undefined {
        return this.#end;
    }

    /** Whether the job is known to have begun its first step. Until then nothing was done to the zone. */
    get begun(): boolean {
        return this.#begun;
    }

    /** Set off when watching ends though the job has not. */
    get overtime(): AbortSignal {
        return this.#abort.signal;
    }

    /** What is being done, in a few words. */
    get status(): string {
        return this.#status ?? starting;
    }

    /** Bound on one more call that follows the job, in milliseconds: the clock above ends it before. */
    get remainingMs(): number {
        return this.limits.hardMs - (performance.now() - this.startedAt) + 60_000;
    }

    /**
     * @param answered Called whenever it is the job that speaks, and not a login script.
     * @returns A listener for one call; a later call tells the log from its beginning again.
     */
    listener(mark: string, answered: () => void): (line: OutputLine) => void {
        let known = this.#heard;
        return (line) => {
            const word = parseWord(mark, line);
            if (word === undefined) {
                return;
            }
            answered();
            switch (word.kind) {
                case "started":
                    return;
                case "log":
                    if (known > 0) {
                        known--;
                        return;
                    }
                    this.#heard++;
                    if (!this.#isStep(word.text)) {
                        this.hear({ stream: "stderr", text: word.text, at: line.at });
                    }
                    return;
                case "status":
                    this.#end = { kind: "ended", status: word.status };
                    return;
                default:
                    this.#end = word;
            }
        };
    }

    /** Something else than a line has changed, such as the link. What is shown already is not shown again. */
    say(status: string): void {
        if (status === this.#status) {
            return;
        }
        this.#status = status;
        this.reporter.status(statusText(status, { doing: this.words.doing }));
    }

    /** A step has begun. */
    beginStep(step: string): void {
        this.#begun = true;
        this.#changedAt = performance.now();
        this.say(stepStatus[step] ?? step);
    }

    /** A line that zoneadm has printed. */
    hear(line: OutputLine): void {
        this.#changedAt = performance.now();
        this.lines.push(line);
        const status = this.words.statusOf(this.#redactor.line(line.text) ?? "");
        if (status !== undefined) {
            this.say(status);
        }
    }

    stop(): void {
        clearInterval(this.#timer);
    }

    #isStep(text: string): boolean {
        const step = new RegExp(`@${this.id} step (\\S+)$`).exec(text)?.[1];
        if (step !== undefined) {
            this.beginStep(step);
        }
        return step !== undefined;
    }

    #lookAtClock(): void {
        const now = performance.now();
        const elapsed = now - this.startedAt;
        const verdict = judgeTime(elapsed, now - this.#changedAt, this.limits);
        if (Math.floor(elapsed / 5_000) !== Math.floor((elapsed - tickMs) / 5_000)) {
            this.reporter.status(statusText(this.status, { doing: this.words.doing, seconds: elapsed / 1000 }));
        }
        if (verdict === "inTime") {
            this.#warned = verdict;
            return;
        }
        if (endsWatching(verdict, this.limits)) {
            this.#abort.abort(new Overtime(verdict));
            return;
        }
        if (verdict !== this.#warned) {
            this.#warned = verdict;
            this.reporter.warn(this.#lateText(verdict));
        }
    }

    #lateText(verdict: Exclude<TimeVerdict, "inTime">): string {
        const { totalMs, stallMs, hardMs } = this.limits;
        const end = `it is not stopped; watched until ${describeSeconds(hardMs / 1000)} have passed`;
        return verdict === "stalled"
            ? `${this.what}: nothing has changed for ${describeSeconds(stallMs / 1000)} (${this.status}); ${end}`
            : `${this.what}: takes longer than the ${describeSeconds(totalMs / 1000)} allowed for it (${this.status}); ${end}`;
    }
}

/** Watching has ended by the clock; what is watched goes on. */
export class Overtime extends Error {
    override readonly name = "Overtime";

    constructor(readonly verdict: Exclude<TimeVerdict, "inTime">) {
        super(`no longer watched: ${verdict}`);
    }
}

const stepStatus: Readonly<Record<string, string>> = {
    shutdown: "shutting the zone down",
    suspend: "suspending the zone",
    dryRun: "dry run of the stopped zone",
    migrate: starting,
    install: starting,
};

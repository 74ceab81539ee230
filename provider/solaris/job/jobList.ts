import type { OutputLine } from "../../transport/command";
import { parseStatus, saidIn, type JobStatus } from "./jobCalls";
import { parseRequest, type JobOrigin, type JobRequest } from "./jobRequest";

/** A job that nobody has finished yet: its request, how far it is, and its log. */
export interface Job extends JobRequest, JobOrigin {
    readonly state: JobState;
    readonly log: readonly string[];
    /** The host's clock when the job was looked at, ISO 8601. */
    readonly now?: string;
}

/** Whether a job goes on. `starting`: made, and its process has not said anything yet. `dead`: it ended without a status. */
export type JobState =
    | { readonly kind: "starting" }
    | { readonly kind: "alive" }
    | { readonly kind: "dead" }
    | { readonly kind: "ended"; readonly status: JobStatus };

/** What the list of jobs tells. */
export interface JobListing {
    readonly jobs: readonly Job[];
    /** Why the directory for jobs cannot be trusted; its content is not looked at then. */
    readonly unsafe?: string;
}

interface Entry {
    request: string[];
    log: string[];
    state: JobState | undefined;
}

/**
 * Reads what the list script prints.
 *
 * @returns undefined where the answer is not complete.
 */
export function parseJobList(
    mark: string,
    lines: readonly Pick<OutputLine, "stream" | "text">[],
): JobListing | undefined {
    const entries: Entry[] = [];
    let now: string | undefined;
    let unsafe: string | undefined;
    let complete = false;
    for (const line of lines) {
        const said = saidIn(mark, line);
        if (said === undefined) {
            continue;
        }
        const [word = ""] = said.split(" ", 1);
        const rest = said.slice(word.length + 1);
        const entry = entries.at(-1);
        switch (word) {
            case "now":
                now = rest;
                break;
            case "job":
                entries.push({ request: [], log: [], state: undefined });
                break;
            case "request":
                entry?.request.push(rest);
                break;
            case "log":
                entry?.log.push(rest);
                break;
            case "status":
                setState(entry, { kind: "ended", status: parseStatus(rest) });
                break;
            case "starting":
            case "alive":
            case "dead":
                setState(entry, { kind: word });
                break;
            case "unsafe":
                unsafe = rest;
                break;
            case "end":
                complete = true;
                break;
        }
    }
    if (!complete) {
        return undefined;
    }
    const jobs = entries.flatMap(({ request, log, state }): Job[] => {
        const parsed = parseRequest(request);
        // A directory whose request was never written is one whose job was never started.
        return parsed === undefined || state === undefined
            ? []
            : [{ ...parsed, state, log, ...(now === undefined ? {} : { now }) }];
    });
    return { jobs, ...(unsafe === undefined ? {} : { unsafe }) };
}

function setState(entry: Entry | undefined, state: JobState): void {
    if (entry !== undefined) {
        entry.state = state;
    }
}

import { randomBytes } from "node:crypto";
import type { OutputLine } from "../../transport/command";
import { scriptCall, type ToolCall } from "../tool";
import { requestLines, type JobRequest } from "./jobRequest";
import { finishScript, keepScript, removeScript, stopScript } from "./scripts/endScripts";
import { followScript } from "./scripts/followScript";
import { jobScript, type JobStep } from "./scripts/jobScript";
import { listScript } from "./scripts/listScript";
import { startScript } from "./scripts/startScript";

/** A call of one of the job scripts, with the mark by which the script's own words are known. */
export interface JobCall {
    readonly call: ToolCall;
    readonly mark: string;
}

/** What a script that starts or follows a job says. */
export type JobWord =
    /** Nothing was started: the directory for jobs is not ours alone. */
    | { readonly kind: "unsafe"; readonly reason: string }
    /** Nothing was started: the host cannot run it detached. */
    | { readonly kind: "refused"; readonly reason: string }
    | { readonly kind: "started" }
    | { readonly kind: "log"; readonly text: string }
    /** The job has ended. */
    | { readonly kind: "status"; readonly status: JobStatus }
    /** The job's process is gone and has left no status. */
    | { readonly kind: "died" }
    /** There is no such job. */
    | { readonly kind: "gone" };

/** How a job ended: all steps done, the step that failed, held up by another job, or stopped between two steps. */
export type JobStatus =
    | { readonly kind: "done" }
    | { readonly kind: "failed"; readonly step: string; readonly exitCode: number }
    | { readonly kind: "held"; readonly by: string }
    | { readonly kind: "stopped" };

const quickTimeoutMs = 60_000;

/** Makes a job's directory, starts it detached and follows it. Changes something: never repeated. */
export function startJob(request: JobRequest, steps: readonly JobStep[], timeoutMs: number): JobCall {
    const job = jobScript(request.zone, request.id, steps);
    return markedCall("start of the migration job", startScript(requestLines(request), job), {
        args: [request.zone, request.id],
        timeoutMs,
        reads: false,
    });
}

/** Follows a job that is under way. Not shared and not repeated: its lines are for one listener. */
export function followJob(zone: string, id: string, timeoutMs: number): JobCall {
    return markedCall("following the migration job", followScript, { args: [zone, id], timeoutMs, reads: false });
}

/** Lists the jobs of all zones that nobody has finished. */
export function listJobs(): JobCall {
    return markedCall("list of migration jobs", listScript, { args: [], timeoutMs: quickTimeoutMs, reads: true });
}

/** Removes a job that has done its work. */
export function removeJob(zone: string, id: string): JobCall {
    return markedCall("removal of the migration job", removeScript, {
        args: [zone, id],
        timeoutMs: quickTimeoutMs,
        reads: false,
    });
}

/**
 * Runs the last command of a job whose work is done, and removes the job if that has succeeded.
 *
 * @param command Its argument vector, with what gives it its rights.
 */
export function finishJob(zone: string, id: string, command: readonly string[]): ToolCall {
    return markedCall("zonecfg delete -F", finishScript(command), {
        args: [zone, id],
        timeoutMs: quickTimeoutMs,
        reads: false,
    }).call;
}

/** Sets a failed job aside, where a person can look at it. */
export function keepJob(zone: string, id: string): JobCall {
    return markedCall("setting the migration job aside", keepScript, {
        args: [zone, id],
        timeoutMs: quickTimeoutMs,
        reads: false,
    });
}

/** Asks a job not to begin another step. */
export function stopJob(zone: string, id: string): JobCall {
    return markedCall("stopping the migration job", stopScript, {
        args: [zone, id],
        timeoutMs: quickTimeoutMs,
        reads: false,
    });
}

/** A new job's id. */
export function newJobId(): string {
    return randomBytes(6).toString("hex");
}

function markedCall(
    name: string,
    script: string,
    { args, timeoutMs, reads }: { args: readonly string[]; timeoutMs: number; reads: boolean },
): JobCall {
    const mark = `@${randomBytes(6).toString("hex")}:`;
    return { call: { ...scriptCall(name, script, mark, ...args), reads, timeoutMs }, mark };
}

/**
 * What a script says in a line, between its marks; undefined for a line of somebody else, or one that was cut off. A login
 * can print something without a newline at its end, and then the first word stands behind that.
 */
export function saidIn(mark: string, { stream, text }: Pick<OutputLine, "stream" | "text">): string | undefined {
    const at = stream === "stdout" ? text.indexOf(`${mark} `) : -1;
    const from = at + mark.length + 1;
    return at >= 0 && text.endsWith(mark) && text.length - mark.length >= from
        ? text.slice(from, text.length - mark.length)
        : undefined;
}

/** The script's own words among everything that the call prints; undefined for a line of somebody else. */
export function parseWord(mark: string, line: Pick<OutputLine, "stream" | "text">): JobWord | undefined {
    const said = saidIn(mark, line);
    if (said === undefined) {
        return undefined;
    }
    const [word = ""] = said.split(" ", 1);
    const rest = said.slice(word.length + 1);
    switch (word) {
        case "unsafe":
        case "refused":
            return { kind: word, reason: rest };
        case "log":
            return { kind: "log", text: rest };
        case "status":
            return { kind: "status", status: parseStatus(rest) };
        case "started":
        case "died":
        case "gone":
            return { kind: word };
        default:
            return undefined;
    }
}

/** Reads `STEP EXITCODE`, as it stands in a job's status. What is not understood counts as a failure. */
export function parseStatus(text: string): JobStatus {
    const [step = "", code = ""] = text.trim().split(/\s+/);
    if (step === "held") {
        return { kind: "held", by: code };
    }
    if (step === "stopped") {
        return { kind: "stopped" };
    }
    const exitCode = /^\d+$/.test(code) ? Number(code) : 1;
    return step === "done" && exitCode === 0 ? { kind: "done" } : { kind: "failed", step, exitCode };
}

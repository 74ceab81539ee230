import { parseUtcTime } from "../solaris/clock";
import type { Answer } from "./answer";
import { ok, skipped, warning, type CheckRow } from "./report";
import { notUnderstood, unanswered } from "./unanswered";

const check = "clock";
const toleratedMs = 5_000;
// The answer is cut off to the second.
const resolutionMs = 1_000;

/** A host's answer to what time it is, and this machine's time before and after. */
export interface ClockReading {
    readonly answer: Answer;
    /** Milliseconds since the epoch. */
    readonly before: number;
    readonly after: number;
}

/** How far a clock is ahead of this machine's, and how well that is known, in milliseconds. */
interface Offset {
    readonly ms: number;
    readonly uncertaintyMs: number;
}

/** A target's name and its reading. */
export interface TargetClock {
    readonly target: string;
    readonly reading: ClockReading;
}

/** The host's clock against this machine's and against those of the targets. */
export function clockRows(reading: ClockReading, targets: readonly TargetClock[]): CheckRow[] {
    const own = offsetOf(reading);
    if (own === undefined) {
        const { answer } = reading;
        return [answer.kind === "answered" ? notUnderstood(check, "date -u", answer) : unanswered(check, answer)];
    }
    const others = targets.map(({ target, reading: theirs }) => {
        const offset = offsetOf(theirs);
        return offset === undefined
            ? skipped(check, `of ${target}: no time from there`)
            : compare({ ms: own.ms - offset.ms, uncertaintyMs: own.uncertaintyMs + offset.uncertaintyMs }, target);
    });
    return [compare(own, "this machine"), ...others];
}

function offsetOf({ answer, before, after }: ClockReading): Offset | undefined {
    const time = answer.kind === "answered" ? parseUtcTime(answer.stdout) : undefined;
    return time === undefined
        ? undefined
        : {
              ms: time + resolutionMs / 2 - (before + after) / 2,
              uncertaintyMs: resolutionMs / 2 + (after - before) / 2,
          };
}

function compare({ ms, uncertaintyMs }: Offset, other: string): CheckRow {
    const seconds = (value: number): string => (value / 1000).toFixed(1);
    const detail = `${seconds(Math.abs(ms))} s ${ms < 0 ? "behind" : "ahead of"} ${other} (+/- ${seconds(uncertaintyMs)} s)`;
    if (Math.abs(ms) - uncertaintyMs > toleratedMs) {
        const remedy = "Let both follow the same time server (NTP); see the time by hand:\ndate -u";
        return warning(check, { detail, remedy });
    }
    return uncertaintyMs > toleratedMs
        ? warning(check, {
              detail: `${detail}: too slow an answer to tell`,
              remedy: "Check again when the host is less busy.",
          })
        : ok(check, detail);
}

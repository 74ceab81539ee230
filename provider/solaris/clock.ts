import { openCall, type ToolCall } from "./tool";

/** `date -u` in a form that every POSIX date knows: to the second, cut off and not rounded. Needs no rights. */
export function utcTime(): ToolCall {
    return openCall("date -u", "/usr/bin/date", "-u", "+%Y-%m-%dT%H:%M:%SZ");
}

/** Milliseconds since the epoch; undefined where no line is a time. */
export function parseUtcTime(text: string): number | undefined {
    const line = text
        .split("\n")
        .map((candidate) => candidate.trim())
        .filter((candidate) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(candidate))
        .at(-1);
    const time = line === undefined ? Number.NaN : Date.parse(line);
    return Number.isNaN(time) ? undefined : time;
}

import type { OutputLine } from "../transport/command";
import { redactLines } from "./redact";

/** What a program has printed as it may be shown: without configurations, and without empty lines. */
export function shownLines(lines: readonly Pick<OutputLine, "text">[]): string[] {
    return redactLines(lines.map(({ text }) => text)).filter((text) => text.trim() !== "");
}

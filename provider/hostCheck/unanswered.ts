import type { Answer, Answered } from "./answer";
import { failed, faultOf, lastLines, warning, type Check, type CheckRow } from "./report";

/**
 * The row for a question without an answer. A program that is not there is a warning, because what it would have said
 * may be in order all the same; a connection that breaks in the middle of the check is a failure.
 */
export function unanswered(check: Check, answer: Exclude<Answer, Answered>): CheckRow {
    return answer.kind === "missing"
        ? warning(check, {
              detail: `${answer.program} is not there, so this cannot be told`,
              remedy: `Find out what the host has instead of ${answer.program}, and look by hand.`,
          })
        : failed(check, faultOf(answer.error));
}

/** The row for an answer that says something else than what was asked; its last lines are shown. */
export function notUnderstood(check: Check, command: string, { lines }: Answered): CheckRow {
    return warning(check, {
        detail: [`the answer of ${command} is not understood`, ...lastLines(lines, 2)].join("; "),
        remedy: `Look by hand, as the user of the login:\n${command}`,
        code: "OUTPUT_NOT_UNDERSTOOD",
    });
}

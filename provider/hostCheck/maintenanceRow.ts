import { parseMaintenance } from "../solaris/sysadm";
import type { Answer } from "./answer";
import { failed, faultOf, lastLines, ok, warning, type CheckRow } from "./report";
import { unanswered } from "./unanswered";

const check = "maintenance mode";
const byHand = "Look by hand; a host in maintenance mode refuses zones:\nsysadm maintain -l";

/**
 * Whether the host refuses incoming zones (solaris-facts 3.3 [C]).
 *
 * @param noise Lines that login scripts print around every answer; they are no part of this one.
 */
export function maintenanceRow(answer: Answer, noise: readonly string[]): CheckRow {
    if (answer.kind !== "answered") {
        return unanswered(check, answer);
    }
    const own = answer.lines.filter((line) => line.trim() !== "" && !noise.includes(line));
    const state = parseMaintenance(own);
    if (state.kind === "maintenance") {
        const records = state.records.map(({ user, date, message }) => `by ${user}, ${date}: ${message}`);
        return failed(check, {
            detail: `the host takes no zones; ${records.join("; ")}`,
            remedy: "Ask who put it there; to end it, as root on the host:\nsysadm maintain -e",
        });
    }
    if (answer.exitCode !== 0 && (state.kind === "unknown" || own.length === 0)) {
        return warning(check, { ...faultOf(answer.failure()), remedy: byHand });
    }
    return state.kind === "none"
        ? ok(check, "no")
        : warning(check, {
              detail: ["the answer of sysadm is not understood", ...lastLines(state.lines, 2)].join("; "),
              remedy: byHand,
              code: "OUTPUT_NOT_UNDERSTOOD",
          });
}

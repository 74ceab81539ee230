import type { SolarisError } from "../errors/solarisError";
import type { InventoryHost } from "../transport/inventory/inventory";
import type { Answer } from "./answer";
import { failed, faultOf, lastLines, ok, skipped, type Check, type CheckRow } from "./report";

/** The steps of a connection, in their order. */
const steps = ["reachable", "host key", "login"] as const satisfies readonly Check[];

type Step = (typeof steps)[number];

/** Whether the connection could be used, and the rows about it. */
export interface ConnectionRows {
    readonly usable: boolean;
    readonly rows: readonly CheckRow[];
}

/**
 * What is known of the way to a host from how its first command, `true`, has ended.
 *
 * @param target Undefined where the host's settings could not even be worked out; the answer then says why.
 */
export function connectionRows(target: InventoryHost | undefined, answer: Answer): ConnectionRows {
    if (answer.kind === "answered" && answer.exitCode === 0) {
        const passed = steps.map((step) => ok(step, detailOf(step, target)));
        return {
            usable: true,
            rows: passed.map((row) => (row.check === "login" ? withNoise(row, answer.lines) : row)),
        };
    }
    const [step, tried, fault] =
        answer.kind === "none"
            ? ([...placeOf(answer.error), faultOf(answer.error)] as const)
            : ([
                  "login",
                  true,
                  {
                      detail: `the login runs no commands${answer.kind === "missing" ? "" : said(answer.lines)}`,
                      remedy: "Give the user an ordinary shell, and let no login script end the session.",
                      code: "COMMAND_FAILED",
                  },
              ] as const);
    const at = steps.indexOf(step);
    const rows = [
        ...steps
            .slice(0, at)
            .map((before) =>
                tried ? ok(before, detailOf(before, target)) : skipped(before, "the host was not contacted"),
            ),
        failed(step, fault),
        ...steps.slice(at + 1).map((after) => skipped(after, `not without: ${step}`)),
    ];
    return { usable: false, rows };
}

/** The step at which the connection ended, and whether the host had been contacted by then. */
function placeOf({ code, message }: SolarisError): [step: Step, contacted: boolean] {
    switch (code) {
        case "HOST_KEY_UNKNOWN":
        case "HOST_KEY_MISMATCH":
        case "HOST_KEY_CERTIFICATE":
            // Without a fingerprint no key was shown: what vouches for it could not be read in the first place.
            return ["host key", message.includes("SHA256:")];
        case "CREDENTIAL_UNUSABLE":
            return ["login", false];
        case "LOGIN_REFUSED":
        case "CHANNEL_REFUSED":
        case "CONNECTION_LOST":
        case "COMMAND_TIMEOUT":
        case "COMMAND_FAILED":
        case "PASSWORD_PROMPT":
        case "PRIVILEGE_MISSING":
            return ["login", true];
        default:
            return ["reachable", false];
    }
}

function detailOf(step: Step, target: InventoryHost | undefined): string {
    if (target === undefined) {
        return "";
    }
    switch (step) {
        case "reachable": {
            const through = target.jumps.map(({ name }) => name).join(", ");
            return `${target.address}:${target.port}${through === "" ? "" : ` through ${through}`}`;
        }
        case "host key":
            return target.hostKeys.pins.length > 0 ? "as pinned by hostKey" : "as in known_hosts";
        case "login":
            return `as ${target.user}`;
    }
}

function withNoise(row: CheckRow, noise: readonly string[]): CheckRow {
    const count = noise.filter((line) => line.trim() !== "").length;
    return count === 0
        ? row
        : { ...row, detail: `${row.detail}; login scripts print ${count === 1 ? "a line" : `${count} lines`}` };
}

function said(lines: readonly string[]): string {
    return lastLines(lines, 2)
        .map((line) => `; ${line}`)
        .join("");
}

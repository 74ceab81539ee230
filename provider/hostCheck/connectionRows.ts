import type { SolarisError } from "../errors/solarisError";
import { describeHost } from "../transport/hostKeys/hostKeyRefusal";
import type { InventoryHost } from "../transport/inventory/inventory";
import type { Answer } from "./answer";
import { nameOnlyRemedy } from "./remedies";
import { failed, faultOf, lastLines, ok, said, skipped, type Check, type CheckRow, type Fault } from "./report";

/** The steps of a connection, in their order. */
const steps = ["reachable", "host key", "login"] as const satisfies readonly Check[];

type Step = (typeof steps)[number];

/** Whether the connection could be used, and the rows about it. */
export interface ConnectionRows {
    readonly usable: boolean;
    readonly rows: readonly CheckRow[];
}

/** A host that is checked. */
export interface CheckedHost {
    /** As it was asked for. */
    readonly name: string;
    /** Undefined where the host's settings could not even be worked out; the answer then says why. */
    readonly target: InventoryHost | undefined;
    /** What connecting has told the user, such as a host key that was written down; of other hosts too. */
    readonly told: readonly string[];
}

/** What is known of the way to a host from how its first command, `true`, has ended. */
export function connectionRows(host: CheckedHost, answer: Answer): ConnectionRows {
    if (answer.kind === "answered" && answer.exitCode === 0) {
        const passed = steps.map((step) => ok(step, detailOf(step, host)));
        return {
            usable: true,
            rows: passed.map((row) => (row.check === "login" ? withNoise(row, answer.lines) : row)),
        };
    }
    const { step, contacted, fault } =
        answer.kind === "none"
            ? { ...placeOf(answer.error, host), fault: connectFault(answer.error, host) }
            : { step: "login" as const, contacted: true, fault: noCommands(answer) };
    const at = steps.indexOf(step);
    const rows = [
        ...steps
            .slice(0, at)
            .map((before) =>
                contacted ? ok(before, detailOf(before, host)) : skipped(before, "the host was not contacted"),
            ),
        failed(step, fault),
        ...steps.slice(at + 1).map((after) => skipped(after, `not without: ${step}`)),
    ];
    return { usable: false, rows };
}

/** Where a connection ended. */
interface Place {
    readonly step: Step;
    /** Whether the host itself had been contacted by then. */
    readonly contacted: boolean;
}

function placeOf(error: SolarisError, host: CheckedHost): Place {
    if (isOnTheWay(error, host)) {
        // Whatever is wrong with a host in between, nothing has been seen of this one.
        return { step: "reachable", contacted: false };
    }
    switch (error.code) {
        case "HOST_KEY_UNKNOWN":
        case "HOST_KEY_MISMATCH":
        case "HOST_KEY_CERTIFICATE":
            // Without a fingerprint no key was shown: what vouches for it could not be read in the first place.
            return { step: "host key", contacted: error.message.includes("SHA256:") };
        case "CREDENTIAL_UNUSABLE":
            return { step: "login", contacted: false };
        case "LOGIN_REFUSED":
        case "CHANNEL_REFUSED":
        case "CONNECTION_LOST":
        case "COMMAND_TIMEOUT":
        case "COMMAND_FAILED":
        case "PASSWORD_PROMPT":
        case "PRIVILEGE_MISSING":
            return { step: "login", contacted: true };
        default:
            return { step: "reachable", contacted: false };
    }
}

/** Whether an error is one of a host through which this one is reached. */
function isOnTheWay({ details }: SolarisError, { target }: CheckedHost): boolean {
    return (
        target !== undefined && target.jumps.length > 0 && details.host !== undefined && details.host !== target.name
    );
}

function connectFault(error: SolarisError, { name }: CheckedHost): Fault {
    const fault = faultOf(error);
    const remedy = error.code === "HOST_UNKNOWN" ? nameOnlyRemedy(name) : undefined;
    return remedy === undefined ? fault : { ...fault, remedy };
}

function noCommands({ exitCode, lines, errorLines }: Exclude<Answer, { kind: "none" }>): Fault {
    const sentence = `the login runs no commands: /usr/bin/true ends with exit code ${exitCode}`;
    const reasons = errorLines.some((line) => line.trim() !== "") ? errorLines : lines;
    return {
        // What matters of what login scripts print stands at its end.
        ...said(sentence, lastLines(reasons, 8)),
        remedy: "Give the user an ordinary shell, and let no login script end the session.",
        code: "COMMAND_FAILED",
    };
}

function detailOf(step: Step, { target, told }: CheckedHost): string {
    if (target === undefined) {
        return "";
    }
    switch (step) {
        case "reachable": {
            const through = target.jumps.map(({ name }) => name).join(", ");
            return `${target.address}:${target.port}${through === "" ? "" : ` through ${through}`}`;
        }
        case "host key": {
            const news = told.find((text) => text.startsWith(`the host key of ${describeHost(target)}, `));
            return news === undefined ? vouchedBy(target) : describeNewKey(news);
        }
        case "login":
            return `as ${target.user}`;
    }
}

function vouchedBy({ hostKeys }: InventoryHost): string {
    return hostKeys.pins.length > 0 ? "as pinned by hostKey" : "as in known_hosts";
}

/** A key that was trusted at first sight: which it is, and where it stands from now on. */
function describeNewKey(news: string): string {
    const [, key, place] = /\), (.*), was not known; it was (added to .*)$/.exec(news) ?? [];
    return key === undefined || place === undefined ? news : `new: ${key}, ${place}`;
}

function withNoise(row: CheckRow, noise: readonly string[]): CheckRow {
    const count = noise.filter((line) => line.trim() !== "").length;
    return count === 0
        ? row
        : { ...row, detail: `${row.detail}; login scripts print ${count === 1 ? "a line" : `${count} lines`}` };
}

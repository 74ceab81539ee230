import { judgeRelease, parseRelease } from "../solaris/release";
import { parseProcessorType, type ProcessorType } from "../solaris/processorType";
import type { Answer } from "./answer";
import { failed, ok, skipped, warning, type CheckRow } from "./report";
import { notUnderstood, unanswered } from "./unanswered";

/** Whether the host runs a Solaris that the provider knows. `failed` where it is another system altogether. */
export function releaseRow(answer: Answer): CheckRow {
    const check = "release";
    if (answer.kind !== "answered") {
        return unanswered(check, answer);
    }
    const release = parseRelease(answer.stdout);
    if (release === undefined) {
        return notUnderstood(check, "uname -sv", answer);
    }
    const name = `${release.system} ${release.version}`;
    switch (judgeRelease(release)) {
        case "11.4":
            return ok(check, name);
        case "older":
            return warning(check, {
                detail: `${name}, older than 11.4`,
                remedy:
                    "Update the host to Solaris 11.4. An older zoneadm has no `-t live`, by which it refuses a zone that " +
                    "has stopped in between, and no maintenance mode.",
            });
        case "other":
            return failed(check, {
                detail: `${name} is not Oracle Solaris 11`,
                remedy: "Kernel zones need Oracle Solaris 11.4; check the host's address.",
            });
    }
}

/** A target and what it said of its processors. */
export interface TargetProcessor {
    readonly target: string;
    readonly answer: Answer;
}

/** The CPU family of the host, and of each target beside it: zones never move from one family to another. */
export function architectureRows(answer: Answer, targets: readonly TargetProcessor[]): CheckRow[] {
    const check = "CPU architecture";
    const own = typeOf(answer);
    const first =
        own !== undefined
            ? ok(check, own)
            : answer.kind === "answered"
              ? notUnderstood(check, "uname -p", answer)
              : unanswered(check, answer);
    const others = targets.map(({ target, answer: theirs }) => {
        const type = typeOf(theirs);
        if (type === undefined || own === undefined) {
            return skipped(check, `of ${target}: ${type === undefined ? reasonOf(theirs) : "nothing to compare with"}`);
        }
        return type === own
            ? ok(check, `${target} has it too`)
            : failed(check, {
                  detail: `${target} is ${type}, this host is ${own}`,
                  remedy: "A zone cannot move between SPARC and x86; choose a target of the same family.",
              });
    });
    return [first, ...others];
}

function typeOf(answer: Answer): ProcessorType | undefined {
    return answer.kind === "answered" ? parseProcessorType(answer.stdout) : undefined;
}

function reasonOf(answer: Answer): string {
    return answer.kind === "none" ? answer.error.details.message : "it does not tell";
}

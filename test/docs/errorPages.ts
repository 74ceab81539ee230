import { errorCatalogue, type ErrorCode } from "../../provider/errors/catalogue";
import type { ErrorDescription } from "../../provider/errors/errorDescription";
import { code, table } from "./markdown";

const notice = "<!-- Generated from provider/errors; edit it there and run `npm run docs`. -->";

/** The page of one error code. */
export function errorPage(name: string, { summary, explanation, commands, remedy }: ErrorDescription): string {
    const parts = [notice, `# ${name}`, summary, "## What it means", explanation, "## What to do", remedy];
    if (commands !== undefined) {
        parts.push("To find out:", ["```sh", ...commands, "```"].join("\n"));
    }
    parts.push("[All error codes](README.md)");
    return `${parts.join("\n\n")}\n`;
}

/** The index of all error codes, by what they are about. */
export function errorIndex(): string {
    const codes = Object.keys(errorCatalogue) as ErrorCode[];
    const rows = codes.map((name) => [`[${code(name)}](${name}.md)`, errorCatalogue[name].summary]);
    return `${[
        notice,
        "# Error codes",
        "Every error about hosts and zones holds one of these codes, in capitals and followed by a colon; a wrong input is " +
            "named by its property and has none. Codes are stable: a code is never renamed or used " +
            "for something else, so scripts and runbooks may match on them. Below the code an error names the host, the " +
            "command and its exit code, Solaris's own lines, and what to do.",
        table(["Code", "What has happened"], rows),
    ].join("\n\n")}\n`;
}

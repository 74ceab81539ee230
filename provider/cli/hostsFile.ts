import { promises as fs } from "node:fs";
import { text } from "node:stream/consumers";
import { SolarisError } from "../errors/solarisError";
import { jsonFault } from "./jsonFault";

/** What `--hosts` names, in messages. */
export function describeHostsFile(file: string): string {
    return file === "-" ? "--hosts - (standard input)" : `--hosts ${file}`;
}

/**
 * The value of `solaris:hosts` in the file that `--hosts` names.
 *
 * @param file A path; `-` for standard input.
 * @throws SolarisError HOSTS_CONFIG_INVALID where it cannot be read or is no JSON object. Nothing of its text is ever
 *     shown: it can hold secrets.
 */
export async function readHostsFile(file: string, stdin: NodeJS.ReadableStream): Promise<object> {
    const content = file === "-" ? await text(stdin) : await readText(file);
    if (content.trim() === "") {
        // Else a pipe from a command that has failed would quietly mean other hosts than those that were asked for.
        throw invalid(file, "it is empty");
    }
    const hosts = parse(file, content);
    if (typeof hosts !== "object" || hosts === null || Array.isArray(hosts)) {
        throw invalid(file, `its top level is ${kindOf(hosts)}, not an object keyed by host name`);
    }
    return hosts;
}

async function readText(file: string): Promise<string> {
    try {
        return await fs.readFile(file, "utf8");
    } catch (error) {
        const { code = "unknown error" } = error as NodeJS.ErrnoException;
        throw invalid(file, reasons[code] ?? `it cannot be read (${code})`, error);
    }
}

const reasons: Readonly<Record<string, string>> = {
    ENOENT: "there is no such file",
    ENOTDIR: "there is no such file",
    EISDIR: "it is a directory",
    EACCES: "it may not be read by this user",
};

function parse(file: string, content: string): unknown {
    try {
        return JSON.parse(content);
    } catch {
        // The parser's own message quotes the text.
        const fault = jsonFault(content);
        throw invalid(file, `not JSON${fault === undefined ? "" : `, line ${fault.line} column ${fault.column}`}`);
    }
}

function kindOf(value: unknown): string {
    if (value === null) {
        return "null";
    }
    return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}

function invalid(file: string, fault: string, cause?: unknown): SolarisError {
    const example = '{ "global1": { "address": "global1.example.com", "user": "zadm" } }';
    return new SolarisError("HOSTS_CONFIG_INVALID", {
        message: `${describeHostsFile(file)}: ${fault}`,
        remedy:
            (file === "-"
                ? "Look at what the command before the pipe prints (`pulumi config get solaris:hosts` prints the hosts of a stack, secrets too)"
                : "Give a file that holds the hosts as JSON") +
            `, such as ${example}; leave --hosts out to go by OpenSSH's configuration alone.`,
        cause,
    });
}

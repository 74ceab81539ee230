import { promises as fs } from "node:fs";
import { text } from "node:stream/consumers";
import { SolarisError } from "../errors/solarisError";
import type { HostsSource } from "./arguments";
import { jsonFault } from "./jsonFault";

/** The file that holds the hosts, and the option that has named it. */
export interface HostsFile {
    /** A path; `-` for standard input. */
    readonly file: string;
    readonly option: HostsSource["fileOption"];
}

/** The file that a command line names, if it does. */
export function fileOf({
    hostsFile,
    fileOption,
}: Pick<HostsSource, "hostsFile" | "fileOption">): HostsFile | undefined {
    return hostsFile === undefined ? undefined : { file: hostsFile, option: fileOption };
}

/** What the option names, in messages. */
export function describeHostsFile({ file, option }: HostsFile): string {
    return `${option} ${file}${file === "-" ? " (standard input)" : ""}`;
}

/**
 * The value of `solaris:hosts` in a file.
 *
 * @throws SolarisError HOSTS_CONFIG_INVALID where it cannot be read or is no JSON object. Nothing of its text is ever
 *     shown: it can hold secrets.
 */
export async function readHostsFile(from: HostsFile, stdin: NodeJS.ReadableStream): Promise<object> {
    const content = from.file === "-" ? await text(stdin) : await readText(from);
    if (content.trim() === "") {
        // Else a pipe from a command that has failed would quietly mean other hosts than those that were asked for.
        throw invalid(from, "it is empty");
    }
    const hosts = parse(from, content);
    if (typeof hosts !== "object" || hosts === null || Array.isArray(hosts)) {
        throw invalid(from, `its top level is ${kindOf(hosts)}, not an object keyed by host name`);
    }
    return hosts;
}

async function readText(from: HostsFile): Promise<string> {
    try {
        return await fs.readFile(from.file, "utf8");
    } catch (error) {
        const { code = "unknown error" } = error as NodeJS.ErrnoException;
        throw invalid(from, reasons[code] ?? `it cannot be read (${code})`, error);
    }
}

const reasons: Readonly<Record<string, string>> = {
    ENOENT: "there is no such file",
    ENOTDIR: "there is no such file",
    EISDIR: "it is a directory",
    EACCES: "it may not be read by this user",
};

function parse(from: HostsFile, content: string): unknown {
    try {
        return JSON.parse(content);
    } catch {
        // The parser's own message quotes the text.
        const fault = jsonFault(content);
        throw invalid(from, `not JSON${fault === undefined ? "" : `, line ${fault.line} column ${fault.column}`}`);
    }
}

function kindOf(value: unknown): string {
    if (value === null) {
        return "null";
    }
    return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}

function invalid(from: HostsFile, fault: string, cause?: unknown): SolarisError {
    const example = '{ "global1": { "address": "global1.example.com", "user": "zadm" } }';
    return new SolarisError("HOSTS_CONFIG_INVALID", {
        message: `${describeHostsFile(from)}: ${fault}`,
        remedy:
            (from.file === "-"
                ? "Look at what the command before the pipe prints (`pulumi config get solaris:hosts` prints the hosts of a stack, secrets too)"
                : "Give a file that holds the hosts as JSON") +
            `, such as ${example}; leave ${from.option} out to go by OpenSSH's configuration alone.`,
        cause,
    });
}

import { parseArgs } from "node:util";

/** `check-host`, as it is to be run. */
export interface CheckHostsRequest {
    readonly hosts: readonly string[];
    readonly targets: readonly string[];
    /** File with the value of `solaris:hosts`; `-` is standard input. */
    readonly hostsFile: string | undefined;
    /** OpenSSH's configuration file, or `none`; undefined for the usual ones. */
    readonly sshConfig: string | undefined;
    readonly json: boolean;
}

/** What a command line asks for. */
export type Request =
    | { readonly kind: "help" }
    | { readonly kind: "mistake"; readonly message: string }
    | { readonly kind: "check-host"; readonly request: CheckHostsRequest };

/** @param args The command line without interpreter and script. */
export function parseArguments(args: readonly string[]): Request {
    let parsed: ReturnType<typeof parse>;
    try {
        parsed = parse(args);
    } catch (error) {
        return { kind: "mistake", message: (error as Error).message };
    }
    const { values, positionals } = parsed;
    const [command, ...hosts] = positionals;
    if (values.help) {
        return { kind: "help" };
    }
    if (command !== "check-host") {
        return { kind: "mistake", message: command === undefined ? "no command" : `unknown command: ${command}` };
    }
    if (hosts.length === 0) {
        return { kind: "mistake", message: "no host to check" };
    }
    if ([...hosts, ...values.to].includes("")) {
        return { kind: "mistake", message: "a host's name is empty" };
    }
    const unnamed = (["hosts", "ssh-config"] as const).find((option) => values[option] === "");
    if (unnamed !== undefined) {
        return { kind: "mistake", message: `--${unnamed}: no file is named` };
    }
    return {
        kind: "check-host",
        request: {
            hosts: [...new Set(hosts)],
            targets: [...new Set(values.to)],
            hostsFile: values.hosts,
            sshConfig: values["ssh-config"],
            json: values.json,
        },
    };
}

function parse(args: readonly string[]) {
    return parseArgs({
        args: [...args],
        allowPositionals: true,
        options: {
            to: { type: "string", multiple: true, default: [] },
            hosts: { type: "string" },
            "ssh-config": { type: "string" },
            json: { type: "boolean", default: false },
            help: { type: "boolean", short: "h", default: false },
        },
    });
}

import { parseArgs } from "node:util";

/** Where a command line says what the hosts are. */
export interface HostsSource {
    /** File with the value of `solaris:hosts`; `-` is standard input; undefined for OpenSSH's configuration alone. */
    readonly hostsFile: string | undefined;
    /** The option that has named the file, for messages. */
    readonly fileOption: "--hosts" | "--hosts-file";
    /** OpenSSH's configuration file, or `none`; undefined for the usual ones. */
    readonly sshConfig: string | undefined;
}

/** `check-host`, as it is to be run. */
export interface CheckHostsRequest extends HostsSource {
    readonly hosts: readonly string[];
    readonly targets: readonly string[];
    readonly json: boolean;
}

/** `discover`, as it is to be run. */
export interface DiscoverRequest extends HostsSource {
    /** The hosts to read; `all` for those of the hosts' file. */
    readonly hosts: readonly string[] | "all";
    readonly json: boolean;
    /** Directory for a generated project. */
    readonly write: string | undefined;
    /** Whether the logins from host to host are tried. */
    readonly probe: boolean;
}

/** What a command line asks for. */
export type Request =
    | { readonly kind: "help" }
    | { readonly kind: "mistake"; readonly message: string }
    | { readonly kind: "check-host"; readonly request: CheckHostsRequest }
    | { readonly kind: "discover"; readonly request: DiscoverRequest };

const commonOptions = {
    "ssh-config": { type: "string" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
} as const;

/** @param args The command line without interpreter and script. */
export function parseArguments(args: readonly string[]): Request {
    try {
        return commandOf(args) === "discover" ? parseDiscover(args) : parseCheckHost(args);
    } catch (error) {
        return mistake((error as Error).message);
    }
}

const commands = ["check-host", "discover"];

/** Which options have a value is known only once the command is, so it is looked for by its name. */
function commandOf(args: readonly string[]): string | undefined {
    return args.find((arg) => commands.includes(arg));
}

function parseCheckHost(args: readonly string[]): Request {
    const { values, positionals } = parseArgs({
        args: [...args],
        allowPositionals: true,
        options: {
            ...commonOptions,
            to: { type: "string", multiple: true, default: [] },
            hosts: { type: "string" },
        },
    });
    const [command, ...hosts] = positionals;
    if (values.help) {
        return { kind: "help" };
    }
    if (command !== "check-host") {
        return mistake(command === undefined ? "no command" : `unknown command: ${command}`);
    }
    if (hosts.length === 0) {
        return mistake("no host to check");
    }
    if ([...hosts, ...values.to].includes("")) {
        return mistake("a host's name is empty");
    }
    const unnamed = (["hosts", "ssh-config"] as const).find((option) => values[option] === "");
    if (unnamed !== undefined) {
        return mistake(`--${unnamed}: no file is named`);
    }
    return {
        kind: "check-host",
        request: {
            hosts: [...new Set(hosts)],
            targets: [...new Set(values.to)],
            hostsFile: values.hosts,
            fileOption: "--hosts",
            sshConfig: values["ssh-config"],
            json: values.json,
        },
    };
}

function parseDiscover(args: readonly string[]): Request {
    const { values, positionals } = parseArgs({
        args: [...args],
        allowPositionals: true,
        options: {
            ...commonOptions,
            hosts: { type: "string", multiple: true, default: [] },
            "hosts-file": { type: "string" },
            all: { type: "boolean", default: false },
            probe: { type: "boolean", default: false },
            write: { type: "string" },
        },
    });
    if (values.help) {
        return { kind: "help" };
    }
    const [, unexpected] = positionals;
    if (unexpected !== undefined) {
        return mistake(`unexpected: ${unexpected}; name hosts with --hosts, separated by commas`);
    }
    const unnamed = (["hosts-file", "ssh-config", "write"] as const).find((option) => values[option] === "");
    if (unnamed !== undefined) {
        return mistake(`--${unnamed}: ${unnamed === "write" ? "no directory" : "no file"} is named`);
    }
    const hosts = values.hosts.flatMap((list) => list.split(",")).map((name) => name.trim());
    const fault = faultOfHosts(hosts, values.all, values["hosts-file"]);
    if (fault !== undefined) {
        return mistake(fault);
    }
    return {
        kind: "discover",
        request: {
            hosts: values.all ? "all" : [...new Set(hosts)],
            hostsFile: values["hosts-file"],
            fileOption: "--hosts-file",
            sshConfig: values["ssh-config"],
            json: values.json,
            write: values.write,
            probe: values.probe,
        },
    };
}

function faultOfHosts(hosts: readonly string[], all: boolean, hostsFile: string | undefined): string | undefined {
    if (all && hosts.length > 0) {
        return "--all and --hosts exclude each other";
    }
    if (all && hostsFile === undefined) {
        return "--all takes the hosts of --hosts-file, which is not given";
    }
    if (!all && hosts.length === 0) {
        return "no host to read: --hosts A,B, or --all with --hosts-file";
    }
    return hosts.includes("") ? "a host's name is empty" : undefined;
}

function mistake(message: string): Request {
    return { kind: "mistake", message };
}

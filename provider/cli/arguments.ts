import { parseArgs } from "node:util";
import { nearestMatch } from "../errors/nearest";
import {
    allOptions,
    checkHostOptions,
    commandNames,
    discoverOptions,
    faultOfOptions,
    needsOf,
    tokensOf,
    type CommandName,
} from "./options";

/** Where a command line says what the hosts are. */
export interface HostsSource {
    /** File with the value of `solaris:hosts`; `-` is standard input; undefined for OpenSSH's configuration alone. */
    readonly hostsFile: string | undefined;
    /** The option that has named the file, for messages. */
    readonly fileOption: "--hosts" | "--hosts-file";
    /** OpenSSH's configuration file, or `none`; undefined for the usual ones. */
    readonly sshConfig: string | undefined;
    /** The command line as it was typed, for messages that propose another one. */
    readonly call: readonly string[];
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
    /** With the command whose help is asked for; undefined for the help of all. */
    | { readonly kind: "help"; readonly command: CommandName | undefined }
    | { readonly kind: "version" }
    /** With the command whose help says how it is done. */
    | { readonly kind: "mistake"; readonly command: CommandName | undefined; readonly message: string }
    | { readonly kind: "check-host"; readonly request: CheckHostsRequest }
    | { readonly kind: "discover"; readonly request: DiscoverRequest };

/** @param args The command line without interpreter and script. */
export function parseArguments(args: readonly string[]): Request {
    const [first, ...rest] = args;
    if (first === "help") {
        return parseHelp(rest);
    }
    const word = tokensOf(args, allOptions).find(({ kind }) => kind === "positional");
    const command = word?.kind === "positional" ? commandNamed(word.value) : undefined;
    if (command === undefined) {
        return parseWithoutCommand(args);
    }
    const { options, requestOf } = commands[command];
    const tokens = tokensOf(args, options);
    const fault = faultOfOptions(tokens, options, needsOf[command]);
    if (fault !== undefined) {
        return mistake(command, fault);
    }
    return isGiven(tokens, "help") ? { kind: "help", command } : requestOf(args);
}

/** What each command takes, and how a line whose options are right is read. */
const commands = {
    "check-host": { options: checkHostOptions, requestOf: checkHostRequest },
    discover: { options: discoverOptions, requestOf: discoverRequest },
} as const;

function commandNamed(word: string): CommandName | undefined {
    return commandNames.find((name) => name === word);
}

/** `help`, alone or with a command. */
function parseHelp([topic, unexpected]: readonly string[]): Request {
    if (unexpected !== undefined) {
        return mistake(undefined, `unexpected: ${unexpected}`);
    }
    const command = topic === undefined ? undefined : commandNamed(topic);
    return topic === undefined || command !== undefined ? { kind: "help", command } : unknownCommand(topic);
}

function parseWithoutCommand(args: readonly string[]): Request {
    const tokens = tokensOf(args, allOptions);
    if (isGiven(tokens, "help")) {
        return { kind: "help", command: undefined };
    }
    // An option that is not known may take a value, so that what follows it need not be the command.
    for (const token of tokens) {
        if (token.kind === "positional") {
            return unknownCommand(token.value);
        }
        const fault = faultOfOptions([token], allOptions, {});
        if (fault !== undefined) {
            return mistake(undefined, fault);
        }
    }
    return isGiven(tokens, "version") ? { kind: "version" } : mistake(undefined, "no command");
}

function isGiven(tokens: ReturnType<typeof tokensOf>, option: string): boolean {
    return tokens.some((token) => token.kind === "option" && token.name === option);
}

function unknownCommand(word: string): Request {
    const nearest = nearestMatch(word, commandNames);
    return mistake(undefined, `unknown command: ${word}${nearest === undefined ? "" : `; did you mean ${nearest}?`}`);
}

function checkHostRequest(args: readonly string[]): Request {
    const command = "check-host";
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: checkHostOptions });
    const hosts = positionals.slice(1);
    if (values.hosts !== undefined && values["hosts-file"] !== undefined) {
        return mistake(command, "--hosts and --hosts-file name the same thing; give one of them");
    }
    if (hosts.length === 0) {
        const hint = values.hosts === undefined ? "" : " (--hosts names a file here, as --hosts-file does)";
        return mistake(command, `no host to check: check-host HOST...${hint}`);
    }
    if (hosts.includes("")) {
        return mistake(command, "a host's name is empty");
    }
    return {
        kind: command,
        request: {
            hosts: [...new Set(hosts)],
            targets: [...new Set(values.to)],
            hostsFile: values.hosts ?? values["hosts-file"],
            fileOption: values.hosts === undefined ? "--hosts-file" : "--hosts",
            sshConfig: values["ssh-config"],
            call: args,
            json: values.json,
        },
    };
}

function discoverRequest(args: readonly string[]): Request {
    const command = "discover";
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: discoverOptions });
    const [, unexpected] = positionals;
    if (unexpected !== undefined) {
        return mistake(command, `unexpected: ${unexpected}; name hosts with --hosts, separated by commas`);
    }
    const hosts = values.hosts.flatMap((list) => list.split(",")).map((name) => name.trim());
    const faultInHosts = faultOfHosts(hosts, values.all, values["hosts-file"]);
    if (faultInHosts !== undefined) {
        return mistake(command, faultInHosts);
    }
    return {
        kind: command,
        request: {
            hosts: values.all ? "all" : [...new Set(hosts)],
            hostsFile: values["hosts-file"],
            fileOption: "--hosts-file",
            sshConfig: values["ssh-config"],
            call: args,
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

function mistake(command: CommandName | undefined, message: string): Request {
    return { kind: "mistake", command, message };
}

import { spawnSync } from "node:child_process";
import { userInfo } from "node:os";
import {
    OpenSshConfig,
    type ConfigSources,
    type OpenSshOptions,
} from "../../../../provider/transport/opensshConfig/opensshConfig";
import { SolarisError } from "../../../../provider/errors/solarisError";

/** Whether there is an OpenSSH client to compare with. */
export const hasSsh = spawnSync("ssh", ["-V"]).status === 0;

/** The options as text, key by key, so that ours and those of `ssh -G` can be held against each other. */
export type Comparable = Readonly<Record<string, string>>;

/** What either side makes of a host: its options, or that it refuses. */
export type Outcome = Comparable | "invalid" | "proxycommand";

export const local = { home: userInfo().homedir, localUser: userInfo().username };

/** Sources as with `ssh -F FILE`. */
export function sourcesOf(file: string, environment: NodeJS.ProcessEnv = process.env): ConfigSources {
    return { userFile: file, userFileNamed: true, systemFile: undefined, ...local, environment };
}

/** Runs the real `ssh -G -F FILE NAME` for each of the names, in one shell. */
export function sshOutcomes(
    file: string,
    names: readonly string[],
    environment: NodeJS.ProcessEnv = process.env,
): Outcome[] {
    return split(spawnSync("sh", ["-c", loop, "sh", "ssh", "-G", "-F", file, ";", ...names], { env: environment }));
}

// The words before `;` are the command, each of those after it a host.
const loop = `
command=; while [ "$1" != ";" ]; do command="$command $1"; shift; done; shift
for name; do $command "$name" 2>/dev/null </dev/null; printf '\\0%s\\0' $?; done`;

/** As sshOutcomes, by a command of its own: the words before the host's name. */
export function sshOutcomesBy(
    command: readonly string[],
    names: readonly string[],
    environment: NodeJS.ProcessEnv,
): Outcome[] {
    return split(spawnSync("sh", ["-c", loop, "sh", ...command, ";", ...names], { env: environment }));
}

function split({ stdout }: { stdout: Buffer }): Outcome[] {
    const fields = stdout.toString().split("\0");
    const outcomes: Outcome[] = [];
    for (let index = 0; index + 1 < fields.length; index += 2) {
        outcomes.push(fields[index + 1] === "0" ? theirs(fields[index] ?? "") : "invalid");
    }
    return outcomes;
}

/** What the provider makes of a host. */
export function ourOutcome(config: OpenSshConfig, name: string): Outcome {
    try {
        return ours(config.resolve(name));
    } catch (error) {
        if (!SolarisError.isInstance(error)) {
            throw error;
        }
        if (error.code === "SSH_CONFIG_UNSUPPORTED") {
            return error.details.message.includes("ProxyCommand")
                ? "proxycommand"
                : (`unsupported: ${error.message}` as "invalid");
        }
        return error.code === "SSH_CONFIG_INVALID" ? "invalid" : (error.message as "invalid");
    }
}

function theirs(text: string): Outcome {
    const lines = text.split("\n").map((line) => line.replace(/ .*$/s, (value) => `\0${value.slice(1)}`).split("\0"));
    const all = (key: string): string[] => lines.filter(([name]) => name === key).map(([, value = ""]) => value);
    const one = (key: string): string => all(key)[0] ?? "";
    if (one("proxycommand") !== "") {
        return "proxycommand";
    }
    const tokens: Record<string, string> = {
        h: one("hostname"),
        n: one("host"),
        p: one("port"),
        r: one("user"),
        u: local.localUser,
        d: local.home,
        "%": "%",
    };
    return {
        hostname: one("hostname"),
        port: one("port"),
        user: one("user"),
        // `ssh -G` prints these as written; all others are expanded.
        identityfile: all("identityfile")
            .filter((file) => file.toLowerCase() !== "none")
            .map((file) => absolute(inHome(file).replace(/%(.)/g, (_, letter: string) => tokens[letter] ?? "?")))
            .filter(isCommonKey)
            .join(" "),
        identityagent: agentOf(one("identityagent")),
        identitiesonly: one("identitiesonly"),
        userknownhostsfile: pathList(one("userknownhostsfile")),
        globalknownhostsfile: pathList(one("globalknownhostsfile")),
        stricthostkeychecking: one("stricthostkeychecking").replace("true", "yes").replace("false", "no"),
        hostkeyalias: one("hostkeyalias"),
        proxyjump: one("proxyjump"),
        connecttimeout: one("connecttimeout"),
        serveraliveinterval: one("serveraliveinterval"),
        serveralivecountmax: one("serveralivecountmax"),
        hashknownhosts: one("hashknownhosts"),
        revokedhostkeys: one("revokedhostkeys"),
    };
}

function ours(options: OpenSshOptions): Comparable {
    return {
        hostname: options.hostName,
        port: String(options.port),
        user: options.user,
        identityfile: options.identityFiles.filter(isCommonKey).join(" "),
        identityagent: options.identityAgent ?? "",
        identitiesonly: yesNo(options.identitiesOnly),
        userknownhostsfile: options.userKnownHostsFiles.join(" ") || "none",
        globalknownhostsfile: options.globalKnownHostsFiles.join(" ") || "none",
        stricthostkeychecking: options.strictHostKeyChecking,
        hostkeyalias: options.hostKeyAlias ?? "",
        proxyjump: options.proxyJump === undefined ? "" : normalJump(options.proxyJump),
        connecttimeout: String(options.connectTimeout ?? "none"),
        serveraliveinterval: String(options.serverAliveInterval),
        serveralivecountmax: String(options.serverAliveCountMax),
        hashknownhosts: yesNo(options.hashKnownHosts),
        revokedhostkeys: options.revokedHostKeys ?? "",
    };
}

/** Whether a default key's name does not depend on how, and in which release, OpenSSH was built. */
function isCommonKey(file: string): boolean {
    return !/\/\.ssh\/id_(?:dsa|xmss|mldsa\w*)$/.test(file);
}

/** Paths are taken from the current directory, and none of ours has a blank in it. */
function pathList(printed: string): string {
    return printed === "none"
        ? "none"
        : printed
              .split(" ")
              .map((file) => absolute(inHome(file)))
              .join(" ");
}

function absolute(file: string): string {
    return file.startsWith("/") ? file : `${process.cwd()}/${file}`;
}

function yesNo(value: boolean): string {
    return value ? "yes" : "no";
}

function inHome(file: string): string {
    return file.replace(/^~(?:\/|$)/, `${local.home}/`);
}

function agentOf(printed: string): string {
    const fromEnvironment = process.env["SSH_AUTH_SOCK"] ?? "";
    if (printed === "" || printed === "SSH_AUTH_SOCK") {
        return fromEnvironment;
    }
    if (printed === "none") {
        return "";
    }
    return printed.startsWith("$") ? (process.env[printed.slice(1)] ?? "") : absolute(printed);
}

/** `ssh -G` prints the last of the hosts anew, whichever way it was written. */
function normalJump(list: string): string {
    const hosts = list.split(",");
    const last = (hosts.pop() ?? "").replace(/^ssh:\/\/(.*?)\/?$/, "$1").replace(/:$/, "");
    const bare = last.replace(/[[\]]/g, "");
    const [, user = "", host = "", port = ""] = /^(.*@)?(\[.*\]|[^:@]*)(:\d+)?$/
        .exec(last)
        ?.map((part: string | undefined) => part ?? "") ?? [bare];
    const plain = host.replace(/[[\]]/g, "");
    const shown = plain.includes(":") || /^[\d.]+$/.test(plain) ? `[${plain}]` : plain;
    return [...hosts, `${user}${shown}${port}`].join(",");
}

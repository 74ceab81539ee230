import * as os from "node:os";
import * as path from "node:path";
import { createHash } from "node:crypto";
import type { SolarisError } from "../../errors/solarisError";
import { expandPath, expandTilde, type Expansion } from "./expand";
import { invalid, unsupported } from "./place";
import type { Setting, Settings, StrictHostKeyChecking } from "./settings";
import type { ConfigSources } from "./sources";
import { isNone } from "./values";
import { lowerCase } from "./words";
import { lastJumpHost } from "./proxyJump";

/** What OpenSSH's configuration makes of a host, every default filled in. */
export interface OpenSshOptions {
    /** Host name or IP address to connect to, in lower case. */
    readonly hostName: string;
    readonly port: number;
    readonly user: string;
    /** Absolute paths, in the order in which they are tried. */
    readonly identityFiles: readonly string[];
    /** Whether the configuration names any, so that the list above is not that of the usual names. */
    readonly identityFilesGiven: boolean;
    /** The agent's socket; undefined where none is to be used, or none is there. */
    readonly identityAgent: string | undefined;
    readonly identitiesOnly: boolean;
    /** Absolute paths; empty for `none`. */
    readonly userKnownHostsFiles: readonly string[];
    /** Absolute paths; empty for `none`. */
    readonly globalKnownHostsFiles: readonly string[];
    readonly strictHostKeyChecking: StrictHostKeyChecking;
    /** In lower case. */
    readonly hostKeyAlias: string | undefined;
    /** The hosts to connect through, as written; undefined for `none`. */
    readonly proxyJump: string | undefined;
    /** Seconds. */
    readonly connectTimeout: number | undefined;
    /** Seconds; 0 where the server is not asked for signs of life. */
    readonly serverAliveInterval: number;
    readonly serverAliveCountMax: number;
    readonly hashKnownHosts: boolean;
    /** Absolute path. */
    readonly revokedHostKeys: string | undefined;
}

// fill_default_options in OpenSSH's readconf.c, 9.2; without the XMSS key, which no distribution builds in. [A]
const defaultIdentityFiles = ["id_rsa", "id_ecdsa", "id_ecdsa_sk", "id_ed25519", "id_ed25519_sk", "id_dsa"].map(
    (name) => `~/.ssh/${name}`,
);
const defaultUserFiles = ["~/.ssh/known_hosts", "~/.ssh/known_hosts2"];
const defaultGlobalFiles = ["/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2"];

/**
 * What the settings come to: defaults, and tokens and variables expanded.
 *
 * @param host The address, in lower case.
 * @throws SolarisError SSH_CONFIG_INVALID, SSH_CONFIG_UNSUPPORTED
 */
export function optionsOf(name: string, host: string, settings: Settings, sources: ConfigSources): OpenSshOptions {
    const port = settings.get("port")?.value ?? 22;
    const user = userOf(settings, sources);
    const alias = settings.get("hostkeyalias");
    const hostKeyAlias = alias === undefined ? undefined : lowerCase(alias.value);
    const tokens = tokensOf({ name, host, port, user, hostKeyAlias }, sources);
    const expansionOf = (keyword: string, { place }: Setting<unknown>): Expansion => ({
        sources,
        tokens,
        invalid: (fault) => invalid(place ?? "", `${keyword} ${fault}`),
        unsupported: (fault) => unsupported(place ?? { file: "", line: 0 }, `${keyword} ${fault}`),
    });
    const identities = settings.identityFiles.filter(({ value }) => !isNone(value));
    const revoked = settings.get("revokedhostkeys");
    return {
        hostName: host,
        port,
        user,
        identityFiles:
            settings.identityFiles.length === 0
                ? defaultIdentityFiles.map((file) => inHome(file, sources))
                : identities.map((each) => absolute(expandPath(each.value, expansionOf("identityfile", each)))),
        identityFilesGiven: settings.identityFiles.length > 0,
        identityAgent: agentOf(settings, sources, expansionOf),
        identitiesOnly: settings.get("identitiesonly")?.value ?? false,
        userKnownHostsFiles: fileList(settings, "userknownhostsfile", defaultUserFiles, sources, (file, setting) =>
            expandPath(file, expansionOf("userknownhostsfile", setting)),
        ),
        // Tokens and variables are not expanded in these.
        globalKnownHostsFiles: fileList(
            settings,
            "globalknownhostsfile",
            defaultGlobalFiles,
            sources,
            (file, setting) => expandTilde(file, expansionOf("globalknownhostsfile", setting)),
        ),
        strictHostKeyChecking: settings.get("stricthostkeychecking")?.value ?? "ask",
        hostKeyAlias,
        proxyJump: jumpOf(settings, { host, port, user }),
        connectTimeout: settings.get("connecttimeout")?.value,
        serverAliveInterval: settings.get("serveraliveinterval")?.value ?? 0,
        serverAliveCountMax: settings.get("serveralivecountmax")?.value ?? 3,
        hashKnownHosts: settings.get("hashknownhosts")?.value ?? false,
        revokedHostKeys:
            revoked === undefined || isNone(revoked.value)
                ? undefined
                : absolute(expandPath(revoked.value, expansionOf("revokedhostkeys", revoked))),
    };
}

/** What the configuration asks for that the provider refuses to do, beyond what its blocks depend on. */
export function refusedOptions(settings: Settings): SolarisError[] {
    const refused: SolarisError[] = [];
    const { command } = settings.proxy;
    if (command !== undefined) {
        refused.push(
            unsupported(command.place, "the host is reached by a `ProxyCommand`, which the provider does not run"),
        );
    }
    const connection = settings.get("refuseconnection");
    if (connection?.place !== undefined) {
        refused.push(
            unsupported(
                connection.place,
                "`RefuseConnection` forbids connections to the host",
                "Connect to another host, or change the line.",
            ),
        );
    }
    const user = settings.get("user");
    if (user?.place !== undefined && /%|\$\{/.test(user.value)) {
        refused.push(
            // Text up to 10.0, tokens later. [A]
            unsupported(user.place, "the provider does not expand % and ${} in `User`", "Write the user's name out."),
        );
    }
    return refused;
}

function userOf(settings: Settings, sources: ConfigSources): string {
    return settings.get("user")?.value ?? sources.localUser;
}

interface Connection {
    readonly name: string;
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly hostKeyAlias: string | undefined;
}

/** DEFAULT_CLIENT_PERCENT_EXPAND_ARGS in OpenSSH's sshconnect.h. [A] */
function tokensOf(
    { name, host, port, user, hostKeyAlias }: Connection,
    sources: ConfigSources,
): Record<string, string> {
    const localHost = os.hostname();
    return {
        C: createHash("sha1").update(`${localHost}${host}${port}${user}`).digest("hex"),
        L: localHost.replace(/\..*$/s, ""),
        d: sources.home,
        h: host,
        i: String(process.getuid?.() ?? 0),
        k: hostKeyAlias ?? name,
        l: localHost,
        n: name,
        p: String(port),
        r: user,
        u: sources.localUser,
    };
}

function agentOf(
    settings: Settings,
    { environment }: ConfigSources,
    expansionOf: (keyword: string, setting: Setting<unknown>) => Expansion,
): string | undefined {
    const setting = settings.get("identityagent");
    const fromEnvironment = (name: string): string | undefined => environment[name] || undefined;
    if (setting === undefined) {
        return fromEnvironment("SSH_AUTH_SOCK");
    }
    const expansion = expansionOf("identityagent", setting);
    const value = expandPath(setting.value, expansion);
    if (value === "SSH_AUTH_SOCK") {
        return fromEnvironment(value);
    }
    if (value === "none") {
        return undefined;
    }
    if (!value.startsWith("$")) {
        return absolute(value);
    }
    if (!/^\$[A-Za-z0-9_]+$/.test(value)) {
        throw expansion.invalid("refers to an environment variable by a name that is none");
    }
    return fromEnvironment(value.slice(1));
}

function fileList(
    settings: Settings,
    keyword: "userknownhostsfile" | "globalknownhostsfile",
    defaults: readonly string[],
    sources: ConfigSources,
    expand: (file: string, setting: Setting<unknown>) => string,
): string[] {
    const setting = settings.get(keyword);
    if (setting === undefined) {
        return defaults.map((file) => inHome(file, sources));
    }
    return setting.value.filter((file) => !isNone(file)).map((file) => absolute(expand(file, setting)));
}

function inHome(file: string, { home }: ConfigSources): string {
    return file.startsWith("~/") ? path.join(home, file.slice(2)) : file;
}

function jumpOf(
    settings: Settings,
    { host, port, user }: { readonly host: string; readonly port: number; readonly user: string },
): string | undefined {
    const { jump } = settings.proxy;
    if (jump === undefined) {
        return undefined;
    }
    const last = lastJumpHost(jump.value);
    if (last?.host === host && (last.port ?? 22) === port && (last.user ?? user) === user) {
        throw invalid(jump.place, "`ProxyJump` leads to the host through itself", {
            remedy: "Exempt the host in between: a Host block of its own with `ProxyJump none`, before the general one.",
        });
    }
    return jump.value;
}

/** From the current directory, as `ssh` takes it; `..` is left alone, because a symbolic link can stand before it. */
function absolute(file: string): string {
    return path.isAbsolute(file) ? file : `${process.cwd()}/${file}`;
}

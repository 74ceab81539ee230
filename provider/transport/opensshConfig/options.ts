import type { SolarisError } from "../../errors/solarisError";
import { PathExpansion, tokensOf } from "./pathExpansion";
import { invalid, unsupported } from "./place";
import { lastJumpHost } from "./proxyJump";
import type { Settings, StrictHostKeyChecking } from "./settings";
import type { ConfigSources } from "./sources";
import { isNone } from "./values";
import { lowerCase } from "./words";

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
 * What the settings come to: defaults filled in, tokens and variables expanded.
 *
 * @param host The address.
 * @throws SolarisError SSH_CONFIG_INVALID, SSH_CONFIG_UNSUPPORTED
 */
export function optionsOf(name: string, host: string, settings: Settings, sources: ConfigSources): OpenSshOptions {
    const port = settings.get("port")?.value ?? 22;
    const user = settings.get("user")?.value ?? sources.localUser;
    const alias = settings.get("hostkeyalias");
    const hostKeyAlias = alias === undefined ? undefined : lowerCase(alias.value);
    const tokens = tokensOf({ name, host, port, user, hostKeyAlias }, sources);
    const paths = new PathExpansion(name, tokens, sources);
    const identityFiles = settings.identityFiles.filter(({ value }) => !isNone(value));
    const userFiles = settings.get("userknownhostsfile");
    const globalFiles = settings.get("globalknownhostsfile");
    const revoked = settings.get("revokedhostkeys");
    return {
        hostName: host,
        port,
        user,
        identityFiles:
            settings.identityFiles.length === 0
                ? defaultIdentityFiles.map((file) => paths.inHome(file))
                : identityFiles.map((each) => paths.expand("IdentityFile", each.value, each.place)),
        identityFilesGiven: settings.identityFiles.length > 0,
        identityAgent: paths.agent(settings.get("identityagent")),
        identitiesOnly: settings.get("identitiesonly")?.value ?? false,
        userKnownHostsFiles: (userFiles?.value ?? defaultUserFiles)
            .filter((file) => !isNone(file))
            .map((file) => paths.expand("UserKnownHostsFile", file, userFiles?.place)),
        globalKnownHostsFiles: (globalFiles?.value ?? defaultGlobalFiles)
            .filter((file) => !isNone(file))
            .map((file) => paths.expandTildeOnly("GlobalKnownHostsFile", file, globalFiles?.place)),
        strictHostKeyChecking: settings.get("stricthostkeychecking")?.value ?? "ask",
        hostKeyAlias,
        proxyJump: jumpOf(settings, { host, port, user }),
        connectTimeout: settings.get("connecttimeout")?.value,
        serverAliveInterval: settings.get("serveraliveinterval")?.value ?? 0,
        serverAliveCountMax: settings.get("serveralivecountmax")?.value ?? 3,
        hashKnownHosts: settings.get("hashknownhosts")?.value ?? false,
        // OpenSSH expands this one since 10.3; before, a path that needs it is one that cannot be read. [A]
        revokedHostKeys:
            revoked === undefined || isNone(revoked.value)
                ? undefined
                : paths.expand("RevokedHostKeys", revoked.value, revoked.place),
    };
}

/** What the configuration asks for that the provider refuses to do, beyond what its blocks depend on. */
export function refusedOptions(name: string, settings: Settings): SolarisError[] {
    const refused: SolarisError[] = [];
    const { command } = settings.proxy;
    if (command !== undefined) {
        const fault = "the host is reached by a `ProxyCommand`, which the provider does not run";
        refused.push(unsupported(command.place, fault, { host: name }));
    }
    const forbidden = settings.get("refuseconnection");
    if (forbidden?.place !== undefined) {
        const remedy = "Connect to another host, or change the line.";
        refused.push(unsupported(forbidden.place, "`RefuseConnection` forbids to connect", { host: name, remedy }));
    }
    const user = settings.get("user");
    if (user?.place !== undefined && /%|\$\{/.test(user.value)) {
        // Plain text up to OpenSSH 10.0, tokens and variables since. [A]
        const fault = "the provider does not expand % and ${} in `User`";
        refused.push(unsupported(user.place, fault, { host: name, remedy: "Write the user's name out." }));
    }
    return refused;
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
            host,
            remedy: "Exempt the host in between: a Host block of its own with `ProxyJump none`, before the general one.",
        });
    }
    return jump.value;
}

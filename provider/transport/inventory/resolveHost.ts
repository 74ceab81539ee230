import * as path from "node:path";
import { SolarisError } from "../../errors/solarisError";
import { expandHome } from "../files";
import { maximumConnectTimeout, maximumDeadAfter, minimumDeadAfter, type HostSettings } from "./hostsSchema";
import { parseJumps, type JumpHop } from "./jumpSpec";
import type { OpenSshConfig, OpenSshOptions } from "../opensshConfig/opensshConfig";
import type { HostKeySettings, IdentityFile, LoginSettings, SshTarget } from "../target";
import { withUnprinted } from "./unprinted";

/** A host as the rest of the provider knows it: how to connect to it, how to get rights there, how others reach it. */
export interface InventoryHost extends SshTarget {
    readonly privilege: HostSettings["privilege"];
    readonly migration: HostSettings["migration"];
}

/** Where a host's settings come from. */
export interface SettingsSources {
    /** What `solaris:hosts` says of a host. */
    readonly settingsOf: (name: string) => HostSettings | undefined;
    readonly openssh: OpenSshConfig;
}

const defaultConnectTimeout = 20;
const defaultDeadAfter = 30;

// As many as OpenSSH's configuration can be nested; no real way to a host is longer.
const maximumJumps = 16;

/**
 * Everything that is known of how to reach a host: `solaris:hosts` over OpenSSH's configuration over the defaults.
 *
 * @param name A name of `solaris:hosts`, or one that OpenSSH knows.
 * @throws SolarisError HOSTS_CONFIG_INVALID for a `proxyJump` that is malformed or leads in a circle; SSH_CONFIG_INVALID,
 *     SSH_CONFIG_UNSUPPORTED.
 */
export function resolveHost(name: string, sources: SettingsSources): InventoryHost {
    const settings = sources.settingsOf(name);
    return {
        ...resolveTarget({ name }, sources, { jumpGiven: false, onTheWayTo: [] }),
        privilege: settings?.privilege ?? "pfexec",
        migration: settings?.migration ?? {},
    };
}

interface Way {
    /** Whether the hops before this one are settled already, so that what the host says of its own way does not count. */
    readonly jumpGiven: boolean;
    readonly onTheWayTo: readonly string[];
}

function resolveTarget(hop: JumpHop, sources: SettingsSources, way: Way): SshTarget {
    const { name } = hop;
    const settings = sources.settingsOf(name);
    const user = hop.user ?? settings?.user;
    const port = hop.port ?? settings?.port;
    const openssh = sources.openssh.resolve(settings?.address ?? name, {
        ...(user === undefined ? {} : { user }),
        ...(port === undefined ? {} : { port }),
        jumpGiven: way.jumpGiven || settings?.proxyJump !== undefined,
    });
    const jumpSpec = way.jumpGiven ? undefined : (settings?.proxyJump ?? openssh.proxyJump);
    return {
        name,
        // An IPv6 address may stand in brackets, as in a URI.
        address: openssh.hostName.replace(/^\[(.*)\]$/, "$1"),
        port: openssh.port,
        user: openssh.user,
        login: loginSettings(settings, openssh),
        hostKeys: hostKeySettings(settings, openssh),
        connectTimeout: settings?.connectTimeout ?? connectTimeoutOf(openssh) ?? defaultConnectTimeout,
        deadAfter: settings?.deadAfter ?? silenceAllowed(openssh) ?? defaultDeadAfter,
        forwardAgent: settings?.forwardAgent ?? false,
        jumps: jumpSpec === undefined ? [] : resolveJumps(jumpSpec, name, sources, way),
    };
}

/** As `ssh` does: each hop but the first is reached through those before it, whatever its own settings say. */
function resolveJumps(spec: string, name: string, sources: SettingsSources, way: Way): SshTarget[] {
    const inHosts = sources.settingsOf(name)?.proxyJump !== undefined;
    const fault = faultAt(name, inHosts);
    // OpenSSH's own `none` does not come this far: what still reads so there would be a host of that name.
    const hops = !inHosts && spec.toLowerCase() === "none" ? undefined : parseJumps(spec);
    if (hops === undefined) {
        // Not shown: somebody may have written a password into it.
        throw fault(
            `the hosts to connect through on the way to ${name} are malformed`,
            "Write [user@]name[:port], several separated by commas, or none.",
        );
    }
    const onTheWayTo = [...way.onTheWayTo, name];
    const loop = hops.find((hop) => onTheWayTo.includes(hop.name));
    if (loop !== undefined || onTheWayTo.length > maximumJumps) {
        const circle = [...onTheWayTo, loop?.name ?? "..."].join(" through ");
        throw fault(
            `the way to ${onTheWayTo[0] ?? name} leads in a circle: ${circle}`,
            'Exempt the host in between from the rule that applies to it: proxyJump: "none", or `ProxyJump none` in a Host block of its own before the general one.',
        );
    }
    return hops.flatMap((hop, index) => {
        const target = resolveTarget(hop, sources, { jumpGiven: index > 0, onTheWayTo });
        return [...target.jumps, { ...target, jumps: [] }];
    });
}

/** Errors about the way to a host, at the place where it is given: in `solaris:hosts` or in OpenSSH's configuration. */
function faultAt(name: string, inHosts: boolean): (message: string, remedy: string) => SolarisError {
    return (message, remedy) =>
        inHosts
            ? new SolarisError("HOSTS_CONFIG_INVALID", {
                  message,
                  remedy,
                  host: name,
                  property: `solaris:hosts.${name}.proxyJump`,
              })
            : new SolarisError("SSH_CONFIG_INVALID", { message: `${message} (\`ProxyJump\`)`, remedy, host: name });
}

function loginSettings(settings: HostSettings | undefined, openssh: OpenSshOptions): LoginSettings {
    const given = settings?.identityFile;
    const identityFiles: IdentityFile[] =
        given === undefined
            ? openssh.identityFiles.map((file) => ({
                  path: file,
                  from: openssh.identityFilesGiven ? "sshConfig" : "default",
              }))
            : [given].flat().map((file) => ({ path: path.resolve(expandHome(file)), from: "hosts" }));
    const login: LoginSettings = {
        agentSocket: agentSocket(settings, openssh),
        identityFiles,
        identitiesOnly: settings?.identitiesOnly ?? openssh.identitiesOnly,
        passphrase: settings?.passphrase,
        password: settings?.password,
    };
    return withUnprinted(login, ["passphrase", "password"]);
}

function agentSocket(settings: HostSettings | undefined, openssh: OpenSshOptions): string | undefined {
    const agent = settings?.agent;
    switch (agent) {
        case undefined:
            return openssh.identityAgent;
        case true:
            return process.env["SSH_AUTH_SOCK"];
        case false:
            return undefined;
        default:
            return path.resolve(expandHome(agent));
    }
}

function hostKeySettings(settings: HostSettings | undefined, openssh: OpenSshOptions): HostKeySettings {
    const file = settings?.knownHostsFile;
    const optional = (files: readonly string[]): HostKeySettings["userFiles"] =>
        files.map((each) => ({ path: each, required: false }));
    const checking = settings?.hostKeyChecking ?? openssh.strictHostKeyChecking;
    return {
        pins: settings?.hostKey === undefined ? [] : [settings.hostKey].flat(),
        alias: openssh.hostKeyAlias,
        userFiles:
            file === undefined
                ? optional(openssh.userKnownHostsFiles)
                : // A file that is to take new keys may begin its life with the first of them.
                  [{ path: path.resolve(expandHome(file)), required: checking !== "accept-new" }],
        globalFiles: file === undefined ? optional(openssh.globalKnownHostsFiles) : [],
        revokedFile: openssh.revokedHostKeys,
        acceptNew: checking === "accept-new",
        hashNames: openssh.hashKnownHosts,
    };
}

/** OpenSSH takes 0 for "as long as the system waits". */
function connectTimeoutOf({ connectTimeout }: OpenSshOptions): number | undefined {
    if (connectTimeout === undefined) {
        return undefined;
    }
    return connectTimeout === 0 ? maximumConnectTimeout : Math.min(connectTimeout, maximumConnectTimeout);
}

function silenceAllowed({ serverAliveInterval, serverAliveCountMax }: OpenSshOptions): number | undefined {
    const seconds = serverAliveInterval * Math.max(1, serverAliveCountMax);
    return seconds > 0 ? Math.min(Math.max(seconds, minimumDeadAfter), maximumDeadAfter) : undefined;
}

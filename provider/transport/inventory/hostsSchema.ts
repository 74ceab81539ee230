import { z } from "zod";
import { decodePublicKey } from "../hostKeys/publicKey";
import { parseJumps } from "./jumpSpec";

/** How a migration reaches a host: `ssh` by public key, `rads` by TLS and password, `radg` by TLS and Kerberos; rad-uri(7). */
export const migrationScheme = z.enum(["ssh", "rads", "radg"]);

/** A TCP port. */
export const port = z
    .number("must be a port number, 1 to 65535")
    .int("must be a port number, 1 to 65535")
    .min(1, "must be a port number, 1 to 65535")
    .max(65535, "must be a port number, 1 to 65535");

/** A host name or address as it may stand in a URI or an SSH call; no blanks, no option-like leading dash. */
export const hostAddress = z
    .string()
    .regex(/^[A-Za-z0-9_:[][A-Za-z0-9_.:%[\]-]*$/, "must be a host name or an IP address");

/** A login name as Solaris allows it. */
export const loginName = z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/, "must be a login name: a letter, then letters, digits, `_`, `.` or `-`");

/** The bounds of `connectTimeout` and `deadAfter`, in seconds; what OpenSSH's configuration says is kept within them. */
export const maximumConnectTimeout = 600;
export const minimumDeadAfter = 1;
export const maximumDeadAfter = 3600;

const nonEmpty = z.string().min(1, "must not be empty");

const hostKeyPin = z.string().refine(isHostKeyPin, {
    error: "must be a whole fingerprint (`SHA256:` and 43 characters) or a public key line (`ssh-ed25519 AAAA...`)",
});

/** Whether a pin can be that of any host's key. One that was cut off in copying must not look like an attack later. */
function isHostKeyPin(pin: string): boolean {
    const [type = "", base64 = ""] = pin.trim().split(/\s+/);
    return (
        /^SHA256:[A-Za-z0-9+/]{43}=?$/.test(pin.trim()) ||
        (/^(?:ssh-(?:ed25519|rsa)|ecdsa-sha2-nistp(?:256|384|521))$/.test(type) &&
            decodePublicKey(type, base64) !== undefined)
    );
}

/*
 * As for a KernelZone's inputs, these schemas are the one source of types, defaults and reference:
 * docs/reference/hosts.md is generated from them, comments included.
 */

const hostMigrationSchema = z.strictObject({
    /** Address for the migration URI. Default: the host's `address`. */
    address: hostAddress.optional(),
    /**
     * Port for the migration URI. Default: with `ssh` and no other address for migration, the host's `port`; else the
     * scheme's own.
     */
    port: port.optional(),
    /** User for the migration URI. Default: the host's `user`. */
    user: loginName.optional(),
    /**
     * Scheme of the migration URI: `ssh` (public key), `rads` (TLS; asks for a password, so it cannot be used unattended)
     * or `radg` (TLS, Kerberos). Default: `ssh`.
     */
    scheme: migrationScheme.optional(),
});

const hostSchema = z.strictObject({
    /**
     * Host name or IP address to connect to, or a name that OpenSSH's configuration knows. Default: the host's name in
     * `solaris:hosts`.
     */
    address: hostAddress.optional(),
    /** Port of the SSH server. Default: OpenSSH's `Port`, else 22. */
    port: port.optional(),
    /** Login name. Default: OpenSSH's `User`, else the local user's name. */
    user: loginName.optional(),
    /**
     * Private key file or files; a leading `~/` is the home directory. Default: OpenSSH's `IdentityFile`, else those of
     * its usual files in `~/.ssh` that are there and can be read with `passphrase`.
     */
    identityFile: z
        .union(
            [nonEmpty, z.array(nonEmpty).min(1, "must hold at least one file")],
            "must be a file's path or a list of them",
        )
        .optional(),
    /**
     * Whether only those of the agent's keys are tried that belong to an identity file. Default: OpenSSH's
     * `IdentitiesOnly`, else `false`.
     */
    identitiesOnly: z.boolean().optional(),
    /** Passphrase of encrypted identity files. Keep it as a Pulumi secret. Default: none. */
    passphrase: nonEmpty.optional(),
    /**
     * Password, for `keyboard-interactive` and `password` logins; tried after agent and keys. Keep it as a Pulumi secret.
     * Default: none.
     */
    password: nonEmpty.optional(),
    /**
     * SSH agent, tried first: `true` is the one of `SSH_AUTH_SOCK`, a path is that socket, `false` is none. Default:
     * OpenSSH's `IdentityAgent`, else as `true`.
     */
    agent: z.union([z.boolean(), nonEmpty], "must be true, false, or the path of an agent's socket").optional(),
    /**
     * Whether programs on the host may use the local SSH agent, as `ssh -A` lets them: whoever is root there can then log
     * in elsewhere in your name for as long as a command runs. OpenSSH's `ForwardAgent` is not looked at.
     */
    forwardAgent: z.boolean().default(false),
    /**
     * known_hosts file, which must be there; read instead of all others. Default: OpenSSH's `UserKnownHostsFile` and
     * `GlobalKnownHostsFile`, else `~/.ssh/known_hosts`, `~/.ssh/known_hosts2` and the same two of `/etc/ssh`.
     */
    knownHostsFile: nonEmpty.optional(),
    /**
     * Pinned host key or keys: a fingerprint (`SHA256:...`) or a public key line (`ssh-ed25519 AAAA...`). known_hosts is
     * then not read. Default: none, known_hosts decides.
     */
    hostKey: z
        .union(
            [hostKeyPin, z.array(hostKeyPin).min(1, "must hold at least one key")],
            "must be a host key or a list of host keys",
        )
        .optional(),
    /**
     * What to do about a host of which no key is on record: `strict` refuses it, `accept-new` writes its key into
     * known_hosts, says so, and trusts it. A changed key is refused by both. Default: `accept-new` where OpenSSH's
     * `StrictHostKeyChecking` says so, else `strict`.
     */
    hostKeyChecking: z.enum(["strict", "accept-new"]).optional(),
    /**
     * Hosts to connect through, one after the other, separated by commas: names of `solaris:hosts` or those that OpenSSH
     * knows, each as `[user@]name[:port]`; `none` for the direct way. Default: OpenSSH's `ProxyJump`, else none.
     */
    proxyJump: z
        .string()
        .refine((spec) => parseJumps(spec) !== undefined, {
            error: "must be [user@]name[:port], several separated by commas, or none",
        })
        .optional(),
    /** How commands that need rights are run: by `pfexec`, by `sudo -n`, or as they are (`none`, for a root login). */
    privilege: z.enum(["pfexec", "sudo", "none"]).default("pfexec"),
    /**
     * Seconds for connecting, handshake and login together, all attempts included; for each host of a `proxyJump` anew.
     * Default: OpenSSH's `ConnectTimeout` (at most 600; 0 counts as 600), else 20.
     */
    connectTimeout: z.number().positive().max(maximumConnectTimeout).optional(),
    /**
     * Seconds of silence, while commands run, after which the host is taken to be gone. Default: OpenSSH's
     * `ServerAliveInterval` times `ServerAliveCountMax`, else 30.
     */
    deadAfter: z
        .number()
        .min(minimumDeadAfter, `must be at least ${minimumDeadAfter} (seconds)`)
        .max(maximumDeadAfter)
        .optional(),
    /** How *other hosts* reach this one, for the URI that `zoneadm migrate` is given. */
    migration: hostMigrationSchema.default({}),
});

/** The schema of `solaris:hosts`: an object keyed by the names that programs use for `host`. */
export const hostsSchema = z.record(
    z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, "a host's name must be letters, digits, `.`, `_` or `-`"),
    hostSchema,
);

/** What one host of `solaris:hosts` may say. */
export type HostArgs = z.input<typeof hostSchema>;

/** What one host of `solaris:hosts` says, checked, with the defaults that depend on nothing else. */
export type HostSettings = z.output<typeof hostSchema>;

/** The properties that stand at a place of `solaris:hosts`, by its depth: those of a host, or those of its `migration`. */
export function knownProperties(depth: number): string[] {
    return Object.keys((depth === 2 ? hostMigrationSchema : hostSchema).shape);
}

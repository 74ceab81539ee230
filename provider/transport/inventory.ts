import * as os from "node:os";
import { z } from "zod";
import { nearestMatch } from "../errors/nearest";
import { SolarisError } from "../errors/solarisError";

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

const nonEmpty = z.string().min(1, "must not be empty");

const hostKeyPin = z
    .string()
    .regex(
        /^(?:SHA256:[A-Za-z0-9+/]+=*|(?:ssh-(?:ed25519|rsa)|ecdsa-sha2-nistp(?:256|384|521)) [A-Za-z0-9+/]+=*(?: .*)?)$/,
        "must be a fingerprint (`SHA256:...`) or a public key line (`ssh-ed25519 AAAA...`)",
    );

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
    /** Host name or IP address to connect to. Default: the host's name in `solaris:hosts`. */
    address: hostAddress.optional(),
    /** Port of the SSH server. */
    port: port.default(22),
    /** Login name. Default: the local user's name. */
    user: loginName.optional(),
    /**
     * Private key file; a leading `~/` is the home directory. Default: those of `~/.ssh/id_ed25519`, `~/.ssh/id_ecdsa` and
     * `~/.ssh/id_rsa` that are there and can be read with `passphrase`.
     */
    identityFile: nonEmpty.optional(),
    /** Passphrase of an encrypted identity file. Keep it as a Pulumi secret. Default: none. */
    passphrase: nonEmpty.optional(),
    /**
     * Password, for `keyboard-interactive` and `password` logins; tried after agent and keys. Keep it as a Pulumi secret.
     * Default: none.
     */
    password: nonEmpty.optional(),
    /** SSH agent, tried first: `true` is the one of `SSH_AUTH_SOCK`, a path is that socket, `false` is none. */
    agent: z.union([z.boolean(), nonEmpty], "must be true, false, or the path of an agent's socket").default(true),
    /** known_hosts file, read instead of the usual two. Default: `~/.ssh/known_hosts`, then `/etc/ssh/ssh_known_hosts`. */
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
    /** How commands that need rights are run: by `pfexec`, by `sudo -n`, or as they are (`none`, for a root login). */
    privilege: z.enum(["pfexec", "sudo", "none"]).default("pfexec"),
    /** Seconds for connecting, handshake and login together. */
    connectTimeout: z.number().positive().max(600).default(20),
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

/** A host of the inventory, every default filled in. */
export type InventoryHost = z.output<typeof hostSchema> & {
    readonly name: string;
    readonly address: string;
    readonly user: string;
};

/** The hosts that this run knows, by the names that programs use. */
export class Inventory {
    private constructor(private readonly hosts: ReadonlyMap<string, InventoryHost>) {}

    /**
     * Reads the value of the Pulumi configuration key `solaris:hosts`.
     *
     * @param value The JSON text as Pulumi stores it, or the object itself; undefined where the key is not set.
     * @throws SolarisError HOSTS_CONFIG_INVALID naming the path of each fault. Values are never echoed: some are secret.
     */
    static parse(value: unknown): Inventory {
        if (value === undefined || value === "") {
            throw new SolarisError("HOSTS_CONFIG_INVALID", {
                message: "the configuration value `solaris:hosts` is not set, so no host is known",
                remedy: "Describe your hosts in Pulumi.<stack>.yaml:\n  config:\n    solaris:hosts:\n      global1: { address: global1.example.com, user: zadm }",
            });
        }
        const parsed = hostsSchema.safeParse(typeof value === "string" ? parseJson(value) : value);
        if (!parsed.success) {
            const faults = parsed.error.issues.flatMap(describeIssue);
            throw new SolarisError("HOSTS_CONFIG_INVALID", {
                message: "the configuration value `solaris:hosts` is malformed",
                lines: faults,
            });
        }
        if (Object.keys(parsed.data).length === 0) {
            throw new SolarisError("HOSTS_CONFIG_INVALID", {
                message: "the configuration value `solaris:hosts` describes no host",
            });
        }
        const localUser = os.userInfo().username;
        return new Inventory(
            new Map(
                Object.entries(parsed.data).map(([name, host]) => [
                    name,
                    { ...host, name, address: host.address ?? name, user: host.user ?? localUser },
                ]),
            ),
        );
    }

    /** All names, in the order of the configuration. */
    get names(): readonly string[] {
        return [...this.hosts.keys()];
    }

    has(name: string): boolean {
        return this.hosts.has(name);
    }

    /** @throws SolarisError HOST_UNKNOWN with the known names and the nearest match. */
    get(name: string): InventoryHost {
        const host = this.hosts.get(name);
        if (host === undefined) {
            throw new SolarisError("HOST_UNKNOWN", { message: this.unknownHostMessage(name), property: "host" });
        }
        return host;
    }

    /** What is wrong with a name that is not in the inventory, in one sentence. */
    unknownHostMessage(name: string): string {
        const nearest = nearestMatch(name, this.names);
        const suggestion = nearest === undefined ? "" : `; did you mean "${nearest}"?`;
        return `"${name}" is not in solaris:hosts (known: ${this.names.join(", ")})${suggestion}`;
    }
}

function describeIssue(issue: z.core.$ZodIssue): string[] {
    const path = ["solaris:hosts", ...issue.path].join(".");
    switch (issue.code) {
        case "unrecognized_keys": {
            const known = Object.keys((issue.path.length === 2 ? hostMigrationSchema : hostSchema).shape);
            return issue.keys.map((key) => {
                const nearest = nearestMatch(key, known);
                const suggestion = nearest === undefined ? "" : `; did you mean "${nearest}"?`;
                return `${path}: "${key}" is not a property of a host${suggestion}`;
            });
        }
        case "invalid_key":
            // zod itself only says that the key is invalid; why stands one level deeper.
            return [`${path}: ${issue.issues.map(({ message }) => message).join(", ")}`];
        case "invalid_type":
            return [
                `${path}: ${issue.expected === "record" ? "must be an object, keyed by host name" : issue.message}`,
            ];
        default:
            return [`${path}: ${issue.message}`];
    }
}

function parseJson(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        // The parser's own message quotes the text, which can hold secrets.
        throw new SolarisError("HOSTS_CONFIG_INVALID", {
            message: "the configuration value `solaris:hosts` is not an object",
            remedy: "Set it as an object, host by host: pulumi config set --path 'solaris:hosts.global1.address' global1.example.com",
        });
    }
}

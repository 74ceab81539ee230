import type { z } from "zod";
import { nearestMatch } from "../../errors/nearest";
import { SolarisError } from "../../errors/solarisError";
import { hostAddress, hostsSchema, knownProperties, type HostSettings } from "./hostsSchema";
import { recordedNames } from "../hostKeys/knownHosts";
import { readKnownHostsSync } from "../hostKeys/knownHostsCache";
import type { KnownHostsEntries } from "../hostKeys/knownHostsEntries";
import { configSources, OpenSshConfig } from "../opensshConfig/opensshConfig";
import type { SshTarget } from "../target";
import { resolveHost, type InventoryHost } from "./resolveHost";

export type { HostArgs } from "./hostsSchema";
export type { InventoryHost } from "./resolveHost";

/** What an inventory is made of, beside `solaris:hosts`. */
export interface InventoryOptions {
    /**
     * OpenSSH's client configuration: the path of the one file to read, as with `ssh -F`, or `none`. Default: the usual
     * two, `~/.ssh/config` and `/etc/ssh/ssh_config`. The value of `solaris:sshConfig`.
     */
    readonly sshConfig?: string | undefined;
}

/** The hosts that this run knows: those of `solaris:hosts`, and whatever OpenSSH knows by the same name. */
export class Inventory {
    readonly #resolved = new Map<string, InventoryHost>();
    // Every zone of a misspelt host asks for it again, and to find out that nothing knows it takes the longest.
    readonly #notKnown = new Map<string, SolarisError>();

    // Truly private, so that an inventory that is printed shows none of the secrets in it.
    readonly #settings: ReadonlyMap<string, HostSettings>;
    readonly #openssh: OpenSshConfig;

    private constructor(settings: ReadonlyMap<string, HostSettings>, openssh: OpenSshConfig) {
        this.#settings = settings;
        this.#openssh = openssh;
    }

    /**
     * Reads the value of the Pulumi configuration key `solaris:hosts`.
     *
     * @param value The JSON text as Pulumi stores it, or the object itself; undefined where the key is not set.
     * @throws SolarisError HOSTS_CONFIG_INVALID naming the path of each fault. Values are never echoed: some are secret.
     */
    static parse(value: unknown, options: InventoryOptions = {}): Inventory {
        const openssh = new OpenSshConfig(configSources(options.sshConfig));
        if (value === undefined || value === "") {
            return new Inventory(new Map(), openssh);
        }
        const parsed = hostsSchema.safeParse(typeof value === "string" ? parseJson(value) : value);
        if (!parsed.success) {
            const faults = parsed.error.issues.flatMap(describeIssue);
            throw new SolarisError("HOSTS_CONFIG_INVALID", {
                message: "the configuration value `solaris:hosts` is malformed",
                lines: faults,
            });
        }
        return new Inventory(new Map(Object.entries(parsed.data)), openssh);
    }

    /** The names of `solaris:hosts` in its order, then those that OpenSSH knows and that were asked for so far. */
    get names(): readonly string[] {
        return [...new Set([...this.#settings.keys(), ...this.#resolved.keys()])];
    }

    /**
     * A host, with everything that is needed to reach it. Reads local files at most.
     *
     * @throws SolarisError HOST_UNKNOWN with the known names and the nearest match; SSH_CONFIG_INVALID,
     *     SSH_CONFIG_UNSUPPORTED, or HOSTS_CONFIG_INVALID where the way to the host cannot be worked out.
     */
    get(name: string): InventoryHost {
        const known = this.#resolved.get(name);
        if (known !== undefined) {
            return known;
        }
        const refusal = this.#notKnown.get(name);
        if (refusal !== undefined) {
            throw refusal;
        }
        const host = this.#find(name);
        if (SolarisError.isInstance(host)) {
            this.#notKnown.set(name, host);
            throw host;
        }
        this.#resolved.set(name, host);
        return host;
    }

    /** Whether a name is one that `get` finds. What is wrong with the way to a host that is known counts as known. */
    knows(name: string): boolean {
        try {
            this.get(name);
            return true;
        } catch (error) {
            return !(SolarisError.isInstance(error) && error.code === "HOST_UNKNOWN");
        }
    }

    /** @returns HOST_UNKNOWN where nothing knows the host, or one on the way to it. */
    #find(name: string): InventoryHost | SolarisError {
        if (!hostAddress.safeParse(name).success) {
            return this.#unknown(name);
        }
        const host = resolveHost(name, { settingsOf: (hop) => this.#settings.get(hop), openssh: this.#openssh });
        const unknown = [...host.jumps, host].find((each) => !this.#isKnown(each));
        return unknown === undefined ? host : this.#unknown(unknown.name, name);
    }

    #isKnown(target: SshTarget): boolean {
        return this.#settings.has(target.name) || this.#openssh.mentions(target.name) || isRecorded(target);
    }

    /** @param wanted The host that was asked for; the unknown one may only be on the way to it. */
    #unknown(name: string, wanted = name): SolarisError {
        const nearest = nearestMatch(name, [...this.#settings.keys(), ...this.#openssh.names]);
        const suggestion = nearest === undefined ? "" : `; did you mean "${nearest}"?`;
        const known = [...this.#settings.keys()].join(", ");
        const onTheWay = wanted === name ? "" : `on the way to ${wanted}: `;
        return new SolarisError("HOST_UNKNOWN", {
            message: `${onTheWay}"${name}" is neither in solaris:hosts (${known === "" ? "which is empty or not set" : `known: ${known}`}) nor known to OpenSSH${suggestion}`,
            property: "host",
            ...(known === "" ? { remedy: howToDescribe } : {}),
        });
    }
}

const howToDescribe =
    "Use a name by which `ssh` reaches the host, or describe your hosts in Pulumi.<stack>.yaml:\n  config:\n    solaris:hosts:\n      global1: { address: global1.example.com, user: zadm }";

/**
 * Whether known_hosts vouches for a host, or the user has asked for trust at first sight. `ssh NAME` works without any
 * configuration for such a host; a name that nothing speaks for is more likely misspelt.
 */
function isRecorded(host: SshTarget): boolean {
    const { acceptNew, userFiles, globalFiles } = host.hostKeys;
    if (acceptNew) {
        return true;
    }
    const { name, plainName } = recordedNames(host);
    return [...userFiles, ...globalFiles].some((file) => {
        const entries = readIfPossible(file.path);
        return entries?.covers(name) === true || (plainName !== undefined && entries?.covers(plainName) === true);
    });
}

/** A file that cannot be read speaks for no host; connecting to one of them then says why it cannot be read. */
function readIfPossible(file: string): KnownHostsEntries | undefined {
    try {
        return readKnownHostsSync(file);
    } catch {
        return undefined;
    }
}

function describeIssue(issue: z.core.$ZodIssue): string[] {
    const path = ["solaris:hosts", ...issue.path].join(".");
    switch (issue.code) {
        case "unrecognized_keys":
            return issue.keys.map((key) => {
                const nearest = nearestMatch(key, knownProperties(issue.path.length));
                const suggestion = nearest === undefined ? "" : `; did you mean "${nearest}"?`;
                return `${path}: "${key}" is not a property of a host${suggestion}`;
            });
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

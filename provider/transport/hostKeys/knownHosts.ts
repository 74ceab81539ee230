import { createHmac, randomBytes } from "node:crypto";
import { isIPv6, SocketAddress } from "node:net";
import { matchesPatternList } from "../patternList";
import type { SshTarget } from "../target";

/** One line of a known_hosts file that has the form of an entry; sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT". */
export interface KnownHostsLine {
    readonly marker: "none" | "revoked" | "cert-authority";
    /** The host field as written: comma-separated patterns, or one hashed name. */
    readonly hosts: string;
    /** As written. */
    readonly keyType: string;
    /** As written; base64 if all is well. */
    readonly key: string;
    /** 1-based. */
    readonly lineNumber: number;
}

/**
 * Reads one line of a known_hosts file; whether its key is one is left open.
 *
 * @param line The line's bytes, one character each ("latin1"): names and patterns are compared byte by byte.
 * @returns undefined for a line that is no entry, which OpenSSH passes over.
 */
export function parseKnownHostsLine(line: string, lineNumber: number): KnownHostsLine | undefined {
    const fields = fieldsOf(line);
    if (fields[0]?.startsWith("#") === true) {
        return undefined;
    }
    let marker: KnownHostsLine["marker"] = "none";
    if (fields[0] === "@revoked" || fields[0] === "@cert-authority") {
        // OpenSSH takes the marker only where a blank follows, no tab. Taking it in either case can only refuse more.
        marker = fields[0] === "@revoked" ? "revoked" : "cert-authority";
        fields.shift();
    }
    const [hosts, keyType, key] = fields;
    // What else begins with "@" is a marker of unknown meaning, or a second one.
    return hosts?.startsWith("@") === false && keyType !== undefined && key !== undefined
        ? { marker, hosts, keyType, key, lineNumber }
        : undefined;
}

function fieldsOf(line: string): string[] {
    const end = line.indexOf("\0");
    // For OpenSSH, written in C, a line ends at its first NUL character.
    const text = end === -1 ? line : line.slice(0, end);
    return text.replace(/^[ \t]+/, "").split(/[ \t]+/, 4);
}

/** The names under which known_hosts is searched for a host. */
export interface RecordedNames {
    /** The alias, or else the name with its port. */
    readonly name: string;
    /** The name without its port, under which a matching key counts where none stands under the name with it. */
    readonly plainName: string | undefined;
}

/** Under which names a host's keys are looked up, as OpenSSH does. */
export function recordedNames({ address, port, hostKeys }: SshTarget): RecordedNames {
    if (hostKeys.alias !== undefined) {
        return { name: lowerCase(hostKeys.alias), plainName: undefined };
    }
    return { name: knownHostsName(address, port), plainName: port === 22 ? undefined : knownHostsName(address, 22) };
}

/** The name under which a host stands in known_hosts: bare for port 22, `[name]:port` otherwise. */
export function knownHostsName(address: string, port: number): string {
    const name = lowerCase(isIPv6(address) ? usualForm(address) : address);
    return port === 22 ? name : `[${name}]:${port}`;
}

/** The one form of an IPv6 address in which OpenSSH writes it down: `2001:DB8:0:0::1` is 2001:db8::1. */
function usualForm(address: string): string {
    const [bare = "", ...scope] = address.split("%");
    return [new SocketAddress({ address: bare, family: "ipv6" }).address, ...scope].join("%");
}

/** Whether a line's host field covers a name (as recordedNames gives it). */
export function matchesHost(hosts: string, name: string): boolean {
    if (hosts.startsWith("|")) {
        return matchesHashedName(hosts, name);
    }
    return matchesPatternList(lowerCase(hosts), Buffer.from(name, "utf8").toString("latin1"));
}

const hashMagic = "|1|";
const saltBytes = 20;

/** A name in the form that does not show it: `|1|salt|hash`, with a new salt each time. */
export function hashName(name: string, salt: Buffer = randomBytes(saltBytes)): string {
    const digest = createHmac("sha1", salt).update(name, "utf8").digest("base64");
    return `${hashMagic}${salt.toString("base64")}|${digest}`;
}

function matchesHashedName(field: string, name: string): boolean {
    const end = field.indexOf("|", hashMagic.length);
    if (!field.startsWith(hashMagic) || end === -1) {
        return false;
    }
    const salt = Buffer.from(field.slice(hashMagic.length, end), "base64");
    // Compared as text, as OpenSSH does, so that nothing may stand before, between or behind.
    return salt.length === saltBytes && field === hashName(name, salt);
}

/** Only ASCII, as in C: Unicode would take the Kelvin sign for a `k`, and with it one name for another. */
function lowerCase(text: string): string {
    return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

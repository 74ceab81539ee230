import { createHmac, timingSafeEqual } from "node:crypto";

/** One usable line of a known_hosts file; sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT". */
export interface KnownHostsLine {
    readonly marker: "none" | "revoked" | "cert-authority";
    /** The host field as written: comma-separated patterns, or one hashed name. */
    readonly hosts: string;
    readonly keyType: string;
    /** The key, base64. */
    readonly key: string;
    /** 1-based. */
    readonly lineNumber: number;
}

/** Reads the text of a known_hosts file. Lines that are no entries are passed over, as OpenSSH does. */
export function parseKnownHosts(text: string): KnownHostsLine[] {
    const lines: KnownHostsLine[] = [];
    for (const [index, raw] of text.split("\n").entries()) {
        const fields = raw.trim().split(/[ \t]+/);
        const first = fields[0] ?? "";
        if (first === "" || first.startsWith("#")) {
            continue;
        }
        let marker: KnownHostsLine["marker"] = "none";
        if (first.startsWith("@")) {
            if (first !== "@revoked" && first !== "@cert-authority") {
                continue;
            }
            marker = first === "@revoked" ? "revoked" : "cert-authority";
            fields.shift();
        }
        const [hosts, keyType, key] = fields;
        if (hosts !== undefined && keyType !== undefined && key !== undefined) {
            lines.push({ marker, hosts, keyType, key, lineNumber: index + 1 });
        }
    }
    return lines;
}

/** The name under which a host stands in known_hosts: bare for port 22, `[name]:port` otherwise. */
export function knownHostsName(host: string, port: number): string {
    const name = host.toLowerCase();
    return port === 22 ? name : `[${name}]:${port}`;
}

/** Whether a line's host field covers a name (as knownHostsName gives it). */
export function matchesHost(hosts: string, name: string): boolean {
    if (hosts.startsWith("|1|")) {
        return matchesHashedName(hosts, name);
    }
    let matched = false;
    for (const pattern of hosts.toLowerCase().split(",")) {
        const negated = pattern.startsWith("!");
        if (!patternToRegExp(negated ? pattern.slice(1) : pattern).test(name)) {
            continue;
        }
        if (negated) {
            // One negated match rules the whole line out, wherever it stands in it.
            return false;
        }
        matched = true;
    }
    return matched;
}

function matchesHashedName(field: string, name: string): boolean {
    const [salt, digest] = field.slice("|1|".length).split("|");
    if (salt === undefined || digest === undefined) {
        return false;
    }
    const expected = Buffer.from(digest, "base64");
    const actual = createHmac("sha1", Buffer.from(salt, "base64")).update(name).digest();
    return expected.length === actual.length && timingSafeEqual(expected, actual);
}

function patternToRegExp(pattern: string): RegExp {
    const source = pattern
        .replace(/[.+^${}()|[\]\\]/g, "\\$&")
        .replace(/\*/g, ".*")
        .replace(/\?/g, ".");
    return new RegExp(`^${source}$`);
}

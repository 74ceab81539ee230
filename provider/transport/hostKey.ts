import { createHash } from "node:crypto";
import { promises as fs } from "node:fs";
import * as path from "node:path";
import type { ServerHostKeyAlgorithm } from "ssh2";
import { SolarisError } from "../errors/solarisError";
import { expandHome } from "./files";
import type { InventoryHost } from "./inventory";
import { knownHostsName, matchesHost, parseKnownHosts, type KnownHostsLine } from "./knownHosts";

/** What is on record about a host's key, read before the connection so that checking the key needs no I/O. */
export type HostKeyRecord =
    | { readonly kind: "pinned"; readonly pins: readonly string[] }
    | { readonly kind: "knownHosts"; readonly files: readonly string[]; readonly lines: readonly RecordedLine[] };

type RecordedLine = KnownHostsLine & { readonly file: string };

// What ssh2 can verify, strongest first.
const offered: readonly ServerHostKeyAlgorithm[] = [
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "rsa-sha2-512",
    "rsa-sha2-256",
];

/** The answer about a key that a host has shown. */
export type HostKeyVerdict = { readonly trusted: true } | { readonly trusted: false; readonly error: SolarisError };

/**
 * Collects what vouches for a host: its pinned `hostKey`, or the matching lines of known_hosts.
 *
 * @throws SolarisError HOST_KEY_UNKNOWN where a known_hosts file exists but cannot be read: fail closed.
 */
export async function readHostKeyRecord(host: InventoryHost): Promise<HostKeyRecord> {
    if (host.hostKey !== undefined) {
        return { kind: "pinned", pins: typeof host.hostKey === "string" ? [host.hostKey] : host.hostKey };
    }
    const files =
        host.knownHostsFile === undefined
            ? [path.join(expandHome("~"), ".ssh", "known_hosts"), "/etc/ssh/ssh_known_hosts"]
            : [expandHome(host.knownHostsFile)];
    const name = knownHostsName(host.address, host.port);
    const lines: RecordedLine[] = [];
    for (const file of files) {
        const text = await readIfPresent(file, host);
        lines.push(
            ...parseKnownHosts(text)
                .filter((line) => matchesHost(line.hosts, name))
                .map((line) => ({ ...line, file })),
        );
    }
    return { kind: "knownHosts", files, lines };
}

/** Decides whether the key that a host has shown is the one on record. */
export function judgeHostKey(host: InventoryHost, record: HostKeyRecord, key: Buffer): HostKeyVerdict {
    const shown = fingerprint(key);
    const encoded = key.toString("base64");
    if (record.kind === "pinned") {
        const trusted = record.pins.some((pin) =>
            pin.startsWith("SHA256:") ? withoutPadding(pin) === shown : keyOf(pin) === encoded,
        );
        return trusted
            ? { trusted }
            : refuse("HOST_KEY_MISMATCH", host, shown, [
                  `pinned as hostKey: ${record.pins.map(pinFingerprint).join(", ")}`,
              ]);
    }
    const matching = record.lines.filter((line) => line.key === encoded);
    const revoked = matching.find((line) => line.marker === "revoked");
    if (revoked !== undefined) {
        return refuse("HOST_KEY_MISMATCH", host, shown, [`revoked at ${revoked.file}:${revoked.lineNumber}`]);
    }
    if (matching.some((line) => line.marker === "none")) {
        return { trusted: true };
    }
    const others = record.lines.filter((line) => line.marker === "none");
    if (others.length > 0) {
        const recorded = others.map(
            (line) =>
                `on record: ${fingerprint(Buffer.from(line.key, "base64"))} (${line.keyType}) at ${line.file}:${line.lineNumber}`,
        );
        return refuse("HOST_KEY_MISMATCH", host, shown, recorded);
    }
    return refuse("HOST_KEY_UNKNOWN", host, shown, [
        `looked for ${knownHostsName(host.address, host.port)} in ${record.files.join(", ")}`,
    ]);
}

/** The key types on record, so that the host is asked for those first and no false alarm arises from another type. */
export function recordedKeyTypes(record: HostKeyRecord): ServerHostKeyAlgorithm[] {
    const types =
        record.kind === "pinned"
            ? record.pins.filter((pin) => !pin.startsWith("SHA256:")).map((pin) => pin.trim().split(/\s+/)[0] ?? "")
            : record.lines.filter((line) => line.marker === "none").map((line) => line.keyType);
    // One RSA key serves under three signature algorithms; SHA-1 is not offered.
    const wanted = types.flatMap((type) => (type === "ssh-rsa" ? ["rsa-sha2-512", "rsa-sha2-256"] : [type]));
    return offered.filter((algorithm) => wanted.includes(algorithm));
}

/** OpenSSH's form of a key's fingerprint: `SHA256:` and unpadded base64. */
export function fingerprint(key: Buffer): string {
    return `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
}

function refuse(
    code: "HOST_KEY_MISMATCH" | "HOST_KEY_UNKNOWN",
    host: InventoryHost,
    shown: string,
    lines: readonly string[],
): HostKeyVerdict {
    const what =
        code === "HOST_KEY_MISMATCH"
            ? "shows another host key than the one on record"
            : "shows a host key that nothing vouches for";
    const error = new SolarisError(code, {
        message: `${host.name} (${host.address}:${host.port}) ${what}`,
        host: host.name,
        lines: [`shown: ${shown}`, ...lines],
    });
    return { trusted: false, error };
}

function keyOf(line: string): string {
    return line.trim().split(/\s+/)[1] ?? "";
}

function pinFingerprint(pin: string): string {
    return pin.startsWith("SHA256:") ? pin : fingerprint(Buffer.from(keyOf(pin), "base64"));
}

function withoutPadding(pin: string): string {
    return pin.trim().replace(/=+$/, "");
}

async function readIfPresent(file: string, host: InventoryHost): Promise<string> {
    try {
        return await fs.readFile(file, "utf8");
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT" && host.knownHostsFile === undefined) {
            return "";
        }
        throw new SolarisError("HOST_KEY_UNKNOWN", {
            message: `the known_hosts file ${file} cannot be read, so the key of ${host.name} cannot be verified`,
            host: host.name,
            lines: [(error as Error).message],
            remedy: "Make the file readable, correct `knownHostsFile`, or pin the key with `hostKey`.",
            cause: error,
        });
    }
}

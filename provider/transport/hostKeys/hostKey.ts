import type { ServerHostKeyAlgorithm } from "ssh2";
import type { SolarisError } from "../../errors/solarisError";
import { fingerprint } from "./fingerprint";
import { certificateExpected, changedKey, keyNotPinned, revokedKey, unknownKey } from "./hostKeyRefusal";
import { recordedNames, type RecordedNames } from "./knownHosts";
import { keysUnder, readKnownHostsFiles, type RecordedKey } from "./knownHostsFiles";
import { keyTypeOf } from "./publicKey";
import { readRevokedKeys } from "./revokedKeys";
import type { SshTarget } from "../target";

/** What is on record about a host's key, read before the connection so that checking the key needs no I/O. */
export type HostKeyRecord =
    | { readonly kind: "pinned"; readonly pins: readonly string[]; readonly revoked: readonly RecordedKey[] }
    | {
          readonly kind: "knownHosts";
          readonly names: RecordedNames;
          readonly files: readonly string[];
          /** What stands under the host's name or alias. */
          readonly keys: readonly RecordedKey[];
          /** What stands under the name without its port; empty where a key of the host itself stands under `keys`. */
          readonly keysWithoutPort: readonly RecordedKey[];
          /** What a file of revoked keys holds, of whichever host. */
          readonly revoked: readonly RecordedKey[];
      };

/**
 * The answer about a key that a host has shown. `new`: no key of the host is on record, and the user has asked for such
 * a key to be accepted; it is to be trusted only once it has been written down.
 */
export type HostKeyVerdict =
    | { readonly kind: "trusted" }
    | { readonly kind: "new" }
    | { readonly kind: "refused"; readonly error: SolarisError };

// What ssh2 can verify, strongest first. One RSA key serves under several names; that of SHA-1 is not among them.
const offered: readonly { readonly algorithm: ServerHostKeyAlgorithm; readonly keyType: string }[] = [
    { algorithm: "ssh-ed25519", keyType: "ssh-ed25519" },
    { algorithm: "ecdsa-sha2-nistp256", keyType: "ecdsa-sha2-nistp256" },
    { algorithm: "ecdsa-sha2-nistp384", keyType: "ecdsa-sha2-nistp384" },
    { algorithm: "ecdsa-sha2-nistp521", keyType: "ecdsa-sha2-nistp521" },
    { algorithm: "rsa-sha2-512", keyType: "ssh-rsa" },
    { algorithm: "rsa-sha2-256", keyType: "ssh-rsa" },
];

/**
 * Collects what vouches for a host: its pinned keys, or what the known_hosts files say of it. Where keys are pinned,
 * known_hosts is not read at all; a list of revoked keys always is.
 *
 * @throws SolarisError HOST_KEY_UNKNOWN where a file is there but cannot be read, or is required and missing;
 *     SSH_CONFIG_UNSUPPORTED for a binary list of revoked keys.
 */
export async function readHostKeyRecord(target: SshTarget): Promise<HostKeyRecord> {
    const { pins } = target.hostKeys;
    const revoked = await readRevokedKeys(target);
    if (pins.length > 0) {
        return { kind: "pinned", pins, revoked };
    }
    const contents = await readKnownHostsFiles(target);
    const names = recordedNames(target);
    const keys = await keysUnder(names.name, contents);
    const withoutPort = names.plainName === undefined || keys.some(isHostsOwn) ? undefined : names.plainName;
    return {
        kind: "knownHosts",
        names,
        files: contents.map(({ file }) => file),
        keys,
        keysWithoutPort: withoutPort === undefined ? [] : await keysUnder(withoutPort, contents),
        revoked,
    };
}

/** Decides whether the key that a host has shown is the one on record. */
export function judgeHostKey(target: SshTarget, record: HostKeyRecord, key: Buffer): HostKeyVerdict {
    const withdrawn = record.revoked.find((recorded) => recorded.key.equals(key));
    if (withdrawn !== undefined) {
        return refused(revokedKey(target, key, withdrawn));
    }
    if (record.kind === "pinned") {
        return record.pins.some((pin) => isPinOf(pin, key))
            ? { kind: "trusted" }
            : refused(keyNotPinned(target, key, record.pins.map(describePin)));
    }
    const all = [...record.keys, ...record.keysWithoutPort];
    const same = all.filter((recorded) => recorded.key.equals(key));
    const revoked = same.find(({ marker }) => marker === "revoked");
    if (revoked !== undefined) {
        return refused(revokedKey(target, key, revoked));
    }
    if (same.some(isHostsOwn)) {
        return { kind: "trusted" };
    }
    const others = record.keys.filter(isHostsOwn);
    if (others.length > 0) {
        return refused(changedKey(target, key, record.names.name, others));
    }
    const authorities = all.filter(({ marker }) => marker === "cert-authority");
    if (authorities.length > 0) {
        return refused(certificateExpected(target, key, authorities));
    }
    if (target.hostKeys.acceptNew) {
        return { kind: "new" };
    }
    return refused(unknownKey(target, key, record.names, record.files, record.keysWithoutPort.filter(isHostsOwn)));
}

/**
 * The algorithms for the key types on record, so that the host is asked for those first and no false alarm arises from
 * another of its keys. Empty where nothing is known of the type.
 */
export function recordedKeyTypes(record: HostKeyRecord): ServerHostKeyAlgorithm[] {
    const types =
        record.kind === "pinned"
            ? record.pins.filter((pin) => !isFingerprint(pin)).map((pin) => fieldsOf(pin).type)
            : [...record.keys, ...record.keysWithoutPort].filter(isHostsOwn).map(({ type }) => type);
    return offered.filter(({ keyType }) => types.includes(keyType)).map(({ algorithm }) => algorithm);
}

/** Everything that a host may be asked for, the types on record first. */
export function hostKeyAlgorithms(record: HostKeyRecord): ServerHostKeyAlgorithm[] {
    const recorded = recordedKeyTypes(record);
    return [...recorded, ...offered.map(({ algorithm }) => algorithm).filter((each) => !recorded.includes(each))];
}

/**
 * The algorithms with which a host may be asked for another of its keys, after it has shown some that were refused. A
 * pinned fingerprint does not say of which type its key is, so the host's other keys are worth a look; in every other
 * case there is nothing left to ask for.
 */
export function remainingKeyTypes(record: HostKeyRecord, shown: readonly Buffer[]): ServerHostKeyAlgorithm[] {
    if (record.kind !== "pinned" || !record.pins.some(isFingerprint)) {
        return [];
    }
    const seen = shown.map(keyTypeOf);
    return offered.filter(({ keyType }) => !seen.includes(keyType)).map(({ algorithm }) => algorithm);
}

/** Whether a line stands for the host's own key: neither for a revoked one nor for that of an authority. */
function isHostsOwn({ marker }: RecordedKey): boolean {
    return marker === "none";
}

function refused(error: SolarisError): HostKeyVerdict {
    return { kind: "refused", error };
}

function isFingerprint(pin: string): boolean {
    return pin.startsWith("SHA256:");
}

function isPinOf(pin: string, key: Buffer): boolean {
    return isFingerprint(pin)
        ? pin.trim().replace(/=+$/, "") === fingerprint(key)
        : fieldsOf(pin).key === key.toString("base64");
}

function describePin(pin: string): string {
    const { type, key } = fieldsOf(pin);
    return isFingerprint(pin) ? pin : `${type} ${fingerprint(Buffer.from(key, "base64"))}`;
}

function fieldsOf(pin: string): { type: string; key: string } {
    const [type = "", key = ""] = pin.trim().split(/\s+/);
    return { type, key };
}

import { fingerprint } from "./fingerprint";

/*
 * Public keys as SSH sends and stores them (RFC 4253, section 6.6): a sequence of strings, each with its length in four
 * bytes before it, of which the first names the key's type.
 */

const typeName = /^[A-Za-z0-9@._-]{1,64}$/;

// Number of strings in a key; other types are taken as they come.
const stringsOf: Readonly<Record<string, number>> = {
    "ssh-ed25519": 2,
    "ecdsa-sha2-nistp256": 3,
    "ecdsa-sha2-nistp384": 3,
    "ecdsa-sha2-nistp521": 3,
    "ssh-rsa": 3,
    "ssh-dss": 5,
};

const ed25519Bytes = 32;

/** The type that a public key says it has, such as `ssh-ed25519`; undefined for bytes that are no public key. */
export function keyTypeOf(key: Buffer): string | undefined {
    const type = readString(key, 0)?.toString("latin1");
    return type !== undefined && typeName.test(type) && isComplete(type, key) ? type : undefined;
}

/** A key in a message: type and fingerprint, as `ssh-add -l` and a server's log show them. */
export function describeKey(key: Buffer): string {
    return `${keyTypeOf(key) ?? "a malformed key,"} ${fingerprint(key)}`;
}

/**
 * Reads a public key from the base64 of a line such as those of known_hosts. As strict as OpenSSH, which passes over a
 * line whose key is cut off, of another type than the line says, or not properly encoded.
 *
 * @returns undefined for what OpenSSH would not take for a key.
 */
export function decodePublicKey(type: string, base64: string): Buffer | undefined {
    // OpenSSH's decoder passes over these; a file with CRLF brings one a line.
    const text = base64.replace(/[\r\v\f]+/g, "");
    const key = Buffer.from(text, "base64");
    return key.toString("base64") === text && keyTypeOf(key) === type ? key : undefined;
}

function readString(key: Buffer, offset: number): Buffer | undefined {
    const start = offset + 4;
    if (start > key.length) {
        return undefined;
    }
    const end = start + key.readUInt32BE(offset);
    return end > key.length ? undefined : key.subarray(start, end);
}

function isComplete(type: string, key: Buffer): boolean {
    const expected = stringsOf[type];
    if (expected === undefined) {
        return true;
    }
    const strings: Buffer[] = [];
    let offset = 0;
    while (offset < key.length && strings.length < expected) {
        const string = readString(key, offset);
        if (string === undefined) {
            return false;
        }
        strings.push(string);
        offset += 4 + string.length;
    }
    if (offset !== key.length || strings.length !== expected) {
        return false;
    }
    const second = strings[1];
    if (type === "ssh-ed25519") {
        return second?.length === ed25519Bytes;
    }
    return !type.startsWith("ecdsa-sha2-") || type === `ecdsa-sha2-${second?.toString("latin1") ?? ""}`;
}

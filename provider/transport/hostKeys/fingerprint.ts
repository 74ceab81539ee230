import { createHash } from "node:crypto";

/** OpenSSH's form of a key's fingerprint: `SHA256:` and unpadded base64. */
export function fingerprint(key: Buffer): string {
    return `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
}

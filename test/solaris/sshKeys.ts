import { createHash } from "node:crypto";
import { type ParsedKey, utils } from "ssh2";

/** An ed25519 key pair in OpenSSH's formats. */
export interface KeyPair {
    privateKey: string;
    /** "ssh-ed25519 AAAA..." without a comment. */
    publicLine: string;
    /** "SHA256:...", as `ssh-keygen -l` prints it. */
    fingerprint: string;
    parsed: ParsedKey;
}

function parse(text: string): ParsedKey | undefined {
    const parsed = utils.parseKey(text);
    return parsed instanceof Error ? undefined : parsed;
}

/** ssh2 1.17 makes about one unusable ed25519 key in 250 (it drops leading zeros), so each is tried before use. */
export function generateKey(comment: string): KeyPair {
    const probe = Buffer.from("probe");
    for (let attempt = 0; attempt < 20; attempt += 1) {
        const pair = utils.generateKeyPairSync("ed25519", { comment });
        const [secret, open] = [parse(pair.private), parse(pair.public)];
        const signature = secret?.sign(probe);
        if (secret === undefined || open === undefined || !Buffer.isBuffer(signature)) {
            continue;
        }
        // ssh2 may return an Error here, whatever its types say.
        const verdict: unknown = open.verify(probe, signature);
        if (verdict === true) {
            const blob = open.getPublicSSH();
            const digest = createHash("sha256").update(blob).digest("base64").replace(/=+$/, "");
            return {
                privateKey: pair.private,
                publicLine: `${open.type} ${blob.toString("base64")}`,
                fingerprint: `SHA256:${digest}`,
                parsed: open,
            };
        }
    }
    throw new Error("could not generate a usable ed25519 key in 20 attempts");
}

import { createPrivateKey } from "node:crypto";

const heading = /^-----BEGIN (?:ENCRYPTED )?PRIVATE KEY-----/m;

// The older forms by type, which ssh2 can read. There is none for ed25519, and OpenSSH 9.2 does not read that one either.
const olderForms = { rsa: "pkcs1", ec: "sec1" } as const;

/**
 * The key of a file in PKCS #8 (`BEGIN PRIVATE KEY`), which `ssh` can use and ssh2 cannot, in the older form of its type,
 * not encrypted; undefined for a file in another form, or of a type that has none.
 *
 * @throws Error for a file that cannot be opened: a passphrase that is missing or wrong, or no key at all. Its message
 *     holds nothing of the content.
 */
export function readPkcs8(content: Buffer, passphrase: string | undefined): Buffer | undefined {
    if (!heading.test(content.toString("latin1"))) {
        return undefined;
    }
    const key = createPrivateKey({ key: content, format: "pem", passphrase });
    const type =
        key.asymmetricKeyType === "rsa" || key.asymmetricKeyType === "ec"
            ? olderForms[key.asymmetricKeyType]
            : undefined;
    return type === undefined ? undefined : Buffer.from(key.export({ type, format: "pem" }));
}

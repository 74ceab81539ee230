import { utils, type ParsedKey } from "ssh2";
import { SolarisError } from "../../errors/solarisError";
import { fingerprint } from "../hostKeys/fingerprint";
import { describeKey } from "../hostKeys/publicKey";
import { readRegularFile } from "../regularFile";
import { readPkcs8 } from "./pkcs8";
import type { IdentityFile, SshTarget } from "../target";

/** A key with which a login can be tried. */
export interface Identity {
    /** Its public half, by which the agent's copy of it is known; undefined where only the private file could tell. */
    readonly publicBlob: Buffer | undefined;
    /** The private key; undefined where only the agent can sign with it. */
    readonly privateKey: ParsedKey | undefined;
    /** For messages: file and, where known, type and fingerprint. */
    readonly described: string;
    /** Why the private key cannot be used. */
    readonly fault: string | undefined;
    readonly file: IdentityFile;
}

/**
 * Reads a host's identity files, as far as they are there.
 *
 * A file can be a private key, or a public one whose private half the agent holds. Beside an encrypted private key its
 * `.pub` file tells which of the agent's keys it is.
 */
export async function readIdentities({ login }: SshTarget): Promise<Identity[]> {
    const identities = await Promise.all(login.identityFiles.map((file) => readIdentity(file, login.passphrase)));
    return identities.filter((identity) => identity !== undefined);
}

/**
 * @throws SolarisError CREDENTIAL_UNUSABLE for a file that `solaris:hosts` names and that is of no use: it was asked for.
 */
export function requireUsable(target: SshTarget, identity: Identity, heldByAgent: boolean): void {
    if (identity.file.from === "hosts" && identity.privateKey === undefined && !heldByAgent) {
        throw new SolarisError("CREDENTIAL_UNUSABLE", {
            message: `the identity file ${identity.file.path} of ${target.name} cannot be used`,
            host: target.name,
            lines: [identity.fault ?? "it cannot be read"],
            property: `solaris:hosts.${target.name}.identityFile`,
        });
    }
}

async function readIdentity(file: IdentityFile, passphrase: string | undefined): Promise<Identity | undefined> {
    let content: Buffer;
    try {
        content = await readRegularFile(file.path);
    } catch (error) {
        const beside = await readPublicKey(`${file.path}.pub`);
        const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
        if (file.from === "default" && missing && beside === undefined) {
            // The usual names are looked for whether the files are there or not.
            return undefined;
        }
        return identityOf(file, undefined, beside, missing ? "there is no such file" : (error as Error).message);
    }
    const parsed = parsePrivateKey(content, passphrase);
    if (parsed instanceof Error) {
        // The parser's message speaks of format and encryption only, never of the key's content.
        return identityOf(file, undefined, await readPublicKey(`${file.path}.pub`), parsed.message);
    }
    if (!parsed.isPrivateKey()) {
        return identityOf(
            file,
            undefined,
            parsed,
            "it holds a public key, and the SSH agent does not hold the private one",
        );
    }
    return identityOf(file, parsed, parsed, undefined);
}

function identityOf(
    file: IdentityFile,
    privateKey: ParsedKey | undefined,
    publicKey: ParsedKey | undefined,
    fault: string | undefined,
): Identity {
    const publicBlob = publicKey?.getPublicSSH();
    const key = publicKey === undefined || publicBlob === undefined ? "" : ` (${describeKey(publicBlob)})`;
    return { publicBlob, privateKey, described: `key file ${file.path}${key}`, fault, file };
}

async function readPublicKey(file: string): Promise<ParsedKey | undefined> {
    const content = await readRegularFile(file).catch(() => undefined);
    const parsed = content === undefined ? undefined : utils.parseKey(content);
    return parsed instanceof Error ? undefined : parsed;
}

// To open an encrypted key takes a good part of a second by design, and it blocks; twenty hosts share one key.
const openedKeys = new Map<string, ParsedKey>();

function parsePrivateKey(content: Buffer, passphrase: string | undefined): ParsedKey | Error {
    const cacheKey = fingerprint(Buffer.concat([content, Buffer.from(`\0${passphrase ?? ""}`)]));
    const opened = openedKeys.get(cacheKey);
    if (opened !== undefined) {
        return opened;
    }
    const parsed = openPrivateKey(content, passphrase);
    if (!(parsed instanceof Error)) {
        openedKeys.set(cacheKey, parsed);
    }
    return parsed;
}

function openPrivateKey(content: Buffer, passphrase: string | undefined): ParsedKey | Error {
    try {
        return utils.parseKey(readPkcs8(content, passphrase) ?? content, passphrase);
    } catch (error) {
        return new Error(`a key in PKCS #8 that cannot be opened: ${(error as Error).message}`);
    }
}

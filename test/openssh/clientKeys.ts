import { execFile } from "node:child_process";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What every encrypted key of the tests is encrypted with. */
export const keyPassphrase = "correct horse battery";

const types = {
    ed25519: ["-t", "ed25519"],
    ecdsa256: ["-t", "ecdsa", "-b", "256"],
    ecdsa384: ["-t", "ecdsa", "-b", "384"],
    ecdsa521: ["-t", "ecdsa", "-b", "521"],
    rsa: ["-t", "rsa", "-b", "3072"],
} as const;

/** A type of key pair, with its size. */
export type KeyType = keyof typeof types;

/** All types, for tables of tests. */
export const keyTypes = Object.keys(types) as KeyType[];

/** A key pair in two files, as a user has it. */
export interface ClientKey {
    /** Path of the private key; the public one is beside it, with `.pub` at the end. */
    readonly file: string;
    /** `ssh-ed25519 AAAA...`, as it stands in authorized_keys. */
    readonly publicLine: string;
    /** `SHA256:...`, as `ssh-keygen -l` shows it. */
    readonly fingerprint: string;
}

/** Makes a key pair with ssh-keygen, in OpenSSH's own format and not encrypted. */
export async function makeKey(directory: string, name: string, type: KeyType = "ed25519"): Promise<ClientKey> {
    const file = join(directory, name);
    await run("ssh-keygen", ["-q", ...types[type], "-N", "", "-C", name, "-f", file]);
    return readKey(file);
}

/** How a private key's file is written. */
export interface KeyForm {
    /** As `ssh-keygen -m` calls it; RFC4716 is OpenSSH's own. */
    readonly format: "RFC4716" | "PEM" | "PKCS8";
    /** Whether it is encrypted with {@link keyPassphrase}. */
    readonly encrypted: boolean;
}

/** Copies a key pair into another form with ssh-keygen. */
export async function copyKey(key: ClientKey, name: string, { format, encrypted }: KeyForm): Promise<ClientKey> {
    const file = `${key.file}_${name}`;
    copyFileSync(key.file, file);
    copyFileSync(`${key.file}.pub`, `${file}.pub`);
    await run("ssh-keygen", ["-q", "-p", "-P", "", "-N", encrypted ? keyPassphrase : "", "-m", format, "-f", file]);
    return { ...key, file };
}

/** Copies a key into PuTTY's format with puttygen; gives the file's path. */
export async function copyToPutty(key: ClientKey, version: 2 | 3): Promise<string> {
    const file = `${key.file}_v${version}.ppk`;
    await run("puttygen", [key.file, "-O", "private", "--ppk-param", `version=${version}`, "-o", file]);
    return file;
}

/** What is known of a key pair that is there already. */
export async function readKey(file: string): Promise<ClientKey> {
    const [type = "", key = ""] = readFileSync(`${file}.pub`, "utf8").split(" ");
    const { stdout } = await run("ssh-keygen", ["-l", "-f", `${file}.pub`]);
    return { file, publicLine: `${type} ${key.trim()}`, fingerprint: stdout.split(" ")[1] ?? "" };
}

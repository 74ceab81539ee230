import { execFile } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import type { ClientKey } from "./clientKeys";
import type { Sshd } from "./sshd";

const run = promisify(execFile);

/** The lines of known_hosts for a server's keys, or for those given. */
export function knownHostsLines(sshd: Sshd, keys: readonly ClientKey[] = sshd.hostKeys): string {
    return keys.map(({ publicLine }) => `[${sshd.address}]:${sshd.port} ${publicLine}\n`).join("");
}

/** Hashes the names in a known_hosts file with ssh-keygen. */
export async function hashNames(file: string): Promise<void> {
    await run("ssh-keygen", ["-q", "-H", "-f", file]);
    // The file as it was, names in plain text.
    rmSync(`${file}.old`);
}

/** Writes a known_hosts file for servers. */
export function writeKnownHosts(file: string, servers: readonly Sshd[]): string {
    writeFileSync(file, servers.map((sshd) => knownHostsLines(sshd)).join(""));
    return file;
}

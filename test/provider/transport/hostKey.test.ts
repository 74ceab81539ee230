import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { utils } from "ssh2";
import type { HostArgs } from "../../../provider/transport/inventory";
import {
    fingerprint,
    judgeHostKey,
    readHostKeyRecord,
    recordedKeyTypes,
    type HostKeyVerdict,
} from "../../../provider/transport/hostKey";
import { generateKey } from "../../solaris/sshKeys";
import { inventoryHost } from "./hostBuilder";
import { temporaryDirectory } from "./temporaryDirectory";

const mockHome = { path: "/nonexistent" };
jest.mock("node:os", () => ({
    ...jest.requireActual<object>("node:os"),
    homedir: () => mockHome.path,
}));

const directory = temporaryDirectory();
const right = generateKey("right");
const wrong = generateKey("wrong");
const rightKey = right.parsed.getPublicSSH();
const wrongKey = wrong.parsed.getPublicSSH();
const address = "10.0.0.1";

/** Writes a known_hosts file of its own for each test. */
let files = 0;
function knownHostsFile(...lines: string[]): string {
    const file = join(directory, `known_hosts_${++files}`);
    writeFileSync(file, lines.map((line) => `${line}\n`).join(""));
    return file;
}

/** What is said about a key, by a host's settings. */
async function verdictOn(key: Buffer, keys: HostArgs): Promise<HostKeyVerdict> {
    const host = inventoryHost({ address, ...keys });
    return judgeHostKey(host, await readHostKeyRecord(host), key);
}

/** The lines of the error with which a key is turned down. */
async function refusalOf(key: Buffer, keys: HostArgs): Promise<{ code: string; message: string; lines: string[] }> {
    const verdict = await verdictOn(key, keys);
    if (verdict.trusted) {
        throw new Error("the key was trusted");
    }
    return {
        code: verdict.error.code,
        message: verdict.error.message,
        lines: [...(verdict.error.details.lines ?? [])],
    };
}

describe("a pinned host key", () => {
    it.each([
        ["fingerprint", right.fingerprint],
        ["padded fingerprint", `${right.fingerprint}=`],
        ["key line", right.publicLine],
        ["key line with a comment", `${right.publicLine} root@global1`],
        ["list with the right one in it", [wrong.fingerprint, right.publicLine]],
    ])("as %s vouches for its key and for no other", async (_form, hostKey) => {
        expect(await verdictOn(rightKey, { hostKey })).toEqual({ trusted: true });
        const other = generateKey("other");
        const refusal = await refusalOf(other.parsed.getPublicSSH(), { hostKey });
        expect(refusal.code).toBe("HOST_KEY_MISMATCH");
        expect(refusal.lines[0]).toBe(`shown: ${other.fingerprint}`);
        expect(refusal.lines[1]).toContain(right.fingerprint);
    });

    it("takes the place of known_hosts, which is then not even read", async () => {
        const knownHosts = join(directory, "does-not-exist");
        expect(await verdictOn(rightKey, { hostKey: right.fingerprint, knownHostsFile: knownHosts })).toEqual({
            trusted: true,
        });
    });

    it("is not satisfied by the beginning of its fingerprint, nor by its text in other places", async () => {
        for (const hostKey of [right.fingerprint.slice(0, 20), "SHA256:A", `ssh-ed25519 AAAA ${right.publicLine}`]) {
            expect((await refusalOf(rightKey, { hostKey })).code).toBe("HOST_KEY_MISMATCH");
        }
    });
});

describe("known_hosts", () => {
    it("vouches for a key under the host's address, and for [address]:port", async () => {
        const file = knownHostsFile(`${address} ${right.publicLine}`, `[${address}]:2222 ${wrong.publicLine}`);
        expect(await verdictOn(rightKey, { knownHostsFile: file })).toEqual({ trusted: true });
        expect(await verdictOn(wrongKey, { knownHostsFile: file, port: 2222 })).toEqual({ trusted: true });
        expect((await refusalOf(wrongKey, { knownHostsFile: file })).code).toBe("HOST_KEY_MISMATCH");
    });

    it("vouches for each of several keys", async () => {
        const file = knownHostsFile(`${address} ${wrong.publicLine}`, `10.0.0.* ${right.publicLine}`);
        expect(await verdictOn(rightKey, { knownHostsFile: file })).toEqual({ trusted: true });
        expect(await verdictOn(wrongKey, { knownHostsFile: file })).toEqual({ trusted: true });
    });

    it("that has another key gives both fingerprints, the file and the line", async () => {
        const file = knownHostsFile("# comment", `${address} ${wrong.publicLine}`);
        const refusal = await refusalOf(rightKey, { knownHostsFile: file });
        expect(refusal.code).toBe("HOST_KEY_MISMATCH");
        expect(refusal.message).toContain(`global1 (${address}:22)`);
        expect(refusal.lines).toEqual([
            `shown: ${right.fingerprint}`,
            `on record: ${wrong.fingerprint} (ssh-ed25519) at ${file}:2`,
        ]);
    });

    it("that does not know the host gives the fingerprint, the name and where it was looked for", async () => {
        const file = knownHostsFile(`other ${right.publicLine}`, `!${address},* ${right.publicLine}`);
        const unknown = await refusalOf(rightKey, { knownHostsFile: file });
        expect(unknown.code).toBe("HOST_KEY_UNKNOWN");
        expect(unknown.lines).toEqual([`shown: ${right.fingerprint}`, `looked for ${address} in ${file}`]);
    });

    it("revokes a key, even where another line vouches for it", async () => {
        const file = knownHostsFile(`${address} ${right.publicLine}`, `@revoked * ${right.publicLine}`);
        const refusal = await refusalOf(rightKey, { knownHostsFile: file });
        expect(refusal.code).toBe("HOST_KEY_MISMATCH");
        expect(refusal.lines).toContain(`revoked at ${file}:2`);
    });

    it("with a certificate authority's key only does not vouch for a plain key", async () => {
        const file = knownHostsFile(`@cert-authority ${address} ${right.publicLine}`);
        expect((await refusalOf(rightKey, { knownHostsFile: file })).code).toBe("HOST_KEY_UNKNOWN");
    });

    it("that was named and is missing, or cannot be read, fails closed and says what to do", async () => {
        const missing = join(directory, "missing");
        for (const [file, reason] of [
            [missing, "ENOENT"],
            [directory, "EISDIR"],
        ] as const) {
            await expect(readHostKeyRecord(inventoryHost({ address, knownHostsFile: file }))).rejects.toMatchObject({
                code: "HOST_KEY_UNKNOWN",
                message: expect.stringContaining(file) as string,
                details: {
                    lines: [expect.stringContaining(reason)],
                    remedy: expect.stringContaining("hostKey") as string,
                },
            });
        }
    });
});

describe("the usual known_hosts file", () => {
    beforeEach(() => {
        mockHome.path = join(directory, "home");
        mkdirSync(join(mockHome.path, ".ssh"), { recursive: true });
    });
    afterEach(() => {
        rmSync(mockHome.path, { recursive: true, force: true });
        mockHome.path = "/nonexistent";
    });

    it("is that of the home directory, which a named file may be given by `~` too", async () => {
        writeFileSync(join(mockHome.path, ".ssh", "known_hosts"), `${address} ${right.publicLine}\n`);
        writeFileSync(join(mockHome.path, "lab"), `${address} ${wrong.publicLine}\n`);
        expect(await verdictOn(rightKey, {})).toEqual({ trusted: true });
        expect(await verdictOn(wrongKey, { knownHostsFile: "~/lab" })).toEqual({ trusted: true });
    });

    it("may be missing: then no key is known", async () => {
        const refusal = await refusalOf(rightKey, {});
        expect(refusal.code).toBe("HOST_KEY_UNKNOWN");
        expect(refusal.lines[1]).toContain(join(mockHome.path, ".ssh", "known_hosts"));
    });

    it("that is there and cannot be read fails closed", async () => {
        mkdirSync(join(mockHome.path, ".ssh", "known_hosts"));
        await expect(readHostKeyRecord(inventoryHost({ address }))).rejects.toMatchObject({ code: "HOST_KEY_UNKNOWN" });
    });
});

describe("recordedKeyTypes", () => {
    async function typesFor(keys: HostArgs): Promise<string[]> {
        return recordedKeyTypes(await readHostKeyRecord(inventoryHost({ address, ...keys })));
    }

    it("asks first for the types that are on record, an RSA key without SHA-1", async () => {
        const rsa = utils.generateKeyPairSync("rsa", { bits: 2048 }).public;
        const ec = utils.generateKeyPairSync("ecdsa", { bits: 384 }).public;
        const file = knownHostsFile(`${address} ${rsa}`, `${address} ${ec}`, `@revoked ${address} ${right.publicLine}`);
        const types = ["ecdsa-sha2-nistp384", "rsa-sha2-512", "rsa-sha2-256"];
        expect(await typesFor({ knownHostsFile: file })).toEqual(types);
        expect(await typesFor({ hostKey: [rsa, ec] })).toEqual(types);
    });

    it("has nothing to ask for where only fingerprints or nothing are on record", async () => {
        expect(await typesFor({ hostKey: right.fingerprint })).toEqual([]);
        expect(await typesFor({ knownHostsFile: knownHostsFile() })).toEqual([]);
        expect(await typesFor({ knownHostsFile: knownHostsFile(`${address} ssh-dss AAAA`) })).toEqual([]);
    });
});

it("a fingerprint is the one that OpenSSH prints", () => {
    expect(fingerprint(Buffer.alloc(0))).toBe("SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU");
    expect(fingerprint(rightKey)).toBe(right.fingerprint);
});

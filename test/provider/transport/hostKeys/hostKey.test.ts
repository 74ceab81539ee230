import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
    judgeHostKey,
    readHostKeyRecord,
    recordedKeyTypes,
    remainingKeyTypes,
    type HostKeyVerdict,
} from "../../../../provider/transport/hostKeys/hostKey";
import type { KnownHostsFile } from "../../../../provider/transport/target";
import { generateKey } from "../../../solaris/sshKeys";
import { hostKeyTarget, keyOf, otherPublicLine, someKeys, type HostKeyTargetOptions } from "./hostKeyTarget";
import { hostKeyVectors, knownHostsText } from "./hostKeyVectors";
import { temporaryDirectory } from "../temporaryDirectory";

const directory = temporaryDirectory();
const right = generateKey("right");
const wrong = generateKey("wrong");
const rightKey = right.parsed.getPublicSSH();
const wrongKey = wrong.parsed.getPublicSSH();
const rsa = otherPublicLine("rsa", 2048);
const ecdsa = otherPublicLine("ecdsa", 384);

/** A known_hosts file of its own for each call. */
let files = 0;
function knownHosts(...lines: string[]): KnownHostsFile {
    const path = join(directory, `known_hosts_${++files}`);
    writeFileSync(path, lines.map((line) => `${line}\n`).join(""));
    return { path, required: false };
}

async function verdictOn(key: Buffer, options: HostKeyTargetOptions): Promise<HostKeyVerdict> {
    const target = hostKeyTarget(options);
    return judgeHostKey(target, await readHostKeyRecord(target), key);
}

interface Refusal {
    readonly code: string;
    readonly message: string;
    readonly lines: readonly string[];
    readonly remedy: string;
}

async function refusalOf(key: Buffer, options: HostKeyTargetOptions): Promise<Refusal> {
    const verdict = await verdictOn(key, options);
    if (verdict.kind !== "refused") {
        throw new Error(`the key is ${verdict.kind}`);
    }
    const { code, details } = verdict.error;
    return { code, message: details.message, lines: details.lines ?? [], remedy: details.remedy ?? "" };
}

describe("known_hosts with", () => {
    const keys = someKeys();

    it.each(hostKeyVectors)("$title: $verdict", async ({ lines, verdict, address, port, alias }) => {
        const path = join(directory, `vector_${++files}`);
        writeFileSync(path, knownHostsText(lines, keys));
        const options: HostKeyTargetOptions = {
            address: address ?? "global1.example.com",
            ...(port === undefined ? {} : { port }),
            alias,
            userFiles: [{ path, required: true }],
        };
        const outcome = async (acceptNew: boolean): Promise<string> => {
            const given = await verdictOn(keyOf(keys.key), { ...options, acceptNew });
            return given.kind === "refused" ? given.error.code : given.kind;
        };
        expect(await outcome(true)).toBe(verdict);
        expect(await outcome(false)).toBe(verdict === "new" ? "HOST_KEY_UNKNOWN" : verdict);
    });

    it("a tab behind a marker: the key is revoked, although OpenSSH passes over such a line", async () => {
        const file = knownHosts(`10.0.0.1 ${right.publicLine}`, `@revoked\t10.0.0.1\t${right.publicLine} comment`);
        expect((await refusalOf(rightKey, { userFiles: [file] })).lines).toContain(`revoked at ${file.path}:2`);
    });
});

describe("a pinned host key", () => {
    it.each([
        ["fingerprint", [right.fingerprint]],
        ["padded fingerprint", [`${right.fingerprint}=`]],
        ["key line", [right.publicLine]],
        ["key line with a comment", [`${right.publicLine} root@global1`]],
        ["list with the right one in it", [wrong.fingerprint, right.publicLine]],
    ])("as %s vouches for its key and for no other", async (_form, pins) => {
        expect(await verdictOn(rightKey, { pins })).toEqual({ kind: "trusted" });
        const other = generateKey("other");
        const refusal = await refusalOf(other.parsed.getPublicSSH(), { pins });
        expect(refusal.code).toBe("HOST_KEY_MISMATCH");
        expect(refusal.lines[0]).toBe(`shown: ssh-ed25519 ${other.fingerprint}`);
        expect(refusal.lines.join("\n")).toContain(right.fingerprint);
        expect(refusal.remedy).toContain(other.fingerprint);
    });

    it("takes the place of known_hosts, which is then not even read, and of new keys", async () => {
        const userFiles = [{ path: join(directory, "does-not-exist"), required: true }];
        expect(await verdictOn(rightKey, { pins: [right.fingerprint], userFiles })).toEqual({ kind: "trusted" });
        const refusal = await refusalOf(wrongKey, { pins: [right.fingerprint], acceptNew: true });
        expect(refusal.code).toBe("HOST_KEY_MISMATCH");
    });

    it("is not satisfied by the beginning of its fingerprint, nor by its text in other places", async () => {
        for (const pin of [right.fingerprint.slice(0, 20), "SHA256:A", `ssh-ed25519 AAAA ${right.publicLine}`]) {
            expect((await refusalOf(rightKey, { pins: [pin] })).code).toBe("HOST_KEY_MISMATCH");
        }
    });
});

describe("the error about", () => {
    it("a changed key has both fingerprints with types, file and line, and the command that takes the old one away", async () => {
        const user = knownHosts("# comment", `10.0.0.1 ${wrong.publicLine}`, `10.0.0.1,x ${rsa}`);
        const global = knownHosts(`10.0.0.* ${wrong.publicLine}`);
        const refusal = await refusalOf(rightKey, { userFiles: [user], globalFiles: [global] });
        expect(refusal).toMatchObject({
            code: "HOST_KEY_MISMATCH",
            message: "global1 (10.0.0.1:22) shows another host key than the one on record",
        });
        expect(refusal.lines[0]).toBe(`shown: ssh-ed25519 ${right.fingerprint}`);
        expect(refusal.lines[1]).toBe(`on record: ssh-ed25519 ${wrong.fingerprint} at ${user.path}:2`);
        expect(refusal.lines[2]).toMatch(/^on record: ssh-rsa SHA256:\S{43} at \S+:3$/);
        expect(refusal.lines[3]).toBe(`on record: ssh-ed25519 ${wrong.fingerprint} at ${global.path}:1`);
        expect(refusal.remedy.split("\n").slice(2)).toEqual([
            `ssh-keygen -R 10.0.0.1 -f ${user.path}`,
            `edit ${global.path}:1 by hand: a pattern there covers other hosts too`,
        ]);
    });

    it("a changed key names host and port as ssh-keygen has to be given them", async () => {
        const user = knownHosts(`[2001:db8::1]:2222 ${wrong.publicLine}`);
        const refusal = await refusalOf(rightKey, { userFiles: [user], address: "2001:DB8::1", port: 2222 });
        expect(refusal.message).toContain("global1 ([2001:DB8::1]:2222)");
        expect(refusal.remedy).toContain(`ssh-keygen -R '[2001:db8::1]:2222' -f ${user.path}`);
    });

    it("a key of a type that is not on record says which types are", async () => {
        const file = knownHosts(`10.0.0.1 ${rsa}`, `10.0.0.1 ${ecdsa}`);
        const refusal = await refusalOf(rightKey, { userFiles: [file] });
        expect(refusal.code).toBe("HOST_KEY_MISMATCH");
        expect(refusal.message).toContain("a type that is not on record (on record: ssh-rsa, ecdsa-sha2-nistp384)");
    });

    it("a revoked key says where it was revoked, and does not advise to trust it", async () => {
        const file = knownHosts(`10.0.0.1 ${right.publicLine}`, `@revoked * ${right.publicLine}`);
        const refusal = await refusalOf(rightKey, { userFiles: [file] });
        expect(refusal.lines).toEqual([`shown: ssh-ed25519 ${right.fingerprint}`, `revoked at ${file.path}:2`]);
        expect(refusal.remedy).not.toContain(right.fingerprint);
    });

    it("a host that needs a certificate names the authorities' lines", async () => {
        const file = knownHosts("", `@cert-authority * ${wrong.publicLine}`);
        const refusal = await refusalOf(rightKey, { userFiles: [file] });
        expect(refusal.code).toBe("HOST_KEY_CERTIFICATE");
        expect(refusal.lines).toEqual([
            `shown: ssh-ed25519 ${right.fingerprint}`,
            `@cert-authority: ssh-ed25519 ${wrong.fingerprint} at ${file.path}:2`,
        ]);
    });

    it("an unknown host says under which names it was looked for and where, and how to put it on record", async () => {
        const [user, global] = [knownHosts(), knownHosts(`10.0.0.1 ${wrong.publicLine}`)];
        const refusal = await refusalOf(rightKey, { userFiles: [user], globalFiles: [global], port: 2222 });
        expect(refusal.code).toBe("HOST_KEY_UNKNOWN");
        expect(refusal.lines).toEqual([
            `shown: ssh-ed25519 ${right.fingerprint}`,
            `looked for [10.0.0.1]:2222, then 10.0.0.1, in ${user.path}, ${global.path}`,
            `another key without the port: ssh-ed25519 ${wrong.fingerprint} at ${global.path}:1`,
        ]);
        expect(refusal.remedy).toContain("ssh_host_ed25519_key.pub");
        expect((await refusalOf(rightKey, {})).lines[1]).toBe("there is no known_hosts file in which to look for it");
        expect((await refusalOf(keyOf(rsa), {})).remedy).toContain("ssh_host_rsa_key.pub");
        expect((await refusalOf(keyOf(ecdsa), {})).remedy).toContain("ssh_host_ecdsa_key.pub");
    });

    it("bytes that are no key is an error like any other", async () => {
        expect((await refusalOf(Buffer.alloc(0), {})).code).toBe("HOST_KEY_UNKNOWN");
        expect((await refusalOf(Buffer.from("\x1b[2J".repeat(20)), {})).lines[0]).toMatch(
            /^shown: a malformed key, SHA256:/,
        );
    });
});

describe("known_hosts files", () => {
    it("are all searched, those of the user and the global ones, also where others are missing", async () => {
        const missing = { path: join(directory, "missing"), required: false };
        const below = { path: join(knownHosts().path, "below-a-file"), required: false };
        const [first, second, third] = [
            knownHosts(`10.0.0.1 ${rsa}`),
            knownHosts(`10.0.0.1 ${ecdsa}`),
            knownHosts(`10.0.0.1 ${right.publicLine}`),
        ];
        const options = { userFiles: [missing, first, below, second], globalFiles: [missing, third] };
        for (const key of [rightKey, keyOf(rsa), keyOf(ecdsa)]) {
            expect(await verdictOn(key, options)).toEqual({ kind: "trusted" });
        }
        expect((await refusalOf(wrongKey, options)).lines).toHaveLength(4);
        const revoking = knownHosts(`@revoked 10.0.0.1 ${right.publicLine}`);
        expect((await refusalOf(rightKey, { ...options, globalFiles: [third, revoking] })).code).toBe(
            "HOST_KEY_MISMATCH",
        );
    });

    it("may be none at all: `none`, or /dev/null by whatever name", async () => {
        const link = join(directory, "link-to-null");
        symlinkSync("/dev/null", link);
        for (const path of ["none", "NONE", "/dev/null", link]) {
            const refusal = await refusalOf(rightKey, { userFiles: [{ path, required: true }] });
            expect(refusal.lines[1]).toBe(`looked for 10.0.0.1 in ${path}`);
        }
    });

    it("that are there and cannot be read fail closed, also behind one that has the key", async () => {
        const loop = join(directory, "loop");
        symlinkSync(loop, loop);
        const unreadable = join(directory, "directory");
        mkdirSync(unreadable);
        const pipe = join(directory, "pipe");
        expect(spawnSync("mkfifo", [pipe]).status).toBe(0);
        for (const [path, reason] of [
            [loop, "ELOOP"],
            [unreadable, "no regular file"],
            [pipe, "no regular file"],
            ["/dev/zero", "no regular file"],
        ] as const) {
            const target = hostKeyTarget({
                userFiles: [knownHosts(`10.0.0.1 ${right.publicLine}`)],
                globalFiles: [{ path, required: false }],
            });
            await expect(readHostKeyRecord(target)).rejects.toMatchObject({
                code: "HOST_KEY_UNKNOWN",
                details: {
                    message: expect.stringContaining(`the known_hosts file ${path} cannot be read`) as string,
                    lines: [expect.stringContaining(reason)],
                },
            });
        }
    });

    it("that are required and missing fail closed, and say where that was asked for", async () => {
        const path = join(directory, "missing");
        await expect(readHostKeyRecord(hostKeyTarget({ userFiles: [{ path, required: true }] }))).rejects.toMatchObject(
            {
                code: "HOST_KEY_UNKNOWN",
                details: {
                    message: expect.stringContaining(`${path} is not there`) as string,
                    property: "solaris:hosts.global1.knownHostsFile",
                },
            },
        );
    });
});

describe("recordedKeyTypes", () => {
    async function typesFor(options: HostKeyTargetOptions): Promise<string[]> {
        return recordedKeyTypes(await readHostKeyRecord(hostKeyTarget(options)));
    }

    it("asks first for the types that are on record, an RSA key without SHA-1", async () => {
        const file = knownHosts(
            `10.0.0.1 ${rsa}`,
            `10.0.0.1 ${ecdsa}`,
            `@revoked 10.0.0.1 ${right.publicLine}`,
            `@cert-authority 10.0.0.1 ${right.publicLine}`,
        );
        const types = ["ecdsa-sha2-nistp384", "rsa-sha2-512", "rsa-sha2-256"];
        expect(await typesFor({ userFiles: [file] })).toEqual(types);
        expect(await typesFor({ pins: [rsa, ecdsa] })).toEqual(types);
    });

    it("asks for the types of keys without the port where there is none with it", async () => {
        const file = knownHosts(`10.0.0.1 ${rsa}`, `[10.0.0.1]:2222 ${ecdsa}`);
        expect(await typesFor({ userFiles: [file], port: 2223 })).toEqual(["rsa-sha2-512", "rsa-sha2-256"]);
        expect(await typesFor({ userFiles: [file], port: 2222 })).toEqual(["ecdsa-sha2-nistp384"]);
    });

    it("has nothing to ask for where only fingerprints, other types or nothing are on record", async () => {
        expect(await typesFor({ pins: [right.fingerprint] })).toEqual([]);
        expect(await typesFor({ userFiles: [knownHosts()] })).toEqual([]);
        expect(await typesFor({ userFiles: [knownHosts("10.0.0.1 ssh-dss AAAA")] })).toEqual([]);
    });
});

describe("remainingKeyTypes", () => {
    it("are those that the host has not shown, where a pinned fingerprint may be of another type", async () => {
        const record = await readHostKeyRecord(hostKeyTarget({ pins: [right.fingerprint] }));
        expect(remainingKeyTypes(record, [rightKey, keyOf(ecdsa)])).toEqual([
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp521",
            "rsa-sha2-512",
            "rsa-sha2-256",
        ]);
        expect(remainingKeyTypes(record, [keyOf(rsa)])).not.toContain("rsa-sha2-256");
    });

    it("are none where the pins' types or known_hosts have been asked for already", async () => {
        const pinned = await readHostKeyRecord(hostKeyTarget({ pins: [right.publicLine] }));
        const known = await readHostKeyRecord(hostKeyTarget({ userFiles: [knownHosts(`10.0.0.1 ${rsa}`)] }));
        expect(remainingKeyTypes(pinned, [wrongKey])).toEqual([]);
        expect(remainingKeyTypes(known, [wrongKey])).toEqual([]);
    });
});

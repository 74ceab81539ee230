import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { recordNewKey } from "../../../../provider/transport/hostKeys/acceptNewKey";
import { judgeHostKey, readHostKeyRecord } from "../../../../provider/transport/hostKeys/hostKey";
import type { SshTarget } from "../../../../provider/transport/target";
import { generateKey } from "../../../solaris/sshKeys";
import { hostKeyTarget, type HostKeyTargetOptions } from "./hostKeyTarget";
import { temporaryDirectory } from "../temporaryDirectory";

const directory = temporaryDirectory();
const hostKey = generateKey("host");
const key = hostKey.parsed.getPublicSSH();
const other = generateKey("other");

let paths = 0;
function newPath(): string {
    return join(directory, `known_hosts_${++paths}`);
}

/** A host whose unknown key goes into the file. */
function accepting(path: string, options: HostKeyTargetOptions = {}): SshTarget {
    return hostKeyTarget({ userFiles: [{ path, required: false }], acceptNew: true, ...options });
}

async function verdictOn(target: SshTarget): Promise<string> {
    return judgeHostKey(target, await readHostKeyRecord(target), key).kind;
}

function modeOf(path: string): number {
    return statSync(path).mode & 0o777;
}

describe("a new key", () => {
    it.each([
        ["the name", {}, "10.0.0.1"],
        ["the name with its port", { port: 2222 }, "[10.0.0.1]:2222"],
        ["the name in lower case", { address: "Global1.Example.COM" }, "global1.example.com"],
        ["an IPv6 address in its usual form", { address: "2001:DB8:0::1", port: 2222 }, "[2001:db8::1]:2222"],
        ["the alias", { alias: "Lab", port: 2222 }, "lab"],
    ])("is written under %s, and is trusted from then on", async (_form, options, name) => {
        const path = newPath();
        const target = accepting(path, options);
        expect(await verdictOn(target)).toBe("new");
        const told = await recordNewKey(target, key);
        expect(readFileSync(path, "utf8")).toBe(`${name} ${hostKey.publicLine}\n`);
        expect(await verdictOn(target)).toBe("trusted");
        expect(told).toContain(`ssh-ed25519 ${hostKey.fingerprint}`);
        expect(told).toContain(
            `global1 (${target.address.includes(":") ? `[${target.address}]` : target.address}:${target.port})`,
        );
        expect(told).toContain(`added to ${path} under ${name}`);
    });

    it("goes behind what is there, on a line of its own, and leaves the file's rights alone", async () => {
        for (const [before, after] of [
            ["", ""],
            ["x y z\n", "x y z\n"],
            ["x y z", "x y z\n"],
            ["\n\n", "\n\n"],
        ] as const) {
            const path = newPath();
            writeFileSync(path, before);
            chmodSync(path, 0o640);
            await recordNewKey(accepting(path), key);
            expect(readFileSync(path, "utf8")).toBe(`${after}10.0.0.1 ${hostKey.publicLine}\n`);
            expect(modeOf(path)).toBe(0o640);
        }
    });

    it("makes file and directory for nobody else to read", async () => {
        const path = join(newPath(), "known_hosts");
        await recordNewKey(accepting(path), key);
        expect(modeOf(path)).toBe(0o600);
        expect(modeOf(join(path, ".."))).toBe(0o700);
    });

    it("goes into the first file of the user, through a symbolic link too", async () => {
        const [real, link, second] = [newPath(), newPath(), newPath()];
        writeFileSync(real, "# comment\n");
        writeFileSync(second, "# comment\n");
        symlinkSync(real, link);
        const userFiles = [link, second].map((path) => ({ path, required: true }));
        await recordNewKey(accepting(link, { userFiles, globalFiles: [{ path: second, required: true }] }), key);
        expect(readFileSync(real, "utf8")).toBe(`# comment\n10.0.0.1 ${hostKey.publicLine}\n`);
        expect(readFileSync(second, "utf8")).toBe("# comment\n");
    });

    it("does not show the name where names are to be hashed", async () => {
        const path = newPath();
        const target = accepting(path, { hashNames: true, port: 2222 });
        const told = await recordNewKey(target, key);
        expect(readFileSync(path, "utf8")).toMatch(/^\|1\|\S{28}\|\S{28} ssh-ed25519 \S+\n$/);
        expect(told).toContain("(hashed)");
        expect(await verdictOn(target)).toBe("trusted");
    });

    const hasKeygen = spawnSync("ssh-keygen", ["-F", "none", "-f", "/dev/null"]).error === undefined;
    if (!hasKeygen) {
        console.warn("SKIPPED: whether ssh-keygen finds what was written, because there is no ssh-keygen on PATH.");
    }
    (hasKeygen ? it : it.skip).each([
        ["plain", "10.0.0.1", {}],
        ["plain, with port", "[10.0.0.1]:2222", { port: 2222 }],
        ["hashed", "10.0.0.1", { hashNames: true }],
        ["hashed, with port", "[10.0.0.1]:2222", { hashNames: true, port: 2222 }],
        ["hashed alias", "lab", { hashNames: true, alias: "LAB" }],
    ])("is found by ssh-keygen: %s", async (_form, name, options) => {
        const path = newPath();
        writeFileSync(path, "# no end of line");
        await recordNewKey(accepting(path, options), key);
        const found = spawnSync("ssh-keygen", ["-l", "-F", name, "-f", path], { encoding: "utf8" });
        expect(found.stdout).toBe(`# Host ${name} found: line 2 \n${name} ED25519 ${hostKey.fingerprint}\n`);
    });
});

describe("several connections at once", () => {
    it("write a key once", async () => {
        const path = newPath();
        const target = accepting(path);
        const told = await Promise.all(Array.from({ length: 20 }, () => recordNewKey(target, key)));
        expect(readFileSync(path, "utf8")).toBe(`10.0.0.1 ${hostKey.publicLine}\n`);
        expect(told.filter((text) => text.includes("was added to"))).toHaveLength(1);
        expect(told.filter((text) => text.includes("has come on record in the meantime"))).toHaveLength(19);
    });

    it("to different hosts write a line each", async () => {
        const path = newPath();
        const targets = Array.from({ length: 20 }, (_each, index) => accepting(path, { address: `10.0.0.${index}` }));
        await Promise.all(targets.map((target) => recordNewKey(target, key)));
        const lines = targets.map(({ address }) => `${address} ${hostKey.publicLine}\n`);
        expect(readFileSync(path, "utf8")).toBe(lines.join(""));
    });

    it("that show different keys: the first counts, the second is a mismatch", async () => {
        const path = newPath();
        const target = accepting(path);
        const [first, second] = await Promise.allSettled([
            recordNewKey(target, key),
            recordNewKey(target, other.parsed.getPublicSSH()),
        ]);
        expect(first.status).toBe("fulfilled");
        expect(second).toMatchObject({ status: "rejected", reason: { code: "HOST_KEY_MISMATCH" } });
        expect(readFileSync(path, "utf8")).toBe(`10.0.0.1 ${hostKey.publicLine}\n`);
    });

    it("are not held up by one that could not write", async () => {
        const path = newPath();
        const failing = recordNewKey(accepting("/dev/null"), key);
        const writing = recordNewKey(accepting(path), key);
        await expect(failing).rejects.toMatchObject({ code: "HOST_KEY_UNKNOWN" });
        await expect(writing).resolves.toContain("was added to");
    });
});

describe("nothing is written, and the key is not trusted,", () => {
    it.each([
        ["where another key is on record", `10.0.0.1 ${other.publicLine}`, "HOST_KEY_MISMATCH"],
        ["where the key is revoked", `@revoked 10.0.0.1 ${hostKey.publicLine}`, "HOST_KEY_MISMATCH"],
        ["where a certificate is expected", `@cert-authority 10.0.0.1 ${other.publicLine}`, "HOST_KEY_CERTIFICATE"],
    ])("%s", async (_case, line, code) => {
        const path = newPath();
        writeFileSync(path, `${line}\n`);
        await expect(recordNewKey(accepting(path), key)).rejects.toMatchObject({ code });
        expect(readFileSync(path, "utf8")).toBe(`${line}\n`);
    });

    it("where nobody has asked for it", async () => {
        const path = newPath();
        await expect(recordNewKey(accepting(path, { acceptNew: false }), key)).rejects.toMatchObject({
            code: "HOST_KEY_UNKNOWN",
        });
        expect(existsSync(path)).toBe(false);
    });

    it("where there is no file that would keep it", async () => {
        const file = newPath();
        writeFileSync(file, "");
        const link = newPath();
        symlinkSync("/dev/null", link);
        for (const [path, reason] of [
            ["none", "no known_hosts file of the user"],
            ["/dev/null", "no known_hosts file of the user"],
            [link, "no regular file"],
            [join(file, "known_hosts"), "ENOTDIR"],
            [join(newPath(), "missing", "known_hosts"), "ENOENT"],
            ["/proc/not-there/known_hosts", "ENOENT"],
        ] as const) {
            await expect(recordNewKey(accepting(path), key)).rejects.toMatchObject({
                code: "HOST_KEY_UNKNOWN",
                details: { lines: [`shown: ssh-ed25519 ${hostKey.fingerprint}`, expect.stringContaining(reason)] },
            });
        }
        const without = accepting(file, { userFiles: [], globalFiles: [{ path: file, required: true }] });
        await expect(recordNewKey(without, key)).rejects.toMatchObject({ code: "HOST_KEY_UNKNOWN" });
        expect(readFileSync(file, "utf8")).toBe("");
    });

    it("where the file cannot be read", async () => {
        const path = newPath();
        mkdirSync(path);
        await expect(recordNewKey(accepting(path), key)).rejects.toMatchObject({ code: "HOST_KEY_UNKNOWN" });
    });

    it("where the name would mean something else in the file, or make another line of it", async () => {
        const path = newPath();
        const names = [
            "*",
            "a?",
            "a,b",
            "!a",
            "#a",
            "a b",
            "a\nb",
            "a\tb",
            "[a]",
            "|1|a",
            "@a",
            "a\u0000",
            "a'",
            "",
            "a\u2028b",
        ];
        for (const alias of names) {
            for (const hashNames of [false, true]) {
                await expect(recordNewKey(accepting(path, { alias, hashNames }), key)).rejects.toMatchObject({
                    code: "HOST_KEY_UNKNOWN",
                });
            }
        }
        expect(existsSync(path)).toBe(false);
    });

    it("where it is no key", async () => {
        const path = newPath();
        for (const bytes of [Buffer.alloc(0), Buffer.from("ssh-ed25519"), key.subarray(0, -1)]) {
            await expect(recordNewKey(accepting(path), bytes)).rejects.toMatchObject({ code: "HOST_KEY_UNKNOWN" });
        }
        expect(existsSync(path)).toBe(false);
    });
});

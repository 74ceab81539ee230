import { spawnSync } from "node:child_process";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashName } from "../../../../provider/transport/hostKeys/knownHosts";
import { KnownHostsEntries } from "../../../../provider/transport/hostKeys/knownHostsEntries";
import { keysUnder } from "../../../../provider/transport/hostKeys/knownHostsFiles";
import fc from "../../../fuzz";
import { someKeys } from "./hostKeyTarget";
import { temporaryDirectory } from "../temporaryDirectory";

const hasKeygen = spawnSync("ssh-keygen", ["-F", "none", "-f", "/dev/null"]).error === undefined;
if (!hasKeygen) {
    console.warn("SKIPPED: known_hosts against OpenSSH's own ssh-keygen, because there is no ssh-keygen on PATH.");
}

const directory = temporaryDirectory();
const { key, other, ofOtherType } = someKeys();

/** Line numbers that `ssh-keygen -F` finds for a name; with -l it reads the keys too, and passes over broken ones. */
function linesFoundByKeygen(file: string, name: string): number[] {
    const found = spawnSync("ssh-keygen", ["-l", "-F", name, "-f", file], { encoding: "latin1" });
    return [...found.stdout.matchAll(/^# Host .* found: line (\d+)/gm)].map((match) => Number(match[1]));
}

async function linesFoundByUs(file: string, name: string): Promise<number[]> {
    const entries = new KnownHostsEntries(readFileSync(file, "latin1"));
    return (await keysUnder(name, [{ file, entries }])).map(({ lineNumber }) => lineNumber);
}

const names = [
    "a",
    "b",
    "ab",
    "global1",
    "a.b",
    "a.b.c",
    "10.0.0.1",
    "2001:db8::1",
    "[a]:2222",
    "[global1]:2222",
    "[a.b]:22",
];

const pattern = fc.oneof(
    fc.constantFrom(...names),
    fc.constantFrom(
        "*",
        "?",
        "*.b",
        "a*",
        "?b",
        "*b*",
        "[*]:2222",
        "[a*]:*",
        "A",
        "GLOBAL1",
        "10.0.0.?",
        "**",
        "a.*.c",
        "",
    ),
    fc
        .array(fc.constantFrom("a", "b", ".", "*", "?", "[", "]", ":", "2"), { maxLength: 8 })
        .map((each) => each.join("")),
);
const patterns = fc
    .array(fc.tuple(fc.constantFrom("", "", "", "!", "!!"), pattern), { minLength: 1, maxLength: 4 })
    .map((list) => list.map((each) => each.join("")).join(","));
const hashed = fc
    .tuple(
        fc.constantFrom(...names),
        fc.constantFrom("", "", "", "", "x", "|", ",*"),
        fc.uint8Array({ minLength: 20, maxLength: 20 }),
    )
    .map(([name, behind, salt]) => `${hashName(name, Buffer.from(salt))}${behind}`);
const publicKey = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(key, other, ofOtherType) },
    {
        weight: 1,
        arbitrary: fc.constantFrom(
            key.slice(0, -4),
            `${key}=`,
            "ssh-ed25519",
            "ssh-ed25519 AAAA",
            `x${key}`,
            "#",
            "1024 35 17",
        ),
    },
);
const blank = fc.constantFrom(" ", " ", "  ", "\t", " \t ");
const entry = fc
    .tuple(
        fc.constantFrom("", "", "", " ", "\t"),
        // Where a tab follows the marker we differ on purpose.
        fc.constantFrom("", "", "", "", "@revoked ", "@cert-authority  ", "@other ", "@revoked @revoked "),
        fc.oneof({ weight: 3, arbitrary: patterns }, { weight: 1, arbitrary: hashed }),
        blank,
        publicKey,
        fc.constantFrom("", "", " comment", " a b # c", "\r", " comment\r", "\0x", "\t"),
    )
    .map((parts) => parts.join(""));
const line = fc.oneof(
    { weight: 9, arbitrary: entry },
    {
        weight: 1,
        arbitrary: fc.constantFrom("# comment", "", "   ", "\r", "\0", `#a ${key}`, "a", "@revoked", "|1|", "\xff\xfe"),
    },
);

(hasKeygen ? describe : describe.skip)("ssh-keygen -F", () => {
    it("finds the same lines for the same names: patterns, negation, ports, hashes, markers, broken lines", async () => {
        const file = join(directory, "generated");
        let found = 0;
        await fc.assert(
            fc.asyncProperty(
                fc.array(line, { minLength: 100, maxLength: 200 }),
                fc.constantFrom("\n", ""),
                async (lines, end) => {
                    writeFileSync(file, lines.join("\n") + end, "latin1");
                    for (const name of names) {
                        const ours = await linesFoundByUs(file, name);
                        found += ours.length;
                        expect([name, ours]).toEqual([name, linesFoundByKeygen(file, name)]);
                    }
                },
            ),
            { numRuns: 30, endOnFailure: true },
        );
        // Otherwise the generator has come to make nothing that matches, and the property says nothing.
        expect(found).toBeGreaterThan(3_000);
    });

    it("finds the same lines in a file that ssh-keygen -H has hashed", async () => {
        const plain = join(directory, "plain");
        const file = join(directory, "hashed");
        writeFileSync(plain, names.map((name) => `${name} ${key}\n`).join(""));
        copyFileSync(plain, file);
        expect(spawnSync("ssh-keygen", ["-H", "-f", file]).status).toBe(0);
        expect(readFileSync(file, "utf8")).toMatch(/^(?:\|1\|\S+ ssh-ed25519 \S+\n){11}$/);
        for (const name of [...names, "global2", "global1.", "[global1]:22"]) {
            expect([name, await linesFoundByUs(file, name)]).toEqual([name, linesFoundByKeygen(file, name)]);
            expect(await linesFoundByUs(file, name)).toEqual(await linesFoundByUs(plain, name));
        }
    });
});

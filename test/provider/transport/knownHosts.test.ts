import { spawnSync } from "node:child_process";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { knownHostsName, matchesHost, parseKnownHosts } from "../../../provider/transport/knownHosts";
import { generateKey } from "../../solaris/sshKeys";
import { temporaryDirectory } from "./temporaryDirectory";

const directory = temporaryDirectory();
const key = generateKey("known-hosts-test").publicLine;

describe("knownHostsName", () => {
    it.each([
        ["Global1.Example.com", 22, "global1.example.com"],
        ["global1", 2222, "[global1]:2222"],
        ["2001:db8::1", 22, "2001:db8::1"],
        ["2001:DB8::1", 8022, "[2001:db8::1]:8022"],
    ])("of %s, port %i, is %s", (host, port, name) => {
        expect(knownHostsName(host, port)).toBe(name);
    });
});

describe("parseKnownHosts", () => {
    it("reads entries with markers, comments and blanks, and counts every line", () => {
        const text = [
            "# a comment",
            "",
            "global1,10.0.0.1 ssh-ed25519 AAAA1 root@global1",
            "\t@revoked\t*  ssh-rsa AAAA2",
            "@cert-authority *.example.com ssh-rsa AAAA3\r",
            "@unknown-marker global1 ssh-rsa AAAA4",
            "incomplete ssh-rsa",
            "|1|c2FsdA==|ZGlnZXN0 ssh-rsa AAAA5",
        ].join("\n");
        expect(parseKnownHosts(text)).toEqual([
            { marker: "none", hosts: "global1,10.0.0.1", keyType: "ssh-ed25519", key: "AAAA1", lineNumber: 3 },
            { marker: "revoked", hosts: "*", keyType: "ssh-rsa", key: "AAAA2", lineNumber: 4 },
            { marker: "cert-authority", hosts: "*.example.com", keyType: "ssh-rsa", key: "AAAA3", lineNumber: 5 },
            { marker: "none", hosts: "|1|c2FsdA==|ZGlnZXN0", keyType: "ssh-rsa", key: "AAAA5", lineNumber: 8 },
        ]);
    });

    it("and matchesHost take any text without complaint", () => {
        fc.assert(
            fc.property(fc.string(), fc.string(), (text, name) => {
                parseKnownHosts(text).forEach((line) => matchesHost(line.hosts, name));
                matchesHost(text, name);
                matchesHost(`|1|${text}`, name);
            }),
        );
    });
});

describe("matchesHost", () => {
    it.each([
        ["global1", "global1", true],
        ["GLOBAL1", "global1", true],
        ["global1", "global10", false],
        ["global1", "xglobal1", false],
        ["global?", "global7", true],
        ["global?", "global", false],
        ["*.example.com", "a.b.example.com", true],
        ["*.example.com", "example.com", false],
        ["*.example.com,!secret.example.com", "secret.example.com", false],
        ["!secret.example.com,*.example.com", "secret.example.com", false],
        ["!secret.example.com", "other.example.com", false],
        ["other,global1", "global1", true],
        ["[global1]:2222", "[global1]:2222", true],
        ["[global1]:2222", "global1", false],
        ["global1", "[global1]:2222", false],
        ["[*]:2222", "[global1]:2222", true],
        ["a.c", "abc", false],
        ["(global1|x)", "global1", false],
    ])("%p covers %p: %p", (hosts, name, covered) => {
        expect(matchesHost(hosts, name)).toBe(covered);
    });

    it("knows a name that OpenSSH has hashed, and only that", () => {
        const hashed = "|1|vs0W0TAk8z9D4EAPd1kIlnfQHPs=|XqhSZl9pCyQC1BfjRXjdGhM7M7E=";
        expect(matchesHost(hashed, "global1")).toBe(true);
        expect(matchesHost(hashed, "global2")).toBe(false);
        expect(matchesHost(hashed, "[global1]:2222")).toBe(false);
        expect(matchesHost("|1|", "global1")).toBe(false);
        expect(matchesHost("|1|c2FsdA==", "global1")).toBe(false);
        expect(matchesHost("|1|c2FsdA==|", "global1")).toBe(false);
    });
});

const keygen = spawnSync("ssh-keygen", ["-F", "none", "-f", "/dev/null"]);
const hasKeygen = keygen.error === undefined;
if (!hasKeygen) {
    console.warn("SKIPPED: known_hosts against OpenSSH's own ssh-keygen, because there is no ssh-keygen on PATH.");
}

(hasKeygen ? describe : describe.skip)("against ssh-keygen", () => {
    /** Line numbers that `ssh-keygen -F` finds for a name. */
    function linesFoundByKeygen(file: string, name: string): number[] {
        const found = spawnSync("ssh-keygen", ["-F", name, "-f", file], { encoding: "utf8" });
        return [...found.stdout.matchAll(/^# Host .* found: line (\d+)/gm)].map((match) => Number(match[1]));
    }

    function linesFoundByUs(file: string, name: string): number[] {
        return parseKnownHosts(readFileSync(file, "utf8"))
            .filter((line) => matchesHost(line.hosts, name))
            .map((line) => line.lineNumber);
    }

    const label = fc.constantFrom("a", "b", "ab", "global1", "a.b", "a.b.c", "10.0.0.1", "2001:db8::1");
    const named = label.chain((host) => fc.constantFrom(host, `[${host}]:2222`));
    const pattern = fc.oneof(
        named,
        fc.constantFrom("*", "?", "*.b", "a*", "?b", "*b*", "[*]:2222", "[a*]:*", "A", "10.0.0.?", "**", "a.*.c"),
    );
    const hosts = fc
        .array(fc.tuple(fc.boolean(), pattern), { minLength: 1, maxLength: 3 })
        .map((patterns) => patterns.map(([negated, each]) => (negated ? `!${each}` : each)).join(","));
    const line = fc.oneof(
        { weight: 6, arbitrary: hosts.map((field) => `${field} ${key} comment`) },
        {
            weight: 1,
            arbitrary: fc.constantFrom("# comment", "", "   ", `@revoked * ${key}`, `@cert-authority a.* ${key}`),
        },
    );

    it("finds the same lines for the same name, with wildcards, negation, ports and markers", () => {
        const file = join(directory, "patterns");
        fc.assert(
            fc.property(
                fc.array(line, { minLength: 1, maxLength: 12 }),
                fc.array(named, { maxLength: 4 }),
                (text, names) => {
                    writeFileSync(file, `${text.join("\n")}\n`);
                    for (const name of names) {
                        expect([name, linesFoundByUs(file, name)]).toEqual([name, linesFoundByKeygen(file, name)]);
                    }
                },
            ),
            { numRuns: 30 },
        );
    });

    it("finds the same lines in a file that ssh-keygen -H has hashed", () => {
        const names = ["global1", "[global1]:2222", "10.0.0.1", "2001:db8::1", "a.b.c"];
        const plain = join(directory, "plain");
        const hashed = join(directory, "hashed");
        writeFileSync(plain, names.map((name) => `${name} ${key}\n`).join(""));
        copyFileSync(plain, hashed);
        expect(spawnSync("ssh-keygen", ["-H", "-f", hashed]).status).toBe(0);
        expect(readFileSync(hashed, "utf8")).toMatch(/^(?:\|1\|\S+ ssh-ed25519 \S+\n){5}$/);
        for (const name of [...names, "global2", "global1.", "[global1]:22"]) {
            expect([name, linesFoundByUs(hashed, name)]).toEqual([name, linesFoundByKeygen(hashed, name)]);
            expect(linesFoundByUs(hashed, name)).toEqual(linesFoundByUs(plain, name));
        }
    });
});

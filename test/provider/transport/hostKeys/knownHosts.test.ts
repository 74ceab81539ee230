import {
    hashName,
    knownHostsName,
    matchesHost,
    recordedNames,
} from "../../../../provider/transport/hostKeys/knownHosts";
import fc from "../../../fuzz";
import { parseKnownHosts } from "./parseKnownHosts";
import { decodePublicKey } from "../../../../provider/transport/hostKeys/publicKey";
import { hostKeyTarget } from "./hostKeyTarget";

describe("knownHostsName", () => {
    it.each([
        ["Global1.Example.com", 22, "global1.example.com"],
        ["global1", 2222, "[global1]:2222"],
        ["10.0.0.1", 2222, "[10.0.0.1]:2222"],
        ["2001:db8::1", 22, "2001:db8::1"],
        ["2001:DB8:0:0::1", 8022, "[2001:db8::1]:8022"],
        ["::ffff:a00:1", 22, "::ffff:10.0.0.1"],
        ["FE80:0::1%net0", 22, "fe80::1%net0"],
        ["\u212Ahost", 22, "\u212Ahost"],
    ])("of %s, port %i, is %s", (host, port, name) => {
        expect(knownHostsName(host, port)).toBe(name);
    });
});

describe("recordedNames", () => {
    it("are the name with its port and the name alone, or the alias and nothing else", () => {
        expect(recordedNames(hostKeyTarget())).toEqual({ name: "10.0.0.1", plainName: undefined });
        expect(recordedNames(hostKeyTarget({ port: 2222 }))).toEqual({
            name: "[10.0.0.1]:2222",
            plainName: "10.0.0.1",
        });
        expect(recordedNames(hostKeyTarget({ port: 2222, alias: "Lab" }))).toEqual({
            name: "lab",
            plainName: undefined,
        });
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
            "@revoked @revoked global1 ssh-rsa AAAA4",
            "incomplete ssh-rsa",
            "|1|c2FsdA==|ZGlnZXN0 ssh-rsa AAAA5",
            "global1 ssh-rsa AAAA6\0AAAA",
            "global1 ssh-rsa\0 AAAA7",
            "@revoked #x,* ssh-rsa AAAA8",
        ].join("\n");
        expect(parseKnownHosts(text)).toEqual([
            { marker: "none", hosts: "global1,10.0.0.1", keyType: "ssh-ed25519", key: "AAAA1", lineNumber: 3 },
            { marker: "revoked", hosts: "*", keyType: "ssh-rsa", key: "AAAA2", lineNumber: 4 },
            { marker: "cert-authority", hosts: "*.example.com", keyType: "ssh-rsa", key: "AAAA3\r", lineNumber: 5 },
            { marker: "none", hosts: "|1|c2FsdA==|ZGlnZXN0", keyType: "ssh-rsa", key: "AAAA5", lineNumber: 9 },
            { marker: "none", hosts: "global1", keyType: "ssh-rsa", key: "AAAA6", lineNumber: 10 },
            { marker: "revoked", hosts: "#x,*", keyType: "ssh-rsa", key: "AAAA8", lineNumber: 12 },
        ]);
    });

    it("has nothing to read in an empty text, nor in blanks", () => {
        expect(parseKnownHosts("")).toEqual([]);
        expect(parseKnownHosts(" \t\n\n\r\n \0 x y z")).toEqual([]);
    });
});

describe("matchesHost", () => {
    it.each([
        ["global1", "global1", true],
        ["GLOBAL1", "global1", true],
        ["[global1]:2222", "[global1]:2222", true],
        ["[global1]:2222", "global1", false],
        ["global1", "[global1]:2222", false],
        ["[*]:2222", "[global1]:2222", true],
        ["*,!global1", "global1", false],
    ])("%p covers %p: %p", (hosts, name, covered) => {
        expect(matchesHost(hosts, name)).toBe(covered);
    });

    it("compares bytes, as they stand in the file", () => {
        const inFile = Buffer.from("g\u00e4st").toString("latin1");
        expect(matchesHost(inFile, "g\u00e4st")).toBe(true);
        expect(matchesHost("g??st", "g\u00e4st")).toBe(true);
        expect(matchesHost("g?st", "g\u00e4st")).toBe(false);
        expect(matchesHost("\u212A", "k")).toBe(false);
    });

    it("knows a name that OpenSSH has hashed, and only that", () => {
        const hashed = "|1|vs0W0TAk8z9D4EAPd1kIlnfQHPs=|XqhSZl9pCyQC1BfjRXjdGhM7M7E=";
        expect(matchesHost(hashed, "global1")).toBe(true);
        expect(matchesHost(hashed, "global2")).toBe(false);
        expect(matchesHost(hashed, "[global1]:2222")).toBe(false);
        for (const field of [
            "|",
            "|1|",
            "|1|c2FsdA==",
            "|1|c2FsdA==|",
            `${hashed},global1`,
            `${hashed}|`,
            `x,${hashed}`,
        ]) {
            expect([field, matchesHost(field, "global1")]).toEqual([field, false]);
        }
    });
});

describe("hashName", () => {
    it("takes a new salt each time, and is found again", () => {
        const [first, second] = [hashName("[global1]:2222"), hashName("[global1]:2222")];
        expect(first).toMatch(/^\|1\|[A-Za-z0-9+/]{27}=\|[A-Za-z0-9+/]{27}=$/);
        expect(first).not.toBe(second);
        expect(matchesHost(first, "[global1]:2222") && matchesHost(second, "[global1]:2222")).toBe(true);
        expect(matchesHost(first, "global1")).toBe(false);
    });
});

describe("parser and matcher take anything without complaint:", () => {
    const names = ["global1", "[global1]:2222", "", "\u00e4", "*"];

    function readAll(text: string): void {
        for (const { hosts, keyType, key } of parseKnownHosts(text)) {
            names.forEach((name) => matchesHost(hosts, name));
            decodePublicKey(keyType, key);
        }
        matchesHost(text, "global1");
        matchesHost(`|1|${text}`, "global1");
    }

    it("50,000 texts of arbitrary bytes", () => {
        const bytes = fc.uint8Array({ maxLength: 60 }).map((each) => Buffer.from(each).toString("latin1"));
        fc.assert(fc.property(bytes, readAll), { numRuns: 50_000 });
    });

    it("50,000 texts of half lines", () => {
        const piece = fc.constantFrom(
            ...["global1", "*", "!", ",", "?", "[", "]:2222", "|1|", "|", "@revoked", "@cert-authority", "@", "#"],
            ...[
                " ",
                "\t",
                "\n",
                "\r\n",
                "\0",
                "ssh-ed25519",
                "ssh-rsa",
                "AAAAC3NzaC1lZDI1NTE5AAAAI",
                "AAAA",
                "=",
                "\xff",
            ],
            ...["vs0W0TAk8z9D4EAPd1kIlnfQHPs=", hashName("global1", Buffer.alloc(20))],
        );
        const text = fc.array(piece, { maxLength: 15 }).map((pieces) => pieces.join(""));
        fc.assert(fc.property(text, readAll), { numRuns: 50_000 });
    });

    it("lines of a megabyte", () => {
        for (const piece of ["a", "a,", "*a", "!*a,", "|", "@revoked ", " ", "\t\r", "a b "]) {
            readAll(piece.repeat(1_000_000 / piece.length));
        }
    });
});

import { hashName } from "../../../../provider/transport/hostKeys/knownHosts";

/** What is to be said of a key; `new` only where new keys are accepted, else that is HOST_KEY_UNKNOWN. */
export type ExpectedVerdict = "trusted" | "new" | "HOST_KEY_MISMATCH" | "HOST_KEY_CERTIFICATE";

/** A known_hosts file and what follows from it for a host that shows a key. */
export interface HostKeyVector {
    readonly title: string;
    /** Lines; KEY, OTHER and OF_OTHER_TYPE stand for a type and a key, KEY being what the host shows. */
    readonly lines: readonly string[];
    readonly verdict: ExpectedVerdict;
    readonly address?: string;
    readonly port?: number;
    readonly alias?: string;
    /** What OpenSSH does instead where new keys are accepted, and why that is not done here. */
    readonly opensshAccepts?: string;
}

/** Puts keys into a vector's lines. */
export function knownHostsText(
    lines: readonly string[],
    keys: { readonly key: string; readonly other: string; readonly ofOtherType: string },
): string {
    return lines
        .map((line) =>
            line.replace("OF_OTHER_TYPE", keys.ofOtherType).replace("OTHER", keys.other).replace("KEY", keys.key),
        )
        .join("\n");
}

const long = (pattern: string, length: number): string => pattern.padEnd(length, "x");

/** The rules of known_hosts, one or two vectors each. The host is global1.example.com, port 22, unless told otherwise. */
export const hostKeyVectors: readonly HostKeyVector[] = [
    { title: "an empty file", lines: [], verdict: "new" },
    { title: "the key", lines: ["global1.example.com KEY"], verdict: "trusted" },
    { title: "another key", lines: ["global1.example.com OTHER"], verdict: "HOST_KEY_MISMATCH" },
    { title: "a key of another type", lines: ["global1.example.com OF_OTHER_TYPE"], verdict: "HOST_KEY_MISMATCH" },
    {
        title: "one key of each type",
        lines: ["global1.example.com OF_OTHER_TYPE", "global1.example.com KEY"],
        verdict: "trusted",
    },
    {
        title: "two keys of one type",
        lines: ["global1.example.com OTHER", "global1.example.com KEY"],
        verdict: "trusted",
    },
    { title: "the key of another host", lines: ["global2.example.com KEY"], verdict: "new" },

    { title: "several names a line", lines: ["a,global1.example.com,b KEY"], verdict: "trusted" },
    { title: "upper case", lines: ["GLOBAL1.Example.COM KEY"], verdict: "trusted" },
    {
        title: "an upper-case address",
        lines: ["global1.example.com KEY"],
        address: "Global1.EXAMPLE.com",
        verdict: "trusted",
    },
    { title: "a letter that Unicode lowers to k", lines: ["\u212Ahost KEY"], address: "khost", verdict: "new" },
    { title: "a star", lines: ["*.example.com KEY"], verdict: "trusted" },
    { title: "a star for everything", lines: ["* KEY"], verdict: "trusted" },
    { title: "several stars", lines: ["g*1.*.c*m KEY"], verdict: "trusted" },
    { title: "stars that leave something over", lines: ["*example KEY"], verdict: "new" },
    { title: "question marks", lines: ["global?.example.co? KEY"], verdict: "trusted" },
    { title: "a question mark for nothing", lines: ["global1.example.com? KEY"], verdict: "new" },
    {
        title: "characters of regular expressions",
        lines: ["global1.exampl[e].com KEY", "global1.example.(com) KEY"],
        verdict: "new",
    },
    { title: "a dot for another character", lines: ["global1xexample.com KEY"], verdict: "new" },
    { title: "a negation after the match", lines: ["*.example.com,!global1.example.com KEY"], verdict: "new" },
    { title: "a negation before the match", lines: ["!global1.*,*.example.com KEY"], verdict: "new" },
    { title: "a negation of another name", lines: ["*.example.com,!global2.* KEY"], verdict: "trusted" },
    { title: "a negation only", lines: ["!global2.example.com KEY"], verdict: "new" },
    { title: "a double negation", lines: ["!!global1.example.com,* KEY"], verdict: "trusted" },
    { title: "an empty pattern", lines: [",,global1.example.com, KEY"], verdict: "trusted" },
    {
        title: "a pattern of 1022 characters",
        lines: [`global1.example.com,${long("y", 1022)} KEY`],
        verdict: "trusted",
    },
    { title: "a pattern too long", lines: [`global1.example.com,${long("y", 1023)} KEY`], verdict: "new" },
    { title: "a negated pattern too long", lines: [`global1.example.com,!${long("y", 1023)} KEY`], verdict: "new" },
    {
        title: "a very long line",
        lines: [`${"a.example.com,".repeat(20_000)}global1.example.com KEY`],
        verdict: "trusted",
    },

    { title: "a hashed name", lines: [`${hashName("global1.example.com")} KEY`], verdict: "trusted" },
    { title: "another hashed name", lines: [`${hashName("global2.example.com")} KEY`], verdict: "new" },
    { title: "a hashed pattern", lines: [`${hashName("*")} KEY`], verdict: "new" },
    { title: "a hashed name with more behind it", lines: [`${hashName("global1.example.com")},x KEY`], verdict: "new" },
    { title: "a hashed name in a list", lines: [`x,${hashName("global1.example.com")} KEY`], verdict: "new" },
    { title: "a negated hashed name", lines: [`!${hashName("global1.example.com")} KEY`], verdict: "new" },
    { title: "a short salt", lines: [`${hashName("global1.example.com", Buffer.alloc(19, 7))} KEY`], verdict: "new" },
    {
        title: "another kind of hash",
        lines: [`${hashName("global1.example.com").replace("|1|", "|2|")} KEY`],
        verdict: "new",
    },
    { title: "a hash cut off", lines: [`${hashName("global1.example.com").slice(0, -1)} KEY`], verdict: "new" },
    { title: "half a hash", lines: ["|1| KEY", "|1|c2FsdA== KEY", "| KEY", "|1|| KEY"], verdict: "new" },

    { title: "a port", lines: ["[global1.example.com]:2222 KEY"], port: 2222, verdict: "trusted" },
    { title: "another port", lines: ["[global1.example.com]:2223 KEY"], port: 2222, verdict: "new" },
    {
        title: "a port, another key",
        lines: ["[global1.example.com]:2222 OTHER"],
        port: 2222,
        verdict: "HOST_KEY_MISMATCH",
    },
    { title: "a port where there is none", lines: ["[global1.example.com]:2222 KEY"], verdict: "new" },
    { title: "port 22 in brackets", lines: ["[global1.example.com]:22 KEY"], verdict: "new" },
    { title: "a port in a pattern", lines: ["[*.example.com]:2* KEY"], port: 2222, verdict: "trusted" },
    {
        title: "a hashed name with port",
        lines: [`${hashName("[global1.example.com]:2222")} KEY`],
        port: 2222,
        verdict: "trusted",
    },
    { title: "the key without the port", lines: ["global1.example.com KEY"], port: 2222, verdict: "trusted" },
    {
        title: "the key without the port, hashed",
        lines: [`${hashName("global1.example.com")} KEY`],
        port: 2222,
        verdict: "trusted",
    },
    { title: "another key without the port", lines: ["global1.example.com OTHER"], port: 2222, verdict: "new" },
    {
        title: "the key without the port, another with it",
        lines: ["global1.example.com KEY", "[global1.example.com]:2222 OTHER"],
        port: 2222,
        verdict: "HOST_KEY_MISMATCH",
    },
    {
        title: "the key without the port, an authority's with it",
        lines: ["global1.example.com KEY", "@cert-authority [global1.example.com]:2222 OTHER"],
        port: 2222,
        verdict: "trusted",
    },
    { title: "an IPv6 address", lines: ["2001:db8::1 KEY"], address: "2001:db8::1", verdict: "trusted" },
    {
        title: "an IPv6 address with port",
        lines: ["[2001:db8::1]:2222 KEY"],
        address: "2001:db8::1",
        port: 2222,
        verdict: "trusted",
    },
    {
        title: "an IPv6 address in another form",
        lines: ["2001:db8::1 KEY"],
        address: "2001:DB8:0:0::1",
        verdict: "trusted",
    },
    {
        title: "an IPv6 address that holds an IPv4 one",
        lines: ["::ffff:10.0.0.1 KEY"],
        address: "::FFFF:a00:1",
        verdict: "trusted",
    },

    { title: "an alias", lines: ["lab KEY"], alias: "lab", verdict: "trusted" },
    { title: "an alias in upper case", lines: ["lab KEY"], alias: "LAB", verdict: "trusted" },
    { title: "an alias, which has no port", lines: ["lab KEY"], alias: "lab", port: 2222, verdict: "trusted" },
    { title: "an alias, not found with the port", lines: ["[lab]:2222 KEY"], alias: "lab", port: 2222, verdict: "new" },
    { title: "an alias instead of the name", lines: ["global1.example.com KEY"], alias: "lab", verdict: "new" },
    {
        title: "an alias instead of the name with port",
        lines: ["[global1.example.com]:2222 KEY"],
        alias: "lab",
        port: 2222,
        verdict: "new",
    },

    { title: "a revoked key", lines: ["@revoked global1.example.com KEY"], verdict: "HOST_KEY_MISMATCH" },
    {
        title: "a revoked key beside a line that has it",
        lines: ["global1.example.com KEY", "@revoked * KEY"],
        verdict: "HOST_KEY_MISMATCH",
    },
    {
        title: "a revocation before the line",
        lines: ["@revoked * KEY", "global1.example.com KEY"],
        verdict: "HOST_KEY_MISMATCH",
    },
    { title: "another key revoked", lines: ["@revoked * OTHER", "global1.example.com KEY"], verdict: "trusted" },
    { title: "nothing but another key revoked", lines: ["@revoked * OTHER"], verdict: "new" },
    { title: "a key revoked for another host", lines: ["@revoked global2.example.com KEY"], verdict: "new" },
    {
        title: "a key revoked for a hashed name",
        lines: [`@revoked ${hashName("global1.example.com")} KEY`],
        verdict: "HOST_KEY_MISMATCH",
    },
    {
        title: "a key revoked without the port",
        lines: ["@revoked global1.example.com KEY"],
        port: 2222,
        verdict: "HOST_KEY_MISMATCH",
        opensshAccepts: "it finds the key revoked, and yet writes it down as new",
    },
    {
        title: "a key revoked and recorded without the port",
        lines: ["global1.example.com KEY", "@revoked global1.example.com KEY"],
        port: 2222,
        verdict: "HOST_KEY_MISMATCH",
        opensshAccepts: "it finds the key revoked, and yet writes it down as new",
    },

    {
        title: "an authority only",
        lines: ["@cert-authority *.example.com OTHER"],
        verdict: "HOST_KEY_CERTIFICATE",
        opensshAccepts: "where the host shows no certificate, it accepts the plain key",
    },
    {
        title: "an authority whose key the host shows",
        lines: ["@cert-authority *.example.com KEY"],
        verdict: "HOST_KEY_CERTIFICATE",
        opensshAccepts: "where the host shows no certificate, it accepts the plain key",
    },
    {
        title: "an authority without the port",
        lines: ["@cert-authority *.example.com OTHER"],
        port: 2222,
        verdict: "HOST_KEY_CERTIFICATE",
        opensshAccepts: "where the host shows no certificate, it accepts the plain key",
    },
    {
        title: "an authority beside the key",
        lines: ["@cert-authority * OTHER", "global1.example.com KEY"],
        verdict: "trusted",
    },
    {
        title: "an authority beside another key",
        lines: ["@cert-authority * OTHER", "global1.example.com OTHER"],
        verdict: "HOST_KEY_MISMATCH",
    },
    { title: "an authority for other hosts", lines: ["@cert-authority *.example.org OTHER"], verdict: "new" },

    {
        title: "an unknown marker",
        lines: ["@other global1.example.com KEY", "@ global1.example.com KEY"],
        verdict: "new",
    },
    { title: "a marker in upper case", lines: ["@REVOKED global1.example.com KEY"], verdict: "new" },
    { title: "two markers", lines: ["@revoked @revoked global1.example.com KEY"], verdict: "new" },
    { title: "a marker only", lines: ["@revoked", "@revoked ", "@revoked global1.example.com"], verdict: "new" },
    { title: "a comment", lines: ["# global1.example.com KEY", "  #global1.example.com KEY"], verdict: "new" },
    { title: "a comment behind the key", lines: ["global1.example.com KEY root@global1 # here"], verdict: "trusted" },
    { title: "a comment before the key", lines: ["global1.example.com # KEY"], verdict: "new" },
    {
        title: "blanks before, between and behind",
        lines: ["", "   ", " \t global1.example.com \t KEY \t"],
        verdict: "trusted",
    },
    { title: "CRLF", lines: ["\r", "# x\r", "global1.example.com KEY\r", ""], verdict: "trusted" },
    { title: "CRLF, with a comment", lines: ["global1.example.com KEY root@global1\r"], verdict: "trusted" },
    {
        title: "odd bytes",
        lines: ["\u00ff\u0000\u0001 \u2028", "\u00e4,global1.example.com KEY \u00df"],
        verdict: "trusted",
    },
    { title: "a NUL before the key", lines: ["global1.example.com \0KEY"], verdict: "new" },
    { title: "a NUL behind the key", lines: ["global1.example.com KEY\0x"], verdict: "trusted" },
    { title: "a byte order mark", lines: ["\ufeffglobal1.example.com KEY"], verdict: "new" },
    {
        title: "half lines",
        lines: ["global1.example.com", "global1.example.com ", "global1.example.com ssh-ed25519"],
        verdict: "new",
    },
    { title: "a key cut off", lines: ["global1.example.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA=="], verdict: "new" },
    {
        title: "a key that is none",
        lines: ["global1.example.com ssh-ed25519 AAAA", "global1.example.com ssh-ed25519 ..."],
        verdict: "new",
    },
    { title: "more behind the key's own end", lines: ["global1.example.com KEYAAAA"], verdict: "new" },
    { title: "a key with another type before it", lines: ["global1.example.com ssh-rsa KEY"], verdict: "new" },
    { title: "SSH 1", lines: ["global1.example.com 1024 35 1234567"], verdict: "new" },
];

import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { Client } from "ssh2";
import type { ErrorCode } from "../../../provider/errors/catalogue";
import { EngineLog } from "../../../provider/dynamic/engineLog";
import { Services } from "../../../provider/dynamic/services";
import { SolarisError } from "../../../provider/errors/solarisError";
import { Inventory } from "../../../provider/transport/inventory/inventory";
import { ConnectionPool } from "../../../provider/transport/pool/pool";
import { type Medium, type Secret, SecretsSearch } from "../../e2e/support/secretsSearch";
import { startFleet, type Fleet } from "../../solaris";
import { generateKey } from "../../solaris/sshKeys";
import { temporaryDirectory } from "./temporaryDirectory";

const directory = temporaryDirectory();
const file = (name: string): string => join(directory, name);

const secret = `${randomBytes(12).toString("hex")} '"\\$%é&+/${randomBytes(12).toString("hex")}`;
const word = randomBytes(16).toString("hex");
const secrets: Secret[] = [
    { name: "secret", value: secret },
    { name: "word", value: word },
];

let fleet: Fleet;

beforeAll(async () => {
    fleet = await startFleet({
        hosts: [
            { name: "password", login: { publicKey: false, password: secret } },
            { name: "wrong", login: { publicKey: false, password: `not ${secret}` } },
            { name: "full", login: { password: secret }, maxSessions: 0 },
            { name: "down", login: { password: secret } },
        ],
    });
    await fleet.host("down").down();
    const key = generateKey("secrets-test").privateKey;
    writeFileSync(file("encrypted"), key, { mode: 0o600 });
    execFileSync("ssh-keygen", ["-q", "-p", "-P", "", "-N", secret, "-a", "2", "-f", file("encrypted")]);
    writeFileSync(file("garbage"), `-----BEGIN OPENSSH PRIVATE KEY-----\n${word}\n${secret}\n`);
    writeFileSync(file("truncated"), key.slice(0, -120));
    writeFileSync(file("no-key"), `password: ${secret}\n`);
    secrets.push({ name: "key", value: key.split("\n").slice(3, -2).join("") });
    secrets.push({ name: "encrypted key", value: armouredEnd("encrypted") });
});
afterAll(() => fleet.stop());

/** The last lines of a key's file, which hold nothing public. */
function armouredEnd(name: string): string {
    return readFileSync(file(name), "utf8").split("\n").slice(3, -2).join("");
}

/** Everything as which a thrown value can come to light, and what caused it. */
function mediaOf(error: unknown): Medium[] {
    const media: Medium[] = [];
    for (let each = error; each !== undefined; each = each instanceof Error ? each.cause : undefined) {
        const { message, stack = "" } = each as Error;
        media.push(
            { name: "message", text: message },
            { name: "stack", text: stack },
            { name: "text", text: `${each as Error}` },
            { name: "JSON", text: JSON.stringify(each) },
            {
                name: "inspected",
                text: inspect(each, { depth: Infinity, showHidden: true, maxStringLength: Infinity }),
            },
        );
    }
    return media;
}

async function thrownBy(work: () => unknown): Promise<SolarisError> {
    try {
        await work();
    } catch (error) {
        if (SolarisError.isInstance(error)) {
            return error;
        }
        throw error;
    }
    throw new Error("nothing was thrown");
}

async function expectSilence(code: ErrorCode, work: () => unknown): Promise<void> {
    const error = await thrownBy(work);
    expect(error.code).toBe(code);
    expect(new SecretsSearch(secrets).find(mediaOf(error))).toEqual([]);
}

/** Runs a command on a host of the fleet, with these settings of its own. */
async function connectTo(
    host: string,
    keys: Record<string, unknown>,
    jump: Record<string, unknown> = {},
): Promise<void> {
    const hosts = fleet.inventory({ [host]: { identityFile: undefined, agent: false, connectTimeout: 5, ...keys } });
    const pool = new ConnectionPool(Inventory.parse({ ...hosts, ...jump }, { sshConfig: "none" }), { idleMs: 1_000 });
    try {
        await pool.run(host, { name: "true", argv: ["/usr/bin/true"], timeoutMs: 5_000 });
    } finally {
        await pool.close();
    }
}

describe("what is said of a malformed solaris:hosts does not quote it", () => {
    it.each<[string, unknown]>([
        ["cut off", `{"global1":{"password":"${word}"`],
        ["a text", JSON.stringify(secret)],
        ["a list", [secret]],
        ["a host that is a text", { global1: secret }],
        ["a misspelt property", { global1: { pasword: secret } }],
        ["a property of the wrong type", { global1: { password: [secret] } }],
        ["an object instead of a text", { global1: { passphrase: { secure: secret } } }],
        ["a value at the wrong place", { global1: { migration: { password: secret } } }],
        ...["address", "user", "port", "hostKey", "hostKeyChecking", "privilege", "connectTimeout", "deadAfter"].map(
            (property): [string, unknown] => [`a secret as ${property}`, { global1: { [property]: secret } }],
        ),
        ["one of several", { global1: { password: secret, port: 0 } }],
    ])("%s", async (_what, hosts) => {
        await expectSilence("HOSTS_CONFIG_INVALID", () => Inventory.parse(hosts, { sshConfig: "none" }));
    });
});

describe("what is said of OpenSSH's configuration does not quote values", () => {
    it.each<[string, ErrorCode, string]>([
        ["a ProxyCommand", "SSH_CONFIG_UNSUPPORTED", `ProxyCommand sshpass -p ${word} ssh jump nc %h %p`],
        ["a Match exec", "SSH_CONFIG_UNSUPPORTED", `Match exec "curl -H token:${word} vault"\nUser zadm`],
        ["a quote without partner", "SSH_CONFIG_INVALID", `IdentityFile "${word}`],
        ["a token that is not known", "SSH_CONFIG_INVALID", `IdentityFile ${word}%z`],
        ["a port that is none", "SSH_CONFIG_INVALID", `Port ${word}`],
        ["a time that is none", "SSH_CONFIG_INVALID", `ConnectTimeout ${word}`],
        ["a word that is none of those", "SSH_CONFIG_INVALID", `StrictHostKeyChecking ${word}`],
        ["one value too many", "SSH_CONFIG_INVALID", `User zadm ${word}`],
        ["an unknown keyword's value", "SSH_CONFIG_INVALID", `Pasword ${word}`],
    ])("%s", async (_what, code, line) => {
        const config = file("config");
        writeFileSync(config, `# ${word}\nSetEnv TOKEN=${word}\n${line}\n`, { mode: 0o600 });
        await expectSilence(code, () => Inventory.parse({ global1: {} }, { sshConfig: config }).get("global1"));
    });
});

describe("what is said of a login names no secret", () => {
    it.each<[string, ErrorCode, Record<string, unknown>]>([
        ["a file that is no key", "CREDENTIAL_UNUSABLE", { identityFile: file("no-key") }],
        ["a file of garbage", "CREDENTIAL_UNUSABLE", { identityFile: file("garbage") }],
        ["a key that is cut off", "CREDENTIAL_UNUSABLE", { identityFile: file("truncated") }],
        ["an encrypted key alone", "CREDENTIAL_UNUSABLE", { identityFile: file("encrypted") }],
        ["a wrong passphrase", "CREDENTIAL_UNUSABLE", { identityFile: file("encrypted"), passphrase: `${secret}!` }],
        ["a wrong password", "LOGIN_REFUSED", { password: secret }],
        [
            "a key that is not wanted",
            "LOGIN_REFUSED",
            { identityFile: file("encrypted"), passphrase: secret, password: secret },
        ],
        ["another host key", "HOST_KEY_MISMATCH", { password: secret, hostKey: `SHA256:${"A".repeat(43)}` }],
        ["an unknown host key", "HOST_KEY_UNKNOWN", { password: secret, hostKey: undefined }],
    ])("%s", async (_what, code, keys) => {
        await expectSilence(code, () => connectTo("wrong", keys));
    });

    it.each<[string, ErrorCode, string]>([
        ["a host that is down", "HOST_UNREACHABLE", "down"],
        ["a host that gives no channel", "CHANNEL_REFUSED", "full"],
    ])("%s", async (_what, code, host) => {
        await expectSilence(code, () => connectTo(host, { password: secret }));
    });

    it("a host in between", async () => {
        const jump = { ...fleet.inventory()["wrong"], identityFile: undefined, agent: false, password: secret };
        await expectSilence("LOGIN_REFUSED", () =>
            connectTo("password", { password: secret, proxyJump: "between" }, { between: jump }),
        );
    });
});

describe("what holds secrets, printed or turned into JSON,", () => {
    const keys = { password: secret, passphrase: secret, proxyJump: "between" };
    const hosts = JSON.stringify({ global1: keys, between: { password: secret } });
    const inventory = Inventory.parse(hosts, { sshConfig: "none" });
    const services = new Services({ hosts, sshConfig: "none" }, EngineLog.through(undefined), 1_000);
    services.contextFor("");

    it.each<[string, object]>([
        ["a host", inventory.get("global1")],
        ["an inventory", inventory],
        ["a pool", new ConnectionPool(inventory, { idleMs: 1_000 })],
        ["the services of a run", services],
    ])("shows none of them: %s", (_what, holder) => {
        const media = [
            { name: "inspected", text: inspect(holder, { depth: Infinity }) },
            { name: "JSON", text: JSON.stringify(holder) },
        ];
        expect(new SecretsSearch(secrets).find(media)).toEqual([]);
    });

    it("has them all the same", () => {
        const { login, jumps } = inventory.get("global1");
        expect(login).toMatchObject({ password: secret, passphrase: secret });
        expect(jumps[0]?.login.password).toBe(secret);
        expect(inspect(login)).toContain("password: '[secret]'");
    });

    it("is told apart by them: no login goes over the connection of one with another password", async () => {
        const host = { ...fleet.inventory()["password"], identityFile: undefined, agent: false };
        const names = { right: { ...host, password: secret }, wrong: { ...host, password: word } };
        const both = new ConnectionPool(Inventory.parse(names, { sshConfig: "none" }), { idleMs: 1_000 });
        const command = { name: "true", argv: ["/usr/bin/true"], timeoutMs: 5_000 };
        try {
            expect(await both.run("right", command)).toMatchObject({ kind: "exited" });
            await expectSilence("LOGIN_REFUSED", () => both.run("wrong", command));
        } finally {
            await both.close();
        }
    });
});

describe("ssh2's own debug output", () => {
    afterEach(() => jest.restoreAllMocks());

    it("is never asked for, whatever the environment says", async () => {
        const connect = jest.spyOn(Client.prototype, "connect");
        jest.replaceProperty(process, "env", { ...process.env, DEBUG: "*", NODE_DEBUG: "*" });
        await connectTo("password", { password: secret });
        const configs = connect.mock.calls.map(([config]) => config);
        expect(configs).toHaveLength(1);
        expect(configs[0]?.debug).toBeUndefined();
    });
});

describe("the search itself", () => {
    const search = new SecretsSearch([{ name: "secret", value: secret }]);

    it.each<[string, (value: string) => string]>([
        ["plain", (value) => value],
        ["in JSON", (value) => JSON.stringify({ value })],
        ["in JSON in JSON", (value) => JSON.stringify(JSON.stringify({ value }))],
        ["inspected", (value) => inspect({ value })],
        ["in a URL", (value) => encodeURIComponent(value)],
        ["in base64", (value) => Buffer.from(value).toString("base64")],
        ["in base64, among others", (value) => Buffer.from(`zadm:${value}@global1`).toString("base64")],
        ["in base64url", (value) => Buffer.from(`x${value}`).toString("base64url")],
        ["in hexadecimal", (value) => Buffer.from(value).toString("hex").toUpperCase()],
        ["as a Buffer", (value) => inspect(Buffer.from(value))],
        ["as a Buffer in JSON", (value) => JSON.stringify(Buffer.from(value))],
        ["in a shell line", (value) => `'${value.replaceAll("'", `'\\''`)}'`],
        ["in part", (value) => value.slice(5, 30)],
        [
            "in an error's cause",
            (value) =>
                mediaOf(new Error("x", { cause: new Error(value) }))
                    .map(({ text }) => text)
                    .join(),
        ],
    ])("finds it %s", (_how, write) => {
        expect(search.find([{ name: "log", text: `before ${write(secret)} after` }])).not.toEqual([]);
    });

    it("finds nothing else", () => {
        expect(search.find([{ name: "log", text: `${randomBytes(500).toString("base64")}${word}` }])).toEqual([]);
    });
});

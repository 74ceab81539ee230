import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import type { AuthenticationType, KeyboardInteractiveAuthMethod } from "ssh2";
import { Login, type LoginBounds } from "../../../../provider/transport/login/authentication";
import type { IdentityFile, LoginSettings } from "../../../../provider/transport/target";
import { startAgent, type SshAgent } from "../../../openssh/sshAgent";
import { generateKey } from "../../../solaris/sshKeys";
import { sshTarget } from "../sshTarget";
import { temporaryDirectory } from "../temporaryDirectory";

const directory = temporaryDirectory();
const passphrase = "correct horse";
const file = (name: string): string => join(directory, name);
const fingerprints: Record<string, string> = {};

/** Writes a key and its public half; encrypted with the passphrase if so wanted. */
function writeKey(name: string, encrypted = false): void {
    const key = generateKey(name);
    fingerprints[name] = key.fingerprint;
    writeFileSync(file(name), key.privateKey, { mode: 0o600 });
    writeFileSync(file(`${name}.pub`), `${key.publicLine} ${name}\n`);
    if (encrypted) {
        execFileSync("ssh-keygen", ["-q", "-p", "-P", "", "-N", passphrase, "-f", file(name)]);
    }
}

const agentSocket = file("agent.sock");
let agent: SshAgent;

beforeAll(async () => {
    ["plain", "first", "second", "third"].forEach((name) => {
        writeKey(name);
    });
    writeKey("encrypted", true);
    const pem = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
    writeFileSync(file("pem"), pem.export({ type: "sec1", format: "pem", cipher: "aes-128-cbc", passphrase }));
    writeFileSync(file("no-key"), "password: hunter2\n");
    agent = await startAgent(agentSocket, ["first", "second", "third"].map(file));
});
afterAll(() => agent.stop());

const named = (...names: string[]): IdentityFile[] => names.map((name) => ({ path: file(name), from: "sshConfig" }));
const demanded = (name: string): IdentityFile[] => [{ path: file(name), from: "hosts" }];

const bounds = (seconds = 20): LoginBounds => ({
    endsAt: performance.now() + seconds * 1000,
    signal: new AbortController().signal,
});

/** Asks for one method after another, the server always offering the same; gives their kinds and what was reported. */
async function goThrough(
    login: Partial<LoginSettings>,
    offered: readonly AuthenticationType[] = ["publickey", "keyboard-interactive", "password"],
): Promise<{ kinds: string[]; report: string[] }> {
    const attempt = await Login.prepare(sshTarget({ login }), bounds());
    const kinds: string[] = [];
    let left: readonly AuthenticationType[] | null = null;
    for (let method = attempt.next(left); method !== false; method = attempt.next(left)) {
        expect(method.username).toBe("zadm");
        kinds.push(method.type);
        left = offered;
    }
    return { kinds, report: attempt.report() };
}

describe("the order of a login", () => {
    it("is agent, key files, keyboard-interactive, password", async () => {
        const { kinds, report } = await goThrough({
            agentSocket,
            identityFiles: named("plain"),
            password: "hunter2",
        });
        expect(kinds).toEqual(["agent", "publickey", "keyboard-interactive", "password"]);
        const keys = ["first", "second", "third"].map(
            (name) => `the SSH agent's key ssh-ed25519 ${fingerprints[name]}`,
        );
        expect(report).toEqual([
            `tried: ${[
                ...keys,
                `key file ${file("plain")} (ssh-ed25519 ${fingerprints["plain"]})`,
                "the password, by keyboard-interactive",
                "the password",
            ].join(", ")}`,
            "the server offers: publickey, keyboard-interactive, password",
        ]);
    });

    it("has those of the agent's keys first that an identity file names, and does not try the file again", async () => {
        const { kinds, report } = await goThrough({ agentSocket, identityFiles: named("third", "plain", "second") });
        expect(kinds).toEqual(["agent", "publickey"]);
        const order = [...(report[0] ?? "").matchAll(/SHA256:\S+?(?=[,)]|$)/g)].map(([shown]) => shown);
        expect(order).toEqual(["third", "second", "first", "plain"].map((name) => fingerprints[name]));
    });

    it("leaves the agent's other keys out where only the identity files count", async () => {
        const { report } = await goThrough({ agentSocket, identityFiles: named("second"), identitiesOnly: true });
        expect(report[0]).toBe(`tried: the SSH agent's key ssh-ed25519 ${fingerprints["second"]}`);
        const none = await goThrough({ agentSocket, identityFiles: named("missing"), identitiesOnly: true });
        expect(none.kinds).toEqual(["none"]);
        expect(none.report.slice(0, 3)).toEqual([
            "tried: nothing",
            "passed over: 3 key(s) of the SSH agent that belong to no identity file (IdentitiesOnly)",
            `passed over: key file ${file("missing")}: there is no such file`,
        ]);
    });

    it("takes the agent's key for a file that is encrypted, or that holds the public half alone", async () => {
        execFileSync("ssh-add", ["-q", "-d", file("first")], { env: { ...process.env, SSH_AUTH_SOCK: agentSocket } });
        const { report } = await goThrough({ agentSocket, identityFiles: demanded("third.pub"), identitiesOnly: true });
        expect(report[0]).toBe(`tried: the SSH agent's key ssh-ed25519 ${fingerprints["third"]}`);
        execFileSync("ssh-add", ["-q", file("first")], { env: { ...process.env, SSH_AUTH_SOCK: agentSocket } });
    });
});

describe("what a server offers", () => {
    it("decides what is tried after the first answer", async () => {
        const { kinds, report } = await goThrough({ identityFiles: named("plain"), password: "hunter2" }, ["password"]);
        expect(kinds).toEqual(["publickey", "password"]);
        expect(report).toContain("not asked for by the server: the password, by keyboard-interactive");
        expect(report).toContain("the server offers: password");
    });

    it("is asked for even where there is nothing to try", async () => {
        const { kinds, report } = await goThrough({}, ["publickey"]);
        expect(kinds).toEqual(["none"]);
        expect(report).toEqual(["tried: nothing: no key, agent or password is there", "the server offers: publickey"]);
    });
});

describe("keyboard-interactive", () => {
    async function answersTo(...rounds: { prompt: string; echo?: boolean }[][]): Promise<string[][]> {
        const login = await Login.prepare(sshTarget({ login: { password: "hunter2" } }), bounds());
        const method = login.next(["keyboard-interactive"]) as KeyboardInteractiveAuthMethod;
        return rounds.map((prompts) => {
            let given: string[] = [];
            method.prompt("", "", "", prompts, (answers) => (given = answers));
            return given;
        });
    }

    it("gives the password to the first hidden question, and to no other", async () => {
        expect(await answersTo([{ prompt: "Password: ", echo: false }])).toEqual([["hunter2"]]);
        const code = { prompt: "Code: ", echo: true };
        expect(await answersTo([code, { prompt: "Password: ", echo: false }])).toEqual([["", "hunter2"]]);
        expect(await answersTo([{ prompt: "Password: " }], [{ prompt: "Password: " }])).toEqual([["hunter2"], [""]]);
    });
});

describe("what cannot be used", () => {
    it("is passed over and named where nobody asked for it by name in solaris:hosts", async () => {
        const { kinds, report } = await goThrough({ identityFiles: named("encrypted", "no-key", "missing") });
        expect(kinds).toEqual(["none"]);
        expect(report.filter((line) => line.startsWith("passed over"))).toEqual([
            expect.stringMatching(/^passed over: key file .*\/encrypted \(ssh-ed25519 SHA256:.*\): .*no passphrase/),
            expect.stringMatching(/^passed over: key file .*\/no-key: /),
            `passed over: key file ${file("missing")}: there is no such file`,
        ]);
    });

    it("can be an agent that is not there, or that does not answer", async () => {
        const { report } = await goThrough({ agentSocket: file("nobody.sock"), identityFiles: named("plain") });
        expect(report).toContainEqual(expect.stringMatching(/^passed over: the SSH agent: /));
        const accepted: Socket[] = [];
        const silent = createServer((socket) => accepted.push(socket)).listen(file("silent.sock"));
        await once(silent, "listening");
        const waiting = await goThrough({ agentSocket: file("silent.sock"), identityFiles: named("plain") });
        expect(waiting.report).toContain("passed over: the SSH agent: no answer within 5 s");
        accepted.forEach((socket) => socket.destroy());
        const closed = once(silent, "close");
        silent.close();
        await closed;
    });

    it("opens with its passphrase", async () => {
        for (const name of ["encrypted", "pem"]) {
            expect((await goThrough({ identityFiles: demanded(name), passphrase })).kinds).toEqual(["publickey"]);
        }
    });

    it.each([
        ["is missing", "missing", undefined],
        ["is a directory", ".", undefined],
        ["is no key", "no-key", undefined],
        ["is a public key", "plain.pub", undefined],
        ["is encrypted and there is no passphrase", "encrypted", undefined],
        ["is encrypted and the passphrase is wrong", "encrypted", "wrong battery"],
        ["is PEM, encrypted, and the passphrase is wrong", "pem", "wrong battery"],
    ])("is an error for a file that solaris:hosts names when it %s", async (_what, name, phrase) => {
        const target = sshTarget({ login: { identityFiles: demanded(name), passphrase: phrase } });
        const error: unknown = await Login.prepare(target, bounds()).catch((reason: unknown) => reason);
        expect(error).toMatchObject({
            code: "CREDENTIAL_UNUSABLE",
            details: { host: "global1", property: "solaris:hosts.global1.identityFile" },
        });
        expect((error as Error).message).toContain(file(name));
        expect((error as Error).message).not.toMatch(/hunter2|battery/);
    });
});

import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { utils } from "ssh2";
import { planLogin } from "../../../provider/transport/authentication";
import type { HostArgs } from "../../../provider/transport/inventory";
import { generateKey } from "../../solaris/sshKeys";
import { inventoryHost } from "./hostBuilder";
import { temporaryDirectory } from "./temporaryDirectory";

const mockHome = { path: "/nonexistent" };
jest.mock("node:os", () => ({
    ...jest.requireActual<object>("node:os"),
    homedir: () => mockHome.path,
}));

const directory = temporaryDirectory();
const plain = join(directory, "plain");
const encrypted = join(directory, "encrypted");
const publicPart = join(directory, "plain.pub");
const noKey = join(directory, "no-key");
const passphrase = "correct horse";

beforeAll(() => {
    const key = generateKey("authentication-test");
    writeFileSync(plain, key.privateKey);
    writeFileSync(publicPart, key.publicLine);
    const pem = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({
        type: "sec1",
        format: "pem",
        cipher: "aes-128-cbc",
        passphrase,
    });
    writeFileSync(encrypted, pem);
    writeFileSync(noKey, "password: hunter2\n");
});

afterEach(() => {
    mockHome.path = "/nonexistent";
    delete process.env["SSH_AUTH_SOCK"];
});

/** Kinds of login and how they are named, in the order in which they are tried. */
async function planOf(keys: HostArgs): Promise<{ kinds: string[]; described: readonly string[] }> {
    const plan = await planLogin(inventoryHost({ user: "zadm", ...keys }));
    expect(plan.methods.every((method) => method.username === "zadm")).toBe(true);
    return { kinds: plan.methods.map((method) => method.type), described: plan.described };
}

describe("planLogin", () => {
    it("tries agent, key file, keyboard-interactive, password, in this order", async () => {
        const plan = await planOf({ agent: "/run/agent.sock", identityFile: plain, password: "hunter2" });
        expect(plan.kinds).toEqual(["agent", "publickey", "keyboard-interactive", "password"]);
        expect(plan.described).toEqual(["keys of the SSH agent", `key file ${plain}`, "the password"]);
    });

    it("uses the agent of SSH_AUTH_SOCK unless told otherwise", async () => {
        process.env["SSH_AUTH_SOCK"] = "/run/agent.sock";
        expect((await planOf({})).kinds).toEqual(["agent"]);
        expect((await planOf({ agent: false })).kinds).toEqual([]);
        process.env["SSH_AUTH_SOCK"] = "";
        expect((await planOf({})).kinds).toEqual([]);
    });

    it("finds the usual key files at home and passes over what it cannot use", async () => {
        mockHome.path = join(directory, "home");
        const ssh = join(mockHome.path, ".ssh");
        mkdirSync(ssh, { recursive: true });
        writeFileSync(join(ssh, "id_ed25519"), "no key");
        writeFileSync(join(ssh, "id_rsa"), generateKey("usual").privateKey);
        expect((await planOf({})).described).toEqual([`key file ${join(ssh, "id_rsa")}`]);
        writeFileSync(join(mockHome.path, "mine"), generateKey("mine").privateKey);
        expect((await planOf({ identityFile: "~/mine" })).described).toEqual([`key file ${mockHome.path}/mine`]);
    });

    it("opens an encrypted key file with its passphrase", async () => {
        expect((await planOf({ identityFile: encrypted, passphrase })).kinds).toEqual(["publickey"]);
        expect(utils.parseKey("", passphrase)).toBeInstanceOf(Error);
    });

    it("answers every prompt of keyboard-interactive with the password", async () => {
        const { methods } = await planLogin(inventoryHost({ password: "hunter2" }));
        const method = methods.find((each) => each.type === "keyboard-interactive");
        const answers = await new Promise((resolve) => {
            method?.prompt("", "", "", [{ prompt: "Password: " }, { prompt: "Again: " }], resolve);
        });
        expect(answers).toEqual(["hunter2", "hunter2"]);
    });

    it.each([
        ["is missing", "/nonexistent/key", undefined],
        ["is a directory", directory, undefined],
        ["is no key", noKey, undefined],
        ["is a public key", publicPart, undefined],
        ["is encrypted and there is no passphrase", encrypted, undefined],
        ["is encrypted and the passphrase is wrong", encrypted, "wrong battery"],
    ])("says which key file cannot be used when it %s", async (_what, identityFile, phrase) => {
        const host = inventoryHost({ identityFile, passphrase: phrase });
        const error: unknown = await planLogin(host).catch((reason: unknown) => reason);
        expect(error).toMatchObject({
            code: "CREDENTIAL_UNUSABLE",
            details: { host: "global1", property: "solaris:hosts.global1.identityFile" },
        });
        const { message } = error as Error;
        expect(message).toContain(identityFile);
        expect(message).not.toMatch(/hunter2|battery/);
    });
});

import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { HostArgs } from "../../../../provider/transport/inventory/hostsSchema";
import { copyKey, copyToPutty, keyPassphrase, keyTypes, makeKey, type ClientKey } from "../../../openssh/clientKeys";
import { describeIsolatedSshd, describeSshd, itWith } from "../../../openssh/describeSshd";
import { accountPassword } from "../../../openssh/privateMachine";
import { startAgent } from "../../../openssh/sshAgent";
import { Sshd } from "../../../openssh/sshd";
import { script, setUpLaboratory, whoAmI } from "./laboratory";

describeSshd("a login by key", () => {
    const laboratory = setUpLaboratory();
    const keys = new Map<string, ClientKey>();
    let sshd: Sshd;

    beforeAll(async () => {
        await Promise.all(
            keyTypes.map(async (type) => keys.set(type, await makeKey(laboratory.directory, type, type))),
        );
        sshd = await Sshd.start({ authorizedKeys: [...keys.values()].map(({ publicLine }) => publicLine) });
    });
    afterAll(() => sshd.stop());

    /** Who a login with these settings is; "refused" and other errors are thrown. */
    async function logIn(settings: HostArgs): Promise<string> {
        const { stdout } = await laboratory.poolOf(sshd, settings).run("global1", whoAmI);
        return stdout.trim();
    }

    it.each(keyTypes)("%s", async (type) => {
        expect(await logIn({ identityFile: keys.get(type)!.file })).toBe(sshd.account.user);
    });

    it.each([
        ["ed25519", "RFC4716", true],
        ["rsa", "RFC4716", true],
        ["rsa", "PEM", false],
        ["rsa", "PEM", true],
        ["ecdsa256", "PEM", false],
        ["ecdsa521", "PEM", true],
        ["rsa", "PKCS8", false],
        ["ecdsa384", "PKCS8", true],
    ] as const)("%s in the format %s, encrypted: %s", async (type, format, encrypted) => {
        const key = await copyKey(keys.get(type)!, `${format}_${encrypted}`, { format, encrypted });
        const passphrase = encrypted ? keyPassphrase : undefined;
        expect(await logIn({ identityFile: key.file, passphrase })).toBe(sshd.account.user);
    });

    itWith("/usr/bin/puttygen", "putty-tools", "rsa in PuTTY's format", async () => {
        const identityFile = await copyToPutty(keys.get("rsa")!, 2);
        expect(await logIn({ identityFile })).toBe(sshd.account.user);
    });

    it.each([
        ["with a wrong passphrase", "wrong"],
        ["without its passphrase", undefined],
    ])("that is encrypted, %s, is an error before anything is sent", async (what, passphrase) => {
        const key = await copyKey(keys.get("ed25519")!, what.replaceAll(" ", "_"), {
            format: "RFC4716",
            encrypted: true,
        });
        const before = sshd.connections;
        await expect(logIn({ identityFile: key.file, passphrase })).rejects.toMatchObject({
            code: "CREDENTIAL_UNUSABLE",
            details: { property: "solaris:hosts.global1.identityFile" },
        });
        expect(sshd.connections).toBe(before);
    });

    it("the second of two files, where the server does not know the first", async () => {
        const stranger = await makeKey(laboratory.directory, "stranger");
        expect(await logIn({ identityFile: [stranger.file, keys.get("rsa")!.file] })).toBe(sshd.account.user);
    });

    it("of an agent, the last of several", async () => {
        const strangers = [
            await makeKey(laboratory.directory, "agent1"),
            await makeKey(laboratory.directory, "agent2"),
        ];
        const files = [...strangers, keys.get("ecdsa256")!].map(({ file }) => file);
        const agent = laboratory.keep(await startAgent(join(laboratory.directory, "agent.sock"), files));
        expect(await logIn({ identityFile: strangers[0]!.file, agent: agent.socket })).toBe(sshd.account.user);
    });

    it("of an agent, chosen by its public half alone, where the server allows one attempt", async () => {
        const key = await makeKey(laboratory.directory, "chosen");
        const others = await Promise.all(["o1", "o2", "o3"].map((name) => makeKey(laboratory.directory, name)));
        const strict = await laboratory.sshd({ settings: ["MaxAuthTries 2"], authorizedKeys: [key.publicLine] });
        const files = [...others, key].map(({ file }) => file);
        const agent = laboratory.keep(await startAgent(join(laboratory.directory, "only.sock"), files));
        // The private half is in the agent and nowhere else.
        rmSync(key.file);
        const pool = laboratory.poolOf(strict, {
            agent: agent.socket,
            identityFile: `${key.file}.pub`,
            identitiesOnly: true,
        });
        expect(await pool.run("global1", whoAmI)).toMatchObject({ stdout: `${strict.account.user}\n` });
    });

    it("gives the host the use of the agent only where that is asked for", async () => {
        const key = keys.get("ecdsa256")!;
        const agent = laboratory.keep(await startAgent(join(laboratory.directory, "forward.sock"), [key.file]));
        const listKeys = script('if test -n "$SSH_AUTH_SOCK"; then ssh-add -l; else echo none; fi');
        const settings = { agent: agent.socket, identityFile: key.file };
        const plain = await laboratory.poolOf(sshd, settings).run("global1", listKeys);
        expect(plain.stdout).toBe("none\n");
        const forwarding = await laboratory.poolOf(sshd, { ...settings, forwardAgent: true }).run("global1", listKeys);
        expect(forwarding.stdout).toContain(key.fingerprint);
    });

    it("goes on without the agent where the host does not take it, and says so", async () => {
        const key = keys.get("ecdsa256")!;
        const agent = laboratory.keep(await startAgent(join(laboratory.directory, "refused.sock"), [key.file]));
        const closed = await laboratory.sshd({
            settings: ["AllowAgentForwarding no"],
            authorizedKeys: [key.publicLine],
        });
        const pool = laboratory.poolOf(closed, { agent: agent.socket, identityFile: key.file, forwardAgent: true });
        expect(await pool.run("global1", whoAmI)).toMatchObject({ stdout: `${closed.account.user}\n` });
        expect(await pool.run("global1", whoAmI)).toMatchObject({ kind: "exited" });
        expect(laboratory.notices).toEqual(["global1 does not take the SSH agent; commands run without it"]);
    });

    it("that the server does not know is refused, with what was tried and what the server offers", async () => {
        const stranger = await makeKey(laboratory.directory, "refused");
        const agent = laboratory.keep(await startAgent(join(laboratory.directory, "refused.sock"), [stranger.file]));
        const error: unknown = await logIn({
            identityFile: stranger.file,
            agent: agent.socket,
            password: "not the password",
        }).catch((reason: unknown) => reason);
        expect(error).toMatchObject({ code: "LOGIN_REFUSED", details: { host: "global1" } });
        const { message } = error as Error;
        expect(message).toMatch(/tried: .*agent/);
        expect(message).toContain(stranger.fingerprint);
        expect(message).toMatch(/offer.*publickey/);
        expect(message).not.toContain("not the password");
    });

    it("is refused to a wrong user name", async () => {
        await expect(logIn({ identityFile: keys.get("rsa")!.file, user: "nosuch" })).rejects.toMatchObject({
            code: "LOGIN_REFUSED",
        });
    });

    it("by a file that is no key is an error", async () => {
        const file = join(laboratory.directory, "nokey");
        writeFileSync(file, "nothing of use\n");
        await expect(logIn({ identityFile: file })).rejects.toMatchObject({ code: "CREDENTIAL_UNUSABLE" });
    });
});

describeIsolatedSshd("a login by password", () => {
    const laboratory = setUpLaboratory();

    it.each([
        ["password", ["PasswordAuthentication yes"], false],
        ["keyboard-interactive, by PAM", ["UsePAM yes", "KbdInteractiveAuthentication yes"], false],
        ["key, then password", ["PasswordAuthentication yes", "AuthenticationMethods publickey,password"], true],
        ["password, then key", ["PasswordAuthentication yes", "AuthenticationMethods password,publickey"], true],
        [
            "key, then keyboard-interactive",
            ["UsePAM yes", "KbdInteractiveAuthentication yes", "AuthenticationMethods publickey,keyboard-interactive"],
            true,
        ],
    ])("%s", async (_what, settings, byKeyToo) => {
        const sshd = await laboratory.sshd({ settings, authorizedKeys: byKeyToo ? [laboratory.key.publicLine] : [] });
        const right = laboratory.poolOf(sshd, { password: accountPassword });
        expect(await right.run("global1", whoAmI)).toMatchObject({ stdout: "zadm\n" });
        const wrong = laboratory.poolOf(sshd, { password: "not the password" });
        const error: unknown = await wrong.run("global1", whoAmI).catch((reason: unknown) => reason);
        expect(error).toMatchObject({ code: "LOGIN_REFUSED" });
        expect((error as Error).message).not.toContain("not the password");
        expect(sshd.logins).toBe(1);
    });

    it("the agent's key, then password, where both are asked for", async () => {
        const sshd = await laboratory.sshd({
            settings: ["PasswordAuthentication yes", "AuthenticationMethods publickey,password"],
        });
        const files = [(await makeKey(laboratory.directory, "stranger")).file, laboratory.key.file];
        const agent = laboratory.keep(await startAgent(join(laboratory.directory, "agent.sock"), files));
        const pool = laboratory.poolOf(sshd, {
            agent: agent.socket,
            identityFile: files[0]!,
            password: accountPassword,
        });
        expect(await pool.run("global1", whoAmI)).toMatchObject({ stdout: "zadm\n" });
    });

    it("by a key alone, where a password is asked for as well, is refused and says so", async () => {
        const sshd = await laboratory.sshd({
            settings: ["PasswordAuthentication yes", "AuthenticationMethods publickey,password"],
        });
        const error: unknown = await laboratory
            .poolOf(sshd)
            .run("global1", whoAmI)
            .catch((reason: unknown) => reason);
        expect(error).toMatchObject({ code: "LOGIN_REFUSED" });
        expect((error as Error).message).toMatch(/offer.*password/);
    });
});

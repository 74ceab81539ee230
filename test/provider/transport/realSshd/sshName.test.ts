import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Inventory } from "../../../../provider/transport/inventory/inventory";
import { makeKey } from "../../../openssh/clientKeys";
import { describeSshd } from "../../../openssh/describeSshd";
import { hashNames, knownHostsLines, writeKnownHosts } from "../../../openssh/knownHosts";
import type { Sshd } from "../../../openssh/sshd";
import { startAgent } from "../../../openssh/sshAgent";
import { setUpLaboratory, whoAmI } from "./laboratory";

const run = promisify(execFile);

describeSshd("a host that works as `ssh NAME` works by that name and without solaris:hosts", () => {
    const laboratory = setUpLaboratory();
    let files = 0;

    /** Logs in by a name of OpenSSH's configuration, with OpenSSH's client and then with the provider. */
    async function logInTwice(name: string, lines: readonly string[]): Promise<readonly [string, string]> {
        const file = join(laboratory.directory, `config${++files}`);
        writeFileSync(file, lines.map((line) => `${line}\n`).join(""));
        const env = { ...process.env, SSH_AUTH_SOCK: "" };
        const ssh = await run("ssh", ["-F", file, "-o", "BatchMode=yes", name, "/usr/bin/id -un"], { env });
        const result = await laboratory.poolFor(Inventory.parse(undefined, { sshConfig: file })).run(name, whoAmI);
        return [ssh.stdout, result.stdout];
    }

    /** The lines of configuration that lead to a server. */
    const address = (sshd: Sshd): string[] => [
        `  HostName ${sshd.address}`,
        `  Port ${sshd.port}`,
        `  User ${sshd.account.user}`,
    ];

    const knownHosts = (...servers: Sshd[]): string =>
        writeKnownHosts(join(laboratory.directory, `known_hosts${++files}`), servers);

    it("by alias, port, user, key file and known_hosts", async () => {
        const sshd = await laboratory.sshd();
        const lines = ["Host zones", ...address(sshd)];
        lines.push(`  IdentityFile ${laboratory.key.file}`, `  UserKnownHostsFile ${knownHosts(sshd)}`);
        const expected = `${sshd.account.user}\n`;
        expect(await logInTwice("zones", lines)).toEqual([expected, expected]);
    });

    it("through two hosts, with wildcards, negation, Match and an included file", async () => {
        const [jump1, jump2, target] = [await laboratory.sshd(), await laboratory.sshd(), await laboratory.sshd()];
        const included = join(laboratory.directory, "included");
        const key = `  IdentityFile ${laboratory.key.file}`;
        writeFileSync(included, ["Host jump1", ...address(jump1), "Host jump2", ...address(jump2), ""].join("\n"));
        const lines = [
            `Include ${included}`,
            "Host zones-*",
            ...address(target),
            "Host zones-* !zones-direct",
            "  ProxyJump jump1,jump2",
            "Match host jump*,127.0.0.1 user *",
            key,
            "Host *",
            key,
            `  UserKnownHostsFile ${knownHosts(jump1, jump2, target)}`,
        ];
        const expected = `${target.account.user}\n`;
        expect(await logInTwice("zones-1", lines)).toEqual([expected, expected]);
        // Both clients came through both hosts.
        expect([jump1, jump2, target].map(({ logins }) => logins)).toEqual([2, 2, 2]);
    });

    it("by an agent of its own, of whose keys one is chosen, and a hashed known_hosts under an alias", async () => {
        const others = await Promise.all(["a", "b", "c", "d"].map((name) => makeKey(laboratory.directory, name)));
        const sshd = await laboratory.sshd({ settings: ["MaxAuthTries 2"] });
        const keyFiles = [...others, laboratory.key].map(({ file }) => file);
        const agent = laboratory.keep(await startAgent(join(laboratory.directory, "agent.sock"), keyFiles));
        const file = join(laboratory.directory, "hashed");
        writeFileSync(file, `zones.example ${sshd.hostKeys[0]!.publicLine}\n`);
        await hashNames(file);
        const lines = [
            "Host zones",
            ...address(sshd),
            "  HostKeyAlias zones.example",
            `  IdentityAgent ${agent.socket}`,
            `  IdentityFile ${laboratory.key.file}.pub`,
            "  IdentitiesOnly yes",
            `  UserKnownHostsFile "${join(laboratory.directory, "none")}" "${file}"`,
        ];
        const expected = `${sshd.account.user}\n`;
        expect(await logInTwice("zones", lines)).toEqual([expected, expected]);
    });

    it("where a key is accepted as new, by either of the two", async () => {
        const sshd = await laboratory.sshd();
        const file = join(laboratory.directory, "new");
        const lines = ["Host zones", ...address(sshd), `  IdentityFile ${laboratory.key.file}`];
        lines.push(`  UserKnownHostsFile ${file}`, "  StrictHostKeyChecking accept-new");
        const expected = `${sshd.account.user}\n`;
        const config = join(laboratory.directory, "accept");
        writeFileSync(config, lines.join("\n"));
        const pool = laboratory.poolFor(Inventory.parse(undefined, { sshConfig: config }));
        expect((await pool.run("zones", whoAmI)).stdout).toBe(expected);
        // What the provider has written, OpenSSH's client takes with strict checking.
        const { stdout } = await run("ssh", ["-F", config, "-o", "StrictHostKeyChecking=yes", "zones", "id -un"]);
        expect(stdout).toBe(expected);
        expect(knownHostsLines(sshd)).toContain("ssh-ed25519");
    });
});

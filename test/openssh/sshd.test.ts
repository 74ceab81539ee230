import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { eventually } from "../eventually";
import { temporaryDirectory } from "../provider/transport/temporaryDirectory";
import { makeKey } from "./clientKeys";
import { describeSshd } from "./describeSshd";
import { writeKnownHosts } from "./knownHosts";
import { Sshd } from "./sshd";

const run = promisify(execFile);

describeSshd("an OpenSSH server of the tests", () => {
    const directory = temporaryDirectory();

    it("lets OpenSSH's client in, is killed with all that runs on it, and leaves nothing behind", async () => {
        const key = await makeKey(directory, "client");
        const sshd = await Sshd.start({ authorizedKeys: [key.publicLine] });
        try {
            const ssh = (...command: string[]): Promise<{ stdout: string }> =>
                run("ssh", [
                    ...["-F", "none", "-i", key.file, "-p", String(sshd.port), "-o", "BatchMode=yes"],
                    ...["-o", `UserKnownHostsFile=${writeKnownHosts(join(directory, "known_hosts"), [sshd])}`],
                    ...[`${sshd.account.user}@${sshd.address}`, ...command],
                ]);
            expect((await ssh("id", "-un")).stdout).toBe(`${sshd.account.user}\n`);
            await sshd.idle();
            const started = sshd.inHome("started");
            const sleeping = ssh(`touch ${started}; sleep 600`).catch(
                (error: unknown) => (error as { code: number }).code,
            );
            await eventually("the command runs", () => existsSync(started));
            expect(sshd.processes).toBeGreaterThan(1);
            await sshd.restart();
            expect(await sleeping).toBe(255);
            expect(sshd.processes).toBe(0);
            expect((await ssh("echo", "again")).stdout).toBe("again\n");
            expect([sshd.connections, sshd.logins, sshd.commands]).toEqual([3, 3, 3]);
        } finally {
            await sshd.stop();
        }
        expect(existsSync(sshd.account.home)).toBe(false);
    });
});

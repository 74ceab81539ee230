import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { HostArgs } from "../../../../provider/transport/inventory/hostsSchema";
import { makeKey } from "../../../openssh/clientKeys";
import { describeSshd } from "../../../openssh/describeSshd";
import { hashNames, knownHostsLines } from "../../../openssh/knownHosts";
import { Sshd, type HostKeyType } from "../../../openssh/sshd";
import { setUpLaboratory, whoAmI } from "./laboratory";

const types: readonly HostKeyType[] = ["ed25519", "ecdsa", "rsa"];

describeSshd("the key of a real server", () => {
    const laboratory = setUpLaboratory();
    let sshd: Sshd;

    beforeAll(async () => {
        // OpenSSH's server puts no type before another; the client's preference decides, which is ed25519.
        sshd = await Sshd.start({ hostKeyTypes: types, authorizedKeys: [laboratory.key.publicLine] });
    });
    afterAll(() => sshd.stop());

    let files = 0;
    function knownHosts(text: string): string {
        const file = join(laboratory.directory, `known_hosts${++files}`);
        writeFileSync(file, text);
        return file;
    }

    /** Runs a command as the files of known_hosts allow it; gives its output. */
    async function logIn(knownHostsFile: string, more: HostArgs = {}): Promise<string> {
        const pool = laboratory.poolOf(sshd, { hostKey: undefined, knownHostsFile, ...more });
        return (await pool.run("global1", whoAmI)).stdout.trim();
    }

    async function failure(knownHostsFile: string, more: HostArgs = {}): Promise<{ code: string; message: string }> {
        const before = sshd.logins;
        const error: unknown = await logIn(knownHostsFile, more).catch((reason: unknown) => reason);
        expect(error).toMatchObject({ name: "SolarisError", details: { host: "global1" } });
        expect(sshd.logins).toBe(before);
        return error as { code: string; message: string };
    }

    it.each(types)("is known by its %s key alone, whichever it would show first", async (type) => {
        const key = sshd.hostKeys[types.indexOf(type)]!;
        expect(await logIn(knownHosts(knownHostsLines(sshd, [key])))).toBe(sshd.account.user);
    });

    it.each(types)("is known by the pinned fingerprint of its %s key, whichever it would show first", async (type) => {
        const { fingerprint } = sshd.hostKeys[types.indexOf(type)]!;
        const pool = laboratory.poolOf(sshd, { hostKey: fingerprint });
        expect((await pool.run("global1", whoAmI)).stdout.trim()).toBe(sshd.account.user);
    });

    it("is refused where none of its keys is the pinned one, with the one that it shows first", async () => {
        const other = await makeKey(laboratory.directory, "unpinned");
        const before = sshd.logins;
        await expect(
            laboratory.poolOf(sshd, { hostKey: other.fingerprint }).run("global1", whoAmI),
        ).rejects.toMatchObject({
            code: "HOST_KEY_MISMATCH",
            message: expect.stringContaining(sshd.hostKeys[0]!.fingerprint) as string,
        });
        expect(sshd.logins).toBe(before);
    });

    it("is known by all its keys, in a file with hashed names", async () => {
        const file = knownHosts(knownHostsLines(sshd));
        await hashNames(file);
        expect(readFileSync(file, "utf8")).toMatch(/^\|1\|/);
        expect(await logIn(file)).toBe(sshd.account.user);
    });

    it("is not known where nothing is on record", async () => {
        const { code, message } = await failure(knownHosts(""));
        expect(code).toBe("HOST_KEY_UNKNOWN");
        expect(message).toContain(sshd.hostKeys[0]!.fingerprint);
    });

    it("that has changed is refused with both fingerprints, file and line", async () => {
        const old = await makeKey(laboratory.directory, "old");
        const file = knownHosts(`# before it was reinstalled\n${knownHostsLines(sshd, [old])}`);
        const { code, message } = await failure(file);
        expect(code).toBe("HOST_KEY_MISMATCH");
        expect(message).toContain(old.fingerprint);
        expect(message).toContain(sshd.hostKeys[0]!.fingerprint);
        expect(message).toContain(`${file}:2`);
        // accept-new is about hosts without a record.
        expect((await failure(file, { hostKeyChecking: "accept-new" })).code).toBe("HOST_KEY_MISMATCH");
    });

    it("that is revoked is refused, though another line vouches for it", async () => {
        const revoked = `@revoked * ${sshd.hostKeys[0]!.publicLine}\n`;
        const file = knownHosts(knownHostsLines(sshd, sshd.hostKeys.slice(0, 1)) + revoked);
        const { code, message } = await failure(file);
        expect(code).toBe("HOST_KEY_MISMATCH");
        expect(message).toContain(`${file}:2`);
        expect((await failure(knownHosts(revoked), { hostKeyChecking: "accept-new" })).code).toBe("HOST_KEY_MISMATCH");
    });

    it("for which only a certificate authority vouches is refused with that reason", async () => {
        const authority = await makeKey(laboratory.directory, "authority");
        const file = knownHosts(`@cert-authority * ${authority.publicLine}\n`);
        expect((await failure(file)).code).toBe("HOST_KEY_CERTIFICATE");
        const both = knownHosts(`@cert-authority * ${authority.publicLine}\n${knownHostsLines(sshd)}`);
        expect(await logIn(both)).toBe(sshd.account.user);
    });

    it("is accepted as new when that is asked for, which is written down and said; from then on it must be that one", async () => {
        const file = knownHosts("");
        expect(await logIn(file, { hostKeyChecking: "accept-new" })).toBe(sshd.account.user);
        expect(readFileSync(file, "utf8")).toBe(knownHostsLines(sshd, sshd.hostKeys.slice(0, 1)));
        expect(laboratory.notices).toHaveLength(1);
        expect(laboratory.notices[0]).toContain(file);
        expect(laboratory.notices[0]).toContain(sshd.hostKeys[0]!.fingerprint);
        expect(await logIn(file)).toBe(sshd.account.user);
        expect(laboratory.notices).toHaveLength(1);
    });

    it("is pinned by its fingerprint", async () => {
        const pinned = laboratory.poolOf(sshd, { hostKey: sshd.hostKeys[0]!.fingerprint });
        expect(await pinned.run("global1", whoAmI)).toMatchObject({ kind: "exited", exitCode: 0 });
        const stranger = await makeKey(laboratory.directory, "pinned");
        await expect(
            laboratory.poolOf(sshd, { hostKey: stranger.fingerprint }).run("global1", whoAmI),
        ).rejects.toMatchObject({ code: "HOST_KEY_MISMATCH" });
    });
});

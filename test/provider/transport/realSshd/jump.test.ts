import type { HostArgs } from "../../../../provider/transport/inventory/hostsSchema";
import { makeKey } from "../../../openssh/clientKeys";
import { describeSshd } from "../../../openssh/describeSshd";
import type { Sshd, SshdOptions } from "../../../openssh/sshd";
import { setUpLaboratory, whoAmI } from "./laboratory";

describeSshd("a way through other hosts", () => {
    const laboratory = setUpLaboratory();

    /** Servers by name, each to be reached through those before it. */
    async function chain(
        names: readonly string[],
        options: Record<string, SshdOptions> = {},
    ): Promise<{ servers: Record<string, Sshd>; hosts: Record<string, HostArgs> }> {
        const servers: Record<string, Sshd> = {};
        const hosts: Record<string, HostArgs> = {};
        for (const [index, name] of names.entries()) {
            const sshd = await laboratory.sshd(options[name]);
            servers[name] = sshd;
            hosts[name] = laboratory.settings(sshd, {
                proxyJump: index === 0 ? "none" : names.slice(0, index).join(","),
            });
        }
        return { servers, hosts };
    }

    it.each([[["jump1", "target"]], [["jump1", "jump2", "target"]]])(
        "%j: forty commands at once over one connection a host",
        async (names) => {
            const { servers, hosts } = await chain(names);
            const pool = laboratory.pool(hosts);
            const results = await Promise.all(Array.from({ length: 40 }, () => pool.run("target", whoAmI)));
            expect(results.map((result) => result.stdout.trim())).toEqual(
                Array(40).fill(servers["target"]!.account.user),
            );
            expect(names.map((name) => servers[name]!.logins)).toEqual(names.map(() => 1));
            expect(names.map((name) => servers[name]!.commands)).toEqual(
                names.map((name) => (name === "target" ? 40 : 0)),
            );
            await pool.close();
            await Promise.all(names.map((name) => servers[name]!.idle()));
        },
    );

    it("verifies the key of each host on the way, and names the one that is wrong", async () => {
        const stranger = await makeKey(laboratory.directory, "stranger");
        for (const wrong of ["jump1", "jump2", "target"]) {
            const { servers, hosts } = await chain(["jump1", "jump2", "target"]);
            const pool = laboratory.pool({ ...hosts, [wrong]: { ...hosts[wrong], hostKey: stranger.publicLine } });
            await expect(pool.run("target", whoAmI)).rejects.toMatchObject({
                code: "HOST_KEY_MISMATCH",
                message: expect.stringContaining(wrong) as string,
            });
            expect(servers[wrong]!.logins).toBe(0);
            await pool.close();
            await Promise.all(Object.values(servers).map((sshd) => sshd.idle()));
        }
    });

    it("does not hide which host refuses the login", async () => {
        const { hosts } = await chain(["jump1", "jump2", "target"], { jump2: { authorizedKeys: [] } });
        await expect(laboratory.pool(hosts).run("target", whoAmI)).rejects.toMatchObject({
            code: "LOGIN_REFUSED",
            message: expect.stringContaining("jump2") as string,
        });
    });

    it.each(["jump1", "jump2", "target"])("says that %s is down", async (down) => {
        const { servers, hosts } = await chain(["jump1", "jump2", "target"]);
        await servers[down]!.kill();
        const pool = laboratory.pool({ ...hosts, [down]: { ...hosts[down], connectTimeout: 1 } });
        await expect(pool.run("target", whoAmI)).rejects.toMatchObject({
            code: "HOST_UNREACHABLE",
            message: expect.stringContaining(down) as string,
        });
    });

    it("says that a host on the way does not let it through", async () => {
        const { hosts } = await chain(["jump1", "target"], { jump1: { settings: ["AllowTcpForwarding no"] } });
        const pool = laboratory.pool({ ...hosts, target: { ...hosts["target"], connectTimeout: 1 } });
        await expect(pool.run("target", whoAmI)).rejects.toMatchObject({
            code: "HOST_UNREACHABLE",
            message: expect.stringMatching(/jump1[^]*administratively prohibited/) as string,
        });
    });

    it("that breaks in mid-command leaves the command lost, and is made anew for the next", async () => {
        const { servers, hosts } = await chain(["jump1", "target"]);
        const pool = laboratory.pool(hosts);
        const sleeping = pool.run("target", { name: "sleep", argv: ["/bin/sleep", "600"], timeoutMs: 60_000 });
        await pool.run("target", whoAmI);
        await servers["jump1"]!.restart();
        expect((await sleeping).kind).toBe("lost");
        expect(await pool.run("target", whoAmI)).toMatchObject({ kind: "exited", exitCode: 0 });
        expect(servers["target"]!.logins).toBe(2);
    });
});

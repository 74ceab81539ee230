import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { HostArgs } from "../../../../provider/transport/inventory/hostsSchema";
import { makeKey } from "../../../openssh/clientKeys";
import { describeSshd } from "../../../openssh/describeSshd";
import { eventually } from "../../../eventually";
import type { Sshd } from "../../../openssh/sshd";
import { script, setUpLaboratory } from "./laboratory";

describeSshd("nothing is left", () => {
    const laboratory = setUpLaboratory();

    /** Runs one command on `global1` in a process of its own; gives what it says, once it has ended by itself. */
    async function runProgram(hosts: Record<string, HostArgs>, close: boolean): Promise<string> {
        const child = spawn(process.execPath, ["--import", "tsx", join(__dirname, "programs", "oneCommand.ts")], {
            env: { ...process.env, TEST_HOSTS: JSON.stringify(hosts), TEST_CLOSE: close ? "yes" : "no" },
            stdio: ["ignore", "pipe", "pipe"],
        });
        // Far less than any of the times after which the program would end for another reason.
        const guard = setTimeout(() => child.kill("SIGKILL"), 20_000);
        let output = "";
        child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
        child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
        const [exitCode] = (await once(child, "close")) as [number | null];
        clearTimeout(guard);
        return `${output} ${exitCode ?? "killed"}`;
    }

    async function twoServers(): Promise<{ servers: Sshd[]; hosts: Record<string, HostArgs> }> {
        const servers = [await laboratory.sshd(), await laboratory.sshd()];
        const settings = { connectTimeout: 60 };
        const hosts = {
            jump1: laboratory.settings(servers[0]!, settings),
            global1: laboratory.settings(servers[1]!, { ...settings, proxyJump: "jump1" }),
        };
        return { servers, hosts };
    }

    it.each([true, false])("of a program that ran a command over a jump; the pool closed: %s", async (close) => {
        const { servers, hosts } = await twoServers();
        expect(await runProgram(hosts, close)).toBe("exited 0");
        await Promise.all(servers.map((sshd) => sshd.idle()));
        expect(servers.map(({ logins }) => logins)).toEqual([1, 1]);
    });

    it("of a program whose login is refused behind a jump", async () => {
        const { servers, hosts } = await twoServers();
        const { file } = await makeKey(laboratory.directory, "stranger");
        const refused = { ...hosts, global1: { ...hosts["global1"], identityFile: file } };
        expect(await runProgram(refused, false)).toBe("LOGIN_REFUSED 0");
        await Promise.all(servers.map((sshd) => sshd.idle()));
    });

    it("of a program that does not get through to its host", async () => {
        const { servers, hosts } = await twoServers();
        await servers[1]!.kill();
        const impatient = { ...hosts, global1: { ...hosts["global1"], connectTimeout: 1 } };
        expect(await runProgram(impatient, false)).toBe("HOST_UNREACHABLE 0");
        await servers[0]!.idle();
    });

    it("on the server when the pool is closed, also of commands that run", async () => {
        const { servers, hosts } = await twoServers();
        const pool = laboratory.pool(hosts);
        // It ends with its standard output, which nobody reads any more.
        const running = pool.run("global1", script("while echo on; do sleep 0.05; done"));
        await eventually("the command runs", () => servers[1]!.commands === 1);
        await pool.close();
        expect((await running).kind).toBe("lost");
        await Promise.all(servers.map((sshd) => sshd.idle()));
    });
});

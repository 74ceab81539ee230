import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { describeSshd } from "../../../openssh/describeSshd";
import { eventually } from "../../../eventually";
import { stopwatch } from "../../../stopwatch";
import type { Sshd } from "../../../openssh/sshd";
import { script, setUpLaboratory, whoAmI } from "./laboratory";

describeSshd("a server that allows few sessions a connection", () => {
    const laboratory = setUpLaboratory();

    it.each([1, 2, 10])("MaxSessions %i: forty commands at once succeed on one connection", async (limit) => {
        const sshd = await laboratory.sshd({ settings: [`MaxSessions ${limit}`] });
        const pool = laboratory.poolOf(sshd);
        const file = sshd.inHome("started");
        const runs = Array.from({ length: 40 }, (_, index) =>
            pool.run("global1", script(`echo ${index} >>${file}; echo ${index}`)),
        );
        const printed = (await Promise.all(runs)).map((result) => result.stdout.trim());
        expect(printed).toEqual(Array.from({ length: 40 }, (_, index) => String(index)));
        const count = await pool.run("global1", script(`sort -un ${file} | wc -l; wc -l <${file}`));
        // Each was started once and no more.
        expect(count.stdout.split(/\s+/)).toEqual(["40", "40", ""]);
        expect([sshd.connections, sshd.logins]).toEqual([1, 1]);
    });

    it("MaxSessions 0: no command can be run, which is an error at once", async () => {
        const sshd = await laboratory.sshd({ settings: ["MaxSessions 0"] });
        await expect(laboratory.poolOf(sshd).run("global1", whoAmI)).rejects.toMatchObject({ code: "CHANNEL_REFUSED" });
    });
});

describeSshd("a server that takes no more connections for now", () => {
    const laboratory = setUpLaboratory();
    const dropped = /drop connection/;

    /** A server with room for one connection that is not logged in, and somebody who holds it. */
    async function exhausted(): Promise<{ sshd: Sshd; held: Socket }> {
        const sshd = await laboratory.sshd({ settings: ["MaxStartups 1:100:1", "LoginGraceTime 120"] });
        const held = connect(sshd.port, sshd.address);
        laboratory.keep({
            stop: async () => {
                held.destroy();
                await Promise.resolve();
            },
        });
        // Its greeting: the connection has got the place.
        await once(held, "data");
        return { sshd, held };
    }

    it("is tried again, and lets the command through when there is room", async () => {
        const { sshd, held } = await exhausted();
        const running = laboratory.poolOf(sshd, { connectTimeout: 30 }).run("global1", whoAmI);
        await eventually("the server has dropped two attempts", () => sshd.count(dropped) >= 2);
        held.destroy();
        expect(await running).toMatchObject({ kind: "exited", exitCode: 0 });
        expect(sshd.logins).toBe(1);
    });

    it("is given up within the bound, with what it did", async () => {
        const { sshd } = await exhausted();
        const givenUpAfter = stopwatch();
        await expect(laboratory.poolOf(sshd, { connectTimeout: 1.5 }).run("global1", whoAmI)).rejects.toMatchObject({
            code: "HOST_UNREACHABLE",
            message: expect.stringMatching(/the server said: .*(MaxStartups|not allowed)/i) as string,
        });
        expect(givenUpAfter()).toBeLessThan(4_000);
        expect(sshd.count(dropped)).toBeGreaterThan(0);
        expect(sshd.logins).toBe(0);
    });
});

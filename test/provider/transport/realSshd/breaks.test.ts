import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { describeSshd } from "../../../openssh/describeSshd";
import { DroppingProxy } from "../../../openssh/droppingProxy";
import { eventually } from "../../../eventually";
import { stopwatch } from "../../../stopwatch";
import type { Sshd } from "../../../openssh/sshd";
import { script, setUpLaboratory, whoAmI } from "./laboratory";

/** Leaves a line in a file each time it is started, and then waits for another file before it ends. */
function waiting(sshd: Sshd): { text: string; starts: () => number; release: () => void } {
    const [started, go] = [sshd.inHome("started"), sshd.inHome("go")];
    return {
        text: `echo started >>${started}; while ! test -e ${go}; do sleep 0.02; done; echo done`,
        starts: () => (existsSync(started) ? readFileSync(started, "utf8").split("\n").length - 1 : 0),
        release: () => writeFileSync(go, ""),
    };
}

describeSshd("a server that is restarted in mid-command", () => {
    const laboratory = setUpLaboratory();

    it("leaves the command lost, never exited, and it is not repeated", async () => {
        const sshd = await laboratory.sshd();
        const pool = laboratory.poolOf(sshd);
        const { text, starts, release } = waiting(sshd);
        const running = pool.run("global1", script(text));
        await eventually("the command runs", () => starts() === 1);
        await sshd.restart();
        release();
        expect(await running).toMatchObject({ kind: "lost", stdout: "" });
        expect(await pool.run("global1", whoAmI)).toMatchObject({ kind: "exited", exitCode: 0 });
        expect(starts()).toBe(1);
        expect(sshd.logins).toBe(2);
    });

    it("has the command repeated if it is declared to be read-only", async () => {
        const sshd = await laboratory.sshd();
        const pool = laboratory.poolOf(sshd);
        const { text, starts, release } = waiting(sshd);
        const running = pool.run("global1", script(text, { read: { maxAgeMs: 0 } }));
        await eventually("the command runs", () => starts() === 1);
        await sshd.restart();
        await eventually("the command runs again", () => starts() === 2);
        release();
        expect(await running).toMatchObject({ kind: "exited", exitCode: 0, stdout: "done\n" });
        expect(starts()).toBe(2);
        expect(sshd.logins).toBe(2);
    });

    it("has a read-only command waiting until it is up again", async () => {
        const sshd = await laboratory.sshd();
        const pool = laboratory.poolOf(sshd);
        await pool.run("global1", whoAmI);
        await sshd.kill();
        const running = pool.run("global1", { ...whoAmI, read: { maxAgeMs: 0 } });
        await sshd.restart();
        expect(await running).toMatchObject({ kind: "exited", exitCode: 0 });
    });

    it("leaves all commands that run lost", async () => {
        const sshd = await laboratory.sshd();
        const pool = laboratory.poolOf(sshd);
        const { text, starts } = waiting(sshd);
        const running = Array.from({ length: 6 }, () => pool.run("global1", script(text)));
        await eventually("all of them run", () => starts() === 6);
        await sshd.kill();
        expect((await Promise.all(running)).map(({ kind }) => kind)).toEqual(Array(6).fill("lost"));
        expect(starts()).toBe(6);
    });
});

describeSshd("a network that fails in mid-command", () => {
    const laboratory = setUpLaboratory();

    it.each(["cut", "reset", "goSilent"] as const)(
        "%s: the command is lost, and the next gets a new connection",
        async (failure) => {
            const sshd = await laboratory.sshd();
            const proxy = laboratory.keep(await DroppingProxy.start(sshd.port));
            const pool = laboratory.poolOf(sshd, { port: proxy.port, deadAfter: 2 });
            const { text, starts } = waiting(sshd);
            const running = pool.run("global1", script(text));
            await eventually("the command runs", () => starts() === 1);
            const lostAfter = stopwatch();
            proxy[failure]();
            expect((await running).kind).toBe("lost");
            // 2 s of silence, and room for a machine that is busy with other things.
            expect(lostAfter()).toBeLessThan(5_000);
            expect(await pool.run("global1", whoAmI)).toMatchObject({ kind: "exited", exitCode: 0 });
            expect([starts(), proxy.connections]).toEqual([1, 2]);
        },
    );

    it("goes silent while nothing runs: the next command is not started on the dead connection", async () => {
        const sshd = await laboratory.sshd();
        const proxy = laboratory.keep(await DroppingProxy.start(sshd.port));
        const pool = laboratory.poolOf(sshd, { port: proxy.port, deadAfter: 1, connectTimeout: 5 });
        await pool.run("global1", whoAmI);
        proxy.goSilent();
        const { kind } = await pool.run("global1", { ...whoAmI, read: { maxAgeMs: 0 } });
        expect(kind).toBe("exited");
        expect(proxy.connections).toBe(2);
    });

    it("does not take a command for dead that only has nothing to say", async () => {
        const sshd = await laboratory.sshd();
        const pool = laboratory.poolOf(sshd, { deadAfter: 1 });
        const result = await pool.run("global1", script("sleep 2; echo done"));
        expect(result).toMatchObject({ kind: "exited", stdout: "done\n" });
        expect(sshd.logins).toBe(1);
    });
});

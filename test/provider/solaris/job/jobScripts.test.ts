import { writeSync } from "node:fs";
import { eventually } from "../../../eventually";
import { isAlive } from "../../../isAlive";
import { endOf, JobHost, logOf, requestOf, step } from "./jobHost";
import { absentHostShells, hostShells } from "./shells";

for (const name of absentHostShells) {
    writeSync(process.stderr.fd, `SKIPPED job scripts with ${name}: it is not installed here\n`);
    it.skip(`job scripts with ${name} (skipped: it is not installed here)`, () => undefined);
}

const done = { kind: "status", status: { kind: "done" } };
const failed = (name: string, exitCode: number) => ({
    kind: "status",
    status: { kind: "failed", step: name, exitCode },
});

describe.each(hostShells)("the job scripts with $name as /bin/sh", (shell) => {
    let host: JobHost;
    beforeEach(() => {
        host = new JobHost(shell);
    });
    afterEach(() => {
        host.stop();
    });

    it("start a job, tell its log and its end, and complain about nothing", async () => {
        const steps = [step("migrate", "echo one; echo \"it's two\" >&2; sleep 0.3; echo; echo '  three  '")];
        const { words, complaints, exitCode } = await host.start(requestOf("kzone1", "abc"), steps).ended;
        expect(words[0]).toEqual({ kind: "started" });
        expect(logOf(words)).toEqual(["@abc step migrate", "one", "it's two", "", "  three  "]);
        expect(endOf(words)).toEqual(done);
        expect([complaints, exitCode]).toEqual(["", 0]);
        expect((await host.list()).jobs).toMatchObject([
            { id: "abc", zone: "kzone1", by: "ops@laptop", client: "192.0.2.7", state: { kind: "ended" } },
        ]);
    });

    it("tell everything to whoever follows later, while the job runs and after its end", async () => {
        const steps = [step("migrate", `echo one; until [ -e ${host.path("go")} ]; do sleep 0.05; done; echo two`)];
        const first = host.start(requestOf("kzone1", "abc"), steps);
        await eventually("the first line", () => logOf(first.words).includes("one"));
        expect((await host.list()).jobs).toMatchObject([
            { state: { kind: "alive" }, log: ["@abc step migrate", "one"] },
        ]);
        const second = host.follow("kzone1", "abc");
        await eventually("the first line, again", () => logOf(second.words).includes("one"));
        await host.run(`: >${host.path("go")}`, []).ended;
        const all = ["@abc step migrate", "one", "two"];
        for (const { words } of [await first.ended, await second.ended, await host.follow("kzone1", "abc").ended]) {
            expect(logOf(words)).toEqual(all);
            expect(endOf(words)).toEqual(done);
        }
    });

    it("tell a line that has no end once the job has ended, and while it runs only when it is complete", async () => {
        const go = host.path("go");
        const steps = [
            step("migrate", `printf half; until [ -e ${go} ]; do sleep 0.05; done; printf ' and half\\nlast'`),
        ];
        const running = host.start(requestOf("kzone1", "abc"), steps);
        await eventually("the unfinished line", () => host.file("kzone1", "abc", "log")?.includes("half") === true);
        await new Promise((resolve) => setTimeout(resolve, 300));
        expect(logOf(running.words)).toEqual(["@abc step migrate"]);
        await host.run(`: >${go}`, []).ended;
        expect(logOf((await running.ended).words)).toEqual(["@abc step migrate", "half and half", "last"]);
        expect((await host.list()).jobs[0]?.log.at(-1)).toBe("last");
    });

    // yash reads characters of the locale and not bytes; a Solaris host has ksh93, which reads bytes.
    const itBytes = shell.name === "yash" ? it.skip : it;
    if (shell.name === "yash") {
        writeSync(process.stderr.fd, "SKIPPED bytes in logs with yash: it reads characters of the locale only\n");
    }

    itBytes("pass on odd bytes and very long lines without losing what comes after them", async () => {
        const odd = "printf '%b' '\\001\\033[31m\\377\\200 \\\\ \\0140id\\0140 $(id) * -n %s @abc: log x\\n'";
        const steps = [step("migrate", `${odd}; head -c 100000 /dev/zero | tr '\\0' x; echo; echo after`)];
        const { words, complaints } = await host.start(requestOf("kzone1", "abc"), steps).ended;
        const log = logOf(words);
        expect(log[1]).toBe("\u0001\u001b[31m\u00ff\u0080 \\ `id` $(id) * -n %s @abc: log x");
        expect(log[2]).toBe("x".repeat(100000));
        expect(log[3]).toBe("after");
        expect(endOf(words)).toEqual(done);
        expect(complaints).toBe("");
    });

    itBytes("go on behind a NUL in the log", async () => {
        const { words } = await host.start(requestOf("kzone1", "abc"), [
            step("migrate", "printf 'a\\0b\\n'; echo after"),
        ]).ended;
        expect(logOf(words).at(-1)).toBe("after");
        expect(endOf(words)).toEqual(done);
    });

    it("end with the first step that fails, whatever its output looks like", async () => {
        const steps = [
            step("shutdown", "printf 'no newline'"),
            step("dryRun", "echo 'status done 0'; exit 9"),
            step("migrate", `: >${host.path("migrated")}`),
        ];
        const { words } = await host.start(requestOf("kzone1", "abc"), steps).ended;
        expect(logOf(words)).toEqual(["@abc step shutdown", "no newline", "@abc step dryRun", "status done 0"]);
        expect(endOf(words)).toEqual(failed("dryRun", 9));
        expect((await host.run(`ls ${host.path("migrated")}`, []).ended).exitCode).not.toBe(0);
    });

    it("tell of a step's program that is not there, or that a signal ends", async () => {
        const absent = await host.start(requestOf("kzone1", "a1"), [
            { name: "migrate", argv: ["/nonexistent/zoneadm"] },
        ]).ended;
        expect(endOf(absent.words)).toEqual(failed("migrate", 127));
        const killed = await host.start(requestOf("kzone1", "a2"), [step("migrate", "kill -9 $$")]).ended;
        expect(endOf(killed.words)).toMatchObject({ status: { kind: "failed", step: "migrate" } });
    });

    it("begin no further step once the job was asked to stop, and leave alone the one that runs", async () => {
        const go = host.path("go");
        const steps = [
            step("shutdown", `until [ -e ${go} ]; do sleep 0.05; done; echo was let end`),
            step("migrate", "echo never"),
        ];
        const running = host.start(requestOf("kzone1", "abc"), steps);
        await eventually("the first step", () => logOf(running.words).length > 0);
        await host.askToStop("kzone1", "abc");
        await host.run(`: >${go}`, []).ended;
        const { words } = await running.ended;
        expect(logOf(words)).toEqual(["@abc step shutdown", "was let end"]);
        expect(endOf(words)).toEqual({ kind: "status", status: { kind: "stopped" } });
    });

    itBytes("give a step no standard input, and its arguments as they are", async () => {
        const argv = ["/usr/bin/printf", "<%s>\\n", "it's", "", "$HOME `id`", "a\\b", "-n", "é"];
        const { words } = await host.start(requestOf("kzone1", "abc"), [
            { name: "dryRun", argv },
            { name: "migrate", argv: ["/usr/bin/cat"] },
        ]).ended;
        expect(logOf(words).slice(1, 7)).toEqual(["<it's>", "<>", "<$HOME `id`>", "<a\\b>", "<-n>", "<\u00c3\u00a9>"]);
        expect(endOf(words)).toEqual(done);
    });

    it("let the job end by itself when what follows it is killed; later everything is told", async () => {
        const go = host.path("go");
        const running = host.start(requestOf("kzone1", "abc"), [
            step("migrate", `echo one; until [ -e ${go} ]; do sleep 0.05; done; echo two`),
        ]);
        await eventually("the first line", () => logOf(running.words).includes("one"));
        process.kill(running.pid, "SIGKILL");
        await eventually("nobody follows any more", () => !isAlive(running.pid));
        await host.run(`: >${go}`, []).ended;
        const { words } = await host.follow("kzone1", "abc").ended;
        expect(logOf(words)).toEqual(["@abc step migrate", "one", "two"]);
        expect(endOf(words)).toEqual(done);
    });

    it("is not ended by what a lost terminal sends", async () => {
        const go = host.path("go");
        const running = host.start(requestOf("kzone1", "abc"), [
            step("migrate", `until [ -e ${go} ]; do sleep 0.05; done; echo survived`),
        ]);
        await eventually("the step", () => logOf(running.words).length > 0);
        process.kill(-running.pid, "SIGHUP");
        process.kill(-running.pid, "SIGINT");
        await host.run(`: >${go}`, []).ended;
        const { words } = await host.follow("kzone1", "abc").ended;
        expect(logOf(words)).toEqual(["@abc step migrate", "survived"]);
        expect(endOf(words)).toEqual(done);
    });

    it("say that a job has died whose shell was killed, to whoever follows and in the list", async () => {
        const running = host.start(requestOf("kzone1", "abc"), [step("migrate", "echo one; exec sleep 600")]);
        await eventually("the first line", () => logOf(running.words).includes("one"));
        process.kill(Number(host.file("kzone1", "abc", "pid")?.split(" ")[0]), "SIGKILL");
        expect(endOf((await running.ended).words)).toEqual({ kind: "died" });
        expect(endOf((await host.follow("kzone1", "abc").ended).words)).toEqual({ kind: "died" });
        expect((await host.list()).jobs).toMatchObject([{ id: "abc", state: { kind: "dead" } }]);
    });

    it("say `gone` of a job that is not there, and list nothing where nothing ever was", async () => {
        expect(endOf((await host.follow("kzone1", "abc").ended).words)).toEqual({ kind: "gone" });
        expect(await host.list()).toEqual({ jobs: [] });
    });

    it("say that a job is starting whose start was cut off before its process began", async () => {
        await host.start(requestOf("kzone1", "abc"), [step("migrate", ":")]).ended;
        await host.run(`cd ${host.base}/kzone1,abc && rm -f pid status log && : >log`, []).ended;
        expect((await host.list()).jobs).toMatchObject([{ state: { kind: "starting" } }]);
        expect(endOf((await host.follow("kzone1", "abc").ended).words)).toEqual({ kind: "died" });
    });

    it("work with a sleep that takes whole seconds only", async () => {
        const sleep = host.stub('case $1 in *.*) echo "usage: sleep time" >&2; exit 2;; esac; exec /bin/sleep 0.2');
        const { words, complaints } = await host.start(
            requestOf("kzone1", "abc"),
            [step("migrate", "echo one; /bin/sleep 0.5; echo two")],
            { instead: { "/usr/bin/sleep": sleep } },
        ).ended;
        expect(logOf(words)).toEqual(["@abc step migrate", "one", "two"]);
        expect([endOf(words), complaints]).toEqual([done, ""]);
    });

    it("leave nothing behind of a job that is removed, and no process", async () => {
        const running = host.start(requestOf("kzone1", "abc"), [step("migrate", "echo one")]);
        await running.ended;
        const pid = Number(host.file("kzone1", "abc", "pid")?.split(" ")[0]);
        await host.remove("kzone1", "abc");
        expect((await host.run(`ls -A ${host.base}`, []).ended).lines).toEqual([]);
        await eventually("the job's process ends", () => !isAlive(pid));
    });
});

import type { Client } from "ssh2";
import { type Fleet, type HostSpec, startFleet } from "./index";
import { LocalHost } from "./shellHarness";
import { connect, execute, run, until } from "./testClient";

let fleet: Fleet;

async function start(host: Partial<HostSpec> = {}, copyPerGiB = 2): Promise<void> {
    fleet = await startFleet({
        hosts: [{ name: "global1", zones: [{ name: "kzone1" }], ...host }, { name: "global2" }],
        latency: { copyPerGiB },
    });
}

const migrate = "/usr/bin/pfexec /usr/sbin/zoneadm -z kzone1 migrate ssh://global2";

/** Puts a job into its directory and starts it, detached; prints its process id. */
function startJob(job: string): string {
    return `umask 077; mkdir /var/tmp/job && cd /var/tmp/job || exit 9
cat >run <<'END_OF_JOB'
trap '' HUP
echo $$ >pid
${job}
echo done >status
END_OF_JOB
nohup /bin/sh ./run </dev/null >log 2>&1 &
echo $!
`;
}

function file(path: string): string | undefined {
    return fleet.host("global1").model.fileSystem.read(path);
}

/** Starts a command and drops its connection once `when` holds. */
async function cutOff(client: Client, command: string, when: () => boolean): Promise<void> {
    // The connection can go before the client knows that the command was started.
    const outcome = execute(client, command).catch((error: unknown) => error);
    await until(when);
    client.destroy();
    expect(await outcome).not.toHaveProperty("status", 0);
}

function processLines(): string[] {
    return fleet
        .host("global1")
        .model.processes.list()
        .map(({ args }) => args.join(" "));
}

describe("a detached job", () => {
    afterEach(() => fleet.stop());

    it("outlives its session, and what it runs then belongs to no connection", async () => {
        await start();
        const started = await run(fleet, "global1", "/bin/sh -s", startJob(`sleep 0.05\n${migrate}`));
        await until(() => file("/var/tmp/job/status") !== undefined);
        expect(file("/var/tmp/job/pid")).toBe(started.stdout);
        expect(file("/var/tmp/job/log")).toContain("Migration successful.");
        expect(fleet.zone("global2", "kzone1")?.state).toBe("running");
        expect(fleet.commands().find(({ name }) => name === "zoneadm migrate")).toMatchObject({
            connection: 0,
            zone: "kzone1",
            privileged: true,
            exitCode: 0,
            user: "zadm",
        });
        await until(() => processLines().length === 0);
    });

    it("can be followed by another session while it writes", async () => {
        await start({}, 25);
        await run(fleet, "global1", "/bin/sh -s", startJob(migrate));
        const follow = `cd /var/tmp/job; exec 3<log; while :; do
    ended=; [ -f status ] && ended=yes
    while IFS= read -r line <&3; do echo "log $line"; done
    [ -n "$ended" ] && break
    sleep 0.01
done`;
        const followed = await run(fleet, "global1", "/bin/sh -s", follow);
        const said = followed.stdout.trim().split("\n");
        expect(said.length).toBeGreaterThan(5);
        expect(said.join("\n")).toBe(`log ${(file("/var/tmp/job/log") ?? "").trim().replaceAll("\n", "\nlog ")}`);
    });

    it("stops where its shell is killed, while what the shell had started goes on", async () => {
        await start();
        const copying = fleet.holdAt({ zone: "kzone1", phase: "copy" });
        const { stdout } = await run(fleet, "global1", "/bin/sh -s", startJob(migrate));
        await copying.reached;
        const pid = stdout.trim();
        const seen = await run(
            fleet,
            "global1",
            `ps -o args= -p ${pid}; ps -p ${pid} -o args=; kill -0 ${pid} && echo alive`,
        );
        expect(seen.stdout).toBe("/bin/sh ./run\n/bin/sh ./run\nalive\n");
        expect(fleet.host("global1").killProcesses("./run")).toBe(1);
        const gone = await run(fleet, "global1", `ps -o args= -p ${pid} || echo none; kill -0 ${pid} || echo gone`);
        expect(gone.stdout).toBe("none\ngone\n");
        copying.letGo();
        await until(() => fleet.zone("global2", "kzone1")?.state === "running" && processLines().length === 0);
        expect(file("/var/tmp/job/log")).toContain("Migration successful.");
        expect(file("/var/tmp/job/status")).toBeUndefined();
    });

    it("ends with its host, without any further effect", async () => {
        await start();
        const copying = fleet.holdAt({ zone: "kzone1", phase: "copy" });
        await run(fleet, "global1", "/bin/sh -s", startJob(`${migrate}\necho on >on`));
        await copying.reached;
        expect(file("/var/tmp/job/log")).toContain("Starting migration.");
        const { model } = fleet.host("global1");
        const log = file("/var/tmp/job/log");
        model.processes.endAll();
        copying.letGo();
        expect(model.processes.list()).toEqual([]);
        await new Promise(setImmediate);
        expect([file("/var/tmp/job/log"), file("/var/tmp/job/status"), file("/var/tmp/job/on")]).toEqual([
            log,
            undefined,
            undefined,
        ]);
        // Numbers begin anew: a job's can be another process's.
        expect((await run(fleet, "global1", "echo $$")).stdout).toBe("1001\n");
    });
});

describe("a session", () => {
    afterEach(() => fleet.stop());

    it("has the environment that sshd gives", async () => {
        await start();
        const { stdout } = await run(fleet, "global1", 'echo "$SSH_CLIENT"; echo "$SSH_CONNECTION"; echo $USER $HOME');
        const { port } = fleet.host("global1");
        expect(stdout).toMatch(
            new RegExp(`^127.0.0.1 \\d+ ${port}\n127.0.0.1 \\d+ 127.0.0.1 ${port}\nzadm /export/home/zadm\n$`),
        );
    });

    it("stays open while a background job has its output", async () => {
        await start();
        const client = await connect(fleet, "global1");
        const blocked = await execute(client, "(sleep 0.05; echo late) & echo early");
        expect(blocked).toMatchObject({ status: 0, stdout: "early\nlate\n" });
        const free = await execute(client, "(sleep 60; echo late) >/dev/null 2>&1 & echo early");
        expect(free).toMatchObject({ status: 0, stdout: "early\n" });
        client.end();
    });

    it("ends by a signal where its shell was killed", async () => {
        await start();
        const killed = run(fleet, "global1", "sleep 60; echo on");
        await until(() => processLines().includes("sleep 60"));
        fleet.host("global1").killProcesses(/^sh -c/);
        // What it had started goes on, and has the channel.
        expect(processLines()).toEqual(["sleep 60"]);
        fleet.host("global1").killProcesses("sleep", "TERM");
        expect(await killed).toMatchObject({ status: undefined, stdout: "" });
        expect((await run(fleet, "global1", "exit 137")).status).toBe(137);
    });

    it("that is gone ends a script at its next line, not at its next step", async () => {
        await start();
        const client = await connect(fleet, "global1");
        const script = "while [ ! -f /var/tmp/go ]; do sleep 0.005; done; : >/var/tmp/one; echo x; : >/var/tmp/two";
        await cutOff(client, script, () => processLines().includes("sleep 0.005"));
        fleet.host("global1").model.fileSystem.write("/var/tmp/go", "");
        await until(() => processLines().length === 0);
        expect(fleet.host("global1").model.fileSystem.list("/var/tmp")).toEqual(["go", "one"]);
    });

    it.each([
        [false, "configured"],
        [true, "running"],
    ])("that is gone does not matter to zoneadm, unless it dies of it (%s)", async (brokenPipeKills, expected) => {
        await start({ brokenPipeKills });
        const copying = fleet.holdAt({ zone: "kzone1", phase: "copy" });
        const client = await connect(fleet, "global1");
        await cutOff(client, migrate, () => fleet.zone("global1", "kzone1")?.auxiliary.length === 1);
        await until(() => fleet.host("global1").connections.open === 0);
        copying.letGo();
        await until(() => processLines().length === 0);
        expect(fleet.zone("global1", "kzone1")?.state).toBe(expected);
    });
});

describe("a host on which nothing can be detached", () => {
    afterEach(() => fleet.stop());

    it("has no nohup, or no more processes, or an old sleep", async () => {
        await start({ missingPrograms: ["/usr/bin/nohup"], forkFails: true, wholeSecondSleep: true });
        const { stdout, stderr } = await run(
            fleet,
            "global1",
            "nohup true; echo $?; /usr/bin/nohup true; echo $?; [ -x /usr/bin/nohup ] || echo none; true & echo $? $!; sleep 0.2; echo $?",
        );
        expect(stdout).toBe("127\n127\nnone\n254\n2\n");
        expect(stderr).toBe(
            [
                "sh: nohup: not found",
                "sh: /usr/bin/nohup: not found",
                "sh: fork failed - too many processes",
                "sleep: bad character in argument",
                "",
            ].join("\n"),
        );
    });
});

describe("time", () => {
    afterEach(() => {
        jest.useRealTimers();
    });

    it("can be held: a shell waits for nothing but sleep", async () => {
        jest.useFakeTimers();
        const host = new LocalHost();
        const line =
            "i=0; while [ $i -lt 3 ]; do i=$((i + 1)); date -u +%H:%M; sleep 3600; done; (sleep 60; echo b) & wait; echo end";
        jest.setSystemTime(Date.UTC(2026, 0, 1));
        const outcome = host.run(line);
        await jest.advanceTimersByTimeAsync(3 * 3600_000 + 60_000);
        expect((await outcome).stdout).toBe("00:00\n01:00\n02:00\nb\nend\n");
        host.stop();
    });

    it("passes for others while a loop never waits", async () => {
        const host = new LocalHost();
        const busy = host.run("while :; do :; done");
        await new Promise((resolve) => setTimeout(resolve, 5));
        expect(host.model.processes.kill("while")).toBe(1);
        expect((await busy).status).toBe(137);
        host.stop();
    });
});

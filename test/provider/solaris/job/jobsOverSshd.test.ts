import { existsSync, rmSync, writeFileSync } from "node:fs";
import { rejoinJob, runJob } from "../../../../provider/migration/runJob";
import { timeLimits } from "../../../../provider/migration/timeLimits";
import { SolarisHosts } from "../../../../provider/solaris/hosts";
import { newJobId, removeJob } from "../../../../provider/solaris/job/jobCalls";
import type { JobRequest } from "../../../../provider/solaris/job/jobRequest";
import type { JobStep } from "../../../../provider/solaris/job/scripts/jobScript";
import type { CommandRunner } from "../../../../provider/transport/command";
import { Inventory } from "../../../../provider/transport/inventory/inventory";
import { eventually } from "../../../eventually";
import { describeIsolatedSshd } from "../../../openssh/describeSshd";
import { DroppingProxy } from "../../../openssh/droppingProxy";
import { Sshd } from "../../../openssh/sshd";
import { Recorder } from "../../migration/recorder";
import { script, setUpLaboratory, type Laboratory } from "../../transport/realSshd/laboratory";

const limits = timeLimits(undefined, {});

/** A step that talks, works until it is let go, and talks again. */
function working(sshd: Sshd): { step: JobStep; letGo: () => void } {
    const go = sshd.inHome(`go-${newJobId()}`);
    const wait = `until test -e ${go}; do sleep 0.05; done`;
    const text = `echo "zoneadm: zone 'kzone1': Starting migration."; ${wait}; echo "it's done" >&2; printf 'no newline'`;
    return { step: { name: "migrate", argv: ["/bin/sh", "-c", text] }, letGo: () => writeFileSync(go, "") };
}

function request(): JobRequest {
    return {
        id: newJobId(),
        zone: "kzone1",
        from: "global1",
        to: "global2",
        method: "live",
        bootAfterwards: false,
        targetHad: false,
        by: "somebody@somewhere",
        asked: new Date().toISOString(),
    };
}

const shells = [
    { title: "bash", shell: "/bin/bash", debianPackage: "bash", noisy: false },
    { title: "tcsh whose start-up files print", shell: "/usr/bin/tcsh", debianPackage: "tcsh", noisy: true },
];

for (const { title, debianPackage, ...options } of shells) {
    describeIsolatedSshd(
        `a job on a real OpenSSH server, with ${title}`,
        () => {
            const laboratory = setUpLaboratory();
            let sshd: Sshd;
            let base = "";

            beforeAll(async () => {
                sshd = await Sshd.start({ authorizedKeys: [laboratory.key.publicLine], ...options });
            });
            afterEach(() => {
                // Made by these tests and by nothing else: the account exists in them only.
                if (base !== "" && existsSync(base)) {
                    rmSync(base, { recursive: true });
                }
            });
            afterAll(() => sshd.stop());

            async function connect(pool: CommandRunner, settings: ReturnType<Laboratory["settings"]>) {
                const inventory = Inventory.parse({ global1: settings }, { sshConfig: "none" });
                const uid = await pool.run("global1", script("/usr/bin/id"));
                base = `/var/tmp/pulumi-solaris-${/uid=(\d+)\(/.exec(uid.stdout)?.[1] ?? "none"}`;
                return new SolarisHosts(inventory, pool);
            }

            const follow = (reporter: Recorder) => ({ limits, reporter, startedAt: performance.now() });

            it("is started, followed and told to its end, and removed", async () => {
                const hosts = await connect(laboratory.poolOf(sshd), laboratory.settings(sshd));
                const asked = request();
                const { step, letGo } = working(sshd);
                const reporter = new Recorder();
                const running = runJob(hosts, asked, [step], follow(reporter));
                await untilSaid(reporter, "copying memory");
                letGo();
                const attempt = await running;
                expect(attempt.end).toEqual({ kind: "ended", status: { kind: "done" } });
                expect(attempt.lines).toEqual([
                    "zoneadm: zone 'kzone1': Starting migration.",
                    "it's done",
                    "no newline",
                ]);
                const { jobs } = await hosts.jobs("global1");
                expect(jobs).toMatchObject([{ ...asked, client: "127.0.0.1", state: { kind: "ended" } }]);
                await hosts.call("global1", removeJob("kzone1", asked.id).call);
                expect((await hosts.jobs("global1")).jobs).toEqual([]);
            });

            it("goes on when the link is lost, and is followed again", async () => {
                const proxy = laboratory.keep(await DroppingProxy.start(sshd.port));
                const settings = laboratory.settings(sshd, { port: proxy.port });
                const hosts = await connect(laboratory.pool({ global1: settings }), settings);
                const reporter = new Recorder();
                const { step, letGo } = working(sshd);
                const running = runJob(hosts, request(), [step], follow(reporter));
                await untilSaid(reporter, "copying memory");
                proxy.cut();
                await eventually("it is followed again", () => reporter.kept.includes("is followed again"));
                letGo();
                const attempt = await running;
                expect(attempt.end).toEqual({ kind: "ended", status: { kind: "done" } });
                expect(attempt.lines).toHaveLength(3);
                expect(reporter.kept).toMatch(/^the link to global1 was lost .* the migration is followed again$/);
            });

            it("goes on when whoever started it is gone, and another run joins it", async () => {
                const asked = request();
                const pool = laboratory.poolOf(sshd);
                const gone = new Error("the run is gone");
                let isGone = false;
                const runner: CommandRunner = {
                    run: (host, command) => (isGone ? Promise.reject(gone) : pool.run(host, command)),
                };
                const first = await connect(runner, laboratory.settings(sshd));
                const reporter = new Recorder();
                const { step, letGo } = working(sshd);
                const abandoned = runJob(first, asked, [step], follow(reporter)).catch((error: unknown) => error);
                await untilSaid(reporter, "copying memory");
                isGone = true;
                await pool.close();
                expect(await abandoned).toBe(gone);

                const second = await connect(laboratory.poolOf(sshd), laboratory.settings(sshd));
                expect((await second.jobs("global1")).jobs).toMatchObject([{ id: asked.id, state: { kind: "alive" } }]);
                const joining = rejoinJob(second, asked, follow(new Recorder()));
                letGo();
                const rejoined = await joining;
                expect(rejoined.end).toEqual({ kind: "ended", status: { kind: "done" } });
                expect(rejoined.lines).toHaveLength(3);
            });

            it("keeps a second one for the same zone out, and says which has the zone", async () => {
                const hosts = await connect(laboratory.poolOf(sshd), laboratory.settings(sshd));
                const [one, two] = [request(), request()];
                const reporter = new Recorder();
                const { step, letGo } = working(sshd);
                const running = runJob(hosts, one, [step], follow(reporter));
                await untilSaid(reporter, "copying memory");
                const refused = await runJob(hosts, two, [step], follow(new Recorder()));
                letGo();
                expect(refused.end).toEqual({ kind: "ended", status: { kind: "held", by: one.id } });
                expect(refused.lines).toEqual([]);
                expect((await running).end).toMatchObject({ status: { kind: "done" } });
            });
        },
        [options.shell, debianPackage],
    );
}

function untilSaid(reporter: Recorder, status: string): Promise<void> {
    return eventually(status, () => reporter.texts("status").some((text) => text.includes(status)));
}

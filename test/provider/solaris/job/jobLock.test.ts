import { existsSync as fileIsThere, writeSync } from "node:fs";
import type { JobWord } from "../../../../provider/solaris/job/jobCalls";
import { eventually } from "../../../eventually";
import { isAlive } from "../../../isAlive";
import { endOf, JobHost, logOf, requestOf, step, type Running } from "./jobHost";
import { absentHostShells, hostShells } from "./shells";

for (const name of absentHostShells) {
    writeSync(process.stderr.fd, `SKIPPED locks of jobs with ${name}: it is not installed here\n`);
    it.skip(`locks of jobs with ${name} (skipped: it is not installed here)`, () => undefined);
}

const times = 8;

describe.each(hostShells)("the lock of a zone with $name as /bin/sh", (shell) => {
    let host: JobHost;
    beforeEach(() => {
        host = new JobHost(shell);
    });
    afterEach(() => {
        host.stop();
    });

    /** A step that fails if it is not the only one of its kind at that moment. */
    const alone = (seconds: number) => {
        const place = host.path("inside");
        return step(
            "migrate",
            `/usr/bin/mkdir ${place} || exit 77; /usr/bin/sleep ${seconds}; /usr/bin/rmdir ${place}`,
        );
    };
    const endsOf = async (running: readonly Running[]): Promise<JobWord[]> =>
        (await Promise.all(running.map(({ ended }) => ended))).map(({ words }) => endOf(words) ?? { kind: "gone" });
    const ids = (round: number, count: number) => Array.from({ length: count }, (_, index) => `id${round}x${index}`);

    /** A job whose process was killed at work, with what it has left. */
    const killOne = async (id: string): Promise<void> => {
        const running = host.start(requestOf("kzone1", id), [step("migrate", "exec sleep 600")]);
        await eventually("it is at work", () => logOf(running.words).length > 0);
        const killed = [Number(host.file("kzone1", id, "pid")?.split(" ")[0]), running.pid];
        killed.forEach((pid) => process.kill(pid, "SIGKILL"));
        await eventually("both are dead", () => !killed.some(isAlive));
    };

    /** Starts jobs at the same moment; whoever is let in stays until all others have ended. How each of them ended. */
    const contest = async (round: number, count: number): Promise<JobWord[]> => {
        const place = host.path("inside");
        const go = host.path(`go${round}`);
        const stay = `/usr/bin/mkdir ${place} || exit 77; until [ -e ${go} ]; do sleep 0.02; done; /usr/bin/rmdir ${place}`;
        const all = ids(round, count).map((id) => host.start(requestOf("kzone1", id), [step("migrate", stay)]));
        const hasEnded = ({ words }: Running) => words.some(({ kind }) => kind === "status" || kind === "died");
        await eventually("all but one have ended", () => all.filter(hasEnded).length >= count - 1);
        await host.run(`: >${go}`, []).ended;
        return endsOf(all);
    };

    it.each([2, 3])(
        "lets exactly one of %i jobs in that start at the same moment; the others say who has it",
        async (count) => {
            for (let round = 0; round < times; round++) {
                const ends = await contest(round, count);
                const inside = ends.findIndex((end) => end.kind === "status" && end.status.kind === "done");
                expect(inside).toBeGreaterThanOrEqual(0);
                expect(ends.filter((_, index) => index !== inside)).toEqual(
                    Array.from({ length: count - 1 }, () => ({
                        kind: "status",
                        status: { kind: "held", by: ids(round, count)[inside] },
                    })),
                );
            }
        },
    );

    it("keeps zones apart", async () => {
        const ends = await endsOf(
            ["a", "a.b", "a-b", "lock"].map((zone) =>
                host.start(requestOf(zone, "id"), [step("migrate", "sleep 0.2")]),
            ),
        );
        expect(ends).toEqual(Array.from({ length: 4 }, () => ({ kind: "status", status: { kind: "done" } })));
    });

    it("is given back at the end, also of a job that failed, and by nobody who only met it", async () => {
        const go = host.path("go");
        const first = host.start(requestOf("kzone1", "first"), [
            step("migrate", `until [ -e ${go} ]; do sleep 0.05; done; exit 3`),
        ]);
        await eventually("it is inside", () => logOf(first.words).length > 0);
        for (const id of ["second", "third"]) {
            expect(endOf((await host.start(requestOf("kzone1", id), [alone(0)]).ended).words)).toEqual({
                kind: "status",
                status: { kind: "held", by: "first" },
            });
        }
        await host.run(`: >${go}`, []).ended;
        expect(endOf((await first.ended).words)).toMatchObject({ status: { kind: "failed", exitCode: 3 } });
        expect((await host.run(`ls ${host.base}`, []).ended).lines).not.toContain("lock,kzone1");
        expect(endOf((await host.start(requestOf("kzone1", "last"), [alone(0)]).ended).words)).toMatchObject({
            status: { kind: "done" },
        });
    });

    it("of a job that was killed is taken over by the next one", async () => {
        await killOne("dead");
        expect(endOf((await host.start(requestOf("kzone1", "next"), [alone(0)]).ended).words)).toMatchObject({
            status: { kind: "done" },
        });
        expect([...(await host.run(`ls ${host.base}`, []).ended).lines].sort()).toEqual(["kzone1,dead", "kzone1,next"]);
    });

    it.each([2, 4])("of a killed job is never taken over by two of %i that start at once", async (count) => {
        for (let round = 0; round < 3; round++) {
            await killOne(`dead${round}`);
            // Longer than it takes to find out that a lock is stale: who comes after that may have its turn.
            const ends = await contest(round, count);
            const kinds = ends.map((end) => (end.kind === "status" ? end.status.kind : end.kind));
            expect(kinds.filter((kind) => kind === "done")).toHaveLength(1);
            expect(kinds.filter((kind) => kind === "held")).toHaveLength(count - 1);
        }
    });

    it("is taken over from a process that only has the number of the one that held it", async () => {
        await killOne("dead");
        const other = process.pid;
        await host.run(`echo "${other} dead" >${host.base}/kzone1,dead/pid`, []).ended;
        expect(endOf((await host.start(requestOf("kzone1", "next"), [alone(0)]).ended).words)).toMatchObject({
            status: { kind: "done" },
        });
    });

    it("is not lost to a third job while a second one finds out that it is not stale", async () => {
        await killOne("dead");
        // The second job has seen the dead one's lock, and goes on only when the first one has taken it over.
        const ln = host.stub(`
            case $2 in
                *next,*)
                    : >${host.path("second-saw")}
                    until [ -e ${host.path("first-inside")} ]; do sleep 0.02; done
                    /usr/bin/ln "$@"
                    : >${host.path("second-claimed")}
                    until [ -e ${host.path("third-done")} ]; do sleep 0.02; done ;;
                *) exec /usr/bin/ln "$@" ;;
            esac`);
        const second = host.start(requestOf("kzone1", "second"), [alone(0)], { instead: { "/usr/bin/ln": ln } });
        await eventually("the second saw the stale lock", () => fileIsThere(host.path("second-saw")));
        const go = host.path("go");
        const place = host.path("inside");
        const first = host.start(requestOf("kzone1", "first"), [
            step("migrate", `mkdir ${place}; until [ -e ${go} ]; do sleep 0.02; done; rmdir ${place}`),
        ]);
        await eventually("the first one is inside", () => fileIsThere(place));
        await host.run(`: >${host.path("first-inside")}`, []).ended;
        await eventually(
            "the second one has found out",
            () => fileIsThere(host.path("second-claimed")) || endOf(second.words)?.kind === "status",
        );
        const third = await host.start(requestOf("kzone1", "third"), [alone(0)]).ended;
        await host.run(`: >${host.path("third-done")}`, []).ended;
        expect(endOf(third.words)).toEqual({ kind: "status", status: { kind: "held", by: "first" } });
        expect(await endsOf([second])).toEqual([{ kind: "status", status: { kind: "held", by: "first" } }]);
        await host.run(`: >${go}`, []).ended;
        expect(await endsOf([first])).toEqual([{ kind: "status", status: { kind: "done" } }]);
    });
});

import {
    followJob,
    keepJob,
    listJobs,
    newJobId,
    parseStatus,
    parseWord,
    removeJob,
    startJob,
    stopJob,
} from "../../../../provider/solaris/job/jobCalls";
import { parseJobList } from "../../../../provider/solaris/job/jobList";
import { requestLines } from "../../../../provider/solaris/job/jobRequest";
import fc from "../../../fuzz";
import { requestOf } from "./jobHost";

const mark = "@0123456789ab:";
const out = (text: string) => ({ stream: "stdout" as const, text });
const words = [
    "log x",
    "status done 0",
    "job z,a",
    "request id=a",
    "alive",
    "dead",
    "starting",
    "now x",
    "unsafe x",
    "end",
];
// Lines as a login script, zoneadm or a broken link could make them: other marks, other streams, halves of lines.
const noise = fc.oneof(
    fc.string(),
    fc.constantFrom(...words),
    fc.constantFrom(...words).map((word) => `@ba9876543210: ${word}`),
    fc.constantFrom(...words).map((word) => `${mark}${word}`),
    fc.nat(mark.length).map((length) => mark.slice(0, length)),
);

describe("a word of a job script", () => {
    it("is never made out of what others print, and reading never throws", () => {
        fc.assert(
            fc.property(noise, (text) => {
                expect(parseWord(mark, out(text))).toBeUndefined();
                expect(parseWord(mark, { stream: "stderr", text: `${mark} status done 0${mark}` })).toBeUndefined();
            }),
        );
        fc.assert(
            fc.property(fc.string(), (rest) => {
                const word = parseWord(mark, out(`${mark} ${rest}${mark}`));
                expect(word === undefined || typeof word.kind === "string").toBe(true);
            }),
        );
    });

    it.each([
        ["started 123", { kind: "started" }],
        ["died", { kind: "died" }],
        ["gone", { kind: "gone" }],
        ["refused there is no /usr/bin/nohup", { kind: "refused", reason: "there is no /usr/bin/nohup" }],
        ["unsafe /var/tmp: drwx", { kind: "unsafe", reason: "/var/tmp: drwx" }],
        ["log   indented ", { kind: "log", text: "  indented " }],
        ["log ", { kind: "log", text: "" }],
        ["status done 0", { kind: "status", status: { kind: "done" } }],
        ["status migrate 1", { kind: "status", status: { kind: "failed", step: "migrate", exitCode: 1 } }],
    ])("is understood: %s", (said, word) => {
        expect(parseWord(mark, out(`${mark} ${said}${mark}`))).toEqual(word);
        expect(parseWord(mark, out(`last login: today${mark} ${said}${mark}`))).toEqual(word);
    });

    it("does not count where its line was cut off, as by a lost link", () => {
        for (const said of ["log zoneadm: zone 'kzone1': Attaching zone.", "status migrate 19", "status done 0"]) {
            const whole = `${mark} ${said}${mark}`;
            for (let length = 0; length < whole.length; length++) {
                expect([length, parseWord(mark, out(whole.slice(0, length)))]).toEqual([length, undefined]);
            }
        }
    });

    it("tells a job's end: done, failed at a step, held, stopped; what is not understood counts as a failure", () => {
        expect(parseStatus("done 0")).toEqual({ kind: "done" });
        expect(parseStatus("migrate 9")).toEqual({ kind: "failed", step: "migrate", exitCode: 9 });
        expect(parseStatus("held abc")).toEqual({ kind: "held", by: "abc" });
        expect(parseStatus("stopped 0")).toEqual({ kind: "stopped" });
        fc.assert(
            fc.property(fc.string(), (text) => {
                expect(parseStatus(text).kind).toBe(
                    /^\s*done\s+0+(\s|$)/.test(text)
                        ? "done"
                        : /^\s*held(\s|$)/.test(text)
                          ? "held"
                          : /^\s*stopped(\s|$)/.test(text)
                            ? "stopped"
                            : "failed",
                );
            }),
        );
    });
});

describe("the list of jobs", () => {
    const job = (state: string, log: string[] = []) =>
        [
            "job kzone1,abc",
            ...requestLines(requestOf("kzone1", "abc")).map((line) => `request ${line}`),
            "request since=2025-03-01T10:00:01Z",
            state,
            ...log.map((line) => `log ${line}`),
        ].map((line) => out(`${mark} ${line}${mark}`));
    const end = out(`${mark} end${mark}`);

    it("is no list before it says that it is complete", () => {
        expect(parseJobList(mark, job("alive"))).toBeUndefined();
        expect(parseJobList(mark, [])).toBeUndefined();
        expect(parseJobList(mark, [...job("alive"), { stream: "stderr", text: `${mark} end${mark}` }])).toBeUndefined();
        expect(parseJobList(mark, [end])).toEqual({ jobs: [] });
    });

    it.each([
        ["alive", { kind: "alive" }],
        ["starting", { kind: "starting" }],
        ["dead", { kind: "dead" }],
        ["status done 0", { kind: "ended", status: { kind: "done" } }],
        ["status held xyz", { kind: "ended", status: { kind: "held", by: "xyz" } }],
    ])("tells a job's state: %s", (said, state) => {
        const lines = [out(`${mark} now 2025-03-01T10:00:36Z${mark}`), ...job(said, ["one", ""]), end];
        expect(parseJobList(mark, lines)).toEqual({
            jobs: [
                {
                    ...requestOf("kzone1", "abc"),
                    since: "2025-03-01T10:00:01Z",
                    now: "2025-03-01T10:00:36Z",
                    state,
                    log: ["one", ""],
                },
            ],
        });
    });

    it("leaves out a job whose request was never written in full, and keeps those around it", () => {
        const half = [`${mark} job kzone2,x${mark}`, `${mark} request id=x${mark}`, `${mark} dead${mark}`].map(out);
        const jobs = parseJobList(mark, [...half, ...job("dead"), ...half, end])?.jobs;
        expect(jobs?.map(({ id }) => id)).toEqual(["abc"]);
    });

    it("is the same whatever comes between its lines, and no job is ever made out of that", () => {
        const lines = [...job("status done 0", ["one"]), ...job("alive"), end];
        const plain = parseJobList(mark, lines);
        fc.assert(
            fc.property(fc.array(fc.tuple(fc.nat(lines.length), noise)), (between) => {
                const mixed = [...lines];
                for (const [at, text] of between) {
                    mixed.splice(at, 0, out(text));
                }
                expect(parseJobList(mark, mixed)).toEqual(plain);
                expect(parseJobList(mark, [...between.map(([, text]) => out(text)), end])).toEqual({ jobs: [] });
            }),
        );
    });

    it("never throws and never tells of a job without a request, whatever the script says", () => {
        const said = fc.constantFrom(...words, "status", "request", "log", "job", "");
        fc.assert(
            fc.property(fc.array(said), (all) => {
                const listing = parseJobList(mark, [...all.map((word) => out(`${mark} ${word}${mark}`)), end]);
                expect(listing?.jobs).toEqual([]);
            }),
        );
    });
});

describe("a call of a job script", () => {
    const request = requestOf("kzone1", "abc");
    const reading = [listJobs()];
    const changing = [
        startJob(request, [{ name: "migrate", argv: ["/usr/sbin/zoneadm"] }], 1000),
        followJob("kzone1", "abc", 1000),
        removeJob("kzone1", "abc"),
        keepJob("kzone1", "abc"),
        stopJob("kzone1", "abc"),
    ];

    it("asks for no rights, relies on no login shell, and has a mark of its own", () => {
        const all = [...reading, ...changing];
        expect(new Set(all.map((each) => each.mark)).size).toBe(all.length);
        for (const { call, mark: own } of all) {
            expect(call).toMatchObject({ program: "/bin/sh", privileged: false });
            expect(call.args.slice(2, 4)).toEqual(["sh", own]);
            expect(call.args[1]).toContain("safe()");
        }
    });

    it("may be repeated and its answer shared only where it is the list", () => {
        expect(reading.every(({ call }) => call.reads)).toBe(true);
        expect(changing.some(({ call }) => call.reads)).toBe(false);
    });

    it("has ids that no other job has", () => {
        const made = Array.from({ length: 500 }, newJobId);
        expect(new Set(made).size).toBe(500);
        expect(made.every((id) => /^[0-9a-f]{12}$/.test(id))).toBe(true);
    });
});

import { JobWatch, Overtime } from "../../../provider/migration/jobWatch";
import { timeLimits, type TimeSettings } from "../../../provider/migration/timeLimits";
import { Recorder } from "./recorder";

const mark = "@0123456789ab:";
let reporter: Recorder;
let watch: JobWatch;

function begin(settings: TimeSettings = {}): void {
    reporter = new Recorder();
    watch = new JobWatch(
        "abc",
        "the migration of kzone1",
        timeLimits(undefined, settings),
        reporter,
        performance.now(),
    );
}
const tell = (listener: ReturnType<JobWatch["listener"]>, ...said: string[]): void => {
    said.forEach((text) => listener({ stream: "stdout", text: `${mark} ${text}${mark}`, at: performance.now() }));
};
/** A listener of one call. */
const listen = (answered: () => void = () => undefined) => watch.listener(mark, answered);
const texts = (): string[] => watch.lines.map(({ text }) => text);

beforeEach(() => {
    jest.useFakeTimers();
});
afterEach(() => {
    watch.stop();
    jest.useRealTimers();
});

describe("a watch over a job", () => {
    it("keeps zoneadm's lines, without the job's own steps, and shows what is being done", () => {
        begin();
        const hear = listen();
        tell(hear, "started 7", "log @abc step migrate", "log zoneadm: zone 'kzone1': Attaching zone.", "log odd");
        expect(texts()).toEqual(["zoneadm: zone 'kzone1': Attaching zone.", "odd"]);
        expect(watch.begun).toBe(true);
        expect(reporter.texts("status").at(-1)).toMatch(/^migrating: attach/);
        expect(watch.end).toBeUndefined();
        tell(hear, "status done 0");
        expect(watch.end).toEqual({ kind: "ended", status: { kind: "done" } });
    });

    it("shows each thing once, and the start of the job and of its main step as one", () => {
        begin();
        watch.say(watch.status);
        const attaching = "log zoneadm: zone 'kzone1': Attaching zone.";
        tell(listen(), "started 7", "log @abc step migrate", attaching, attaching, "log @abc step suspend");
        expect(reporter.texts("status")).toEqual([
            "migrating: starting",
            "migrating: attaching on target",
            "migrating: suspending the zone",
        ]);
    });

    it("hears a log that is told again from its beginning only where it had stopped", () => {
        begin();
        const all = ["log @abc step suspend", "log one", "log two", "log @abc step migrate", "log three", "log two"];
        for (let heard = 0; heard <= all.length; heard++) {
            tell(listen(), ...all.slice(0, heard));
            tell(listen(), ...all.slice(0, Math.max(0, heard - 2)));
        }
        tell(listen(), ...all);
        expect(texts()).toEqual(["one", "two", "three", "two"]);
    });

    it("takes nothing for the job's word that has not its mark", () => {
        begin();
        const answered = jest.fn();
        const hear = listen(answered);
        hear({ stream: "stdout", text: "@ba9876543210: status done 0", at: 0 });
        hear({ stream: "stderr", text: `${mark} status done 0`, at: 0 });
        hear({ stream: "stdout", text: "Last login: today", at: 0 });
        expect([watch.end, watch.begun, texts()]).toEqual([undefined, false, []]);
        expect(answered).not.toHaveBeenCalled();
        tell(hear, "log one");
        expect(answered).toHaveBeenCalledTimes(1);
    });

    it("shows how long it has been going on, in short lines", () => {
        begin();
        jest.advanceTimersByTime(61_000);
        const shown = reporter.texts("status");
        expect(shown.length).toBeGreaterThan(5);
        expect(shown.at(-1)).toMatch(/^migrating \((60|61) s\): starting$/);
        expect(shown.every((text) => text.length <= 60)).toBe(true);
    });

    it("says once that it is stalled, again after a change, and once that it is late; it ends at the hard bound", () => {
        begin({ migrate: 100, stall: 30 });
        const hear = listen();
        jest.advanceTimersByTime(45_000);
        tell(hear, "log something");
        jest.advanceTimersByTime(40_000);
        expect(reporter.texts("warn")).toEqual([
            expect.stringContaining("nothing has changed for 30 s") as string,
            expect.stringContaining("nothing has changed for 30 s") as string,
        ]);
        jest.advanceTimersByTime(300_000);
        expect(reporter.texts("warn").slice(2)).toEqual([
            expect.stringContaining("takes longer than the 1 min 40 s allowed") as string,
        ]);
        expect(watch.overtime.aborted).toBe(false);
        jest.advanceTimersByTime(20_000);
        expect(watch.overtime.reason).toBeInstanceOf(Overtime);
        expect((watch.overtime.reason as Overtime).verdict).toBe("over");
    });

    it.each(["leave", "fail"] as const)("ends under `%s` as soon as it is stalled or late", (onTimeout) => {
        begin({ migrate: 100, stall: 30, onTimeout });
        jest.advanceTimersByTime(32_000);
        expect((watch.overtime.reason as Overtime).verdict).toBe("stalled");
        watch.stop();
        begin({ migrate: 20, stall: 30, onTimeout });
        jest.advanceTimersByTime(22_000);
        expect((watch.overtime.reason as Overtime).verdict).toBe("late");
        expect(reporter.texts("warn")).toEqual([]);
    });

    it("leaves no timer behind", () => {
        begin();
        watch.stop();
        expect(jest.getTimerCount()).toBe(0);
    });
});

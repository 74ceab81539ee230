import { whileShowing } from "../../../provider/migration/report";
import { Recorder } from "./recorder";

describe("showing a status for as long as work lasts", () => {
    beforeEach(() => jest.useFakeTimers());
    afterEach(() => jest.useRealTimers());

    it("says it at once, and every five seconds again with the time that has passed, asked anew", async () => {
        const recorder = new Recorder();
        let text = "copying memory";
        const work = whileShowing(
            recorder,
            () => text,
            () => new Promise((resolve) => setTimeout(() => resolve("done"), 11_000)),
        );
        await jest.advanceTimersByTimeAsync(5_000);
        text = "suspending";
        await jest.advanceTimersByTimeAsync(6_000);
        expect(await work).toBe("done");
        expect(recorder.texts("status")).toEqual(["copying memory", "copying memory (5 s)", "suspending (10 s)"]);
        await jest.advanceTimersByTimeAsync(60_000);
        expect(recorder.reports).toHaveLength(3);
    });

    it("says the seconds of the whole where it tells phases: they are not the phase's", async () => {
        const recorder = new Recorder();
        let phase = "copying memory";
        const work = whileShowing(
            recorder,
            () => phase,
            () => new Promise((resolve) => setTimeout(resolve, 11_000)),
            "dry run",
        );
        await jest.advanceTimersByTimeAsync(9_000);
        phase = "completing";
        await jest.advanceTimersByTimeAsync(2_000);
        await work;
        expect(recorder.texts("status")).toEqual([
            "dry run: copying memory",
            "dry run (5 s): copying memory",
            "dry run (10 s): completing",
        ]);
    });

    it("stops when the work fails", async () => {
        const recorder = new Recorder();
        await expect(
            whileShowing(
                recorder,
                () => "trying",
                () => Promise.reject(new Error("no")),
            ),
        ).rejects.toThrow("no");
        await jest.advanceTimersByTimeAsync(60_000);
        expect(recorder.reports).toHaveLength(1);
    });
});

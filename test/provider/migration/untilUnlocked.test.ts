import { untilUnlocked } from "../../../provider/migration/untilUnlocked";

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** What each attempt in turn comes to, the last one for ever; and how often one was made. */
function attempts(...ends: readonly string[]): {
    readonly attempt: () => Promise<string>;
    readonly made: () => number;
} {
    let made = 0;
    return {
        attempt: () => Promise.resolve(ends[Math.min(made++, ends.length - 1)] ?? ""),
        made: () => made,
    };
}

const isLocked = (end: string): boolean => end === "locked";

it("is content with an attempt that the lock did not keep out, whatever came of it", async () => {
    const { attempt, made } = attempts("refused", "done");
    const onWait = jest.fn();
    await expect(untilUnlocked(attempt, isLocked, { onWait })).resolves.toBe("refused");
    expect(made()).toBe(1);
    expect(onWait).not.toHaveBeenCalled();
});

it("repeats one that was kept out, and says so each time", async () => {
    const { attempt, made } = attempts("locked", "locked", "done");
    const onWait = jest.fn();
    const end = untilUnlocked(attempt, isLocked, { onWait });
    await jest.advanceTimersByTimeAsync(5_000);
    await expect(end).resolves.toBe("done");
    expect(made()).toBe(3);
    expect(onWait).toHaveBeenCalledTimes(2);
});

it.each([
    [undefined, 60_000],
    [10_000, 10_000],
])("with patience %j gives the last attempt that was kept out after %d ms", async (patienceMs, lastsMs) => {
    const { attempt } = attempts("locked");
    let isOver = false;
    const end = untilUnlocked(attempt, isLocked, patienceMs === undefined ? {} : { patienceMs }).finally(() => {
        isOver = true;
    });
    await jest.advanceTimersByTimeAsync(lastsMs - 1);
    expect(isOver).toBe(false);
    await jest.advanceTimersByTimeAsync(2_001);
    await expect(end).resolves.toBe("locked");
});

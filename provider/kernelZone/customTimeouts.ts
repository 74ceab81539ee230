/** The hidden input by which the SDK hands on `customTimeouts.update`: the engine does not, to a dynamic provider. */
export const updateTimeoutKey = "__updateTimeout";

const secondsPerUnit: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };

/** Seconds of a duration as Pulumi's `customTimeouts` has it, which is Go's: `30m`, `1h30m`, `1.5h`. */
export function parseGoDuration(text: string): number | undefined {
    if (!/^(?:\d+(?:\.\d+)?(?:h|ms|m|s))+$/.test(text)) {
        return undefined;
    }
    const seconds = [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)].reduce(
        (sum, [, amount, unit]) => sum + Number(amount) * (secondsPerUnit[unit ?? ""] ?? 0),
        0,
    );
    return seconds > 0 ? seconds : undefined;
}

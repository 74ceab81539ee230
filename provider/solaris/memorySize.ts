const units = ["", "K", "M", "G", "T"] as const;
const kibi = 1024;

/** 2^20 bytes. */
export const mebibyte = kibi ** 2;
const gibibyte = kibi ** 3;
/** 2^40 bytes. */
export const tebibyte = kibi ** 4;

/** Bytes of a size as zonecfg prints it: `8G`, `4096M`, `1.5g`, `8589934592`. Units are powers of 1024. */
export function parseMemory(text: string): number | undefined {
    const [, amount, unit = ""] = /^(\d+(?:\.\d+)?)\s*([KMGT]?)i?B?$/i.exec(text.trim()) ?? [];
    const power = units.findIndex((each) => each === unit.toUpperCase());
    return amount === undefined ? undefined : Math.round(Number(amount) * kibi ** power);
}

/** The same text for every spelling of the same size; what is no size stays as it is. */
export function comparableMemory(text: string): string {
    return String(parseMemory(text) ?? text);
}

/**
 * A size in the form in which zonecfg has it: the largest unit that gives a whole number, as in `8G` or `4864M`.
 *
 * @param bytes A whole number of bytes.
 */
export function printMemory(bytes: number): string {
    const power = [4, 3, 2, 1].find((each) => bytes > 0 && bytes % kibi ** each === 0) ?? 0;
    return `${bytes / kibi ** power}${units[power] ?? ""}`;
}

/**
 * A size for people: `8 GiB`, `4.75 GiB`, `512 MiB`.
 *
 * @param round How what is finer than that is rounded: up, where less would not do.
 */
export function describeMemory(bytes: number, round: (hundredths: number) => number = Math.round): string {
    const [size, unit] = bytes >= gibibyte ? [gibibyte, "GiB"] : [mebibyte, "MiB"];
    return `${round((bytes / size) * 100) / 100} ${unit}`;
}

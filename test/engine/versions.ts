/** The CLI that is downloaded or built where there is none; the newest that builds from its published Go modules. */
export const ENGINE_VERSION = "3.255.0";

/** The oldest CLI the provider runs on: resource hooks hand over secrets as outputs since then. */
export const MINIMUM_VERSION = "3.204.0";

/**
 * The version in what `pulumi version` prints, without its leading `v`.
 *
 * @returns undefined where the text holds no version; suffixes such as `-alpha.1` are kept.
 */
export function parseVersion(printed: string): string | undefined {
    return /^v?(\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?)\s*$/m.exec(printed)?.[1];
}

/** Whether `version` is at least `minimum`; a pre-release counts as its release, because suffixes are not compared. */
export function isAtLeast(version: string, minimum: string): boolean {
    const wanted = numbers(minimum);
    const given = numbers(version);
    for (const [index, need] of wanted.entries()) {
        const have = given[index] ?? 0;
        if (have !== need) {
            return have > need;
        }
    }
    return true;
}

function numbers(version: string): number[] {
    return (/^\d+(?:\.\d+)*/.exec(version)?.[0] ?? "0").split(".").map(Number);
}

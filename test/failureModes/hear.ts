import type { Ending } from "./pulumi";
import type { Said } from "./story";

const findingLine = /(?:warning|error) ([A-Z][A-Z_]+) \([^)]*\): /g;

/** Codes of the findings in a text, sorted, each once. */
function findingsIn(text: string): string[] {
    return [...new Set([...text.matchAll(findingLine)].map(([, code = ""]) => code))].sort();
}

/**
 * Whether a person was told what the story says, and nothing else that matters.
 *
 * @param hosts What the hosts are called in the program.
 */
export function expectSaid(
    { error, kept }: Omit<Ending, "state" | "isPartial">,
    said: Said,
    hosts = /global[12]/,
): void {
    const { refusal, tells, findings } = said;
    if (refusal === undefined) {
        expect(error).toBeUndefined();
    } else {
        expect(error ?? "it succeeded").toMatch(new RegExp(`^(?:[^\n]*\n)?${refusal.code}: \\S`));
        const [what = "", wayOut = ""] = (error ?? "").split("\n  What to do: ").slice(-2);
        // The message names the hosts, or the place that it gives does.
        expect(what).toMatch(hosts);
        if (refusal.host !== undefined) {
            expect(what).toContain(`(host ${refusal.host}`);
        }
        for (const quote of refusal.quotes) {
            expect(error).toContain(quote);
        }
        expect(wayOut).not.toBe("");
        expect(wayOut).toContain(refusal.wayOut);
    }
    if (tells.length === 0 && refusal === undefined) {
        expect(kept).toBe("");
    }
    for (const part of tells) {
        expect(kept).toContain(part);
    }
    expect(findingsIn(`${kept}\n${error ?? ""}`)).toEqual([...findings].sort());
}

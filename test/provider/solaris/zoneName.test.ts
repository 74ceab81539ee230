import { zoneNameSchema } from "../../../provider/solaris/zoneName";
import { quoteArgument } from "../../../provider/transport/commands/quote";
import fc from "../../fuzz";

const problemsOf = (name: unknown): string[] =>
    zoneNameSchema.safeParse(name).error?.issues.map((issue) => issue.message) ?? [];

describe("zoneNameSchema", () => {
    it.each(["kzone1", "0", "a-b_c.d", "Kz", "globalx", "x".repeat(63)])("takes %p", (name) => {
        expect(problemsOf(name)).toEqual([]);
    });

    it.each([
        ["", /must be a zone name/],
        ["-z", /must be a zone name/],
        [".hidden", /must be a zone name/],
        ["a b", /must be a zone name/],
        ["kzone1\n", /must be a zone name/],
        ["kzone1;reboot", /must be a zone name/],
        ["zöne", /must be a zone name/],
        ["x".repeat(64), /must be a zone name/],
        ["global", /the host itself/],
        ["SUNWx", /reserved/],
        ["SYSsolaris-kz", /reserved/],
    ])("turns %p down and says why", (name, reason) => {
        expect(problemsOf(name)[0]).toMatch(reason);
    });

    it("lets nothing through that a shell or an option parser would see otherwise", () => {
        fc.assert(
            fc.property(fc.string({ maxLength: 6 }), (name) => {
                if (problemsOf(name).length === 0) {
                    expect(quoteArgument(name)).toBe(name);
                    expect(name).not.toMatch(/^-/);
                }
            }),
        );
    });
});

import type { Answer } from "../../../provider/hostCheck/answer";
import { architectureRows, releaseRow } from "../../../provider/hostCheck/systemRows";
import { answered, missing, none } from "./answers";

it.each<[string, Answer, string, RegExp]>([
    ["11.4", answered("SunOS 11.4.48.123.0\n"), "ok", /SunOS 11\.4\.48/],
    ["11.3", answered("SunOS 11.3\n"), "warning", /older than 11\.4/],
    ["another system", answered("Linux #1 SMP\n"), "failed", /Linux #1 SMP is not Oracle Solaris/],
    ["noise alone", answered("Welcome\n"), "warning", /not understood; Welcome/],
    ["no uname", missing("/usr/bin/uname"), "warning", /\/usr\/bin\/uname is not there/],
    ["no answer", none("CONNECTION_LOST"), "failed", /what has happened/],
])("the release with %s is %j: %s", (_what, answer, outcome, detail) => {
    const row = releaseRow(answer);
    expect(row).toMatchObject({ check: "release", outcome, detail: expect.stringMatching(detail) as string });
    expect(row.remedy === undefined).toBe(outcome === "ok");
});

describe("architectureRows", () => {
    const i386 = answered("i386\n");
    const rowsFor = (own: Answer, theirs: Answer): string[] =>
        architectureRows(own, [{ target: "global2", answer: theirs }]).map(
            ({ outcome, detail }) => `${outcome}: ${detail}`,
        );

    it.each<[string, Answer, Answer, string[]]>([
        ["the same", i386, i386, ["ok: i386", "ok: global2 has it too"]],
        ["another", i386, answered("sparc\n"), ["ok: i386", "failed: global2 is sparc, this host is i386"]],
        ["no target", i386, none("HOST_UNREACHABLE", "it is down"), ["ok: i386", "skipped: of global2: it is down"]],
        [
            "an unknown one here",
            answered("vax\n"),
            i386,
            ["warning: the answer of uname -p is not understood; vax", "skipped: of global2: nothing to compare with"],
        ],
        ["an unknown one there", i386, answered("vax\n"), ["ok: i386", "skipped: of global2: it does not tell"]],
    ])("with %s", (_what, own, theirs, rows) => {
        expect(rowsFor(own, theirs)).toEqual(rows);
    });
});

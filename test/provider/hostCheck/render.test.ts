import { renderReport } from "../../../provider/hostCheck/render";
import {
    failed,
    hasFailed,
    hasWarning,
    ok,
    skipped,
    warning,
    type HostReport,
} from "../../../provider/hostCheck/report";

const rights = failed("rights", {
    detail: "none\n  at all",
    remedy: "Give it:\nusermod zadm",
    code: "PRIVILEGE_MISSING",
});
const one: HostReport = {
    host: "global1",
    rows: [
        ok("reachable", "10.0.0.1:22"),
        ok("host key", ""),
        rights,
        rights,
        warning("clock", { detail: "7.0 s ahead", remedy: "Use NTP." }),
        skipped("maintenance mode", "not asked"),
    ],
};
const two: HostReport = { host: "global2", rows: [ok("login", "as zadm")] };

it("is a table for each host in the same columns, with each remedy once below it", () => {
    expect(renderReport([one, two])).toBe(
        [
            "global1",
            "  CHECK             RESULT   DETAIL",
            "  reachable         ok       10.0.0.1:22",
            "  host key          ok",
            "  rights            FAILED   none at all",
            "  rights            FAILED   none at all",
            "  clock             warning  7.0 s ahead",
            "  maintenance mode  skipped  not asked",
            "",
            "  What to do:",
            "  - rights, FAILED (PRIVILEGE_MISSING): Give it:",
            "      usermod zadm",
            "  - clock, warning: Use NTP.",
            "",
            "global2",
            "  CHECK             RESULT   DETAIL",
            "  login             ok       as zadm",
        ].join("\n"),
    );
});

it("shows what belongs to a row below the table, line by line, before what to do", () => {
    const fault = { detail: "no", lines: ["tried: nothing", "offers: publickey"], remedy: "Do it:\nnow" };
    expect(renderReport([{ host: "x", rows: [failed("login", { ...fault, code: "LOGIN_REFUSED" })] }])).toBe(
        [
            "x",
            "  CHECK  RESULT  DETAIL",
            "  login  FAILED  no",
            "",
            "  What to do:",
            "  - login, FAILED (LOGIN_REFUSED):",
            "      tried: nothing",
            "      offers: publickey",
            "    Do it:",
            "      now",
        ].join("\n"),
    );
});

it("has one line for everything that was left unasked after a failure", () => {
    const broken = failed("host key", { detail: "wrong", remedy: "Mend it." });
    const rest = [skipped("login", "not without: host key"), skipped("release", "nothing can be run")];
    const table = (rows: HostReport["rows"]): string[] =>
        renderReport([{ host: "x", rows }])
            .split("\n")
            .slice(2, -3);
    expect(table([skipped("reachable", "not contacted"), broken, ...rest])).toEqual([
        "  reachable   skipped  not contacted",
        "  host key    FAILED   wrong",
        "  all others  skipped  not without: host key",
    ]);
    expect(table([broken, ...rest.slice(1)])).toEqual([
        "  host key  FAILED   wrong",
        "  release   skipped  nothing can be run",
    ]);
    const [, one, other] = renderReport([{ host: "x", rows: [ok("clock", ""), ...rest] }])
        .split("\n")
        .slice(1);
    expect([one, other].join()).not.toContain("all others");
    expect(table([broken, ...rest, ok("clock", "")])).toHaveLength(4);
});

it("repeats a command that two rows need, and nothing that is the same as a whole", () => {
    const first = failed("rights", { detail: "a", remedy: "One:\nsame\nfirst" });
    const second = failed("rights", { detail: "b", remedy: "Two:\nsame\nsecond" });
    const text = renderReport([{ host: "x", rows: [first, second, first] }]);
    expect(text.match(/ {6}same/g)).toHaveLength(2);
    expect(text.match(/ {6}first/g)).toHaveLength(1);
});

it("of nothing is nothing", () => {
    expect(renderReport([])).toBe("");
});

it("a report has failed by one failed row, and warned by one warning", () => {
    expect([hasFailed(one), hasWarning(one)]).toEqual([true, true]);
    expect([hasFailed(two), hasWarning(two)]).toEqual([false, false]);
    const skippedOnly: HostReport = { host: "x", rows: [skipped("rights", "")] };
    expect([hasFailed(skippedOnly), hasWarning(skippedOnly)]).toEqual([false, false]);
});

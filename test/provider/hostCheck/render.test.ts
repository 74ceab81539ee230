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

it("of nothing is nothing", () => {
    expect(renderReport([])).toBe("");
});

it("a report has failed by one failed row, and warned by one warning", () => {
    expect([hasFailed(one), hasWarning(one)]).toEqual([true, true]);
    expect([hasFailed(two), hasWarning(two)]).toEqual([false, false]);
    const skippedOnly: HostReport = { host: "x", rows: [skipped("rights", "")] };
    expect([hasFailed(skippedOnly), hasWarning(skippedOnly)]).toEqual([false, false]);
});

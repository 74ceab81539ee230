import type { Answer } from "../../../provider/hostCheck/answer";
import { maintenanceRow } from "../../../provider/hostCheck/maintenanceRow";
import { answered, missing, none } from "./answers";

const record = "admin:root:2026-11-23T00:00:00Z:disk swap\n";

it.each<[string, Answer, string]>([
    ["nothing", answered("Welcome\n"), "ok: no"],
    ["a sentence that says so, whatever its exit code", answered("", 1, "sysadm: not in maintenance mode\n"), "ok: no"],
    [
        "a record",
        answered(`Welcome\n${record}`),
        "failed: the host takes no zones; by root, 2026-11-23T00:00:00Z: disk swap",
    ],
    [
        "a record and exit code 1",
        answered(record, 1),
        "failed: the host takes no zones; by root, 2026-11-23T00:00:00Z: disk swap",
    ],
    [
        "something else",
        answered("Welcome\nwhat is this\n"),
        "warning: the answer of sysadm is not understood; what is this",
    ],
    [
        "a refusal",
        answered("", 1, "sysadm: insufficient privileges\n"),
        "warning: x failed on global1; sysadm: insufficient privileges",
    ],
    ["a failure without a word", answered("Welcome\n", 1), "warning: x failed on global1; Welcome"],
    ["no sysadm", missing("/usr/sbin/sysadm"), "warning: /usr/sbin/sysadm is not there, so this cannot be told"],
    ["no answer", none("COMMAND_TIMEOUT"), "failed: what has happened"],
])("with %s", (_what, answer, expected) => {
    const { outcome, detail, remedy } = maintenanceRow(answer, ["Welcome"]);
    expect(`${outcome}: ${detail}`).toBe(expected);
    expect(remedy === undefined).toBe(outcome === "ok");
});

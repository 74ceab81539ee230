import type { Answer } from "../../../provider/hostCheck/answer";
import type { CheckRow } from "../../../provider/hostCheck/report";
import { remoteAccessRow, serviceRows } from "../../../provider/hostCheck/serviceRows";
import { answered, missing, none } from "./answers";

const line = ({ outcome, detail }: CheckRow): string => `${outcome}: ${detail}`;
const rad = "online         svc:/system/rad:local\n";
const stream = "online         svc:/network/kz-migr:stream\n";
const fine = ["ok: svc:/system/rad:local online", "ok: svc:/network/kz-migr:stream online"];
const unnamed = "warning: no svc:/network/kz-migr*; the migration service's name is unconfirmed [U]";

it.each<[string, Answer, string[]]>([
    ["both online", answered(`motd\n${stream}${rad}bye\n`), fine],
    [
        "no migration service, which makes svcs exit with 1",
        answered(rad, 1, "svcs: Pattern 'svc:/network/kz-migr*' doesn't match any instances\n"),
        [fine[0]!, unnamed],
    ],
    [
        "a disabled migration service",
        answered(`${rad}disabled svc:/network/kz-migr:stream\n`),
        [fine[0]!, "warning: svc:/network/kz-migr:stream is disabled; the migration service's name is unconfirmed [U]"],
    ],
    [
        "RAD disabled",
        answered(`${stream}disabled svc:/system/rad:local\n`),
        ["failed: svc:/system/rad:local is disabled", fine[1]!],
    ],
    [
        "RAD in maintenance",
        answered(`${stream}maintenance svc:/system/rad:local\n`),
        ["failed: svc:/system/rad:local is maintenance", fine[1]!],
    ],
    [
        "RAD on its way",
        answered(`${stream}offline* svc:/system/rad:local\n`),
        ["failed: svc:/system/rad:local is offline*", fine[1]!],
    ],
    [
        "neither",
        answered("", 1, "svcs: Pattern 'svc:/system/rad:*' doesn't match any instances\n"),
        ["failed: svc:/system/rad:local is not there", unnamed],
    ],
    ["another failure", answered("", 1, "svcs: no repository\n"), ["failed: x failed on global1; svcs: no repository"]],
    ["no svcs", missing("/usr/bin/svcs"), ["warning: /usr/bin/svcs is not there, so this cannot be told"]],
    ["no answer", none("CONNECTION_LOST"), ["failed: what has happened"]],
])("with %s", (_what, answer, rows) => {
    expect(serviceRows(answer).map(line)).toEqual(rows);
});

it.each([
    ["disabled", /\nsvcadm enable svc:\/system\/rad:local$/],
    ["maintenance", /\nsvcs -xv svc:\/system\/rad:local$/],
])("names the command for a service that is %s", (state, remedy) => {
    expect(serviceRows(answered(`${state} svc:/system/rad:local\n`))[0]?.remedy).toMatch(remedy);
});

it.each<[string, Answer, string]>([
    ["online", answered(`${rad}online svc:/system/rad:remote\n`), "ok: svc:/system/rad:remote online on global2"],
    [
        "disabled",
        answered(`${rad}disabled svc:/system/rad:remote\n`),
        "failed: svc:/system/rad:remote is disabled on global2",
    ],
    ["not asked", none("HOST_UNREACHABLE"), "failed: what has happened"],
])("of a target by rads or radg: %s", (_what, answer, row) => {
    expect(line(remoteAccessRow("global2", answer))).toBe(row);
});

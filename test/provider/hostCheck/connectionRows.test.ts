import type { ErrorCode } from "../../../provider/errors/catalogue";
import type { Answer } from "../../../provider/hostCheck/answer";
import { connectionRows } from "../../../provider/hostCheck/connectionRows";
import { answered, inventoryHost, missing, none } from "./answers";

const host = inventoryHost("global1", { address: "10.0.0.1", port: 2222 });

function outcomes(answer: Answer): string[] {
    return connectionRows(host, answer).rows.map(({ check, outcome }) => `${check}: ${outcome}`);
}

it("tells the way, what vouches for the key, and the user", () => {
    const { usable, rows } = connectionRows(host, answered(""));
    expect(usable).toBe(true);
    expect(rows.map(({ outcome, detail }) => `${outcome} ${detail}`)).toEqual([
        "ok 10.0.0.1:2222",
        "ok as in known_hosts",
        "ok as zadm",
    ]);
    const pinned = inventoryHost("global1", { hostKey: `SHA256:${"A".repeat(43)}`, proxyJump: "gate" });
    expect(
        connectionRows(pinned, answered(""))
            .rows.map(({ detail }) => detail)
            .slice(0, 2),
    ).toEqual(["global1:22 through gate", "as pinned by hostKey"]);
});

it("mentions what login scripts print", () => {
    const detail = (text: string): string | undefined => connectionRows(host, answered(text)).rows.at(-1)?.detail;
    expect(detail("Welcome\n\n")).toBe("as zadm; login scripts print a line");
    expect(detail("Welcome\nto\n")).toBe("as zadm; login scripts print 2 lines");
});

it.each<[ErrorCode, string, string[]]>([
    ["HOST_UNREACHABLE", "x", ["failed", "skipped", "skipped"]],
    ["HOST_UNKNOWN", "x", ["failed", "skipped", "skipped"]],
    ["SSH_CONFIG_UNSUPPORTED", "x", ["failed", "skipped", "skipped"]],
    ["HOST_KEY_MISMATCH", "shown: SHA256:abc", ["ok", "failed", "skipped"]],
    ["HOST_KEY_UNKNOWN", "shown: SHA256:abc", ["ok", "failed", "skipped"]],
    ["HOST_KEY_CERTIFICATE", "shown: SHA256:abc", ["ok", "failed", "skipped"]],
    ["HOST_KEY_UNKNOWN", "known_hosts cannot be read", ["skipped", "failed", "skipped"]],
    ["LOGIN_REFUSED", "x", ["ok", "ok", "failed"]],
    ["CREDENTIAL_UNUSABLE", "x", ["skipped", "skipped", "failed"]],
    ["CHANNEL_REFUSED", "x", ["ok", "ok", "failed"]],
    ["CONNECTION_LOST", "x", ["ok", "ok", "failed"]],
])("after %s (%s) the steps are %j", (code, message, expected) => {
    const answer = none(code, message);
    expect(outcomes(answer)).toEqual(
        ["reachable", "host key", "login"].map((check, index) => `${check}: ${expected[index] ?? ""}`),
    );
    const { usable, rows } = connectionRows(host, answer);
    expect(usable).toBe(false);
    const row = rows.find(({ outcome }) => outcome === "failed");
    expect(row).toMatchObject({ code, detail: message });
    expect(row?.remedy).toBeTruthy();
});

it.each<[string, Answer, RegExp]>([
    ["ends the session", answered("", 1, "This account is not available\n"), /runs no commands; This account is not/],
    ["has no /usr/bin/true", missing("/usr/bin/true"), /runs no commands/],
])("a login that %s has failed", (_what, answer, detail) => {
    expect(outcomes(answer)).toEqual(["reachable: ok", "host key: ok", "login: failed"]);
    expect(connectionRows(host, answer).rows.at(-1)?.detail).toMatch(detail);
});

it("says why where the host's settings cannot be worked out", () => {
    const { rows } = connectionRows(undefined, none("HOST_UNKNOWN", '"globall" is not known'));
    expect(rows[0]).toMatchObject({ check: "reachable", outcome: "failed", detail: '"globall" is not known' });
});

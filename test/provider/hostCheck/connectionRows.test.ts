import type { ErrorCode } from "../../../provider/errors/catalogue";
import type { Answer } from "../../../provider/hostCheck/answer";
import { connectionRows, type CheckedHost } from "../../../provider/hostCheck/connectionRows";
import { describeHost } from "../../../provider/transport/hostKeys/hostKeyRefusal";
import { answered, inventoryHost, missing, none } from "./answers";

const target = inventoryHost("global1", { address: "10.0.0.1", port: 2222 });
const host: CheckedHost = { name: "global1", target, told: [] };

function outcomes(answer: Answer, of = host): string[] {
    return connectionRows(of, answer).rows.map(({ check, outcome }) => `${check}: ${outcome}`);
}

it("tells the way, what vouches for the key, and the user", () => {
    const { usable, rows } = connectionRows(host, answered(""));
    expect(usable).toBe(true);
    expect(rows.map(({ outcome, detail }) => `${outcome} ${detail}`)).toEqual([
        "ok 10.0.0.1:2222",
        "ok as in known_hosts",
        "ok as zadm",
    ]);
    const pinned = {
        ...host,
        target: inventoryHost("global1", { hostKey: `SHA256:${"A".repeat(43)}`, proxyJump: "gate" }, ["gate"]),
    };
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

it("an error of a host on the way says nothing of the host behind it", () => {
    const behind = { ...host, target: inventoryHost("global1", { proxyJump: "gate" }, ["gate"]) };
    for (const [code, lines] of [
        ["HOST_KEY_MISMATCH", ["shown: SHA256:abc"]],
        ["HOST_KEY_UNKNOWN", ["shown: SHA256:abc"]],
        ["LOGIN_REFUSED", []],
        ["CREDENTIAL_UNUSABLE", []],
        ["HOST_UNREACHABLE", []],
    ] as const) {
        const answer = none(code, "on the way to global1: gate ...", { host: "gate", lines });
        expect(outcomes(answer, behind)).toEqual(["reachable: failed", "host key: skipped", "login: skipped"]);
        expect(connectionRows(behind, answer).rows[0]).toMatchObject({
            code,
            detail: expect.stringContaining("on the way to global1: gate") as string,
        });
    }
    expect(outcomes(none("LOGIN_REFUSED"), behind)).toEqual(["reachable: ok", "host key: ok", "login: failed"]);
});

it("says of a key that was written down just now that it is new, and where it stands", () => {
    const told = [
        "the host key of global2 (10.0.0.1:2222), ssh-rsa SHA256:other, was not known; it was added to /f under y",
        `the host key of ${describeHost(target)}, ssh-ed25519 SHA256:abc, was not known; it was added to /h/known_hosts under x`,
    ];
    for (const answer of [answered(""), none("LOGIN_REFUSED")]) {
        expect(connectionRows({ ...host, told }, answer).rows[1]).toEqual({
            check: "host key",
            outcome: "ok",
            detail: "new: ssh-ed25519 SHA256:abc, added to /h/known_hosts under x",
        });
    }
});

it.each<[string, Answer, string, string[] | undefined]>([
    [
        "ends the session",
        answered("motd\n", 1, "This account is not available\n"),
        "the login runs no commands: /usr/bin/true ends with exit code 1; This account is not available",
        undefined,
    ],
    [
        "says it on standard output, in several lines",
        answered("This account\nis closed\n", 1),
        "the login runs no commands: /usr/bin/true ends with exit code 1",
        ["This account", "is closed"],
    ],
    [
        "has no /usr/bin/true",
        missing("/usr/bin/true"),
        "the login runs no commands: /usr/bin/true ends with exit code 127; env: /usr/bin/true: No such file or directory",
        undefined,
    ],
])("a login that %s has failed, with exit code and what was printed", (_what, answer, detail, lines) => {
    expect(outcomes(answer)).toEqual(["reachable: ok", "host key: ok", "login: failed"]);
    const row = connectionRows(host, answer).rows.at(-1);
    expect([row?.detail, row?.lines]).toEqual([detail, lines]);
});

it("says why where the host's settings cannot be worked out", () => {
    const nowhere = { name: "globall", target: undefined, told: [] };
    const { rows } = connectionRows(nowhere, none("HOST_UNKNOWN", '"globall" is not known'));
    expect(rows[0]).toMatchObject({ check: "reachable", outcome: "failed", detail: '"globall" is not known' });
    const [named] = connectionRows({ ...nowhere, name: "root@global1" }, none("HOST_UNKNOWN")).rows;
    expect(named?.remedy).toMatch(/^Write the name only; user and port belong into solaris:hosts/);
});

import { errorCatalogue } from "../../../provider/errors/catalogue";
import { nameOnlyRemedy } from "../../../provider/hostCheck/remedies";
import { faultOf } from "../../../provider/hostCheck/report";
import { none } from "./answers";

it.each<[string[], unknown, RegExp]>([
    [["getaddrinfo ENOTFOUND nowhere (while connecting)"], { code: "ENOTFOUND" }, /does not resolve/],
    [["getaddrinfo EAI_AGAIN nowhere (while connecting)"], undefined, /does not resolve/],
    [["through gate: Name or service not known"], undefined, /does not resolve/],
    [["connect ECONNREFUSED 127.0.0.1:1 (while connecting, 4 attempts)"], undefined, /no SSH server at that port/],
    [["through gate: Connection refused"], undefined, /no SSH server at that port/],
    [["no answer within 5 s (while connecting)"], undefined, /no firewall drops/],
    [["connect ETIMEDOUT 10.0.0.1:22 (while connecting)"], undefined, /no firewall drops/],
    [["gone"], { code: "EHOSTUNREACH" }, /No route/],
    [["it broke"], undefined, /ssh -v -o BatchMode=yes/],
    [
        ["no answer within 5 s (during the SSH handshake)", "the server said: connection refused by policy"],
        undefined,
        /no firewall drops/,
    ],
])("after %j there is one thing to do, and no word of a refresh", (lines, cause, expected) => {
    const { remedy } = faultOf(none("HOST_UNREACHABLE", "no SSH connection", { lines, cause }).error);
    expect(remedy).toMatch(expected);
    expect(remedy).not.toContain("pulumi");
});

it("an error that brings its own remedy keeps it; others have the usual one", () => {
    expect(faultOf(none("HOST_UNREACHABLE", "x", { remedy: "Do this." }).error).remedy).toBe("Do this.");
    expect(faultOf(none("LOGIN_REFUSED").error).remedy).toBe(errorCatalogue.LOGIN_REFUSED.remedy);
    expect(faultOf(none("CONNECTION_LOST").error).remedy).toMatch(/^Check again\./);
});

it("one line more is part of the row, several stand for themselves", () => {
    expect(faultOf(none("LOGIN_REFUSED", "no", { lines: ["one", " "] }).error).detail).toBe("no; one");
    expect(faultOf(none("LOGIN_REFUSED", "no", { lines: ["one", " two"] }).error)).toMatchObject({
        detail: "no",
        lines: ["one", "two"],
    });
});

it.each(["root@global1", "global1:2222", "ssh://global1", "[fd00::1]:22", "a@b@c"])(
    "%s is more than a name",
    (name) => {
        expect(nameOnlyRemedy(name)).toBe(
            "Write the name only; user and port belong into solaris:hosts or OpenSSH's configuration.",
        );
    },
);

it.each(["global1", "global1.example.com", "10.0.0.1", "fd00::1", "[fd00::1]"])("%s is a name", (name) => {
    expect(nameOnlyRemedy(name)).toBeUndefined();
});

import { loginObstacle, loginToTarget } from "../../../provider/solaris/loginToTarget";

const options = ["-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes", "-o", "ConnectTimeout=10"];

it.each([
    [{ user: "zadm", address: "global2", port: undefined }, [...options, "--", "zadm@global2", "/usr/bin/true"]],
    [
        { user: "mig", address: "10.0.7.2", port: 2222 },
        [...options, "-p", "2222", "--", "mig@10.0.7.2", "/usr/bin/true"],
    ],
    [{ user: "mig", address: "[fd00::2]", port: undefined }, [...options, "--", "mig@fd00::2", "/usr/bin/true"]],
])("logs in to %j by key and asks nothing", (destination, args) => {
    expect(loginToTarget({ scheme: "ssh", ...destination })).toMatchObject({
        program: "/usr/bin/ssh",
        args,
        privileged: false,
    });
});

it.each([
    ["No ED25519 host key is known for [global2]:22 and you have requested strict checking.", "hostKeyUnknown"],
    ["Host key verification failed.", "hostKeyUnknown"],
    ["@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @", "hostKeyChanged"],
    ["zadm@global2: Permission denied (publickey,keyboard-interactive).", "refused"],
    ["Received disconnect from 10.0.7.2 port 22:2: Too many authentication failures", "refused"],
    ["ssh: Could not resolve hostname global2: node name or service name not known", "unresolved"],
    ["ssh: connect to host global2 port 22: Connection refused", "unreachable"],
    ["ssh: connect to host global2 port 22: Connection timed out", "unreachable"],
    ["ssh: connect to host global2 port 22: No route to host", "unreachable"],
    ["Connection closed by 10.0.7.2 port 22", "other"],
    ["", "other"],
])("%j means %s", (line, obstacle) => {
    expect(loginObstacle(["Authorized use only", line])).toBe(obstacle);
});

it("a changed key is told from an unknown one, although both end alike", () => {
    expect(loginObstacle(["REMOTE HOST IDENTIFICATION HAS CHANGED!", "Host key verification failed."])).toBe(
        "hostKeyChanged",
    );
});

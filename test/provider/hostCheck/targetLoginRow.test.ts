import { targetLoginRow, untriedRow, type WayToTarget } from "../../../provider/hostCheck/targetLoginRow";
import type { MigrationDestination } from "../../../provider/solaris/migrationUri";
import { answered, inventoryHost, missing, none } from "./answers";

function way(destination: Partial<MigrationDestination> = {}, source: Record<string, unknown> = {}): WayToTarget {
    return {
        source: inventoryHost("global1", source),
        destination: { scheme: "ssh", user: "mig", address: "10.0.7.2", port: undefined, ...destination },
    };
}

it("is tried for ssh only", () => {
    expect(untriedRow("global2", way())).toBeUndefined();
    expect(untriedRow("global2", way({ scheme: "rads" }))).toMatchObject({
        outcome: "failed",
        code: "PASSWORD_PROMPT",
    });
    const radg = untriedRow("global2", way({ scheme: "radg" }));
    expect(radg).toMatchObject({ outcome: "skipped", detail: expect.stringContaining("Kerberos") as string });
});

it("is ok where ssh ends with 0; under sudo with a word about root", () => {
    const row = targetLoginRow("global2", way({ port: 2222 }), answered("motd\n"));
    expect(row).toEqual({ check: "login to target", outcome: "ok", detail: "zadm here -> mig@10.0.7.2 port 2222" });
    const { outcome, detail } = targetLoginRow("global2", way({}, { privilege: "sudo" }), answered(""));
    expect([outcome, detail]).toEqual(["ok", expect.stringMatching(/root's own key .* \[U\]$/)]);
});

it.each([
    [
        "No ED25519 host key is known for 10.0.7.2",
        "HOST_KEY_UNKNOWN",
        "step 5):\nssh-keyscan -t ed25519,rsa 10.0.7.2 > /root/global2.key\n",
    ],
    ["WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!", "HOST_KEY_MISMATCH", "\nssh-keygen -R 10.0.7.2"],
    [
        "mig@10.0.7.2: Permission denied (publickey).",
        "LOGIN_REFUSED",
        "append this to ~mig/.ssh/authorized_keys on global2",
    ],
    ["ssh: Could not resolve hostname x: not known", "HOST_UNREACHABLE", "set migration.address of global2"],
    ["ssh: connect to host x port 22: Connection refused", "HOST_UNREACHABLE", "\nssh mig@10.0.7.2 true"],
])("with %j it has failed, as %s, and says what to do", (said, code, remedy) => {
    const row = targetLoginRow("global2", way(), answered("", 255, `banner\n${said}\n`));
    expect(row).toMatchObject({ outcome: "failed", code });
    expect(row.detail).toContain(said);
    expect(row.remedy).toContain(remedy);
});

it("names the port in what is to be typed", () => {
    const failing = (line: string): string | undefined =>
        targetLoginRow("global2", way({ port: 2222 }), answered("", 255, `${line}\n`)).remedy;
    expect(failing("Host key verification failed.")).toContain("\nssh-keyscan -t ed25519,rsa -p 2222 10.0.7.2 >");
    expect(failing("REMOTE HOST IDENTIFICATION HAS CHANGED!")).toContain("\nssh-keygen -R '[10.0.7.2]:2222'");
});

it("puts the key where every user's ssh finds it, only after a comparison", () => {
    const { remedy = "" } = targetLoginRow("global2", way(), answered("", 255, "Host key verification failed.\n"));
    expect(remedy.split("\n").slice(2)).toEqual([
        "ssh-keygen -lf /root/global2.key",
        "for key in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf $key; done   # on global2: must show the same",
        "cat /root/global2.key >> /etc/ssh/ssh_known_hosts   # only then",
    ]);
});

it("takes the old key out of the file that ssh names", () => {
    const said =
        "@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\nOffending ED25519 key in /etc/ssh/ssh_known_hosts:3\n";
    const { remedy } = targetLoginRow("global2", way({ address: "[fd00::2]" }), answered("", 255, said));
    expect(remedy).toMatch(/\nssh-keygen -R fd00::2 -f \/etc\/ssh\/ssh_known_hosts$/);
});

it("has failed where ssh ends otherwise, and is not told where there is no ssh", () => {
    expect(targetLoginRow("global2", way(), answered("", 255, "Connection closed\n"))).toMatchObject({
        outcome: "failed",
        code: "COMMAND_FAILED",
        detail: "x failed on global1; Connection closed",
    });
    expect(targetLoginRow("global2", way(), missing("/usr/bin/ssh")).outcome).toBe("warning");
    expect(targetLoginRow("global2", way(), none("PASSWORD_PROMPT"))).toMatchObject({
        outcome: "failed",
        code: "PASSWORD_PROMPT",
    });
});

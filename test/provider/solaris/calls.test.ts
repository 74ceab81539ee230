import { migrate, type MigrateRequest } from "../../../provider/solaris/zoneadmMigrate";
import {
    applyScript,
    deleteConfiguration,
    exportConfiguration,
    lowerLinkEdit,
} from "../../../provider/solaris/zonecfg";
import { isUsageError, toCommand, type ToolCall } from "../../../provider/solaris/tool";

describe("toCommand", () => {
    const call: ToolCall = {
        name: "zonecfg export",
        program: "/usr/sbin/zonecfg",
        args: ["-z", "kzone1", "export"],
        privileged: true,
        reads: false,
        timeoutMs: 1_000,
    };

    it.each([
        ["pfexec", ["/usr/bin/pfexec"]],
        ["sudo", ["/usr/bin/sudo", "-n"]],
        ["none", []],
    ] as const)("with %s asks for rights that way, in English, by absolute paths", (privilege, prefix) => {
        expect(toCommand(call, privilege)).toEqual({
            name: "zonecfg export",
            argv: ["/usr/bin/env", "LC_ALL=C", ...prefix, "/usr/sbin/zonecfg", "-z", "kzone1", "export"],
            timeoutMs: 1_000,
        });
    });

    it.each(["pfexec", "sudo", "none"] as const)(
        "with %s asks for no rights that a call does not need",
        (privilege) => {
            expect(toCommand({ ...call, privileged: false }, privilege).argv.slice(0, 3)).toEqual([
                "/usr/bin/env",
                "LC_ALL=C",
                "/usr/sbin/zonecfg",
            ]);
        },
    );

    it("hands standard input on", () => {
        expect(toCommand({ ...call, stdin: "exit\n" }, "none").stdin).toBe("exit\n");
        expect("stdin" in toCommand(call, "none")).toBe(false);
    });
});

describe("zoneadm migrate", () => {
    const request: MigrateRequest = {
        zone: "kzone1",
        uri: "ssh://zadm@global2",
        dryRun: false,
        typeFlag: true,
        overwriteTargetConfig: false,
        timeoutMs: 1,
    };
    const argsOf = (changes: Partial<MigrateRequest>): string => migrate({ ...request, ...changes }).args.join(" ");

    it.each<[Partial<MigrateRequest>, string]>([
        [{}, "-z kzone1 migrate -t live ssh://zadm@global2"],
        [{ dryRun: true }, "-z kzone1 migrate -n -t live ssh://zadm@global2"],
        [{ typeFlag: false }, "-z kzone1 migrate ssh://zadm@global2"],
        [{ overwriteTargetConfig: true }, "-z kzone1 migrate -w -t live ssh://zadm@global2"],
        // -n and -w exclude each other.
        [{ overwriteTargetConfig: true, dryRun: true }, "-z kzone1 migrate -n -t live ssh://zadm@global2"],
        [{ cipher: "aes-128-gcm" }, "-z kzone1 migrate -t live -c aes-128-gcm ssh://zadm@global2"],
    ])("for %j is %p", (changes, args) => {
        expect(argsOf(changes)).toBe(args);
    });

    it("needs rights and is called by what it does", () => {
        expect(migrate(request)).toMatchObject({
            name: "zoneadm migrate",
            privileged: true,
            program: "/usr/sbin/zoneadm",
        });
        expect(migrate({ ...request, dryRun: true }).name).toBe("zoneadm migrate -n");
    });

    it.each([
        [2, [], true],
        [1, ["  usage: zoneadm -z zonename migrate"], true],
        [1, ["Usage:"], true],
        [1, ["zoneadm: zone 'kzone1': boot failed:"], false],
        [0, [], false],
    ])("with exit code %i and %j was a usage error: %p", (exitCode, lines, usage) => {
        expect(isUsageError(exitCode, lines)).toBe(usage);
    });
});

describe("zonecfg", () => {
    it.each([
        [exportConfiguration("kzone1", "stored"), "zonecfg export", "-z kzone1 export"],
        [exportConfiguration("kzone1", "running"), "zonecfg -r export", "-z kzone1 -r export"],
        [applyScript("kzone1", "create -b\n"), "zonecfg -f -", "-z kzone1 -f -"],
        [deleteConfiguration("kzone1"), "zonecfg delete -F", "-z kzone1 delete -F"],
    ])("%o", (call, name, args) => {
        expect(call).toMatchObject({ name, program: "/usr/sbin/zonecfg", privileged: true });
        expect(call.args.join(" ")).toBe(args);
    });

    it("gets a script on standard input, never among the arguments, which everybody on the host can see", () => {
        const call = applyScript("kzone1", "add keysource\nset raw=5ecret\nend\n");
        expect(call.stdin).toContain("5ecret");
        expect(JSON.stringify([call.name, call.args])).not.toContain("5ecret");
    });

    it("edits one anet's lower-link as in example 47", () => {
        expect(lowerLinkEdit(0, "net1")).toBe("select anet id=0\nset lower-link=net1\nend\n");
    });
});

import { ask, missingProgram } from "../../../provider/hostCheck/answer";
import { SolarisError } from "../../../provider/errors/solarisError";
import { SolarisHosts } from "../../../provider/solaris/hosts";
import { openCall } from "../../../provider/solaris/tool";
import type { CommandResult } from "../../../provider/transport/command";
import { Inventory } from "../../../provider/transport/inventory/inventory";
import { exited, output, ScriptedRunner } from "../solaris/scriptedRunner";

const call = openCall("x", "/usr/sbin/x", "-a");

function hostsWith(answer: CommandResult | Error): SolarisHosts {
    return new SolarisHosts(Inventory.parse({ global1: {} }, { sshConfig: "none" }), new ScriptedRunner({ x: answer }));
}

describe("missingProgram", () => {
    it.each([
        [127, "env: /usr/sbin/x: No such file or directory", "/usr/sbin/x"],
        [127, "sh: /usr/sbin/x: not found", "/usr/sbin/x"],
        [127, "env: '/usr/sbin/x': No such file or directory", "/usr/sbin/x"],
        [127, "env: No such file or directory", "/usr/sbin/x"],
        [127, "env: /usr/bin/pfexec: No such file or directory", "/usr/bin/pfexec"],
        [1, "sudo: /usr/sbin/x: command not found", "/usr/sbin/x"],
        [1, "pfexec: /usr/sbin/x: No such file or directory", "/usr/sbin/x"],
        [1, "sh: /usr/bin/fortune: not found", undefined],
        [1, "x: /usr/sbin/x/config: No such file or directory", undefined],
        [0, "sh: /usr/sbin/x: not found", undefined],
    ])("with exit code %i and %j is %s", (exitCode, line, program) => {
        expect(missingProgram(call, exitCode, ["motd", line])).toBe(program);
    });
});

describe("ask", () => {
    it("gives an answer whatever its exit code", async () => {
        expect(await ask(hostsWith(exited(3, "out\n", "err\n")), "global1", call)).toMatchObject({
            kind: "answered",
            exitCode: 3,
            stdout: "out\n",
            lines: ["out", "err"],
            errorLines: ["err"],
        });
    });

    it("tells a program that is not there", async () => {
        const answer = await ask(hostsWith(exited(127, "", "sh: /usr/sbin/x: not found\n")), "global1", call);
        const lines = ["sh: /usr/sbin/x: not found"];
        expect(answer).toEqual({ kind: "missing", program: "/usr/sbin/x", exitCode: 127, lines, errorLines: lines });
    });

    it.each<[string, CommandResult | Error, string]>([
        ["lost", { kind: "lost", reason: "gone", ...output() }, "CONNECTION_LOST"],
        ["late", { kind: "timedOut", afterMs: 1, ...output() }, "COMMAND_TIMEOUT"],
        ["an error", new SolarisError("LOGIN_REFUSED", { message: "no" }), "LOGIN_REFUSED"],
    ])("makes no answer of what is %s", async (_what, end, code) => {
        expect(await ask(hostsWith(end), "global1", call)).toMatchObject({ kind: "none", error: { code } });
    });

    it("throws what is no error of a host", async () => {
        const fault = new TypeError("a fault of ours");
        await expect(ask(hostsWith(fault), "global1", call)).rejects.toBe(fault);
    });

    it("of a host that is not known is no answer either", async () => {
        const hosts = hostsWith(exited(0));
        expect(await ask(hosts, "globall", call)).toMatchObject({ kind: "none", error: { code: "HOST_UNKNOWN" } });
    });
});

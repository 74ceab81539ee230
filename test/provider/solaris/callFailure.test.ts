import type { SolarisError } from "../../../provider/errors/solarisError";
import { callFailure } from "../../../provider/solaris/callFailure";
import type { CommandResult } from "../../../provider/transport/command";
import { readTranscript } from "../../fixtures/transcript";
import { exited, output } from "./scriptedRunner";

describe("the error for a call", () => {
    const failureOf = (result: CommandResult): SolarisError => callFailure("global1", "zoneadm migrate", result);

    it.each([
        "zoneadm: zone 'kzone1': only a privileged user may migrate a zone.",
        "zonecfg: Permission denied",
        "zoneadm: not authorized",
        "sudo: a password is required",
        "zoneadm: insufficient privileges",
    ])("for %p is a lack of rights", (line) => {
        expect(failureOf(exited(1, "", `${line}\n`))).toMatchObject({
            code: "PRIVILEGE_MISSING",
            details: { host: "global1", command: "zoneadm migrate", exitCode: 1, lines: [line] },
        });
    });

    it.each<[CommandResult, string, RegExp]>([
        [exited(1, "", "zoneadm: zone 'kzone1': not running\n"), "COMMAND_FAILED", /failed on global1/],
        [{ kind: "signalled", signal: "SIGKILL", ...output() }, "COMMAND_FAILED", /signal SIGKILL/],
        [
            { kind: "lost", reason: "gone", ...output() },
            "CONNECTION_LOST",
            /how zoneadm migrate ended on .* is not known: gone/,
        ],
        [{ kind: "timedOut", afterMs: 61_000, ...output() }, "COMMAND_TIMEOUT", /no end within 61 s/],
        [{ kind: "prompted", prompt: "Password:", ...output() }, "PASSWORD_PROMPT", /\("Password:"\)/],
    ])("for %j is %s", (result, code, message) => {
        const error = failureOf(result);
        expect(error).toMatchObject({ code, details: { host: "global1", command: "zoneadm migrate" } });
        expect(error.message).toMatch(message);
    });

    it("hides the configuration that Solaris echoes, and keeps the last twenty lines", () => {
        const { text } = readTranscript("failure-host-compatible");
        const noise = Array.from({ length: 30 }, (_, index) => `noise ${index}\n`).join("");
        const error = failureOf(exited(1, "", noise + text.replace("...", "add keysource\nset raw=5ecret\nend")));
        expect(error.message).not.toMatch(/5ecret|host-compatible/);
        expect(error.details.lines).toHaveLength(20);
        expect(error.details.lines?.slice(-4)).toEqual([
            "[configuration not shown]",
            "Error received from the target machine:",
            "On line 3:",
            "memlzr: Invalid argument",
        ]);
    });
});

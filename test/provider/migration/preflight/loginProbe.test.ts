import { judgeLogin, probeLogin } from "../../../../provider/migration/preflight/loginProbe";
import { SolarisHosts } from "../../../../provider/solaris/hosts";
import type { CommandResult } from "../../../../provider/transport/command";
import { exited, output, ScriptedRunner } from "../../solaris/scriptedRunner";
import { inventoryOf } from "../../transport/hostBuilder";

const question = {
    from: "global1",
    to: "global2",
    destination: { scheme: "ssh", user: "mig", address: "10.0.0.2", port: 2222 },
} as const;

describe("judgeLogin", () => {
    it("finds nothing in a login that works", () => {
        expect(judgeLogin(question, exited(0, "", "Warning: motd\n"))).toBeUndefined();
    });

    it.each([
        ["Host key verification failed.", /host key is not known on the source/],
        ["mig@10.0.0.2: Permission denied (publickey).", /does not take the source's key/],
        ["ssh: Could not resolve hostname x: not known", /name is not known on the source/],
        ["ssh: connect to host 10.0.0.2 port 2222: Connection refused", /not reached from the source/],
        ["@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @", /another host key/],
        ["ssh: what?", /ssh failed/],
    ])("says what is in the way by %s", (line, said) => {
        const finding = judgeLogin(question, exited(255, "", `noise 1\nnoise 2\nnoise 3\n${line}\n`));
        expect(finding).toMatchObject({ code: "TARGET_LOGIN_FAILED", severity: "warning", host: "global1" });
        expect(finding?.message).toMatch(/^the login from global1 to global2 \(mig@10\.0\.0\.2\) does not work: /);
        expect(finding?.message).toMatch(said);
        expect(finding?.lines).toEqual(["noise 2", "noise 3", line]);
        expect(finding?.remedy).toContain("pulumi-solaris check-host global1 --to global2");
    });

    it.each<[CommandResult, RegExp]>([
        [{ kind: "timedOut", afterMs: 60_000, ...output() }, /no end within 60 s/],
        [{ kind: "prompted", prompt: "Password:", ...output() }, /it asks "Password:"/],
        [{ kind: "lost", reason: "the link broke", ...output() }, /the link broke/],
        [{ kind: "signalled", signal: "SIGTERM", ...output() }, /signal SIGTERM/],
    ])("does not call a login failed that came to no end: %j", (result, said) => {
        expect(judgeLogin(question, result)?.message).toMatch(/could not be tried: /);
        expect(judgeLogin(question, result)?.message).toMatch(said);
    });
});

describe("probeLogin", () => {
    const hostsWith = (answer: CommandResult | Error) => {
        const runner = new ScriptedRunner({ "ssh to the target": answer });
        return { runner, hosts: new SolarisHosts(inventoryOf({ global1: {}, global2: {} }), runner) };
    };

    it("tries it on the source, by the address of the destination", async () => {
        const { hosts, runner } = hostsWith(exited(255, "", "Host key verification failed.\n"));
        expect(await probeLogin(hosts, question)).toMatchObject({ code: "TARGET_LOGIN_FAILED" });
        expect(runner.ran).toEqual(["global1: ssh to the target"]);
        expect(runner.commands[0]?.argv).toEqual(expect.arrayContaining(["BatchMode=yes", "2222", "mig@10.0.0.2"]));
    });

    it("tries no other scheme", async () => {
        const { hosts, runner } = hostsWith(exited(0));
        const destination = { ...question.destination, scheme: "radg" } as const;
        expect(await probeLogin(hosts, { ...question, destination })).toBeUndefined();
        expect(runner.ran).toEqual([]);
    });

    it("hands on the error of a source that cannot be asked", async () => {
        const gone = new Error("no route");
        await expect(probeLogin(hostsWith(gone).hosts, question)).rejects.toBe(gone);
    });
});

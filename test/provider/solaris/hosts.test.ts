import { performance } from "node:perf_hooks";
import { SolarisHosts } from "../../../provider/solaris/hosts";
import type { CommandResult } from "../../../provider/transport/command";
import { inventoryOf } from "../transport/hostBuilder";
import { readTranscript } from "../../fixtures/transcript";
import { exited, output, ScriptedRunner } from "./scriptedRunner";

const uuid = "29be88cb-e61a-4204-8d9b-f4a61bf0efdd";
const list = [
    "0:global:running:/::solaris:shared:-:none:",
    `4:kzone1:running:/system/volatile/zones/kzone1/zonepath:${uuid}:solaris-kz:excl:-:solaris-kz:`,
    "-:kzone2:installed:/system/volatile/zones/kzone2/zonepath::solaris-kz:excl:-:solaris-kz:",
    "",
].join("\n");
const auxiliary =
    "NAME STATUS AUXILIARY STATE\nglobal running\nkzone1 running migrating-out\nkzone2 installed suspended\n";
const usage = exited(2, "", "usage:\tlist [-cipv]\n");

const good = { "zoneadm list -cp": exited(0, list), "zoneadm list -cs": exited(0, auxiliary) };

type Answers = ConstructorParameters<typeof ScriptedRunner>[0];

/** Hosts global1 and global2 behind scripted answers. */
function hostsWith(answers: Answers): { hosts: SolarisHosts; runner: ScriptedRunner } {
    const runner = new ScriptedRunner(answers);
    const inventory = inventoryOf({ global1: {}, global2: { privilege: "sudo" } });
    return { hosts: new SolarisHosts(inventory, runner), runner };
}

afterEach(() => {
    jest.restoreAllMocks();
});

describe("snapshot", () => {
    it("puts both lists together", async () => {
        const { hosts } = hostsWith(good);
        const { host, zones } = await hosts.snapshot("global1", 0);
        expect(host).toBe("global1");
        expect([...zones.values()].map(({ name, state, auxiliary: aux }) => [name, state, aux])).toEqual([
            ["global", "running", []],
            ["kzone1", "running", ["migrating-out"]],
            ["kzone2", "installed", ["suspended"]],
        ]);
        expect(zones.get("kzone1")?.uuid).toBe(uuid);
    });

    it("asks a host once, with two commands, for a hundred who ask at the same time", async () => {
        const { hosts, runner } = hostsWith(good);
        const asked = Array.from({ length: 100 }, () => hosts.snapshot("global1", 1_000));
        expect(new Set(await Promise.all(asked)).size).toBe(1);
        expect(runner.ran).toEqual(["global1: zoneadm list -cp", "global1: zoneadm list -cs"]);
        await hosts.snapshot("global2", 1_000);
        expect(runner.ran).toHaveLength(4);
    });

    it("gives an answer again while it is young enough", async () => {
        const { hosts, runner } = hostsWith(good);
        const clock = jest.spyOn(performance, "now").mockReturnValue(1_000);
        const first = await hosts.snapshot("global1", 0);
        clock.mockReturnValue(1_500);
        expect(await hosts.snapshot("global1", 500)).toBe(first);
        expect(runner.ran).toHaveLength(2);
        expect(await hosts.snapshot("global1", 499)).not.toBe(first);
        expect(runner.ran).toHaveLength(4);
        // The new answer has taken the old one's place.
        clock.mockReturnValue(1_999);
        await hosts.snapshot("global1", 499);
        expect(runner.ran).toHaveLength(4);
    });

    it("asks anew after forget, also while the question is under way", async () => {
        const { hosts, runner } = hostsWith(good);
        const before = hosts.snapshot("global1", 60_000);
        hosts.forget("global1");
        const after = await hosts.snapshot("global1", 60_000);
        expect(await before).not.toBe(after);
        expect(await hosts.snapshot("global1", 60_000)).toBe(after);
        expect(runner.ran).toHaveLength(4);
    });

    it("asks for auxiliary states by -s where -cs is a usage error, and remembers that", async () => {
        const { hosts, runner } = hostsWith({
            ...good,
            "zoneadm list -cs": usage,
            "zoneadm list -s": exited(0, "NAME STATUS AUXILIARY STATE\nkzone1 running migrating-in\n"),
        });
        const { zones } = await hosts.snapshot("global1", 0);
        expect(zones.get("kzone1")?.auxiliary).toEqual(["migrating-in"]);
        expect(zones.get("kzone2")?.auxiliary).toEqual([]);
        hosts.forget("global1");
        await hosts.snapshot("global1", 0);
        expect(runner.ran.filter((name) => name.endsWith("-cs"))).toHaveLength(1);
        expect(runner.ran.filter((name) => name.endsWith(" -s"))).toHaveLength(2);
        // Of another host nothing is concluded.
        await hosts.snapshot("global2", 0);
        expect(runner.ran).toContain("global2: zoneadm list -cs");
    });

    it("does without auxiliary states where the release has none", async () => {
        const { hosts } = hostsWith({ ...good, "zoneadm list -cs": usage, "zoneadm list -s": usage });
        expect((await hosts.snapshot("global1", 0)).zones.get("kzone1")?.auxiliary).toEqual([]);
    });

    it.each<[string, Answers, string]>([
        ["an empty list", { "zoneadm list -cp": exited(0, "Welcome\n") }, "OUTPUT_NOT_UNDERSTOOD"],
        ["a list that fails", { "zoneadm list -cp": exited(1, "", "zoneadm: out of memory\n") }, "COMMAND_FAILED"],
        ["a lost list", { "zoneadm list -cp": { kind: "lost", reason: "x", ...output() } }, "CONNECTION_LOST"],
        ["lost states", { "zoneadm list -cs": { kind: "lost", reason: "x", ...output() } }, "CONNECTION_LOST"],
        [
            "states that fail in both forms",
            { "zoneadm list -cs": usage, "zoneadm list -s": exited(1, "", "zoneadm: out of memory\n") },
            "COMMAND_FAILED",
        ],
    ])("is refused with %s", async (_what, answers, code) => {
        const { hosts } = hostsWith({ ...good, ...answers });
        await expect(hosts.snapshot("global1", 0)).rejects.toMatchObject({ code, details: { host: "global1" } });
    });

    it("of a host that is not known names the known ones and asks nobody", async () => {
        const { hosts, runner } = hostsWith(good);
        await expect(hosts.snapshot("globall", 0)).rejects.toMatchObject({ code: "HOST_UNKNOWN" });
        expect(runner.ran).toEqual([]);
    });
});

describe("lookUp", () => {
    const zonePath = "/system/volatile/zones/kzone1/zonepath";

    it("finds a zone that no list shows", async () => {
        const line = `-:kzone1:incomplete:${zonePath}:${uuid}:solaris-kz:excl:-:solaris-kz:\n`;
        const { hosts, runner } = hostsWith({ "zoneadm list -p": exited(0, `Welcome\n${line}`) });
        expect(await hosts.lookUp("global1", "kzone1")).toMatchObject({ name: "kzone1", state: "incomplete", uuid });
        expect(runner.commands[0]?.argv.slice(2)).toEqual(["/usr/sbin/zoneadm", "-z", "kzone1", "list", "-p"]);
    });

    it("calls a zone absent only where Solaris says that there is none", async () => {
        const { hosts } = hostsWith({ "zoneadm list -p": exited(1, "", readTranscript("list-no-such-zone").text) });
        expect(await hosts.lookUp("global1", "nosuch")).toBeUndefined();
    });

    it.each<[string, CommandResult]>([
        ["another failure", exited(1, "", "zoneadm: kzone1: could not get state: Bad handle\n")],
        ["an answer about another zone", exited(0, "-:kzone2:installed:/x::solaris-kz:excl:-:solaris-kz:\n")],
        ["no answer", { kind: "lost", reason: "x", ...output() }],
        [
            "a lost answer that begins like one",
            { kind: "lost", reason: "x", ...output("", "No such zone configured\n") },
        ],
    ])("does not call it absent after %s", async (_what, result) => {
        const { hosts } = hostsWith({ "zoneadm list -p": result });
        await expect(hosts.lookUp("global1", "kzone1")).rejects.toMatchObject({ name: "SolarisError" });
    });
});

describe("machine", () => {
    it("is asked for once, and again only after a failure", async () => {
        const { hosts, runner } = hostsWith({
            hostid: [exited(1, "", "no\n"), exited(0, "848611d4\n")],
            "uname -n": exited(0, "global1\n"),
        });
        await expect(hosts.machine("global1")).rejects.toMatchObject({ code: "COMMAND_FAILED" });
        const identity = { hostid: "848611d4", nodeName: "global1" };
        expect(await Promise.all([hosts.machine("global1"), hosts.machine("global1")])).toEqual([identity, identity]);
        expect(await hosts.machine("global1")).toEqual(identity);
        expect(runner.ran).toHaveLength(4);
    });

    it("is not guessed at", async () => {
        const { hosts } = hostsWith({ hostid: exited(0, "Welcome!\n"), "uname -n": exited(0, "global1\n") });
        await expect(hosts.machine("global1")).rejects.toMatchObject({
            code: "OUTPUT_NOT_UNDERSTOOD",
            details: { lines: ["Welcome!", "global1"] },
        });
    });
});

describe("configuration", () => {
    const script = readTranscript("zonecfg-export-full").text;

    it("is the running one where that can be had", async () => {
        const { hosts, runner } = hostsWith({ "zonecfg -r export": exited(0, script) });
        expect((await hosts.configuration("global1", "kzone1", "running")).script).toBe(script);
        expect(runner.ran).toEqual(["global1: zonecfg -r export"]);
    });

    it.each([
        ["exit code 2", exited(2, "", "")],
        ["a usage text", exited(1, "", "usage:\tzonecfg -z zone\n")],
    ])("is the stored one where -r is a usage error by %s", async (_what, refusal) => {
        const { hosts, runner } = hostsWith({ "zonecfg -r export": refusal, "zonecfg export": exited(0, script) });
        expect((await hosts.configuration("global1", "kzone1", "running")).script).toBe(script);
        expect(runner.ran).toHaveLength(2);
    });

    it("is not the stored one after any other failure", async () => {
        const { hosts, runner } = hostsWith({ "zonecfg -r export": exited(1, "", "kzone1: Bad handle\n") });
        await expect(hosts.configuration("global1", "kzone1", "running")).rejects.toMatchObject({
            code: "COMMAND_FAILED",
            details: { command: "zonecfg -r export", lines: ["kzone1: Bad handle"] },
        });
        expect(runner.ran).toHaveLength(1);
    });

    // An export can hold the zone's encryption key.
    const half = "create -b\nadd keysource\nset raw=5ecret\n";
    it.each<[string, CommandResult]>([
        ["breaks off", { kind: "lost", reason: "x", ...output(half) }],
        ["takes too long", { kind: "timedOut", afterMs: 1, ...output(half) }],
        ["is ended by a signal", { kind: "signalled", signal: "SIGTERM", ...output(half) }],
        ["fails at its end", exited(1, half, "zonecfg: write error\n")],
        ["has no beginning", exited(0, half.replace("create -b\n", ""))],
    ])("is not shown when the export %s", async (_what, result) => {
        const { hosts } = hostsWith({ "zonecfg export": result });
        const error: unknown = await hosts.configuration("global1", "kzone1", "stored").catch((e: unknown) => e);
        expect(error).toMatchObject({ name: "SolarisError" });
        expect((error as Error).message).not.toContain("5ecret");
        expect(JSON.stringify((error as { details: unknown }).details)).not.toContain("5ecret");
    });
});

describe("call and read", () => {
    const call = { name: "x", program: "/x", args: ["a"], privileged: true, reads: false, timeoutMs: 7 };

    it("use the host's way to rights and hand on what comes while it comes", async () => {
        const { hosts, runner } = hostsWith({ x: exited(3) });
        const onLine = jest.fn();
        expect(await hosts.call("global2", call, onLine)).toMatchObject({ kind: "exited", exitCode: 3 });
        expect(runner.commands[0]).toEqual({
            name: "x",
            argv: ["/usr/bin/env", "LC_ALL=C", "/usr/bin/sudo", "-n", "/x", "a"],
            timeoutMs: 7,
            onLine,
        });
    });

    it("give standard output, or an error where the call did not succeed", async () => {
        const { hosts } = hostsWith({ x: [exited(0, "out", "warning"), exited(1)] });
        expect(await hosts.read("global1", call)).toBe("out");
        await expect(hosts.read("global1", call)).rejects.toMatchObject({ code: "COMMAND_FAILED" });
    });

    it("hand on the error of a host that cannot be reached", async () => {
        const unreachable = new Error("no route");
        const { hosts } = hostsWith({ x: unreachable });
        await expect(hosts.read("global1", call)).rejects.toBe(unreachable);
    });
});

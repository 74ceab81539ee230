import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";
import { known, unknown, valueOf, type HostFacts } from "../../../provider/solaris/hostFacts";
import { SolarisHosts } from "../../../provider/solaris/hosts";
import { askHostFacts, parseHostFacts } from "../../../provider/solaris/readHostFacts";
import fc from "../../fuzz";
import { inventoryOf } from "../transport/hostBuilder";
import { factsAnswer, printedBy, soundAnswers, type SectionAnswer } from "./factsAnswer";
import { hostileText } from "./hostileText";
import { exited, output, ScriptedRunner } from "./scriptedRunner";

const mark = "facts-1b4e28ba";
const script = String(askHostFacts(mark).args[1]);

function factsOf(deviations: Readonly<Record<string, SectionAnswer>> = {}, noise = ""): HostFacts {
    return parseHostFacts("global1", mark, noise + printedBy(script, { ...soundAnswers, ...deviations }) + noise);
}

const sound: HostFacts = {
    host: "global1",
    machine: known({ hostid: "848611d4", nodeName: "global1" }),
    release: known({ system: "SunOS", version: "11.4.48.123.0" }),
    processorType: known("i386"),
    processorModels: known(["Intel(r) Xeon(r) CPU E5-2699 v4 @ 2.20GHz"]),
    processors: known(16),
    memoryBytes: known(256 * 1024 ** 3),
    maintenance: known({ kind: "none" }),
    services: known(
        new Map([
            ["svc:/network/kz-migr:stream", "online"],
            ["svc:/system/rad:local", "online"],
            ["svc:/system/rad:remote", "disabled"],
        ]),
    ),
    links: known(["net0", "net1", "kzone1/net0"]),
    userId: known(100),
    profiles: known(new Set(["zone migration", "zone configuration", "all"])),
    authorizations: known(["solaris.zone.config", "solaris.zone.migrate"]),
};

describe("facts of a host", () => {
    it("are read from the one answer, whatever login scripts print around it", () => {
        expect(factsOf()).toEqual(sound);
        expect(factsOf({}, "Welcome!\n00000000\nmaintenance\nuid=0(root)\n")).toEqual(sound);
    });

    it("are each for itself unknown where the host does not tell, with what came instead", () => {
        const facts = factsOf({
            processorType: "vax\n",
            maintenance: [1, "sysadm: cannot connect to svc.sysadm\n"],
            links: [127, "sh: /usr/sbin/dladm: not found\n"],
            memory: [1, ""],
            profiles: [1, "profiles: no such user\n\u001b[2J\n"],
        });
        expect(facts).toEqual({
            ...sound,
            processorType: unknown("uname -p: not understood; vax"),
            maintenance: unknown("sysadm maintain -l: exit code 1; sysadm: cannot connect to svc.sysadm"),
            links: unknown("dladm show-link: /usr/sbin/dladm is not there"),
            memoryBytes: unknown("prtconf: exit code 1"),
            profiles: unknown("profiles: exit code 1; \\x1b[2J"),
        });
    });

    it("do not make a machine's identity out of one half of it", () => {
        expect(factsOf({ hostid: "none\n" }).machine).toEqual(unknown("hostid: not understood; none"));
        expect(factsOf({ nodeName: [1, "no\n"] }).machine).toEqual(unknown("uname -n: exit code 1; no"));
    });

    it.each<[string, SectionAnswer, HostFacts["maintenance"]]>([
        ["no sysadm, as before 11.4", [127, "sh: /usr/sbin/sysadm: not found\n"], known({ kind: "none" })],
        ["a sentence that says no", "sysadm: not in maintenance mode\n", known({ kind: "none" })],
        [
            "a record",
            "admin:root:2026-11-23T00\\:00\\:00Z:new disks\n",
            known({
                kind: "maintenance",
                records: [{ user: "root", date: "2026-11-23T00:00:00Z", message: "new disks" }],
            }),
        ],
        ["something else", "moon\n", unknown("sysadm maintain -l: not understood; moon")],
        ["a failure without a word", [1, ""], unknown("sysadm maintain -l: exit code 1")],
    ])("tell maintenance mode by %s", (_what, answer, maintenance) => {
        expect(factsOf({ maintenance: answer }).maintenance).toEqual(maintenance);
    });

    it("tell services also where some patterns fit none, and where none fits", () => {
        const none = "svcs: Pattern 'svc:/system/rad:*' doesn't match any instances\n";
        expect(factsOf({ services: [1, none] }).services).toEqual(known(new Map()));
        expect(factsOf({ services: [1, "svcs: could not bind to repository\n"] }).services).toEqual(
            unknown("svcs: exit code 1; svcs: could not bind to repository"),
        );
    });

    it("that are cut off in the middle are not known from there on", () => {
        const whole = printedBy(script, soundAnswers);
        const facts = parseHostFacts("global1", mark, whole.slice(0, whole.indexOf("end links")));
        expect(facts.services).toEqual(sound.services);
        expect(facts.links).toEqual(unknown("dladm show-link: no whole answer came"));
        expect(facts.userId).toEqual(unknown("id: no whole answer came"));
    });

    it("throw nothing and take no fact from outside of a section, whatever a host prints", () => {
        fc.assert(
            fc.property(hostileText, hostileText, (noise, answer) => {
                const nothing = parseHostFacts("global1", mark, noise);
                const facts = Object.values(nothing).filter((fact) => typeof fact === "object") as { kind: string }[];
                expect(facts.map(({ kind }) => kind)).toEqual(facts.map(() => "unknown"));
                // Nonsense in every section: no fact may be anything but of its kind.
                const odd = factsOf(Object.fromEntries(Object.keys(soundAnswers).map((name) => [name, answer])));
                expect(valueOf(odd.processors) ?? 1).toBeGreaterThan(0);
                expect(valueOf(odd.memoryBytes) ?? 0).toBeGreaterThanOrEqual(0);
                expect(valueOf(odd.links) ?? ["x"]).not.toEqual([]);
                // And nonsense in one leaves the others as they are.
                const { links: _links, ...others } = factsOf({ links: answer });
                const { links: _sound, ...expected } = sound;
                expect(others).toEqual(expected);
            }),
            { numRuns: 1_000 },
        );
    });
});

describe("the question", () => {
    it("is one call without rights that only reads, and asks by absolute paths", () => {
        const { program, args, privileged, reads } = askHostFacts(mark);
        expect([program, args, privileged, reads]).toEqual(["/bin/sh", ["-c", script, "sh"], false, true]);
        const programs = script.split("\n").filter((line) => !/^(?:printf |exit 0$|$)/.test(line));
        expect(programs).toHaveLength(Object.keys(soundAnswers).length);
        const byPath = /^\/(?:usr\/)?s?bin\/\w.* <\/dev\/null 2>&1$/;
        expect(programs.filter((line) => !byPath.test(line))).toEqual([]);
    });

    it("is understood by this machine's own shell, which has some of the programs", () => {
        const result = spawnSync("/bin/sh", ["-s"], { input: script, encoding: "utf8", timeout: 20_000 });
        expect(result).toMatchObject({ status: 0, stderr: "" });
        const facts = parseHostFacts("here", mark, result.stdout);
        expect(valueOf(facts.machine)?.nodeName).toBe(spawnSync("uname", ["-n"], { encoding: "utf8" }).stdout.trim());
        expect(valueOf(facts.userId)).toBe(process.getuid?.());
        expect(valueOf(facts.release)?.system).toBe("Linux");
        expect(facts.maintenance).toEqual(known({ kind: "none" }));
    });
});

describe("SolarisHosts", () => {
    const hostsWith = (answers: ConstructorParameters<typeof ScriptedRunner>[0]) => {
        const runner = new ScriptedRunner(answers);
        return { runner, hosts: new SolarisHosts(inventoryOf({ global1: {}, global2: {} }), runner) };
    };

    afterEach(() => {
        jest.restoreAllMocks();
    });

    it("asks a host once for all who want its facts at the same time, and takes the machine from them", async () => {
        const { hosts, runner } = hostsWith({ "host facts": factsAnswer() });
        const asked = Array.from({ length: 40 }, () => hosts.facts("global1"));
        const machine = hosts.machine("global1");
        expect(new Set(await Promise.all(asked)).size).toBe(1);
        expect(await machine).toEqual({ hostid: "848611d4", nodeName: "global1" });
        expect(runner.ran).toEqual(["global1: host facts"]);
        await hosts.facts("global2");
        expect(runner.ran).toHaveLength(2);
    });

    it("asks again once they are old, with another mark, and keeps the machine", async () => {
        const { hosts, runner } = hostsWith({ "host facts": factsAnswer() });
        const clock = jest.spyOn(performance, "now").mockReturnValue(1_000);
        const first = await hosts.facts("global1");
        clock.mockReturnValue(11_000);
        expect(await hosts.facts("global1")).toBe(first);
        clock.mockReturnValue(11_001);
        expect(await hosts.facts("global1")).not.toBe(first);
        await hosts.machine("global1");
        expect(runner.ran).toEqual(["global1: host facts", "global1: host facts"]);
        expect(runner.commands[0]?.argv).not.toEqual(runner.commands[1]?.argv);
    });

    it("asks again after a failure, which nobody else gets", async () => {
        const { hosts } = hostsWith({
            "host facts": [{ kind: "lost", reason: "gone", ...output() }, exited(1, "", "sh: no\n"), exited(0)],
        });
        await expect(hosts.facts("global1")).rejects.toMatchObject({ code: "CONNECTION_LOST" });
        await expect(hosts.facts("global1")).rejects.toMatchObject({ code: "COMMAND_FAILED" });
        expect((await hosts.facts("global1")).machine).toEqual(unknown("hostid: no whole answer came"));
    });

    it("asks for the machine by itself where the facts do not tell it", async () => {
        const { hosts, runner } = hostsWith({
            "host facts": factsAnswer({ hostid: [127, ""] }),
            hostid: exited(0, "0a\n"),
            "uname -n": exited(0, "global1\n"),
        });
        await hosts.facts("global1");
        expect(await hosts.machine("global1")).toEqual({ hostid: "0a", nodeName: "global1" });
        expect(runner.ran).toHaveLength(3);
    });
});

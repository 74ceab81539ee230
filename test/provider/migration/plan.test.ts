import { planMove, type MovePlan, type MoveSettings } from "../../../provider/migration/plan";
import { timeLimits } from "../../../provider/migration/timeLimits";
import { known } from "../../../provider/solaris/hostFacts";
import type { Survey } from "../../../provider/migration/survey";
import { parseExport, type ZoneConfiguration } from "../../../provider/solaris/zoneConfiguration";
import { inventoryOf } from "../transport/hostBuilder";
import { soundFacts } from "./preflight/inputs";
import { absent, otherUuid, ourUuid, seen } from "./sightings";

interface ConfigurationOf {
    readonly memory?: string;
    readonly anets?: Readonly<Record<number, string>>;
}

function configuration({ memory = "8G", anets = { 0: "net0" } }: ConfigurationOf = {}): ZoneConfiguration {
    const script = [
        "create -b",
        "set brand=solaris-kz",
        ...Object.entries(anets).flatMap(([id, link]) => ["add anet", `set lower-link=${link}`, `set id=${id}`, "end"]),
        "add virtual-cpu",
        "set ncpus=4",
        "end",
        "add capped-memory",
        `set physical=${memory}`,
        "end",
    ];
    const parsed = parseExport(script.join("\n"));
    if (parsed === undefined) {
        throw new Error("the configuration of this test is none");
    }
    return parsed;
}

function surveyOf(deviations: Partial<Survey> = {}): Survey {
    return {
        zone: "kzone1",
        source: seen("global1", "running"),
        target: absent("global2") as Survey["target"],
        sourceFacts: soundFacts("global1"),
        targetFacts: soundFacts("global2"),
        sourceConfiguration: configuration(),
        ...deviations,
    };
}

const inventory = inventoryOf({
    global1: { address: "global1.example.com", user: "zadm" },
    global2: { address: "global2.example.com", user: "zadm" },
});
const hosts = { source: inventory.get("global1"), target: inventory.get("global2") };

function plan(survey: Survey, settings: Partial<MoveSettings> = {}) {
    return planMove(survey, hosts, {
        method: "live",
        allowDowntime: false,
        route: {},
        overwriteTargetConfig: false,
        overrides: [],
        time: {},
        ...settings,
    });
}

function planned(survey: Survey, settings: Partial<MoveSettings> = {}): MovePlan {
    const result = plan(survey, settings);
    if ("findings" in result) {
        throw new Error(result.findings.map(({ message }) => message).join("\n"));
    }
    return result.plan;
}

function errorsOf(survey: Survey, settings: Partial<MoveSettings> = {}) {
    const result = plan(survey, settings);
    return "findings" in result ? result.findings.filter(({ severity }) => severity === "error") : [];
}

const codesOf = (...parameters: Parameters<typeof errorsOf>): string[] =>
    errorsOf(...parameters).map(({ code }) => code);

describe("a plan", () => {
    it("says everything about the move that is decided before it", () => {
        expect(planned(surveyOf())).toEqual({
            zone: "kzone1",
            uuid: ourUuid,
            from: "global1",
            to: "global2",
            method: "live",
            size: { memoryBytes: 8 * 1024 ** 3, vcpus: 4 },
            uri: "ssh://zadm@global2.example.com",
            targetConfiguration: { kind: "imported" },
            sourceConfiguration: configuration(),
            bootAfterwards: false,
            overrides: [],
            limits: timeLimits(8 * 1024 ** 3, {}),
        });
    });

    it.each([
        ["512M", 360],
        ["1G", 360],
        ["1025M", 420],
        ["100G", 6300],
    ])("waits longer the more memory there is to copy: %s", (memory, seconds) => {
        const { limits } = planned(surveyOf({ sourceConfiguration: configuration({ memory }) }));
        expect([limits.dryRunMs, limits.totalMs]).toEqual([seconds * 1000, seconds * 1000]);
    });

    it("takes the program's time limits, each for itself", () => {
        expect(planned(surveyOf(), { time: { dryRun: 20 } })).toMatchObject({
            limits: { dryRunMs: 20_000, totalMs: 780_000 },
        });
        expect(planned(surveyOf(), { time: { migrate: 30 } })).toMatchObject({
            limits: { dryRunMs: 780_000, totalMs: 30_000 },
        });
    });

    it("takes the program's route and cipher", () => {
        const route = { scheme: "radg", user: "mig", address: "10.0.0.2", port: 12302 } as const;
        expect(planned(surveyOf(), { route, cipher: "none" })).toMatchObject({
            uri: "radg://mig@10.0.0.2:12302",
            cipher: "none",
        });
    });
});

describe("findings about the source", () => {
    it("names another brand, and nothing else about such a zone's state", () => {
        const zone = { ...seen("global1", "installed").zone, brand: "solaris" };
        const [error, ...more] = errorsOf(surveyOf({ source: { kind: "seen", host: "global1", zone } }));
        expect(more).toEqual([]);
        expect(error?.code).toBe("ZONE_WRONG_BRAND");
        expect(error?.message).toContain("has the brand solaris, not solaris-kz");
    });

    it.each([
        ["installed", "is installed, not running;"],
        ["installed suspended", "is suspended;"],
        ["unavailable", "is unavailable;"],
        ["incomplete", "is incomplete;"],
        ["shutting_down", "is shutting_down;"],
        ["ready", "is ready;"],
    ])("finds a zone that is not running: %s", (states, words) => {
        const [error] = errorsOf(surveyOf({ source: seen("global1", states) }));
        expect(error?.code).toBe("ZONE_NOT_RUNNING");
        expect(error?.message).toContain(words);
    });

    it.each(["panicked", "debugging", "no-config"])("finds a zone that runs and is unsound: %s", (auxiliary) => {
        const [error] = errorsOf(surveyOf({ source: seen("global1", `running ${auxiliary}`) }));
        expect(error?.code).toBe("ZONE_NOT_RUNNING");
        expect(error?.remedy).toContain(`it is ${auxiliary}`);
    });
});

describe("findings about the target", () => {
    it("finds one machine under two names", () => {
        const same = { targetFacts: soundFacts("global2", { machine: soundFacts("global1").machine }) };
        expect(codesOf(surveyOf({ ...same, target: seen("global2", "running") }))).toEqual(["SAME_MACHINE"]);
    });

    it("takes cloned machines with one hostid for two as long as their names differ", () => {
        const clone = known({ hostid: "00000001", nodeName: "global2" });
        expect(codesOf(surveyOf({ targetFacts: soundFacts("global2", { machine: clone }) }))).toEqual([]);
    });

    it.each(["installed", "running", "incomplete", "unavailable", "running migrating-in"])(
        "finds the name taken by a zone that is %s",
        (states) => {
            const [error] = errorsOf(surveyOf({ target: seen("global2", states, otherUuid) }));
            expect(error?.code).toBe("TARGET_NAME_TAKEN");
            expect(error?.lines).toEqual([`UUID on global1: ${ourUuid}`, `UUID on global2: ${otherUuid}`]);
        },
    );

    it("names every anet that the zone does not have", () => {
        const overrides = [
            { id: 3, lowerLink: "net1" },
            { id: 0, lowerLink: "net1" },
            { id: 4, lowerLink: "net1" },
        ];
        const errors = errorsOf(surveyOf(), { overrides });
        expect(errors.map(({ code }) => code)).toEqual(["TARGET_PREPARE_FAILED", "TARGET_PREPARE_FAILED"]);
        expect(errors[0]?.message).toContain("name anet 3, but kzone1 has only 0");
        expect(errors[0]?.property).toBe("hostOverrides.global2.anets");
    });

    it("reports all that is wrong on both sides at once", () => {
        const survey = surveyOf({ source: seen("global1", "installed"), target: seen("global2", "running") });
        expect(codesOf(survey, { overrides: [{ id: 9, lowerLink: "net1" }] })).toEqual([
            "ZONE_NOT_RUNNING",
            "TARGET_NAME_TAKEN",
            "TARGET_PREPARE_FAILED",
        ]);
    });
});

describe("the configuration on the target", () => {
    const configured = seen("global2", "configured");
    const override = [{ id: 0, lowerLink: "net1" }];
    const withTarget = (anets: Readonly<Record<number, string>>): Survey =>
        surveyOf({ target: configured, targetConfiguration: configuration({ anets }) });

    it("is imported by Solaris where there is none and nothing differs", () => {
        expect(planned(surveyOf()).targetConfiguration).toEqual({ kind: "imported" });
    });

    it("needs no preparing where the overrides say what the zone has anyway", () => {
        const overrides = [{ id: 0, lowerLink: "net0" }];
        expect(planned(surveyOf(), { overrides }).targetConfiguration).toEqual({ kind: "imported" });
    });

    it("is prepared: the running configuration, then select, set, end for each anet that differs (example 47)", () => {
        const sourceConfiguration = configuration({ anets: { 0: "net0", 1: "net1" } });
        const overrides = [...override, { id: 1, lowerLink: "net1" }];
        expect(planned(surveyOf({ sourceConfiguration }), { overrides }).targetConfiguration).toEqual({
            kind: "prepared",
            script: `${sourceConfiguration.script}select anet id=0\nset lower-link=net1\nend\n`,
            edits: ["anet 0: lower-link=net1"],
        });
    });

    it("is the one that is there, and is kept for comparison (example 45)", () => {
        const survey = withTarget({ 0: "net7" });
        expect(planned(survey)).toMatchObject({
            targetConfiguration: { kind: "existing" },
            targetConfigurationBefore: survey.targetConfiguration,
        });
    });

    it("is the one that is there where it has what the overrides ask for", () => {
        expect(planned(withTarget({ 0: "net1" }), { overrides: override }).targetConfiguration).toEqual({
            kind: "existing",
        });
    });

    it("is not edited where it says something else: a conflict with both ways out", () => {
        const [error, ...more] = errorsOf(withTarget({ 0: "net5" }), { overrides: override });
        expect(more).toEqual([]);
        expect(error?.code).toBe("TARGET_CONFIG_CONFLICT");
        expect(error?.message).toContain("shows lower-link net5 for anet 0, hostOverrides say net1");
        expect(error?.remedy).toContain("zonecfg -z kzone1 'select anet id=0; set lower-link=net1; end'");
        expect(error?.remedy).toContain("zonecfg -z kzone1 delete -F");
    });

    it("conflicts too where it lacks the anet", () => {
        const [error] = errorsOf(withTarget({ 1: "net1" }), { overrides: override });
        expect(error?.code).toBe("TARGET_CONFIG_CONFLICT");
        expect(error?.message).toContain("shows no anet 0");
    });

    it("is overwritten where the program says so", () => {
        expect(planned(withTarget({ 0: "net5" }), { overwriteTargetConfig: true }).targetConfiguration).toEqual({
            kind: "overwritten",
        });
    });

    it("is not overwritten where there is none", () => {
        expect(planned(surveyOf(), { overwriteTargetConfig: true }).targetConfiguration).toEqual({ kind: "imported" });
    });
});

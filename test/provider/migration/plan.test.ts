import { planMove, type MovePlan, type MoveSettings } from "../../../provider/migration/plan";
import type { Sighting } from "../../../provider/migration/sighting";
import type { Survey } from "../../../provider/migration/survey";
import { parseExport, type ZoneConfiguration } from "../../../provider/solaris/zoneConfiguration";
import { inventoryOf } from "../transport/hostBuilder";
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

const machine = (host: string) => ({ hostid: `0000000${host.slice(-1)}`, nodeName: host });

function surveyOf(deviations: Partial<Survey> = {}): Survey {
    return {
        zone: "kzone1",
        source: seen("global1", "running"),
        target: absent("global2"),
        sourceMachine: machine("global1"),
        targetMachine: machine("global2"),
        sourceConfiguration: configuration(),
        ...deviations,
    };
}

const target = inventoryOf({ global2: { address: "global2.example.com", user: "zadm" } }).get("global2");

function plan(survey: Survey, settings: Partial<MoveSettings> = {}) {
    return planMove(survey, target, {
        route: {},
        overwriteTargetConfig: false,
        overrides: [],
        timeoutSeconds: {},
        ...settings,
    });
}

function planned(survey: Survey, settings: Partial<MoveSettings> = {}): MovePlan {
    const result = plan(survey, settings);
    if ("findings" in result) {
        throw new Error(result.findings.map(({ error }) => error.message).join("\n"));
    }
    return result.plan;
}

function errorsOf(survey: Survey, settings: Partial<MoveSettings> = {}) {
    const result = plan(survey, settings);
    return "findings" in result ? result.findings.map(({ error }) => error) : [];
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
            dryRunTimeoutMs: (300 + 8 * 60) * 1000,
            migrateTimeoutMs: (300 + 8 * 60) * 1000,
        });
    });

    it.each([
        ["512M", 360],
        ["1G", 360],
        ["1025M", 420],
        ["100G", 6300],
    ])("waits longer the more memory there is to copy: %s", (memory, seconds) => {
        const { dryRunTimeoutMs, migrateTimeoutMs } = planned(
            surveyOf({ sourceConfiguration: configuration({ memory }) }),
        );
        expect([dryRunTimeoutMs, migrateTimeoutMs]).toEqual([seconds * 1000, seconds * 1000]);
    });

    it("takes the program's time limits, each for itself", () => {
        expect(planned(surveyOf(), { timeoutSeconds: { dryRun: 20 } })).toMatchObject({
            dryRunTimeoutMs: 20_000,
            migrateTimeoutMs: 780_000,
        });
        expect(planned(surveyOf(), { timeoutSeconds: { migrate: 30 } })).toMatchObject({
            dryRunTimeoutMs: 780_000,
            migrateTimeoutMs: 30_000,
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

    it.each(["installed", "installed suspended", "unavailable", "incomplete", "shutting_down", "ready"])(
        "finds a zone that is not running: %s",
        (states) => {
            const [error] = errorsOf(surveyOf({ source: seen("global1", states) }));
            expect(error?.code).toBe("ZONE_NOT_RUNNING");
            expect(error?.message).toContain(`is ${states.replace(" ", ", ")};`);
        },
    );

    it.each(["panicked", "debugging", "no-config"])("finds a zone that runs and is unsound: %s", (auxiliary) => {
        const [error] = errorsOf(surveyOf({ source: seen("global1", `running ${auxiliary}`) }));
        expect(error?.code).toBe("ZONE_NOT_RUNNING");
        expect(error?.details.remedy).toContain(`it is ${auxiliary}`);
    });
});

describe("findings about the target", () => {
    it("finds one machine under two names", () => {
        const same = { sourceMachine: machine("global1"), targetMachine: machine("global1") };
        expect(codesOf(surveyOf({ ...same, target: seen("global2", "running") }))).toEqual(["SAME_MACHINE"]);
    });

    it("takes cloned machines with one hostid for two as long as their names differ", () => {
        const clone = { ...machine("global2"), hostid: machine("global1").hostid };
        expect(codesOf(surveyOf({ targetMachine: clone }))).toEqual([]);
    });

    it.each(["installed", "running", "incomplete", "unavailable", "running migrating-in"])(
        "finds the name taken by a zone that is %s",
        (states) => {
            const [error] = errorsOf(surveyOf({ target: seen("global2", states, otherUuid) }));
            expect(error?.code).toBe("TARGET_NAME_TAKEN");
            expect(error?.details.lines).toEqual([`UUID on global1: ${ourUuid}`, `UUID on global2: ${otherUuid}`]);
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
        expect(errors[0]?.details.property).toBe("hostOverrides.global2.anets");
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
    const configured: Sighting = seen("global2", "configured");
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
        expect(error?.message).toContain("zonecfg -z kzone1 'select anet id=0; set lower-link=net1; end'");
        expect(error?.message).toContain("zonecfg -z kzone1 delete -F");
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

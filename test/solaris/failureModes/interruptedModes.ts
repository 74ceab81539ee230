import type { Fault, FaultOf, MigrationPhase } from "../faults";
import type { Fleet } from "../fleet";
import { type FailureMode, failureMode, type SceneParts } from "./scene";

type Refusal = Omit<FaultOf<"refuse">, "kind" | "lines">;

/** A real migration fails after a phase, in words that are invented [U]. */
function fails(fault: Refusal): Fault {
    const text = fault.afterPhase === "detach" ? "detach failed: Device busy" : "migration failed: I/O error";
    return { kind: "refuse", command: "zoneadm migrate", lines: [`zoneadm: zone 'kzone1': ${text}`], ...fault };
}

function failing(fault: Refusal, after: readonly [string, string]): SceneParts {
    return { source: { faults: [fails(fault)] }, meets: { at: "migration", status: 1 }, after };
}

/** Something strikes in a phase of the real migration. */
function striking(
    phase: MigrationPhase,
    strike: (fleet: Fleet) => Promise<void> | void,
    rest: Omit<SceneParts, "strike">,
): SceneParts {
    return { ...rest, strike: (fleet) => fleet.atPhase({ zone: "kzone1", phase }, () => strike(fleet)) };
}

const abandoned = "running migrating-in|configured";

/** What happens in the middle of a migration and after it: #35 to 43 and 49. */
export const interruptedModes: FailureMode[] = [
    failureMode(
        35,
        "the hosts lose each other during the copy",
        "U",
        striking(
            "copy",
            (fleet) => {
                fleet.cutLink("global1", "global2");
            },
            {
                meets: { at: "migration", status: 1 },
                after: ["running", "absent|running migrating-in|configured"],
            },
        ),
        {
            "in the pause": striking(
                "suspend",
                (fleet) => {
                    fleet.cutLink("global1", "global2");
                },
                {
                    meets: { at: "migration", status: 1 },
                    after: ["running|installed suspended", "absent|running migrating-in|configured"],
                },
            ),
            "the target's network is gone": striking("copy", (fleet) => fleet.loseNetwork("global2"), {
                meets: { at: "migration", status: 1 },
                after: ["running", abandoned],
            }),
        },
    ),
    failureMode(
        36,
        "our own connection to the source is lost",
        "C",
        striking(
            "copy",
            (fleet) => {
                fleet.host("global1").dropConnections();
            },
            {
                meets: { at: "migration", status: undefined },
                after: ["configured", "running"],
            },
        ),
    ),
    failureMode(
        37,
        "the migration was successful, and the source cannot detach the zone",
        "U",
        failing({ afterPhase: "detach" }, ["installed", "running"]),
        {
            "the source hangs in shutting_down": failing({ afterPhase: "detach", leavesSource: "shutting_down" }, [
                "shutting_down",
                "running",
            ]),
        },
    ),
    failureMode(
        38,
        "the dry run passes and the migration fails",
        "P",
        striking(
            "import",
            (fleet) => {
                fleet.addZone("global2", { name: "kzone9", config: { memory: "6G" } });
            },
            {
                target: { memory: "8G" },
                meets: { at: "migration", status: 1, text: /Not enough contiguous free memory pages/ },
            },
        ),
    ),
    failureMode(
        39,
        "a failed migration leaves the zone configured on the target",
        "P",
        failing({ afterPhase: "copy", leavesTarget: "configured" }, ["running", "configured"]),
        {
            installed: failing({ afterPhase: "copy", leavesTarget: "installed" }, ["running", "installed"]),
            unavailable: failing({ afterPhase: "copy", leavesTarget: "unavailable" }, ["running", "unavailable"]),
            "by a dry run": {
                source: {
                    faults: [
                        { kind: "leaves-target-config", command: "zoneadm migrate -n" },
                        { ...fails({ afterPhase: "check" }), command: "zoneadm migrate -n" },
                    ],
                },
                meets: { at: "dryRun", status: 1 },
                after: ["running", "configured"],
            },
        },
    ),
    failureMode(40, "the zone runs on both hosts", "C", {
        arrange: (fleet) => {
            fleet.forceRunning("global2", "kzone1");
            return undefined;
        },
        meets: { at: "dryRun", status: 1, text: /already installed; create not allowed\.|is already installed\./ },
        after: ["running", "running"],
    }),
    failureMode(
        41,
        "the zone runs on neither host: suspended on the source",
        "P",
        failing({ afterPhase: "suspend", leavesSource: "suspended" }, ["installed suspended", "absent"]),
        {
            "halted on the target": striking(
                "detach",
                (fleet) => {
                    fleet.guestHalts("global2", "kzone1");
                },
                {
                    meets: { at: "nowhere", status: 0 },
                    after: ["configured", "installed"],
                },
            ),
        },
    ),
    failureMode(42, "the target's zone stays in migrating-in", "C", {
        source: { faults: [{ kind: "stuck-migrating-in", command: "zoneadm migrate" }] },
        meets: { at: "migration", status: 1 },
        after: ["running", "running migrating-in"],
    }),
    failureMode(43, "the configuration stays on the source and cannot be removed", "C", {
        source: {
            faults: [
                {
                    kind: "refuse",
                    command: "zonecfg delete",
                    lines: ["kzone1: Problem updating index file"],
                },
            ],
        },
        meets: { at: "nowhere", status: 0 },
        after: ["configured", "running"],
    }),
    failureMode(
        49,
        "the source host reboots during the copy, and the zone boots with it",
        "P",
        striking("copy", (fleet) => fleet.reboot("global1", { downMs: 50 }), {
            zone: { config: { autoboot: true } },
            meets: { at: "migration", status: undefined },
            after: ["running", abandoned],
        }),
        {
            "after the zone has arrived": striking("detach", (fleet) => fleet.reboot("global1", { downMs: 50 }), {
                zone: { config: { autoboot: true } },
                meets: { at: "migration", status: undefined },
                after: ["unavailable", "running"],
            }),
            "the target host does": striking("copy", (fleet) => fleet.reboot("global2", { downMs: 50 }), {
                meets: { at: "migration", status: 1 },
                after: ["running", "unavailable"],
            }),
        },
    ),
];

import type { FleetSpec, HostSpec } from "../solaris";
import type { Act, Moment, Operation, PipelineIndex, Program } from "./program";

/** A program that once showed that an invariant did not hold, as small as it went. */
export interface FoundProgram {
    /** What holds since. */
    readonly name: string;
    readonly program: Program;
}

const latency: FleetSpec["latency"] = {
    commandMs: 20,
    import: 100,
    attach: 200,
    boot: 300,
    check: 100,
    copyPerGiB: 200,
    suspend: 200,
    finish: 300,
    detach: 200,
    cleanup: 200,
};

/** z1 on the last of the hosts. */
function hosts(...names: readonly string[]): HostSpec[] {
    return names.map((name, index) => ({
        name,
        zones: index === names.length - 1 ? [{ name: "z1", config: { memory: "2G" } }] : [],
    }));
}

function operation(
    pipeline: PipelineIndex,
    verb: Operation["verb"],
    host: string,
    ...meanwhile: readonly (readonly [Moment, Act])[]
): Operation {
    return { verb, pipeline, wishes: { z1: host }, meanwhile: meanwhile.map(([at, act]) => ({ at, act })) };
}

const whenSending: Moment = { kind: "state", zone: "z1", state: "migrating-out" };
const whenReceived: Moment = { kind: "state", zone: "z1", state: "installed" };
const otherUuid = "0badcafe-0000-4000-8000-000000000011";

/** Kept so that what was found once is looked for first, whatever the seeds bring. */
export const foundPrograms: readonly FoundProgram[] = [
    {
        name: "a move that could not be followed to its end is not forgotten when the program takes its wish back",
        program: {
            fleet: { latency, hosts: hosts("h1", "h2") },
            zones: [{ name: "z1", host: "h2", settings: {} }],
            steps: [
                {
                    kind: "operation",
                    operation: operation(0, "up", "h1", [whenSending, { kind: "freeze", host: "h1", ms: 90_000 }]),
                },
                { kind: "operation", operation: operation(0, "up", "h2") },
            ],
        },
    },
    ...(["warn", "skip"] as const).map((dryRun) => ({
        name: `a second pipeline does not migrate a zone from where it has just left, with migration.dryRun "${dryRun}"`,
        program: {
            fleet: { latency, hosts: hosts("h1", "h2") },
            zones: [{ name: "z1", host: "h2", settings: { migration: { dryRun } } }],
            steps: [
                {
                    kind: "operation" as const,
                    operation: operation(0, "up", "h1", [
                        { kind: "commands", count: 1 },
                        { kind: "operation", operation: operation(1, "up", "h1") },
                    ]),
                },
            ],
        },
    })),
    {
        name: "a second pipeline does not migrate a zone that has left while its configuration is to be overwritten",
        program: {
            fleet: { latency, hosts: hosts("h1", "h2") },
            zones: [{ name: "z1", host: "h2", settings: { migration: { overwriteTargetConfig: true } } }],
            steps: [
                {
                    kind: "operation",
                    operation: operation(1, "up", "h1", [
                        { kind: "time", ms: 100 },
                        { kind: "operation", operation: operation(0, "up", "h1") },
                    ]),
                },
            ],
        },
    },
    {
        name: "a configuration that an administrator's own move has left is not deleted",
        program: {
            fleet: { latency, hosts: hosts("h1", "h2") },
            zones: [{ name: "z1", host: "h2", settings: {} }],
            steps: [
                { kind: "act", act: { kind: "migrateByHand", zone: "z1", to: "h1" } },
                { kind: "calm" },
                { kind: "operation", operation: operation(0, "up", "h1") },
            ],
        },
    },
    {
        name: "a configuration is not deleted that somebody has left who has brought the zone back",
        program: {
            fleet: { latency, hosts: hosts("h1", "h3") },
            zones: [{ name: "z1", host: "h3", settings: {} }],
            steps: [
                {
                    kind: "operation",
                    operation: operation(0, "up", "h1", [whenSending, { kind: "kill", pipeline: 0 }]),
                },
                { kind: "calm" },
                { kind: "act", act: { kind: "migrateByHand", zone: "z1", to: "h3" } },
            ],
        },
    },
    {
        name: "a zone that is received in a dry run is not taken to be there while its own host is away",
        program: {
            fleet: { latency, hosts: hosts("h3", "h1") },
            zones: [{ name: "z1", host: "h1", settings: {} }],
            steps: [
                {
                    kind: "operation",
                    operation: operation(
                        0,
                        "preview",
                        "h3",
                        [whenReceived, { kind: "down", host: "h1", ms: 30_000 }],
                        [whenReceived, { kind: "operation", operation: operation(1, "up", "h3") }],
                    ),
                },
            ],
        },
    },
    {
        name: "another zone of the name, on a host that shows no UUIDs, is not taken for one whose own host is away",
        program: {
            fleet: {
                latency,
                hosts: [
                    {
                        name: "h1",
                        list: { uuids: false },
                        zones: [{ name: "z1", state: "installed", uuid: otherUuid }],
                    },
                    ...hosts("h2"),
                ],
            },
            zones: [{ name: "z1", host: "h2", settings: {} }],
            steps: [
                { kind: "act", act: { kind: "freeze", host: "h2", ms: 90_000 } },
                { kind: "operation", operation: operation(0, "up", "h1") },
            ],
        },
    },
    {
        name: "another zone of the name, on a host that shows no UUIDs, is not taken for one that its own host shows halted",
        program: {
            fleet: {
                latency,
                hosts: [
                    { name: "h1", list: { uuids: false }, zones: [{ name: "z1", uuid: otherUuid }] },
                    { name: "h2", zones: [{ name: "z1", config: { memory: "2G", autoboot: false } }] },
                ],
            },
            zones: [{ name: "z1", host: "h2", settings: {} }],
            steps: [
                { kind: "act", act: { kind: "reboot", host: "h2", ms: 120_000 } },
                { kind: "operation", operation: operation(0, "up", "h1") },
            ],
        },
    },
    {
        name: "another zone of the name, on a host that shows no UUIDs, does not hide a move whose provider was killed",
        program: {
            fleet: {
                latency,
                hosts: [
                    { name: "h1" },
                    { name: "h2", list: { uuids: false }, zones: [{ name: "z1", uuid: otherUuid }] },
                    ...hosts("h3"),
                ],
            },
            zones: [{ name: "z1", host: "h3", settings: {} }],
            steps: [
                {
                    kind: "operation",
                    operation: operation(0, "up", "h1", [whenSending, { kind: "kill", pipeline: 0 }]),
                },
                { kind: "operation", operation: operation(0, "up", "h2") },
            ],
        },
    },
];

import {
    zone,
    failed,
    unfinished,
    cameToNothing,
    haltAndTakeAway,
    detachOnSource,
    stuckStory,
    linkLost,
    undetached,
    lost,
    splitBrain,
    leftAttached,
} from "./interruptedParts";
import {
    dryRunRefused,
    mendThenUp,
    mendWhatSolarisNames,
    migrationFailed,
    hasMoved,
    moves,
    passes,
    previews,
    refuses,
    type Story,
} from "./story";

/** What happens in the middle of a migration and after it. */
export const interruptedStories: Story[] = [
    {
        number: 35,
        ...linkLost([]),
        holds: ["running", "absent"],
        records: { kept: 1 },
        migrations: 2,
    },
    {
        number: 35,
        variant: "in the pause",
        ...linkLost(["Suspending zone on source host."]),
        holds: ["running", "absent"],
        records: { kept: 1 },
        migrations: 2,
    },
    {
        number: 35,
        variant: "the target's network is gone",
        by: "clock",
        preview: previews(),
        update: lost,
        holds: ["running", "running migrating-in"],
        records: { open: 1 },
        again: { preview: unfinished },
        mend: async (fleet) => {
            await fleet.host("global2").up();
            await haltAndTakeAway(fleet);
        },
        mended: { preview: unfinished, update: cameToNothing, records: { kept: 1 } },
        migrations: 2,
    },
    {
        number: 36,
        preview: previews(),
        update: passes([
            "the link to global1 was lost",
            "the migration is followed again",
            "moved global1 -> global2 in ",
        ]),
        holds: ["absent", "running"],
        migrations: 1,
    },
    { ...undetached(37, "installed", { open: 1 }), mend: detachOnSource },
    {
        ...undetached(37, "shutting_down", { open: 1 }, "the source hangs in shutting_down"),
        mend: async (fleet) => {
            fleet.setZone("global1", zone, { state: "installed" });
            await detachOnSource(fleet);
        },
    },
    {
        number: 38,
        preview: previews(),
        update: migrationFailed("Free memory on global2", [
            "global2 has not enough contiguous free memory for the 4GB of kzone1",
            "error: Not enough contiguous free memory pages to allocate\n",
        ]),
        holds: ["running", "absent"],
        records: { kept: 1 },
        again: {
            preview: dryRunRefused("Free memory on global2", ["Not enough contiguous free memory pages to allocate\n"]),
            update: dryRunRefused("Free memory on global2", ["Not enough contiguous free memory pages to allocate\n"]),
        },
        mend: (fleet) => {
            fleet.removeZone("global2", "kzone9");
        },
        mended: { preview: previews(), update: moves, records: { kept: 1 } },
        migrations: 2,
    },
    {
        number: 39,
        preview: previews(),
        update: migrationFailed(mendThenUp, [failed]),
        // A configuration that was not there before is ours to take away.
        holds: ["running", "absent"],
        records: { kept: 1 },
        again: { records: { kept: 2 } },
        mend: (fleet) => {
            fleet.clearFaults();
        },
        mended: { preview: previews(), update: moves, records: { kept: 2 } },
        migrations: 3,
    },
    { number: 39, variant: "installed", ...leftAttached("installed", failed) },
    { number: 39, variant: "unavailable", ...leftAttached("unavailable", failed) },
    {
        number: 39,
        variant: "by a dry run",
        preview: dryRunRefused(mendWhatSolarisNames, [failed]),
        update: dryRunRefused(mendWhatSolarisNames, [failed]),
        holds: ["running", "absent"],
        mend: (fleet) => {
            fleet.clearFaults();
        },
        mended: { preview: previews(), update: moves },
        migrations: 1,
    },
    {
        number: 40,
        preview: splitBrain,
        update: splitBrain,
        holds: ["running", "running"],
        mend: haltAndTakeAway,
        mended: { preview: previews(), update: moves },
        secondCopies: 1,
        migrations: 1,
    },
    {
        number: 41,
        by: "clock",
        preview: previews(),
        update: refuses("MIGRATION_UNCERTAIN", "resume it on global1: zoneadm -z kzone1 boot", {
            host: "global1",
            quotes: [
                "is suspended on global1: its pause began and did not end well",
                "on global1: installed, suspended",
                "on global2: not there",
                failed,
            ],
        }),
        holds: ["installed suspended", "absent"],
        records: { open: 1 },
        state: { currentHost: "global1", zoneState: "installed", unfinishedOn: "global1" },
        again: { preview: unfinished },
        mend: async (fleet) => {
            fleet.clearFaults();
            await fleet.boot("global1", zone);
        },
        mended: { preview: unfinished, update: cameToNothing, records: { kept: 1 } },
        migrations: 2,
    },
    {
        number: 41,
        variant: "halted on the target",
        by: "clock",
        preview: previews(),
        update: refuses("MIGRATION_UNCERTAIN", "boot it on global2: zoneadm -z kzone1 boot", {
            host: "global2",
            quotes: ["is halted on global2, and does not run", "on global1: configured", "on global2: installed"],
        }),
        holds: ["configured", "installed"],
        records: { open: 1 },
        state: { currentHost: "global2", zoneState: "installed", unfinishedOn: "global1" },
        again: { preview: unfinished },
        mend: (fleet) => fleet.boot("global2", zone),
        mended: { preview: unfinished, update: hasMoved },
        migrations: 1,
    },
    stuckStory(42, ["command zoneadm migrate, exit code 1"], 0),
    {
        number: 43,
        preview: previews(),
        update: passes(["moved global1 -> global2 in ", "the configuration of kzone1 is still on global1"]),
        holds: ["configured", "running"],
        state: {
            currentHost: "global2",
            zoneState: "running",
            warnings: ["kzone1: Problem updating index file); remove it by hand: zonecfg -z kzone1 delete -F"],
        },
        isSettled: true,
        migrations: 1,
    },
    stuckStory(49, [], 1),
    {
        ...undetached(
            49,
            "unavailable",
            { open: 1, locks: 1 },
            "after the zone has arrived",
            passes(["moved global1 -> global2 in ", "kzone1 runs on global2, but global1 has not detached it"]),
        ),
        mend: detachOnSource,
        // The lock of a job that died with its host stays until the zone's next job takes it.
        mended: { preview: unfinished, update: hasMoved, records: { locks: 1 } },
    },
    {
        number: 49,
        variant: "the target host does",
        ...leftAttached("unavailable", "zoneadm: zone 'kzone1': "),
    },
];

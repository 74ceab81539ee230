import { type Fleet } from "../solaris";
import {
    foundBefore,
    mendThenUp,
    migrationFailed,
    moves,
    passes,
    previews,
    refuses,
    type Said,
    type Story,
} from "./story";

const notRunning = (seen: string, wayOut: string): Said =>
    refuses("ZONE_NOT_RUNNING", wayOut, { host: "global1", quotes: [`kzone1 on global1 is ${seen}`] });

const halted = notRunning("installed", 'write migration: { method: "cold" }');

/** As it is, only a warm move would take it along, and that is not asked for either. */
const suspended = refuses("PREFLIGHT_REFUSED", "Mend what the listed findings name", {
    quotes: ["kzone1 on global1 is suspended; a live move needs it running and sound", "Boot the zone"],
    findings: ["SUSPEND_STORAGE_MISSING", "ZONE_NOT_RUNNING"],
});

const boot = (fleet: Fleet) => fleet.boot("global1", "kzone1");
const afterMoved = { preview: previews(), update: moves };

const locked = refuses("DRY_RUN_REFUSED", "Wait until that is done", {
    host: "global1",
    quotes: ["somebody else is working on kzone1", "another zoneadm may have an operation in progress."],
    tells: [],
});

/** What the zone itself is or does. */
export const zoneStories: Story[] = [
    {
        number: 1,
        preview: passes(["kzone1 is already on global2; `pulumi up` only records it"]),
        update: passes(["kzone1 is already on global2; nothing to move"]),
        holds: ["absent", "running"],
        migrations: 0,
    },
    {
        number: 1,
        variant: "it is nowhere",
        preview: refuses("ZONE_NOT_FOUND", "run `pulumi refresh`, which drops it from the state", {
            quotes: ["on global1: not there", "on global2: not there"],
        }),
        update: refuses("ZONE_NOT_FOUND", "run `pulumi refresh`, which drops it from the state", {
            quotes: ["on global1: not there", "on global2: not there"],
        }),
        holds: ["absent", "absent"],
        mend: (fleet) => {
            fleet.addZone("global1", { name: "kzone1" });
        },
        mended: afterMoved,
        migrations: 1,
    },
    {
        number: 2,
        preview: halted,
        update: halted,
        holds: ["installed", "absent"],
        mend: boot,
        mended: afterMoved,
        migrations: 1,
    },
    {
        number: 2,
        variant: "it was halted since",
        preview: halted,
        update: halted,
        holds: ["installed", "absent"],
        rewrite: { migration: { method: "cold" } },
        mended: {
            preview: previews(),
            update: moves,
            holds: ["absent", "installed"],
            zoneState: "installed",
            warnings: [
                "it was found halted and has been moved as it was. To boot it on global2: zoneadm -z kzone1 boot",
            ],
        },
        migrations: 1,
    },
    {
        number: 3,
        preview: refuses("ZONE_WRONG_BRAND", "kernel zones only", {
            host: "global1",
            quotes: ["has the brand solaris, not solaris-kz"],
        }),
        update: refuses("ZONE_WRONG_BRAND", "kernel zones only", {
            host: "global1",
            quotes: ["has the brand solaris, not solaris-kz"],
        }),
        holds: ["running", "absent"],
        migrations: 0,
    },
    {
        number: 31,
        by: "clock",
        preview: locked,
        update: locked,
        holds: ["running", "absent"],
        mended: afterMoved,
        migrations: 1,
    },
    {
        number: 31,
        variant: "it has gone at the third attempt",
        by: "clock",
        preview: previews(),
        update: moves,
        holds: ["absent", "running"],
        migrations: 1,
    },
    {
        number: 31,
        variant: "it is held on the target",
        by: "clock",
        preview: locked,
        update: locked,
        holds: ["running", "configured"],
        mended: afterMoved,
        migrations: 1,
    },
    {
        number: 32,
        preview: passes(["kzone1 is being migrated right now to global2; `pulumi up` waits for that to end"]),
        update: passes([
            "kzone1 is being migrated already (global1 -> global2); waiting for that to end",
            "no record here proves that a move of ours has left it",
        ]),
        // Whoever has moved it by hand may want the configuration on the source.
        holds: ["configured", "running"],
        state: {
            currentHost: "global2",
            zoneState: "running",
            warnings: ["remove it by hand: zonecfg -z kzone1 delete -F"],
        },
        isSettled: true,
        migrations: 0,
    },
    ...["panicked", "debugging"].map((auxiliary): Story => ({
        number: 33,
        ...(auxiliary === "debugging" ? { variant: "it is in the kernel debugger" } : {}),
        preview: notRunning(`running, ${auxiliary}`, "Bring the zone back to normal operation"),
        update: notRunning(`running, ${auxiliary}`, "Bring the zone back to normal operation"),
        holds: [`running ${auxiliary}`, "absent"],
        mend: (fleet) => {
            fleet.setZone("global1", "kzone1", { auxiliary: [] });
        },
        mended: afterMoved,
        migrations: 1,
    })),
    {
        number: 34,
        by: "clock",
        preview: previews(),
        update: refuses("MIGRATION_UNCERTAIN", "boot it on global1: zoneadm -z kzone1 boot", {
            host: "global1",
            quotes: [
                "is halted on global1 and not on global2",
                "on global1: installed",
                "on global2: not there",
                "migration failed",
            ],
        }),
        holds: ["installed", "absent"],
        records: { open: 1 },
        state: { currentHost: "global1", zoneState: "installed", unfinishedOn: "global1" },
        again: { preview: passes(["has ended and was not finished"]) },
        mend: boot,
        mended: {
            preview: passes(["has ended and was not finished"]),
            update: passes(["that move came to nothing", "moved global1 -> global2 in "]),
            records: { kept: 1 },
        },
        migrations: 2,
    },
    {
        number: 2,
        variant: "it is suspended",
        preview: suspended,
        update: suspended,
        holds: ["installed suspended", "absent"],
        mend: boot,
        mended: afterMoved,
        migrations: 1,
    },
    {
        number: 34,
        variant: "it reboots",
        preview: previews(),
        update: migrationFailed(mendThenUp, ["zoneadm: zone 'kzone1': "]),
        holds: ["running", "absent"],
        records: { kept: 1 },
        converges: { preview: previews(), update: moves, records: { kept: 1 } },
        migrations: 2,
    },
    // Solaris knows one way out of it, and that destroys what is on the zone's disks: nothing for us to try.
    foundBefore(53, notRunning("incomplete", "`zoneadm -z kzone1 uninstall`, and that destroys"), {
        holds: ["incomplete", "absent"],
    }),
    foundBefore(53, notRunning("unavailable", "Never force a takeover before it is certain"), {
        variant: "it is unavailable",
        holds: ["unavailable", "absent"],
        mend: async (fleet) => {
            fleet.setZone("global1", "kzone1", { diskOwner: fleet.host("global1").model.hostid });
            await fleet.typed("global1", "zoneadm", "-z", "kzone1", "attach");
            await fleet.boot("global1", "kzone1");
        },
    }),
];

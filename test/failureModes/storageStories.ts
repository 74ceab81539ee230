import type { Fleet } from "../solaris";
import { bootDisk } from "../solaris/failureModes/scene";
import {
    dryRunRefused,
    foundBefore,
    mendWhatSolarisNames,
    moves,
    passes,
    previews,
    refuses,
    type Said,
    type Story,
} from "./story";

const attachFailed = "zoneadm: zone 'kzone1': attach failed:\n";
const shareDisks = (fleet: Fleet) => {
    fleet.setZone("global1", "kzone1", { config: { devices: [{ id: 0, storage: bootDisk, bootpri: 0 }] } });
};
const ownDisk = (fleet: Fleet) => {
    fleet.setZone("global1", "kzone1", { diskOwner: fleet.host("global1").model.hostid });
};

function local(quote: string, variant?: string): Story {
    return foundBefore(
        12,
        refuses("STORAGE_LOCAL", "zoneadm -z kzone1 move -p URI", {
            host: "global1",
            quotes: ["of kzone1 is storage of global1 alone", quote],
        }),
        { mend: shareDisks, ...(variant === undefined ? {} : { variant }) },
    );
}

/** The owner's hostid stands in Solaris's own line, and the two blanks in it are Solaris's too. */
const inUse = "zone 'kzone1': error: ERROR: zone kzone1 is in use by host with  hostid 848611d4\n";

function ownedByAnother(parts: Pick<Story, "holds" | "mended" | "migrations"> & Partial<Story>): Story {
    const taken = refuses("TARGET_NAME_TAKEN", "rename or remove it there by hand", {
        host: "global2",
        quotes: ["global2 already has a zone kzone1 which is unavailable"],
    });
    return {
        number: 16,
        // The dry run waits for half a minute that Solaris takes its part on the target away.
        by: "clock",
        preview: dryRunRefused(mendWhatSolarisNames, [attachFailed, inUse, "on global2: unavailable"]),
        update: taken,
        again: { preview: taken, update: taken },
        mend: (fleet) => {
            fleet.removeZone("global2", "kzone1");
            ownDisk(fleet);
        },
        ...parts,
    };
}

const noSuspendStorage = (quote: string): Said =>
    refuses("SUSPEND_STORAGE_MISSING", "set storage=URI; end", {
        host: "global1",
        quotes: [quote, "so a warm move cannot carry its memory over"],
        findings: ["RIGHTS_NOT_FOUND"],
    });

/** That refusal tells the rights, too, in preview and in update. */
function withoutSuspendStorage(quote: string, variant?: string): Story {
    return foundBefore(47, noSuspendStorage(quote), {
        update: noSuspendStorage(quote),
        rewrite: { migration: { method: "live" } },
        ...(variant === undefined ? {} : { variant }),
    });
}

const unfinished = passes(["a move of kzone1 global1 -> global2 has ended and was not finished"]);

/** Storage and host data. */
export const storageStories: Story[] = [
    local("dev:/dev/zvol/dsk/"),
    local("match=/dev/rdsk/c0t1d0*", "a disk that is matched by path"),
    local("file://root:root@/export/kzone1.img", "a file"),
    foundBefore(13, dryRunRefused(mendWhatSolarisNames, [attachFailed]), {
        mend: (fleet) => {
            fleet.host("global2").model.spec.unreachableStorage = [];
        },
    }),
    ...[14, 15].map((number) =>
        foundBefore(number, dryRunRefused(mendWhatSolarisNames, [attachFailed]), {
            mend: (fleet) => {
                fleet.host("global2").model.spec.storageTrouble = {};
            },
        }),
    ),
    ownedByAnother({
        holds: ["installed", "unavailable"],
        mended: {
            preview: previews(),
            update: moves,
            holds: ["absent", "installed"],
            zoneState: "installed",
        },
        migrations: 1,
    }),
    ownedByAnother({
        variant: "while the zone runs",
        holds: ["running", "unavailable"],
        mended: { preview: previews(), update: moves },
        migrations: 1,
    }),
    foundBefore(
        17,
        dryRunRefused(mendWhatSolarisNames, [
            attachFailed,
            "zone 'kzone1': error: could not read host data from any boot device\n",
        ]),
        { mend: ownDisk },
    ),
    withoutSuspendStorage(
        "has a suspend resource without storage (path /system/zones/kzone1/suspend, a file of global1)",
    ),
    withoutSuspendStorage("has no suspend resource", "there is no suspend resource"),
    {
        number: 48,
        preview: {
            ...previews(["RIGHTS_NOT_FOUND"]),
            tells: ["with downtime: the zone is suspended, moved and resumed", "dry run passed"],
        },
        update: refuses("ZONE_NOT_BOOTED", "it boots kzone1 on global2", {
            host: "global2",
            quotes: [
                "kzone1 has moved from global1 to global2 and could not be booted there",
                "on global1: configured",
                "on global2: installed, suspended",
                "zoneadm: zone 'kzone1': boot failed:\n",
                "command zoneadm boot, exit code 1",
            ],
        }),
        holds: ["configured", "installed suspended"],
        records: { open: 1 },
        state: { currentHost: "global2", zoneState: "installed", unfinishedOn: "global1" },
        converges: { preview: unfinished, update: moves },
        migrations: 1,
    },
    foundBefore(
        48,
        dryRunRefused(
            "The zone needs a cpu-arch that both hosts have",
            ["error: Suspended image ca"],
            ["RIGHTS_NOT_FOUND"],
        ),
        {
            variant: "its CPUs are of another class",
            mend: (fleet) => {
                fleet.setZone("global1", "kzone1", { config: { cpuArch: "migration-class1" } });
            },
            afterwards: ["RIGHTS_NOT_FOUND"],
        },
    ),
];

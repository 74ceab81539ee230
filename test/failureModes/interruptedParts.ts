import type { Fleet } from "../solaris";
import {
    dryRunRefused,
    hasMoved,
    mendThenUp,
    mendWhatSolarisNames,
    migrationFailed,
    moves,
    passes,
    previews,
    refuses,
    type Said,
    type Story,
} from "./story";

export const zone = "kzone1";
export const failed = `zoneadm: zone '${zone}': migration failed: I/O error\n`;
export const unfinished = passes(["a move of kzone1 global1 -> global2 has ended and was not finished"]);
export const cameToNothing = passes(["that move came to nothing", "moved global1 -> global2 in "]);

/** The way out for what an attempt has left attached on the target, typed as it is printed. */
const takeAway = async (fleet: Fleet): Promise<void> => {
    await fleet.typed("global2", "zoneadm", "-z", zone, "detach");
    await fleet.deleteZone("global2", zone);
};
export const haltAndTakeAway = async (fleet: Fleet): Promise<void> => {
    await fleet.halt("global2", zone);
    await takeAway(fleet);
};
export const detachOnSource = (fleet: Fleet) => fleet.typed("global1", "zoneadm", "-z", zone, "detach");

const nameTaken = (state: string): Said =>
    refuses("TARGET_NAME_TAKEN", "zoneadm -z kzone1 detach\n    zonecfg -z kzone1 delete -F", {
        host: "global2",
        quotes: [`global2 already has a zone kzone1 which is ${state}, and that has the same UUID`],
    });

const stuck = (quotes: readonly string[] = []): Said =>
    refuses("MIGRATION_IN_PROGRESS", "zoneadm -z kzone1 halt; zoneadm -z kzone1 detach; zonecfg -z kzone1 delete -F", {
        host: "global2",
        quotes: [
            "kzone1 runs on global1, and global2 still waits for its memory",
            "on global1: running",
            "on global2: running, migrating-in",
            ...quotes,
        ],
    });

/** The target's half does not go away; a person takes it away, and the next run finishes the first job and moves. */
export function stuckStory(number: number, quotes: readonly string[], locks: number): Story {
    return {
        number,
        by: "clock",
        preview: previews(),
        update: stuck(quotes),
        holds: ["running", "running migrating-in"],
        records: { open: 1, locks },
        again: { preview: unfinished },
        mend: async (fleet) => {
            fleet.clearFaults();
            await haltAndTakeAway(fleet);
        },
        mended: { preview: unfinished, update: cameToNothing, records: { kept: 1 } },
        migrations: 2,
    };
}

export const linkLost = (
    quotes: readonly string[],
): Pick<Story, "preview" | "update" | "again" | "mend" | "mended"> => ({
    preview: previews(),
    update: migrationFailed(mendThenUp, quotes),
    again: {
        preview: dryRunRefused(mendWhatSolarisNames, [], ["TARGET_LOGIN_FAILED"]),
        update: dryRunRefused(mendWhatSolarisNames),
    },
    mend: (fleet) => {
        fleet.restoreLink("global1", "global2");
    },
    mended: { preview: previews(), update: moves, records: { kept: 1 } },
});

/** A warning about the source; the move is recorded, and the next run looks again. */
export function undetached(
    number: number,
    sourceState: string,
    records: Story["records"],
    variant?: string,
    update: Said = passes(["moved global1 -> global2 in ", "kzone1 runs on global2, but global1 has not detached it"]),
): Story {
    const state = {
        currentHost: "global2",
        zoneState: "running",
        unfinishedOn: "global1",
        warnings: ["kzone1 runs on global2, but global1 has not detached it"],
    } as const;
    return {
        number,
        ...(variant === undefined ? {} : { variant }),
        by: "clock",
        preview: previews(),
        update,
        holds: [sourceState, "running"],
        records,
        state,
        again: {
            preview: unfinished,
            update: passes(["kzone1 runs on global2, but global1 has not detached it"]),
            state,
        },
        mended: { preview: unfinished, update: hasMoved },
        migrations: 1,
    };
}

export const lost = refuses("MIGRATION_UNCERTAIN", "Do not boot kzone1 anywhere until it is clear where it is.", {
    host: "global1",
    quotes: [
        "cannot be found, because global2 cannot be asked",
        "on global1: running",
        "on global2: cannot be asked (HOST_UNREACHABLE)",
    ],
});

export const splitBrain = refuses("SPLIT_BRAIN", "halt the other", {
    quotes: [
        "kzone1 is seen running on global1 and global2",
        "on global1: running, UUID ",
        "on global2: running, UUID ",
    ],
});

export const leftAttached = (state: "installed" | "unavailable", quote: string): Omit<Story, "number"> => ({
    by: "clock",
    preview: previews(),
    update: migrationFailed(mendThenUp, [quote, `on global2: ${state}, UUID `]),
    holds: ["running", state],
    records: { kept: 1 },
    again: { preview: nameTaken(state), update: nameTaken(state) },
    mend: async (fleet) => {
        fleet.clearFaults();
        await takeAway(fleet);
    },
    mended: { preview: previews(), update: moves, records: { kept: 1 } },
    migrations: 2,
});

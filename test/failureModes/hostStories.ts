import {
    dryRunRefused,
    foundBefore,
    mendWhatSolarisNames,
    moves,
    previews,
    refuses,
    type Said,
    type Story,
} from "./story";

const foreign = (state: string): Said =>
    refuses("TARGET_NAME_TAKEN", "Choose another target, or find out what that zone on global2 is", {
        host: "global2",
        quotes: [
            `global2 already has a zone kzone1 which is ${state}, and that is another one`,
            "UUID on global1: ",
            "UUID on global2: 0d9f3b0e-1111-4222-8333-444455556666",
        ],
    });

const releasesMixed = ["RELEASES_MIXED"];

/** What the two hosts are. */
export const hostStories: Story[] = [
    foundBefore(
        8,
        dryRunRefused(
            "Free memory on global2",
            [
                "global2 has not enough contiguous free memory for the 16GB of kzone1",
                "error: Not enough contiguous free memory pages to allocate\n",
                "capped-memory:physical value of 16GB for zone.  Consider using\n",
            ],
            ["TARGET_MEMORY_SHORT"],
        ),
        {
            mend: (fleet) => {
                fleet.host("global2").model.spec.memory = "64G";
            },
        },
    ),
    foundBefore(
        9,
        dryRunRefused(mendWhatSolarisNames, ["boot failed:"], ["MEMORY_RESERVE_OFFLINE", "PAGESIZE_UNSURE"]),
        {
            mend: (fleet) => {
                fleet.host("global2").model.services["svc:/system/memory-reserve:zones"] = "online";
            },
            afterwards: ["PAGESIZE_UNSURE"],
        },
    ),
    foundBefore(
        20,
        dryRunRefused(mendWhatSolarisNames, ["configuration check failed:"], ["IOV_NEEDS_NEWER", ...releasesMixed]),
        {
            mend: (fleet) => {
                fleet.setZone("global1", "kzone1", { config: { anets: [{ id: 0, lowerLink: "net0" }] } });
            },
            afterwards: releasesMixed,
        },
    ),
    // What release the guest runs no host tells: the dry run alone finds it.
    foundBefore(20, dryRunRefused(mendWhatSolarisNames, ["configuration check failed:"]), {
        variant: "the guest does",
        mend: (fleet) => {
            fleet.setZone("global1", "kzone1", { guest: { release: "11.4" } });
        },
    }),
    foundBefore(
        28,
        refuses("TARGET_IN_MAINTENANCE", "as root on global2: sysadm maintain -e", {
            host: "global2",
            quotes: ["global2 is in maintenance mode and takes no zones; by root"],
        }),
        {
            mend: (fleet) => {
                fleet.setMaintenance("global2", false);
            },
        },
    ),
    foundBefore(29, foreign("running"), {
        holds: ["running", "running"],
        mend: (fleet) => {
            fleet.removeZone("global2", "kzone1");
        },
    }),
    foundBefore(29, foreign("installed"), {
        variant: "it is installed",
        holds: ["running", "installed"],
        mend: (fleet) => fleet.rename("global2", "kzone1", "another"),
    }),
    foundBefore(
        50,
        refuses("SAME_MACHINE", "Correct the addresses in `solaris:hosts`", {
            quotes: ["global1 and global2 are the same machine (hostid "],
        }),
        { holds: ["running", "running"] },
    ),
    {
        // The network in front of the target is nothing that zoneadm knows of: the move succeeds, and says so.
        number: 51,
        preview: previews(),
        update: moves,
        holds: ["absent", "running"],
        migrations: 1,
    },
    foundBefore(
        52,
        refuses("ARCHITECTURE_DIFFERS", "Choose a target of the source's processor family", {
            host: "global2",
            quotes: ["has processors of the family i386, global2 of sparc"],
        }),
        {},
    ),
    {
        number: 54,
        preview: {
            ...previews(releasesMixed),
            tells: ["zoneadm on global1 has no `-t live`; the dry run shows that the move is live", "dry run passed"],
        },
        update: moves,
        holds: ["absent", "running"],
        migrations: 1,
    },
];

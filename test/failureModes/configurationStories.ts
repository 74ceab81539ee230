import type { Fleet, ZoneSpec } from "../solaris";
import { dryRunRefused, foundBefore, mendWhatSolarisNames, moves, previews, type Story } from "./story";

const setZone = (config: ZoneSpec["config"]) => (fleet: Fleet) => {
    fleet.setZone("global1", "kzone1", { config });
};
const deleteLeftover = (fleet: Fleet) => fleet.deleteZone("global2", "kzone1");
const usingExisting = "Using existing zone configuration on destination.";

/** The configuration on the target disagrees, and is left as it was. */
function disagrees(
    number: number,
    findings: readonly string[],
    quotes: readonly string[] = [],
    variant?: string,
): Story {
    const quoted = [usingExisting, "configuration check failed:", ...quotes];
    return foundBefore(number, dryRunRefused(mendWhatSolarisNames, quoted, findings), {
        holds: ["running", "configured"],
        mend: deleteLeftover,
        ...(variant === undefined ? {} : { variant }),
    });
}

/** What must match between the zone and its configuration on the target. */
export const configurationStories: Story[] = [
    foundBefore(
        4,
        dryRunRefused(
            "zonecfg -z kzone1 'select virtual-cpu; set ncpus=8; end'",
            [
                "kzone1 has 8 active vCPUs, but its configuration on global2 allows 4",
                usingExisting,
                "zone 'kzone1': error: Suspended zone has 8 active VCPUs, more than the configured\n",
                "zone 'kzone1': virtual-cpu maximum of 4.\n",
                "zoneadmd(8) returned an error 9 (zone state change failed)",
            ],
            ["TARGET_CONFIG_LEFTOVER", "VCPUS_DIFFER"],
        ),
        {
            holds: ["running", "configured"],
            // What the way out says, word by word.
            mend: (fleet) => fleet.typed("global2", "zonecfg", "-z", "kzone1", "select virtual-cpu; set ncpus=8; end"),
        },
    ),
    foundBefore(
        5,
        dryRunRefused("The zone needs a cpu-arch that both hosts have", [
            "zoneadm: zone 'kzone1': configuration check failed:\n",
            "error: Suspended image ca",
        ]),
        { mend: setZone({ cpuArch: "migration-class1" }) },
    ),
    foundBefore(
        6,
        dryRunRefused("global2 most likely runs an older Solaris release", [
            "global2 does not know the value memlzr in the configuration of kzone1",
            "zoneadm: zone 'kzone1': configuration failed:\n",
            "Error received from the target machine:\n",
            "memlzr: Invalid argument\n",
        ]),
        { mend: setZone({ hostCompatible: null }) },
    ),
    foundBefore(
        7,
        dryRunRefused(
            "global2 most likely runs an older Solaris release",
            ["global2 does not know the value 10G in the configuration of kzone1", "10G: Invalid argument\n"],
            ["PAGESIZE_UNSURE"],
        ),
        { mend: setZone({ pagesizePolicy: "largest-available", pagesize: null }) },
    ),
    foundBefore(
        7,
        dryRunRefused(
            "change capped-memory:pagesize-policy of the zone",
            [
                "global2 does not support the page size 10G",
                "error: The capped-memory:pagesize value 10G is not supported on this host.",
            ],
            ["PAGESIZE_UNSURE"],
        ),
        {
            variant: "it is noticed at boot",
            mend: setZone({ pagesizePolicy: "largest-available", pagesize: null }),
        },
    ),
    disagrees(10, ["MEMORY_DIFFERS", "TARGET_CONFIG_LEFTOVER"]),
    disagrees(10, ["MEMORY_DIFFERS", "TARGET_CONFIG_LEFTOVER"], [], "the memory"),
    disagrees(11, ["DEVICES_DIFFER", "TARGET_CONFIG_LEFTOVER"]),
    disagrees(11, ["DEVICES_DIFFER", "TARGET_CONFIG_LEFTOVER"], [], "the disk has another id"),
    foundBefore(18, dryRunRefused(mendWhatSolarisNames, ["boot failed:"], ["LOWER_LINK_MISSING"]), {
        // Seed example 47: what the finding says.
        rewrite: { hostOverrides: { global2: { anets: [{ id: 0, lowerLink: "net1" }] } } },
    }),
    disagrees(19, ["ANETS_DIFFER", "TARGET_CONFIG_LEFTOVER"]),
    disagrees(19, ["ANETS_DIFFER"], [], "another MAC address"),
    disagrees(19, ["ANETS_DIFFER", "TARGET_CONFIG_LEFTOVER"], [], "another VLAN"),
    disagrees(30, ["TARGET_CONFIG_LEFTOVER"]),
    {
        number: 30,
        variant: "it passes all checks",
        // Nothing that Solaris compares differs: the finding is all that a person is told, and the move is made.
        preview: {
            ...previews(["TARGET_CONFIG_LEFTOVER"]),
            tells: ["autoboot: false on global1, true on global2", usingExisting, "dry run passed"],
        },
        update: moves,
        holds: ["absent", "running"],
        migrations: 1,
    },
    {
        ...disagrees(44, ["LIVE_CONFIG_DIFFERS", "MEMORY_DIFFERS", "TARGET_CONFIG_LEFTOVER"]),
        mended: { preview: previews(["LIVE_CONFIG_DIFFERS"]), update: moves },
    },
    {
        number: 45,
        preview: {
            ...previews(["LIVE_CONFIG_DIFFERS"]),
            tells: ["capped-memory physical: 4.75G running, 8G stored", "dry run passed"],
        },
        update: moves,
        holds: ["absent", "running"],
        migrations: 1,
    },
];

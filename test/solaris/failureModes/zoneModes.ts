import { bootDisk, type FailureMode, failureMode } from "./scene";

/** What the zone itself is or does: solaris-facts section 10, #1 to 3, 31 to 34 and 53. */
export const zoneModes: FailureMode[] = [
    failureMode(
        1,
        "the zone is not on the source any more: somebody has moved it",
        "C",
        {
            arrange: (fleet) => {
                fleet.moveZone("kzone1", "global1", "global2");
                fleet.removeZone("global1", "kzone1");
                return undefined;
            },
            meets: { at: "dryRun", status: 1, text: /^zoneadm: kzone1: No such zone configured$/m },
            after: ["absent", "running"],
        },
        {
            "it is nowhere": {
                arrange: (fleet) => {
                    fleet.removeZone("global1", "kzone1");
                    return undefined;
                },
                meets: { at: "dryRun", status: 1, text: /^zoneadm: kzone1: No such zone configured$/m },
                after: ["absent", "absent"],
            },
        },
    ),
    failureMode(
        2,
        "the zone does not run, and live is asked for",
        "P",
        { zone: { state: "installed" }, meets: { at: "dryRun", status: 1 }, after: ["installed", "absent"] },
        {
            "it was halted since": {
                arrange: async (fleet) => {
                    await fleet.halt("global1", "kzone1");
                    return undefined;
                },
                meets: { at: "dryRun", status: 1 },
                after: ["installed", "absent"],
            },
            "it is suspended": {
                zone: { state: "installed", auxiliary: ["suspended"] },
                meets: { at: "dryRun", status: 1 },
                after: ["installed suspended", "absent"],
            },
        },
    ),
    failureMode(3, "the zone is of another brand", "P", {
        zone: { brand: "solaris" },
        meets: { at: "dryRun", status: 1 },
    }),
    failureMode(
        31,
        "another zoneadm holds the zone's lock for a while",
        "C",
        {
            arrange: (fleet) => fleet.holdLock("global1", "kzone1"),
            meets: { at: "dryRun", status: 1, text: /another zoneadm may have an operation in progress\./ },
        },
        {
            "it has gone at the third attempt": {
                arrange: (fleet) => {
                    fleet.holdLock("global1", "kzone1", 2);
                    return undefined;
                },
                meets: { at: "dryRun", status: 1, text: /another zoneadm may have an operation in progress\./ },
            },
            "it is held on the target": {
                target: {
                    zones: [
                        {
                            name: "kzone1",
                            state: "configured",
                            config: { devices: [{ id: 0, storage: bootDisk, bootpri: 0 }] },
                        },
                    ],
                },
                zone: { config: { devices: [{ id: 0, storage: bootDisk, bootpri: 0 }] } },
                arrange: (fleet) => fleet.holdLock("global2", "kzone1"),
                meets: { at: "dryRun", status: 1, text: /another zoneadm may have an operation in progress\./ },
                after: ["running", "configured"],
            },
        },
    ),
    failureMode(32, "somebody else is migrating the zone already", "U", {
        arrange: async (fleet) => {
            const copying = fleet.holdAt({ zone: "kzone1", phase: "copy" });
            const byHand = fleet.migrateByHand("kzone1", "global1", "global2");
            await copying.reached;
            return async () => {
                copying.letGo();
                await byHand;
            };
        },
        meets: { at: "dryRun", status: 1 },
        after: ["configured", "running"],
    }),
    failureMode(
        33,
        "the guest has panicked",
        "C",
        {
            zone: { auxiliary: ["panicked"] },
            meets: { at: "dryRun", status: 1 },
            after: ["running panicked", "absent"],
        },
        {
            "it is in the kernel debugger": {
                zone: { auxiliary: ["debugging"] },
                meets: { at: "dryRun", status: 1 },
                after: ["running debugging", "absent"],
            },
        },
    ),
    failureMode(
        34,
        "the guest powers off during the copy",
        "U",
        {
            strike: (fleet) =>
                fleet.atPhase({ zone: "kzone1", phase: "copy" }, () => {
                    fleet.guestHalts("global1", "kzone1");
                }),
            meets: { at: "migration", status: 1 },
            after: ["installed", "absent"],
        },
        {
            "it reboots": {
                strike: (fleet) =>
                    fleet.atPhase({ zone: "kzone1", phase: "copy" }, () => {
                        fleet.guestReboots("global1", "kzone1");
                    }),
                meets: { at: "migration", status: 1 },
            },
        },
    ),
    failureMode(
        53,
        "the zone is incomplete",
        "C",
        {
            zone: { state: "incomplete" },
            meets: { at: "dryRun", status: 1, text: /zone is incomplete; uninstall required\.$/m },
            after: ["incomplete", "absent"],
        },
        {
            "it is unavailable": {
                zone: { state: "unavailable", diskOwner: "0c0ffee0" },
                meets: { at: "dryRun", status: 1 },
                after: ["unavailable", "absent"],
            },
        },
    ),
];

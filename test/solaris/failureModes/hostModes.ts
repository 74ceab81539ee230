import { type FailureMode, failureMode } from "./scene";

/** What the two hosts are: #8, 9, 20, 28, 29, 50, 51, 52 and 54. */
export const hostModes: FailureMode[] = [
    failureMode(8, "the target has not enough memory", "C", {
        zone: { config: { memory: "16G" } },
        target: { memory: "8G" },
        meets: {
            at: "dryRun",
            status: 1,
            text: /Not enough contiguous free memory pages to allocate\n.*16GB for zone/,
        },
    }),
    failureMode(9, "the memory reserve pool is not enabled on the target", "P", {
        zone: { config: { pagesizePolicy: "fixed", pagesize: "2M", memoryReserve: "zones" } },
        source: { services: { "svc:/system/memory-reserve:zones": "online" } },
        meets: { at: "dryRun", status: 1, text: /boot failed:$/m },
    }),
    failureMode(
        20,
        "the zone uses SR-IOV, and the target runs a release before 11.4",
        "P",
        {
            zone: { config: { anets: [{ id: 0, lowerLink: "net0", iov: "auto" }] } },
            target: { release: "11.3.36.10.0" },
            meets: { at: "dryRun", status: 1, text: /configuration check failed:$/m },
        },
        {
            "the guest does": {
                zone: {
                    config: { anets: [{ id: 0, lowerLink: "net0", iov: "on" }] },
                    guest: { release: "11.3" },
                },
                meets: { at: "dryRun", status: 1, text: /configuration check failed:$/m },
            },
        },
    ),
    failureMode(28, "the target is in maintenance mode", "P", {
        target: { maintenance: true },
        meets: { at: "dryRun", status: 1 },
    }),
    failureMode(
        29,
        "another zone of the name runs on the target",
        "C",
        {
            target: {
                zones: [
                    {
                        name: "kzone1",
                        uuid: "0d9f3b0e-1111-4222-8333-444455556666",
                        config: { devices: [{ id: 0, storage: "lu:luname.naa.600144f00002", bootpri: 0 }] },
                    },
                ],
            },
            meets: { at: "dryRun", status: 1, text: /already installed; create not allowed\.|is already installed\./ },
            after: ["running", "running"],
        },
        {
            "it is installed": {
                target: {
                    zones: [
                        {
                            name: "kzone1",
                            uuid: "0d9f3b0e-1111-4222-8333-444455556666",
                            state: "installed",
                            config: { devices: [{ id: 0, storage: "lu:luname.naa.600144f00002", bootpri: 0 }] },
                        },
                    ],
                },
                meets: {
                    at: "dryRun",
                    status: 1,
                    text: /already installed; create not allowed\.|is already installed\./,
                },
                after: ["running", "installed"],
            },
        },
    ),
    failureMode(50, "source and target are the same machine", "C", {
        target: { sameMachineAs: "global1" },
        meets: { at: "dryRun", status: 1 },
        after: ["running", "running"],
    }),
    failureMode(51, "the network in front of the target does not know the zone", "C", {
        target: { fabricPortsMissing: true },
        meets: { at: "nowhere", status: 0 },
        after: ["configured", "running"],
    }),
    failureMode(52, "SPARC and x86", "P", {
        target: { architecture: "sparc" },
        meets: { at: "dryRun", status: 1 },
    }),
    failureMode(54, "the source's zoneadm is older and has no -t", "C", {
        source: { release: "11.3.36.10.0" },
        meets: { at: "dryRun", status: 2, text: /illegal option -- t\nusage:/ },
    }),
];

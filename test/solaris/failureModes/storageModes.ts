import { bootDisk, dataDisk, type FailureMode, failureMode, type SceneParts, suspendDisk } from "./scene";
import type { Device } from "../zoneConfig";

const shared: Device = { id: 0, storage: bootDisk, bootpri: 0 };

function onDevices(devices: Device[]): SceneParts {
    return {
        zone: { config: { devices } },
        meets: { at: "dryRun", status: 1, text: /attach failed:$/m },
    };
}

/** Storage and host data: #12 to 17, 47 and 48. */
export const storageModes: FailureMode[] = [
    failureMode(
        12,
        "the zone is on local storage",
        "P",
        onDevices([
            {
                id: 0,
                storage: "dev:/dev/zvol/dsk/%{global-rootzpool}/VARSHARE/zones/%{zonename}/disk%{id}",
                bootpri: 0,
            },
        ]),
        {
            "a disk that is matched by path": onDevices([shared, { id: 1, match: "/dev/rdsk/c0t1d0*" }]),
            "a file": onDevices([shared, { id: 1, storage: "file://root:root@/export/kzone1.img" }]),
        },
    ),
    failureMode(13, "the target does not see a LUN", "P", {
        ...onDevices([shared]),
        target: { unreachableStorage: [bootDisk] },
    }),
    failureMode(14, "the target cannot mount an NFS share", "P", {
        ...onDevices([shared, { id: 1, storage: dataDisk }]),
        target: { storageTrouble: { [dataDisk]: "nfs-not-mountable" } },
    }),
    failureMode(15, "the iSCSI target wants authentication that the target host does not have", "P", {
        ...onDevices([shared]),
        target: { storageTrouble: { [bootDisk]: "iscsi-authentication" } },
    }),
    failureMode(
        16,
        "the boot disk belongs to another host",
        "C",
        {
            zone: { state: "installed", diskOwner: "848611d4" },
            migration: { method: "auto", allowDowntime: true },
            meets: {
                at: "dryRun",
                status: 1,
                text: /^zone 'kzone1': error: ERROR: zone kzone1 is in use by host with {2}hostid 848611d4$/m,
            },
            after: ["installed", "unavailable"],
        },
        {
            "while the zone runs": {
                zone: { diskOwner: "848611d4" },
                meets: { at: "dryRun", status: 1, text: /is in use by host with {2}hostid 848611d4$/m },
                after: ["running", "unavailable"],
            },
        },
    ),
    failureMode(17, "the boot disk has no host data", "C", {
        zone: { diskOwner: "unreadable" },
        meets: { at: "dryRun", status: 1, text: /could not read host data from any boot device$/m },
    }),
    failureMode(
        47,
        "the suspended image is on a local path",
        "P",
        {
            zone: { config: { suspend: { path: "/system/zones/kzone1/suspend" } } },
            migration: { method: "warm", allowDowntime: true },
            meets: { at: "dryRun", status: 1, text: /attach failed:$/m },
            after: ["installed suspended", "absent"],
        },
        {
            "there is no suspend resource": {
                migration: { method: "warm", allowDowntime: true },
                meets: { at: "suspend", status: 1 },
            },
        },
    ),
    failureMode(
        48,
        "the zone that was migrated warm does not resume",
        "C",
        {
            zone: { config: { suspend: { storage: suspendDisk } } },
            target: {
                faults: [
                    {
                        kind: "refuse",
                        command: "zoneadm boot",
                        times: 1,
                        lines: [
                            "zoneadm: zone 'kzone1': boot failed:",
                            "zone 'kzone1': error: could not read the image.",
                        ],
                    },
                ],
            },
            migration: { method: "warm", allowDowntime: true },
            meets: { at: "boot", status: 1 },
            after: ["configured", "installed suspended"],
        },
        {
            // A warm dry run does not compare CPUs [C].
            "its CPUs are of another class": {
                zone: { config: { suspend: { storage: suspendDisk } } },
                target: { cpuClass: "class2" },
                migration: { method: "warm", allowDowntime: true },
                meets: { at: "boot", status: 1, text: /error: Suspended image ca/ },
                after: ["configured", "installed suspended"],
            },
        },
    ),
];

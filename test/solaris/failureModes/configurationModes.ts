import { type FailureMode, failureMode, type SceneParts } from "./scene";
import type { HostSpec, ZoneSpec } from "../spec";
import type { ZoneConfigModel } from "../zoneConfig";

/** A configuration of the zone that is on the target already. */
function configuredThere(config: Partial<ZoneConfigModel>): Partial<HostSpec> {
    return { zones: [{ name: "kzone1", state: "configured", config }] };
}

/** It disagrees with the running zone where they must agree [C], and is left as it was. */
function disagrees(zone: Partial<ZoneSpec>, there: Partial<ZoneConfigModel>): SceneParts {
    return {
        zone,
        target: configuredThere(there),
        meets: { at: "dryRun", status: 1, text: /Using (existing )?zone configuration on destination\./ },
        after: ["running", "configured"],
    };
}

const anet = { id: 0, lowerLink: "net0", macAddress: "auto", autoMacAddress: "2:8:20:e7:b8:79" };

/** What must match between the zone and its configuration on the target: #4 to 7, 10, 11, 18, 19, 30, 44 and 45. */
export const configurationModes: FailureMode[] = [
    failureMode(4, "the target's configuration allows fewer vCPUs than are active", "C", {
        zone: { config: { ncpus: 8 } },
        target: configuredThere({ ncpus: 4 }),
        meets: {
            at: "dryRun",
            status: 1,
            text: /Suspended zone has 8 active VCPUs, more than the configured\nzone 'kzone1': virtual-cpu maximum of 4\.(.*\n)+.*error 9/,
        },
        after: ["running", "configured"],
    }),
    failureMode(5, "the CPUs are of another class", "C", {
        target: { cpuClass: "class2" },
        meets: { at: "dryRun", status: 1, text: /configuration check failed:\n.*error: Suspended image ca/ },
    }),
    failureMode(6, "the target does not know a host-compatible value", "C", {
        zone: { config: { hostCompatible: "memlzr" } },
        target: { hostCompatible: ["level1", "level2", "native"] },
        meets: {
            at: "dryRun",
            status: 1,
            text: /-----END CONFIGURATION-----\n.*\nOn line \d+:\nmemlzr: Invalid argument$/m,
        },
    }),
    failureMode(
        7,
        "the target does not have the page size",
        "C",
        {
            zone: { config: { memory: "20G", pagesizePolicy: "fixed", pagesize: "10G" } },
            target: { pageSizes: ["4K", "2M", "1G"] },
            meets: { at: "dryRun", status: 1, text: /^On line \d+:\n10G: Invalid argument$/m },
        },
        {
            "it is noticed at boot": {
                zone: { config: { memory: "20G", pagesizePolicy: "fixed", pagesize: "10G" } },
                target: { pageSizes: ["4K", "2M", "1G"], pageSizeCheck: "boot" },
                meets: {
                    at: "dryRun",
                    status: 1,
                    text: /error: The capped-memory:pagesize value 10G is not supported on this host\./,
                },
            },
        },
    ),
    failureMode(
        10,
        "the target's configuration has another memory or page size policy",
        "P",
        {
            ...disagrees({ config: { pagesizePolicy: "largest-available" } }, { pagesizePolicy: "smallest-only" }),
        },
        {
            "the memory": disagrees({ config: { memory: "8G" } }, { memory: "4G" }),
        },
    ),
    failureMode(
        11,
        "the target's configuration has another disk",
        "P",
        {
            ...disagrees(
                {},
                {
                    devices: [
                        { id: 0, storage: "iscsi://storage1/luname.naa.600144f0000000000000000000000001", bootpri: 0 },
                    ],
                },
            ),
        },
        {
            "the disk has another id": disagrees(
                { config: { devices: [{ id: 0, storage: "lu:luname.naa.600144f00001", bootpri: 0 }] } },
                { devices: [{ id: 1, storage: "lu:luname.naa.600144f00001", bootpri: 0 }] },
            ),
        },
    ),
    failureMode(18, "the lower link of an anet is not there on the target", "P", {
        target: { links: ["net1"] },
        meets: { at: "dryRun", status: 1, text: /boot failed:$/m },
    }),
    failureMode(
        19,
        "the target's configuration has another number of anets",
        "P",
        {
            ...disagrees({}, { anets: [] }),
        },
        {
            "another MAC address": disagrees(
                { config: { anets: [anet] } },
                { anets: [{ ...anet, autoMacAddress: "2:8:20:1:2:3" }] },
            ),
            "another VLAN": disagrees({ config: { anets: [anet] } }, { anets: [{ ...anet, vlanId: 7 }] }),
        },
    ),
    failureMode(
        30,
        "a stale configuration is on the target",
        "C",
        {
            ...disagrees({}, { cpuArch: "migration-class1" }),
        },
        {
            // Nothing that Solaris compares differs, so that the zone arrives with yesterday's settings.
            "it passes all checks": {
                target: configuredThere({ autoboot: true, bootargs: "-m verbose" }),
                meets: { at: "nowhere", status: 0 },
                after: ["configured", "running"],
            },
        },
    ),
    failureMode(
        44,
        "the zone runs with another configuration than its stored one, and the target has the stored one",
        "C",
        {
            zone: { liveConfig: { memory: "6G" } },
            target: configuredThere({}),
            meets: { at: "dryRun", status: 1, text: /Using (existing )?zone configuration on destination\./ },
            after: ["running", "configured"],
        },
    ),
    failureMode(45, "a live change of its memory came only half through", "C", {
        zone: { config: { memory: "8G" }, guest: { memoryFloor: "4.75G" } },
        arrange: async (fleet) => {
            await fleet.typed("global1", "zonecfg", "-z", "kzone1", "-r", "select capped-memory; set physical=4G; end");
            return undefined;
        },
        meets: { at: "nowhere", status: 0 },
        after: ["configured", "running"],
    }),
];

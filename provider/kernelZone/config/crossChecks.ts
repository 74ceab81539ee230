import type { z } from "zod";
import { type StorageNames, namedDisk } from "../../solaris/storageUri";
import { typedResource } from "./fields";

/** What of `config` is checked against other parts of it. */
interface CheckedConfig {
    readonly anets?: readonly { readonly id: number; readonly macAddress?: string }[];
    readonly nets?: readonly { readonly physical: string }[];
    readonly devices?: readonly Disk[];
    readonly suspend?: StorageNames;
    readonly admins?: readonly { readonly user: string }[];
    readonly attrs?: readonly { readonly name: string }[];
    readonly resources?: readonly { readonly type: string }[];
}

interface Disk extends StorageNames {
    readonly id: number;
    readonly bootpri?: number;
}

/** Adds a fault at a path below `config`. */
type Report = (path: readonly (string | number)[], message: string) => void;

/**
 * Checks what concerns several properties of `config`. Each fault is reported at the deepest property that is at fault, so
 * that one of a value that is not known yet can be told from others.
 */
export function checkAcross(config: CheckedConfig, context: z.core.$RefinementCtx): void {
    const report: Report = (path, message) => context.addIssue({ code: "custom", path: [...path], message });
    reportTwice(report, "anets", "id", config.anets ?? []);
    reportTwice(report, "nets", "physical", config.nets ?? []);
    reportTwice(report, "devices", "id", config.devices ?? []);
    reportTwice(report, "admins", "user", config.admins ?? []);
    reportTwice(report, "attrs", "name", config.attrs ?? []);
    const ownAddresses = (config.anets ?? []).map(({ macAddress }) =>
        macAddress?.includes(":") === true ? { macAddress } : {},
    );
    reportTwice(report, "anets", "macAddress", ownAddresses);
    checkDisks(report, config);
    checkTypes(report, config.resources ?? []);
}

/** Reports each member of a list that has the same value of a property as one before it. */
function reportTwice<Key extends string>(
    report: Report,
    list: string,
    property: Key,
    members: readonly Readonly<Partial<Record<Key, string | number>>>[],
    advice = "",
): void {
    const first = new Map<string | number, number>();
    members.forEach((member, index) => {
        const value = member[property];
        const before = value === undefined ? undefined : first.get(value);
        if (value !== undefined && before === undefined) {
            first.set(value, index);
        } else if (before !== undefined) {
            report([list, index, property], `is ${value}, as that of ${list}[${before}]${advice}`);
        }
    });
}

function checkDisks(report: Report, { devices, suspend }: CheckedConfig): void {
    if (devices === undefined) {
        return;
    }
    if (devices.length === 0) {
        report(
            ["devices"],
            "must hold the disk from which the zone boots; leave `devices` out to keep those that there are",
        );
    } else if (devices.every(({ bootpri }) => bootpri === undefined)) {
        report(["devices"], "must hold a disk from which the zone boots: give one `bootpri: 0`");
    }
    // Solaris takes the id where two are the same, which two different numbers say as well and plainly.
    const advice = "; the boot order needs another for each, such as 0 and 1: disks of a mirrored root pool as well";
    reportTwice(report, "devices", "bootpri", devices, advice);
    const disks = devices.map(namedDisk);
    disks.forEach((disk, index) => {
        const before = disks.indexOf(disk);
        if (disk !== undefined && before < index) {
            const property = devices[index]?.storage === undefined ? "match" : "storage";
            report(
                ["devices", index, property],
                `is the disk of devices[${before}]: two cannot be on the same storage`,
            );
        }
    });
    const image = suspend && namedDisk(suspend);
    const shared = image === undefined ? -1 : disks.indexOf(image);
    if (shared >= 0) {
        report(
            ["suspend", suspend?.storage === undefined ? "path" : "storage"],
            `is that of devices[${shared}], which would be overwritten when the zone is suspended`,
        );
    }
}

function checkTypes(report: Report, resources: readonly { readonly type: string }[]): void {
    resources.forEach(({ type }, index) => {
        const typed = typedResource(type);
        if (typed !== undefined) {
            report(["resources", index, "type"], `is known: use \`config.${typed.key}\` instead`);
        }
    });
}

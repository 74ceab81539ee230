import { isBootDisk } from "./disk";
import { type ConfigurationDocument, type ConfigurationTarget, resourceAt, resourcesOfType } from "./document";
import type { Edit } from "./edits";
import { elementsOf } from "./values";

/**
 * When an edit works on a zone that runs.
 *
 * - `live`: documented as changeable while the zone runs
 * - `liveUnconfirmed`: not known; to be tried, and the running configuration to be read back
 * - `nextBoot`: documented as not changeable while the zone runs, or read by Solaris when it boots the zone only
 * - `stored`: of no concern to a running zone
 * - `never`: cannot be changed in place
 */
export type Effect = "live" | "liveUnconfirmed" | "nextBoot" | "stored" | "never";

/** An effect, with the reason in words. */
export interface EditEffect {
    readonly effect: Effect;
    readonly why: string;
}

type Rules = ReadonlyMap<string, EditEffect>;

const rules = (entries: Readonly<Record<string, EditEffect>>): Rules => new Map(Object.entries(entries));

/*
 * Sources, beside those of solaris-facts:
 * - LZR table: "Oracle Solaris Zones Configuration Resources" 11.4, table 3 "Live Zone Reconfiguration Support or
 *   Restriction for Resource Types and Global Properties", column "Kernel Zone Support", August 2021. Its rows up to
 *   capped-memory were read.
 * - KZ about-LZR: "Creating and Using Oracle Solaris Kernel Zones" 11.4, "About Live Zone Reconfiguration of Kernel
 *   Zones": without downtime are changes of resource controls, network configuration, CPU resource pool and memory size,
 *   and adding or removing virtual and physical devices.
 * - UZ 9-1: "Creating and Using Oracle Solaris Zones" 11.4, example 9-1: `set ncpus=8` for a kernel zone with 16, `zoneadm
 *   apply`; it can succeed partially.
 */
const stored = (why: string): EditEffect => ({ effect: "stored", why });
const nextBoot = (why: string): EditEffect => ({ effect: "nextBoot", why });
const live = (why: string): EditEffect => ({ effect: "live", why });
const never = (why: string): EditEffect => ({ effect: "never", why });
const unconfirmed: EditEffect = {
    effect: "liveUnconfirmed",
    why: "whether Solaris changes it while the zone runs is not documented: it is tried and read back",
};
const needsMemlzr =
    "the running zone has no host-compatible value (memlzr, level2 or native) that lets its memory change while it runs";

const properties = rules({
    // [C] LZR table: No. The name and the path are the zone's identity [I].
    brand: never("a zone keeps the brand with which it was made"),
    zonepath: never("the path of a zone is changed by moving it, not by its configuration"),
    zonename: never("a zone is renamed by hand, while it does not run"),
    // [C] LZR table: persistent only.
    autoboot: stored("it says what happens when the host boots"),
    autoshutdown: stored("it says what happens when the host shuts down"),
    // [C] svc.zones(8) knows them; that a running zone does not care is [I].
    "boot-priority": stored("it says in which order the host boots its zones"),
    "smf-dependency": stored("it says when the host boots the zone"),
    // [C] LZR table: persistent only. The guest reads them when it boots [I].
    bootargs: nextBoot("boot arguments are read when the zone boots"),
    // [C] KZ113 "Specifying a CPU Migration Class": the zone must be rebooted.
    "cpu-arch": nextBoot("the migration class of the CPUs is fixed while the zone runs"),
    // [C] KZ "Enabling the Memory Live Zone Reconfiguration Feature": the zone must be rebooted.
    "host-compatible": nextBoot("the compatibility level is fixed while the zone runs"),
    // [I] The guest has it from its boot on.
    hostid: nextBoot("the guest reads its hostid when it boots"),
    // [C] KZ about-LZR: the CPU resource pool.
    pool: live("Solaris binds a running zone to another pool"),
});

const resources = rules({
    // [C] LZR table: persistent only, both.
    admin: stored("it says who may manage the zone"),
    attr: stored("an attribute is a note for people and programs"),
    // [C] LZR table: yes, with exceptions (below).
    anet: live("Solaris changes the network of a running kernel zone"),
    // [C] KZ about-LZR: network configuration. That this includes `net` of a kernel zone is [I].
    net: live("Solaris changes the network of a running kernel zone"),
    // [C] KZ about-LZR: adding or removing virtual and physical devices.
    device: live("Solaris adds and removes devices of a running kernel zone"),
    // [C] KZ about-LZR: resource controls.
    rctl: live("Solaris changes resource controls of a running zone"),
    // [C] UZ 9-1, of ncpus.
    "virtual-cpu": live("Solaris adds and takes away CPUs of a running kernel zone, as far as the guest lets them go"),
    // [C] LZR table: No.
    "capped-cpu": nextBoot("the cap on CPUs of a kernel zone is fixed while it runs"),
    // [I] Checked when the guest boots.
    "verified-boot": nextBoot("it is checked when the zone boots"),
});

const notNamedAlone = "nothing names it alone: all of its type would be taken away from the running zone for a moment";
const notExchanged = "a disk is not exchanged below a zone that runs";
const ofBootDisk = "the zone runs from this disk: nothing of it is changed below it";
const notLiveOfNetwork = nextBoot("Solaris does not change this of a running zone's network");

const resourceProperties: ReadonlyMap<string, Rules> = new Map([
    [
        "capped-memory",
        rules({
            // [C] BLOG-LZR, KZ "Memory Live Zone Reconfiguration": since SRU45 (SPARC), SRU51 (x86), with host-compatible.
            // The LZR table, which is older, says No.
            physical: live("Solaris resizes the memory of a running kernel zone, as far as the guest lets it go"),
            // [C] KZ: how `zoneadm apply` works, not what the zone has.
            memlzr: stored("it says how a change of the memory is made"),
            // [C] solaris-facts 5.3.
            "pagesize-policy": nextBoot("page sizes are fixed while the zone runs"),
            pagesize: nextBoot("page sizes are fixed while the zone runs"),
            "memory-reserve": nextBoot("the memory pool is fixed while the zone runs"),
        }),
    ],
    [
        "anet",
        rules({
            // [C] LZR table, the exceptions. It writes `allowed-addresses`, where zonecfg has `allowed-address`.
            "allowed-address": notLiveOfNetwork,
            "configure-allowed-address": notLiveOfNetwork,
            defrouter: notLiveOfNetwork,
            evs: notLiveOfNetwork,
            vport: notLiveOfNetwork,
        }),
    ],
    // [U] Documented is another number of them.
    ["virtual-cpu", rules({ importance: unconfirmed })],
    [
        "device",
        rules({
            // [I] The boot order.
            bootpri: nextBoot("the order of boot disks is read when the zone boots"),
            // [I] Documented is that devices come and go. A disk that is exchanged below a running guest costs it its data:
            // this is not tried.
            storage: nextBoot(notExchanged),
            match: nextBoot(notExchanged),
            // [I] The guest knows its disks by it.
            id: nextBoot(notExchanged),
            // [U]
            "allow-partition": unconfirmed,
            "allow-raw-io": unconfirmed,
        }),
    ],
]);

/**
 * When an edit works on a running zone, by the table of sources above; what is not in it is `liveUnconfirmed`.
 *
 * @param running The configuration under which the zone runs, where it is known: memory can be changed live only with the
 *     memory layout that its host-compatible asks for [C].
 */
export function effectOf(edit: Edit, running?: ConfigurationDocument): EditEffect {
    const { target } = edit;
    if (edit.kind === "set" || edit.kind === "clear") {
        return effectOn(target, running);
    }
    const type = target.resource?.type ?? "";
    if (target.resource?.index !== undefined) {
        return nextBoot(notNamedAlone);
    }
    const disk = type === "device" ? effectOnDisk(edit, running) : undefined;
    if (disk !== undefined) {
        return disk;
    }
    if (edit.counterpart !== undefined && resources.get(type)?.effect !== "stored") {
        return nextBoot(notNamedAlone);
    }
    if (!defaulted.has(type)) {
        return resources.get(type) ?? unconfirmed;
    }
    const parts = [...edit.resource.properties.keys()].map((property) => effectOn({ ...target, property }, running));
    return latest([unconfirmed, ...parts]);
}

/** Why a device does not come or go while the zone runs, where it does not. */
function effectOnDisk(
    { kind, resource, counterpart }: Extract<Edit, { kind: "add" | "remove" }>,
    running?: ConfigurationDocument,
): EditEffect | undefined {
    if (isBootDisk(resource) || (counterpart !== undefined && isBootDisk(counterpart))) {
        return nextBoot(ofBootDisk);
    }
    if (counterpart !== undefined) {
        return nextBoot(notExchanged);
    }
    // Where no device says that it is booted from, it can be any of them.
    return kind === "remove" && running !== undefined && !resourcesOfType(running, "device").some(isBootDisk)
        ? nextBoot("no device of the running zone is marked as its boot disk, so it may run from this one")
        : undefined;
}

// Without it Solaris has a default: documented is that the amount changes, not that the resource comes or goes [U].
const defaulted = new Set(["virtual-cpu", "capped-memory"]);

function effectOn({ resource, property = "" }: ConfigurationTarget, running?: ConfigurationDocument): EditEffect {
    if (resource === undefined) {
        return properties.get(property) ?? unconfirmed;
    }
    if (resource.type === "capped-memory" && property === "physical" && running && !resizesMemory(running)) {
        return nextBoot(needsMemlzr);
    }
    if (resource.type === "device" && running !== undefined) {
        const device = resourceAt(running, resource);
        if (device !== undefined && isBootDisk(device)) {
            return nextBoot(ofBootDisk);
        }
    }
    return resourceProperties.get(resource.type)?.get(property) ?? resources.get(resource.type) ?? unconfirmed;
}

const order: readonly Effect[] = ["stored", "live", "liveUnconfirmed", "nextBoot", "never"];

/** Of several effects the one that comes last. */
function latest(effects: readonly [EditEffect, ...EditEffect[]]): EditEffect {
    return effects.reduce((late, each) => (order.indexOf(each.effect) > order.indexOf(late.effect) ? each : late));
}

/** [C] KZ "Enabling the Memory Live Zone Reconfiguration Feature": `memlzr` or `level1,memlzr`, `level2`, `native`. */
function resizesMemory({ properties: global }: ConfigurationDocument): boolean {
    return elementsOf("host-compatible", global.get("host-compatible") ?? []).some((value) =>
        ["memlzr", "level2", "native"].includes(value),
    );
}

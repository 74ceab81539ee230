/** The documented wordings of `zoneadm migrate`'s progress (solaris-facts 2.5); a host prints one of them. */
export type WordingName =
    "secure-migration" | "seed-procedure" | "seed-example-45" | "import-on-destination" | "clean-up-last";

/** One wording. Lines are without the prefix `zoneadm: zone 'Z': `. */
export interface Wording {
    importing: string;
    usingExisting: string;
    /** Whether "Suspending zone on source host." is printed. */
    suspending: boolean;
    halting: string;
    /** Whether the halting line comes before "Migration successful.". */
    haltingFirst: boolean;
    /** Whether a live dry run prints "Cleaning up." before its verdict. */
    cleaningFirst: boolean;
    /** The name in the halting line, for a document that has another there. */
    haltingZoneName?: (zone: string) => string;
}

/** KZ "secure migration": the fullest transcript [C], therefore the default. */
const secureMigration: Wording = {
    importing: "Importing zone configuration.",
    usingExisting: "Using existing zone configuration on destination.",
    suspending: true,
    halting: "Halting and detaching zone on source host.",
    haltingFirst: false,
    cleaningFirst: true,
};

export const wordings: Record<WordingName, Wording> = {
    "secure-migration": secureMigration,
    // Step 4 of the seed prints 'kzone1' in one line of a migration of 'kzone' [C as printed, surely a slip].
    "seed-procedure": {
        ...secureMigration,
        haltingFirst: true,
        haltingZoneName: (zone) => (zone === "kzone" ? "kzone1" : zone),
    },
    "seed-example-45": {
        ...secureMigration,
        usingExisting: "Using zone configuration on destination.",
        suspending: false,
        halting: "Halting and detaching zone.",
    },
    "import-on-destination": { ...secureMigration, importing: "Importing zone configuration on destination." },
    // The reversed tail is documented for a warm dry run [C]; for a live one it is a variant that may exist [I].
    "clean-up-last": { ...secureMigration, cleaningFirst: false },
};

/** Seed example 46 [C]: the lines after "boot failed:", wrapped as printed there. */
export function vcpuMismatch(zone: string, active: number, maximum: number): string[] {
    return [
        `zone '${zone}': error: Suspended zone has ${active} active VCPUs, more than the configured`,
        `zone '${zone}': virtual-cpu maximum of ${maximum}.`,
        `zone '${zone}': error: Correct errors, or delete the configuration, using zonecfg(8) on the`,
        `zone '${zone}': destination host.`,
    ];
}

/** Seed example 46 [C]: the last line of a failed boot; the zone's name is not quoted there. */
export function zoneadmdFailure(zone: string): string {
    return `zoneadm: zone ${zone}: call to zoneadmd(8) failed: zoneadmd(8) returned an error 9 (zone state change failed)`;
}

/** The three lines are [C] (memory failures); that each carries the zone's prefix is [I] from example 46. */
export function memoryShortage(zone: string, physical: string): string[] {
    return [
        `zone '${zone}': error: Not enough contiguous free memory pages to allocate`,
        `zone '${zone}': capped-memory:physical value of ${physical.replace(/B?$/, "B")} for zone.  Consider using`,
        `zone '${zone}': memory-reserve(8s) to facilitate reserving memory for Kernel Zones`,
    ];
}

/** The first sentence [C] (page size), that it carries the zone's prefix [I] from example 46. */
export function pageSizeUnsupported(zone: string, size: string): string[] {
    return [`zone '${zone}': error: The capped-memory:pagesize value ${size} is not supported on this host.`];
}

/**
 * Text and layout of the first line [C, KZ storage information and host data]; the hints that follow it are left out.
 */
export function diskInUse(zone: string, hostid: string): string {
    return `zone '${zone}': error: ERROR: zone ${zone} is in use by host with  hostid ${hostid}`;
}

/** [C, 11.2 release notes]; the prefix is [U]. */
export function hostDataUnreadable(zone: string): string {
    return `zone '${zone}': error: could not read host data from any boot device`;
}

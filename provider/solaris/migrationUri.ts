import type { InventoryHost } from "../transport/inventory/inventory";

/** What a resource may say about the way from source to target; each part overrides the inventory's. */
export interface MigrationRoute {
    readonly scheme?: "ssh" | "rads" | "radg";
    readonly user?: string;
    readonly address?: string;
    readonly port?: number;
}

/** Where `zoneadm migrate` on a source is to find a target, in parts. */
export interface MigrationDestination {
    readonly scheme: "ssh" | "rads" | "radg";
    readonly user: string;
    readonly address: string;
    /** Undefined for the scheme's own. */
    readonly port: number | undefined;
}

/** The parts of the destination: the resource's, else those of the target's `migration`, else the target's own. */
export function migrationDestination(target: InventoryHost, route: MigrationRoute): MigrationDestination {
    const scheme = route.scheme ?? target.migration.scheme ?? "ssh";
    // Where the inventory gives an own address for migration, the port of our own way in says nothing about it.
    const sameWayIn = scheme === "ssh" && route.address === undefined && target.migration.address === undefined;
    return {
        scheme,
        user: route.user ?? target.migration.user ?? target.user,
        address: route.address ?? target.migration.address ?? target.address,
        port: route.port ?? target.migration.port ?? (sameWayIn && target.port !== 22 ? target.port : undefined),
    };
}

/**
 * The destination that `zoneadm migrate` is given: `scheme://user@address[:port]`, rad-uri(7) [C].
 *
 * The scheme is always written: without one Solaris takes `rads`, which asks for a password.
 */
export function migrationUri(target: InventoryHost, route: MigrationRoute): string {
    const { scheme, user, address, port } = migrationDestination(target, route);
    const bracketed = address.includes(":") && !address.startsWith("[") ? `[${address}]` : address;
    return `${scheme}://${user}@${bracketed}${port === undefined ? "" : `:${port}`}`;
}

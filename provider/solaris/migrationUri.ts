import type { InventoryHost } from "../transport/inventory";

/** What a resource may say about the way from source to target; each part overrides the inventory's. */
export interface MigrationRoute {
    readonly scheme?: "ssh" | "rads" | "radg";
    readonly user?: string;
    readonly address?: string;
    readonly port?: number;
}

/**
 * The destination that `zoneadm migrate` is given: `scheme://user@address[:port]`, rad-uri(7) [C].
 *
 * The scheme is always written: without one Solaris takes `rads`, which asks for a password.
 */
export function migrationUri(target: InventoryHost, route: MigrationRoute): string {
    const scheme = route.scheme ?? target.migration.scheme ?? "ssh";
    const user = route.user ?? target.migration.user ?? target.user;
    const address = route.address ?? target.migration.address ?? target.address;
    // Where the inventory gives an own address for migration, the port of our own way in says nothing about it.
    const sameWayIn = scheme === "ssh" && route.address === undefined && target.migration.address === undefined;
    const port = route.port ?? target.migration.port ?? (sameWayIn && target.port !== 22 ? target.port : undefined);
    const bracketed = address.includes(":") && !address.startsWith("[") ? `[${address}]` : address;
    return `${scheme}://${user}@${bracketed}${port === undefined ? "" : `:${port}`}`;
}

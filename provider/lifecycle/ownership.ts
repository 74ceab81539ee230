import { createHash } from "node:crypto";
import { markOf, withMark } from "../solaris/configuration/mark";
import type { ConfigurationDocument } from "../solaris/configuration/document";

/** Whose a zone is, by the mark in its stored configuration. */
export type Ownership =
    /** No mark: the provider has not made it. */
    | "unmarked"
    /** The mark of another resource. */
    | "other"
    /** Ours, and not known to be installed yet. */
    | "making"
    /** Ours, and installed: its disks hold a system. It may not have come up yet. */
    | "installed"
    /** Ours, and made to the end once. */
    | "made";

/**
 * What stands behind the token. The first is written before the first boot, so that the running zone has it too: a live
 * move carries the running configuration, and it must never look as if nothing were on the disks. The second comes when the
 * zone is up, into the stored configuration alone.
 */
const suffixes = { making: "", installed: ".installed", made: ".made" } as const;

/** How far a zone of ours is made. */
export type MadeAs = keyof typeof suffixes;

/**
 * The token by which a resource knows the zones that it has made: the first 32 hex digits of the SHA-256 of its URN.
 *
 * @throws TypeError for an empty URN, which would be everybody's.
 */
export function tokenOf(urn: string): string {
    if (urn === "") {
        throw new TypeError("a zone is made for a resource with a URN");
    }
    return createHash("sha256").update(urn).digest("hex").slice(0, 32);
}

/** Whose a configuration is. */
export function ownershipOf(document: ConfigurationDocument, token: string): Ownership {
    switch (markOf(document)) {
        case undefined:
            return "unmarked";
        case `${token}${suffixes.making}`:
            return "making";
        case `${token}${suffixes.installed}`:
            return "installed";
        case `${token}${suffixes.made}`:
            return "made";
        default:
            return "other";
    }
}

/** Whether a configuration has our mark. */
export function isOurs(ownership: Ownership | undefined): boolean {
    return ownership === "making" || ownership === "installed" || ownership === "made";
}

/** The configuration with our mark. */
export function marked(document: ConfigurationDocument, token: string, as: MadeAs): ConfigurationDocument {
    return withMark(document, `${token}${suffixes[as]}`);
}

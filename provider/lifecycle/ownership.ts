import { createHash } from "node:crypto";
import { markOf, withMark } from "../solaris/configuration/mark";
import type { ConfigurationDocument } from "../solaris/configuration/document";

/** Whose a zone is, by the mark in its stored configuration. */
export type Ownership =
    /** No mark: the provider has not made it. */
    | "unmarked"
    /** The mark of another resource. */
    | "other"
    /** Ours, and not made to the end yet: it may be installed, and has not come up. */
    | "making"
    /** Ours, and made to the end once: its disks hold a system. */
    | "made";

// Behind the token once the zone is made: a mere configuration with it stands for disks that hold something.
const madeSuffix = ".installed";

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
        case token:
            return "making";
        case `${token}${madeSuffix}`:
            return "made";
        default:
            return "other";
    }
}

/** Whether a configuration has our mark. */
export function isOurs(ownership: Ownership | undefined): boolean {
    return ownership === "making" || ownership === "made";
}

/** The configuration with our mark: as of a zone that is being made, or of one that has been made to the end. */
export function marked(document: ConfigurationDocument, token: string, as: "making" | "made"): ConfigurationDocument {
    return withMark(document, as === "making" ? token : `${token}${madeSuffix}`);
}

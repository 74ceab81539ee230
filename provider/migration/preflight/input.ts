import type { HostFacts } from "../../solaris/hostFacts";
import type { JobMethod } from "../../solaris/job/jobRequest";
import type { MigrationDestination } from "../../solaris/migrationUri";
import type { ZoneConfiguration } from "../../solaris/zoneConfiguration";
import type { InventoryHost } from "../../transport/inventory/inventory";
import type { SeenSighting, Sighting } from "../sighting";
import type { Finding } from "./findings";

/** Everything that the findings about a move are made from. All of it was read before; nothing is asked. */
export interface PreflightInput {
    readonly zone: string;
    /** The zone's UUID as far as it is known. */
    readonly uuid?: string;
    readonly source: SeenSighting;
    readonly target: Sighting & { readonly kind: "seen" | "absent" };
    /** The configuration that moves: the one under which the zone runs, the stored one where it does not or is shut down. */
    readonly sourceConfiguration: ZoneConfiguration;
    /** The source's stored configuration and the running one, where both were read. */
    readonly sourceStoredConfiguration?: ZoneConfiguration;
    readonly sourceRunningConfiguration?: ZoneConfiguration;
    /** The configuration that the target has of the zone, where it has nothing more than that. */
    readonly targetConfiguration?: ZoneConfiguration;
    readonly sourceFacts: HostFacts;
    readonly targetFacts: HostFacts;
    /** How the zone will be moved, once `auto` has been resolved. */
    readonly method: JobMethod;
    /** Whether the zone runs and is suspended (warm) or shut down (cold) for the move. */
    readonly stopsFirst: boolean;
    /** How the provider itself logs in to the two hosts: rights are judged by it. */
    readonly sourceHost: Pick<InventoryHost, "name" | "user" | "privilege">;
    readonly targetHost: Pick<InventoryHost, "name" | "user" | "privilege">;
    /** How zoneadm on the source will log in to the target. */
    readonly destination: MigrationDestination;
    /** Whether a configuration on the target is overwritten with the source's; then it is not judged. */
    readonly overwriteTargetConfig: boolean;
    /** `hostOverrides` for the target. */
    readonly overrides: readonly { readonly id: number; readonly lowerLink: string }[];
    /** What trying the login from source to target has found, where it was tried and did not work. */
    readonly loginFinding?: Finding;
}

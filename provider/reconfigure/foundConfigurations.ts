import type { ConfigurationDocument } from "../solaris/configuration/document";
import { editsBetween, type Edit } from "../solaris/configuration/edits";
import { effectOf } from "../solaris/configuration/effects";
import type { SolarisHosts } from "../solaris/hosts";
import type { Wish } from "./changePlan";

/** What a zone's configurations are, on the host where it is. */
export interface FoundConfigurations {
    readonly stored: ConfigurationDocument;
    /** Absent for a zone that does not run. */
    readonly running?: ConfigurationDocument & { readonly standsForRunning?: boolean };
}

/** Reads both configurations in one round. */
export async function findConfigurations(
    hosts: SolarisHosts,
    { host, zone, runs }: { readonly host: string; readonly zone: string; readonly runs: boolean },
): Promise<FoundConfigurations> {
    const [stored, running] = await Promise.all([
        hosts.configuration(host, zone, "stored"),
        runs ? hosts.configuration(host, zone, "running") : undefined,
    ]);
    return { stored, ...(running === undefined ? {} : { running }) };
}

/** What the running zone will have only after a reboot, of what is wished. Pure. */
export function pendingEdits({ running }: FoundConfigurations, wish: Wish): Edit[] {
    return running === undefined ? [] : differencesThatCount(running, wish(running));
}

/** How a running zone differs from another configuration, but for what a running zone does not feel. Pure. */
export function differencesThatCount(running: ConfigurationDocument, other: ConfigurationDocument): Edit[] {
    return editsBetween(running, other).filter((edit) => effectOf(edit).effect !== "stored");
}

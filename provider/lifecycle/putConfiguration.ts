import type { SolarisError } from "../errors/solarisError";
import type { Reporter } from "../migration/report";
import { configurationRefusal } from "../reconfigure/refusal";
import { editsBetween } from "../solaris/configuration/edits";
import type { ConfigurationDocument, ConfigurationTarget } from "../solaris/configuration/document";
import { printCreation, printEdits, type PrintedScript } from "../solaris/configuration/printScript";
import type { SolarisHosts } from "../solaris/hosts";
import { applyScript } from "../solaris/zonecfg";
import { perform } from "./perform";

/** Which zone's configuration, where, and how a refusal is traced back to the program. */
export interface ConfigurationPlace {
    readonly zone: string;
    readonly host: string;
    /** Where in the program a line of the configuration comes from. */
    readonly pathOf: (target: ConfigurationTarget) => string;
}

/**
 * Gives a host a new configuration: one script, which zonecfg applies as a whole or not at all (solaris-facts 5.3). The
 * zone must not exist: `create -b` over one that does is refused by zonecfg itself [A].
 *
 * @returns Why it is not there, as far as that was told: CONFIG_REFUSED with the property at fault, among others.
 */
export function createConfiguration(
    hosts: SolarisHosts,
    place: ConfigurationPlace,
    document: ConfigurationDocument,
    reporter: Reporter,
): Promise<SolarisError | undefined> {
    return apply(hosts, place, printCreation(document), reporter);
}

/**
 * Changes a stored configuration into another one; the same in the same way. Nothing to change is nothing done.
 *
 * @param status What a person reads meanwhile, where it is not the configuration that matters.
 */
export async function changeConfiguration(
    hosts: SolarisHosts,
    place: ConfigurationPlace,
    change: { readonly from: ConfigurationDocument; readonly to: ConfigurationDocument },
    reporter: Reporter,
    status?: string,
): Promise<SolarisError | undefined> {
    const edits = editsBetween(change.from, change.to);
    return edits.length === 0 ? undefined : apply(hosts, place, printEdits(edits), reporter, status);
}

async function apply(
    hosts: SolarisHosts,
    { zone, host, pathOf }: ConfigurationPlace,
    printed: PrintedScript,
    reporter: Reporter,
    status = `configuring ${zone} on ${host}`,
): Promise<SolarisError | undefined> {
    const failure = await perform(hosts, host, applyScript(zone, printed.script), reporter, { status });
    return failure && configurationRefusal(failure, { zone, host, printed, pathOf });
}

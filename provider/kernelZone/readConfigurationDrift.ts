import type { Reporter } from "../migration/report";
import { differencesThatCount, pendingEdits } from "../reconfigure/foundConfigurations";
import { describeEdit } from "../solaris/configuration/describe";
import { editsBetween } from "../solaris/configuration/edits";
import { valueOf } from "../solaris/hostFacts";
import type { SeenZone, SolarisHosts } from "../solaris/hosts";
import { outlastedPaths } from "./outlasted";
import { kernelZoneSchema } from "./schema";
import { parseObservation, rawInputs, type KernelZoneObservation, type PropertyBag } from "./state";
import { configurationWish } from "./wish";

// One refresh reads every zone; those of one host share one reading of all configurations.
const readAgeMs = 10_000;

/**
 * How a zone's configuration differs from what the program declares, and its running one from the stored one, in words.
 * Reads only, and only where `config` is declared. What cannot be read is left as it was last known, and told.
 */
export async function readConfigurationDrift(
    hosts: SolarisHosts,
    { host, zone, seen }: { readonly host: string; readonly zone: string; readonly seen: SeenZone },
    props: PropertyBag,
    reporter: Reporter,
): Promise<Pick<KernelZoneObservation, "configDrift" | "rebootNeededFor">> {
    const { configDrift: lastDrift = [], rebootNeededFor: lastPending = [] } = parseObservation(props);
    const inputs = kernelZoneSchema.safeParse(rawInputs(props));
    const configuration = inputs.success ? configurationWish(inputs.data, host, props) : undefined;
    if (configuration === undefined) {
        return { configDrift: [], rebootNeededFor: [] };
    }
    const found = (await hosts.configurations(host, readAgeMs)).zones.get(zone);
    const stored = found === undefined ? undefined : valueOf(found.stored);
    if (stored === undefined) {
        const reason = found?.stored.kind === "unknown" ? found.stored.reason : "the host does not show it";
        reporter.warn(
            `the configuration of ${zone} on ${host} could not be read (${reason}); what was last known of it stays`,
        );
        return { configDrift: lastDrift, rebootNeededFor: lastPending };
    }
    const configDrift = editsBetween(configuration.wish(stored), stored).map(describeEdit);
    const running = seen.state === "running" && found?.running !== undefined ? valueOf(found.running) : undefined;
    const outlasted = outlastedPaths(props, props);
    const rebootNeededFor = pendingEdits({ stored, ...(running === undefined ? {} : { running }) }, configuration.wish)
        .filter(({ target }) => !outlasted.includes(configuration.pathOf(target)))
        .map(describeEdit);
    // Told whatever the program declares; a reason to reboot is only what it does.
    const differences = running === undefined ? [] : differencesThatCount(running, stored).map(describeEdit);
    if (configDrift.length > 0) {
        reporter.info(
            [
                `the configuration of ${zone} differs from \`config\` (program -> ${host}):`,
                ...configDrift.map((line) => `  ${line}`),
            ].join("\n"),
        );
    }
    if (differences.length > 0) {
        reporter.info(
            [
                `${zone} runs with another configuration than the stored one (running -> stored):`,
                ...differences.map((line) => `  ${line}`),
            ].join("\n"),
        );
    }
    return { configDrift, rebootNeededFor };
}

import { describeDeletion } from "../lifecycle/describeDeletion";
import { isConfigurationOnly, isOtherZone, sight } from "../migration/sighting";
import { findConfigurations, requirePossible } from "../reconfigure/applyChange";
import { editsBeforeMove, isEmptyChange, planChange, type ChangePlan } from "../reconfigure/changePlan";
import { describeEdit } from "../solaris/configuration/describe";
import type { Edit } from "../solaris/configuration/edits";
import { effectOf } from "../solaris/configuration/effects";
import type { SeenZone } from "../solaris/hosts";
import type { ZoneContext } from "./context";
import { leavesConfiguration } from "./drift";
import type { KernelZoneInputs } from "./schema";
import { parseInputs, parseObservation, type PropertyBag } from "./state";
import { configurationWish } from "./wish";

/** Where the zone is, and where it shall be. */
export interface Way {
    readonly lastSeenOn: string;
    readonly wish: string;
}

// Previews of many zones of one host share one list of it.
const readAgeMs = 10_000;

/**
 * What a preview says of a change of configuration or state: every edit, and when it takes effect. Reads only.
 *
 * @returns Whether `pulumi up` makes the zone's memory smaller before it moves it, which no dry run can know before.
 * @throws SolarisError where the hosts cannot be asked, or an edit cannot be made to a zone that exists.
 */
export async function previewChange(
    olds: PropertyBag,
    news: PropertyBag,
    way: Way,
    { hosts, reporter }: ZoneContext,
): Promise<boolean> {
    const inputs = parseInputs(news);
    const { zoneName: zone } = inputs;
    const configuration = leavesConfiguration(olds, news, inputs)
        ? undefined
        : configurationWish(inputs, way.wish, olds);
    const newPolicy = olds["deletionPolicy"] !== inputs.deletionPolicy && inputs.deletionPolicy === "delete";
    if (configuration === undefined && inputs.state === undefined && !newPolicy) {
        return false;
    }
    const seen = await sight(hosts, way.lastSeenOn, zone, readAgeMs);
    if (seen.kind === "unreachable") {
        throw seen.error;
    }
    const { uuid } = parseObservation(olds);
    if (seen.kind === "absent" || isConfigurationOnly(seen) || isOtherZone(seen, uuid)) {
        reporter.info(
            `${zone} is not on ${way.lastSeenOn}, where it was last seen: what \`pulumi up\` changes of it is not known now`,
        );
        return false;
    }
    const lines: string[] = [];
    let shrinksFirst = false;
    if (configuration !== undefined) {
        const request = { zone, host: way.lastSeenOn, runs: seen.zone.state === "running", ...configuration };
        const { stored, running } = await findConfigurations(hosts, request);
        const plan = planChange(stored, running, configuration.wish);
        requirePossible(plan, request);
        shrinksFirst = way.lastSeenOn !== way.wish && request.runs && editsBeforeMove(plan).length > 0;
        lines.push(...describeChange(plan, way, inputs, seen.zone));
    }
    if (newPolicy) {
        // A destroy runs no program and has no preview of its own.
        const stored = await hosts.configuration(way.lastSeenOn, zone, "stored");
        const [head = "", ...touched] = describeDeletion(zone, way.wish, "delete", stored);
        lines.push(`from the next \`pulumi up\` on, deleting the resource means: ${head}`, ...touched);
    }
    lines.push(...describeStateChange(inputs, seen.zone, way.wish));
    if (lines.length > 0) {
        reporter.info(lines.join("\n"));
    }
    return shrinksFirst;
}

/** The edits of a plan in words, each with when it takes effect, in the order in which they are made. Pure. */
export function describeChange(
    plan: ChangePlan,
    { lastSeenOn, wish }: Way,
    { zoneName, allowReboot, state }: Pick<KernelZoneInputs, "zoneName" | "allowReboot" | "state">,
    { state: zoneState }: Pick<SeenZone, "state">,
): string[] {
    if (isEmptyChange(plan)) {
        return [];
    }
    const moves = lastSeenOn !== wish;
    const first = moves && zoneState === "running" ? editsBeforeMove(plan) : [];
    const withMove = moves ? plan.stored.filter(isLowerLink) : [];
    const runs = zoneState === "running";
    const reboots = allowReboot && state !== "installed";
    const when = (edit: Edit): string => {
        if (!runs && effectOf(edit).effect !== "stored") {
            return "at the next boot";
        }
        switch (effectOf(edit, plan.running).effect) {
            case "live":
                return "at once, in the running zone";
            case "liveUnconfirmed":
                return `at once if Solaris takes it for a running zone, else ${reboots ? "by a reboot" : "at the next reboot"}`;
            case "stored":
                return runs ? "at once; the running zone does not feel it" : "at once";
            case "nextBoot":
            case "never":
                return reboots ? "by a reboot (allowReboot)" : "at the next reboot; allowReboot: true has it done";
        }
    };
    const line = (edit: Edit): string => `  ${describeEdit(edit)}: ${when(edit)}`;
    const later = plan.stored.filter((edit) => !first.includes(edit) && !withMove.includes(edit));
    const pending = [...plan.live, ...plan.attempted, ...plan.atBoot].filter(
        (edit) => !plan.stored.some((other) => describeEdit(other) === describeEdit(edit)),
    );
    return [
        ...(first.length === 0
            ? []
            : [`configuration of ${zoneName}, on ${lastSeenOn} before the move:`, ...first.map(line)]),
        ...(withMove.length === 0
            ? []
            : [`configuration of ${zoneName}, with the move:`, ...withMove.map((edit) => `  ${describeEdit(edit)}`)]),
        ...(later.length === 0
            ? []
            : [`configuration of ${zoneName}, on ${wish}${moves ? " after the move" : ""}:`, ...later.map(line)]),
        ...(pending.length === 0
            ? []
            : [`stored for ${zoneName} already, and not yet in the running zone:`, ...pending.map(line)]),
    ];
}

/** The move takes lower-links along: the target's configuration is made with them. */
function isLowerLink(edit: Edit): boolean {
    return edit.kind === "set" && edit.target.resource?.type === "anet" && edit.target.property === "lower-link";
}

function describeStateChange({ zoneName, state, allowHalt }: KernelZoneInputs, zone: SeenZone, host: string): string[] {
    if (state === undefined || zone.state === state) {
        return [];
    }
    const how =
        state === "running"
            ? "is booted"
            : `is shut down${allowHalt ? ", and halted if that does not end in time" : ""}`;
    return [`${zoneName} ${how} on ${host} (it is ${zone.state} now)`];
}

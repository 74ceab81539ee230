import { storageRefusal } from "../lifecycle/deletionView";
import { describeDeletion } from "../lifecycle/describeDeletion";
import { isConfigurationOnly, isOtherZone, sight } from "../migration/sighting";
import { editsBeforeMove, isEmptyChange, isLowerLink, planChange, type ChangePlan } from "../reconfigure/changePlan";
import { findConfigurations } from "../reconfigure/foundConfigurations";
import { requirePossible } from "../reconfigure/refusal";
import { describeEdit } from "../solaris/configuration/describe";
import type { Edit } from "../solaris/configuration/edits";
import { effectOf } from "../solaris/configuration/effects";
import type { SeenZone } from "../solaris/hosts";
import { bootDebt, describeBootDebt, isPaid, owesBoot } from "./bootOwed";
import type { ZoneContext } from "./context";
import { leavesConfiguration } from "./drift";
import { outlastedPaths } from "./outlasted";
import type { KernelZoneInputs } from "./schema";
import { parseInputs, parseObservation, type PropertyBag } from "./state";
import { isUnapplied } from "./unapplied";
import { tokenIn } from "./unfinishedCreation";
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
    const bootsIfHalted = isPaid(bootDebt(olds, news, "installed"));
    const nothingToTell =
        configuration === undefined && inputs.state === undefined && !newPolicy && !owesBoot(olds) && !bootsIfHalted;
    if (nothingToTell) {
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
        const planned = planChange(stored, running, configuration.wish);
        requirePossible(planned, request);
        const outlasted = outlastedPaths(olds, news);
        const plan = withoutPending(planned, ({ target }) => outlasted.includes(configuration.pathOf(target)));
        shrinksFirst = way.lastSeenOn !== way.wish && request.runs && editsBeforeMove(plan, false).length > 0;
        lines.push(...describeChange(plan, way, inputs, seen.zone));
        if (isUnapplied(olds) && isEmptyChange(plan)) {
            lines.push(`the configuration of ${zone} is as declared by now; \`pulumi up\` only records it`);
        }
    }
    if (newPolicy) {
        // A destroy runs no program and has no preview of its own.
        const question = { zone, token: tokenIn(olds) ?? "", jobsOn: [] };
        const [stored, refusal] = await Promise.all([
            hosts.configuration(way.lastSeenOn, zone, "stored"),
            storageRefusal(hosts, way.lastSeenOn, question, readAgeMs),
        ]);
        const [head = "", ...touched] = describeDeletion(zone, way.wish, stored, refusal);
        lines.push(`from the next \`pulumi up\` on, deleting the resource means: ${head}`, ...touched);
    }
    const debt = bootDebt(olds, news, seen.zone.state);
    const why = describeBootDebt(debt, zone);
    if (why !== undefined) {
        reporter.warn(why);
    }
    if (owesBoot(olds) && debt === "none") {
        lines.push(`${zone} is owed no boot any more (it is ${seen.zone.state} now); \`pulumi up\` only records it`);
    }
    const state = inputs.state ?? (isPaid(debt) ? "running" : undefined);
    lines.push(...describeStateChange({ ...inputs, state }, seen.zone, way));
    if (lines.length > 0) {
        reporter.info(lines.join("\n"));
    }
    return shrinksFirst;
}

/** The edits of a plan in words, each with when it takes effect, in the order in which they are made. Pure. */
export function describeChange(
    plan: ChangePlan,
    { lastSeenOn, wish }: Way,
    {
        zoneName,
        allowReboot,
        state,
        migration,
    }: Pick<KernelZoneInputs, "zoneName" | "allowReboot" | "state" | "migration">,
    { state: zoneState }: Pick<SeenZone, "state">,
): string[] {
    if (isEmptyChange(plan)) {
        return [];
    }
    const moves = lastSeenOn !== wish;
    const runs = zoneState === "running";
    const shutsDown = moves && runs && migration.method === "cold";
    const first = moves && runs ? editsBeforeMove(plan, shutsDown) : [];
    const withMove = moves ? plan.stored.filter(isLowerLink) : [];
    const reboots = allowReboot && state !== "installed";
    const when = (edit: Edit): string => {
        if (shutsDown && effectOf(edit).effect !== "stored") {
            return `with the boot on ${wish}`;
        }
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

/** A plan without what even a reboot has not brought into the running zone: it is no reason for another one. */
function withoutPending(plan: ChangePlan, outlasts: (edit: Edit) => boolean): ChangePlan {
    const due = (edits: readonly Edit[]): Edit[] => edits.filter((edit) => !outlasts(edit));
    return { ...plan, live: due(plan.live), attempted: due(plan.attempted), atBoot: due(plan.atBoot) };
}

function describeStateChange(
    { zoneName, state, allowHalt }: Pick<KernelZoneInputs, "zoneName" | "state" | "allowHalt">,
    zone: SeenZone,
    { lastSeenOn, wish }: Way,
): string[] {
    if (state === undefined || zone.state === state) {
        return [];
    }
    const how =
        state === "running"
            ? "will be booted"
            : `will be shut down${allowHalt ? ", and halted if that does not end in time" : ""}`;
    const when = lastSeenOn === wish ? "" : ", after the move";
    return [`${zoneName} ${how} on ${wish}${when} (it is ${zone.state} now)`];
}

import { expectSolarisError } from "../errors/expectSolarisError";
import { SolarisError } from "../errors/solarisError";
import { callFailure } from "../solaris/callFailure";
import { secretsIn } from "../solaris/configuration/secrets";
import { withoutSecrets } from "../solaris/configuration/withoutSecrets";
import type { SolarisHosts } from "../solaris/hosts";
import { applyScript, deleteConfiguration } from "../solaris/zonecfg";
import { anetOf, describesSameZone, propertyOf, sameConfiguration } from "../solaris/zoneConfiguration";
import { pause } from "./pause";
import type { MovePlan } from "./plan";
import { describeSighting, sight, type Sighting } from "./sighting";

// After a dry run Solaris takes the zone on the target apart again; this is how long it may be seen at that.
const cleanUpPatienceMs = 30_000;
const pollMs = 1_000;

/** What is known of a move's target from before, by which it is put back. */
export interface TargetBefore extends Pick<
    MovePlan,
    "zone" | "from" | "to" | "sourceConfiguration" | "targetConfigurationBefore"
> {
    /** Whether the configuration that may be left has the source's own lower-links; not so where overrides were prepared. */
    readonly linksMustAgree?: boolean;
}

/**
 * Puts the zone's running configuration with the host overrides on the target, in one script that zonecfg applies as a
 * whole or not at all (seed example 47: export, import, select the anet, set the link).
 *
 * @throws SolarisError TARGET_PREPARE_FAILED. Nothing is left on the target then.
 */
export async function prepareTarget(hosts: SolarisHosts, plan: MovePlan, script: string): Promise<void> {
    const call = applyScript(plan.zone, script);
    hosts.forget(plan.to);
    const result = await hosts.call(plan.to, call);
    if (result.kind === "exited" && result.exitCode === 0) {
        return;
    }
    const failure = withoutSecrets(callFailure(plan.to, call.name, result), secretsIn(plan.sourceConfiguration));
    const leftover = await restoreTarget(hosts, plan);
    throw new SolarisError("TARGET_PREPARE_FAILED", {
        ...failure.details,
        message: `the configuration of ${plan.zone} with hostOverrides could not be put on ${plan.to}`,
        lines: [...(failure.details.lines ?? []), ...(leftover === undefined ? [] : [leftover.details.message])],
        cause: failure,
    });
}

/**
 * Which of the overrides the target's configuration does not meet, now: a preview of the same zone elsewhere can have put
 * it there and taken it away again. Asks only where there are overrides.
 *
 * @throws SolarisError where the target cannot be asked, or has no configuration of the zone.
 */
export async function unmetOverrides(
    hosts: SolarisHosts,
    { zone, to, overrides }: Pick<MovePlan, "zone" | "to" | "overrides">,
    which: "stored" | "running",
): Promise<string[]> {
    if (overrides.length === 0) {
        return [];
    }
    const configuration = await hosts.configuration(to, zone, which);
    return overrides.flatMap(({ id, lowerLink }) => {
        const anet = anetOf(configuration, id);
        const has = anet === undefined ? undefined : propertyOf(anet, "lower-link");
        return has === lowerLink ? [] : [`anet ${id}: lower-link ${has ?? "not set"}, hostOverrides say ${lowerLink}`];
    });
}

/**
 * Makes sure that the target holds of the zone what it held before: nothing, or the same configuration.
 *
 * A configuration that was not there before is ours (or Solaris's own, made by the dry run) and is deleted. Anything
 * beyond a configuration is given time to go away and is otherwise left alone.
 *
 * @returns The error to report where the target is not as before; undefined where it is.
 */
export async function restoreTarget(hosts: SolarisHosts, plan: TargetBefore): Promise<SolarisError | undefined> {
    try {
        return await restore(hosts, plan);
    } catch (thrown) {
        const error = expectSolarisError(thrown);
        // Returned, not thrown: there is mostly an error already that is the cause of all, and must not be lost.
        return leftoverError(plan, { kind: "unreachable", host: plan.to, error }, "cannot be checked");
    }
}

async function restore(hosts: SolarisHosts, plan: TargetBefore): Promise<SolarisError | undefined> {
    const deadline = performance.now() + cleanUpPatienceMs;
    for (;;) {
        hosts.forget(plan.to);
        const target = await sight(hosts, plan.to, plan.zone);
        if (target.kind === "unreachable") {
            return leftoverError(plan, target, "cannot be checked");
        }
        if (target.kind === "absent") {
            return plan.targetConfigurationBefore === undefined
                ? undefined
                : leftoverError(plan, target, "has lost the configuration that it had");
        }
        if (target.zone.state === "configured") {
            if (plan.targetConfigurationBefore !== undefined) {
                return compareWithBefore(hosts, plan, plan.targetConfigurationBefore.script);
            }
            return (await isOurs(hosts, plan))
                ? deleteOurs(hosts, plan)
                : leftoverError(plan, target, "has a configuration of that name which this move has not made");
        }
        if (performance.now() > deadline) {
            return leftoverError(plan, target, "still holds the zone of the dry run");
        }
        await pause(pollMs);
    }
}

/**
 * Whether a configuration that was not there before comes from this move: by its content, which must be the source's, the
 * running or the stored one. A UUID does not tell: whether an imported configuration carries its zone's is not known [U],
 * and somebody may have put one there meanwhile by hand.
 */
async function isOurs(hosts: SolarisHosts, plan: TargetBefore): Promise<boolean> {
    const same = plan.linksMustAgree === true ? sameConfiguration : describesSameZone;
    const found = await hosts.configuration(plan.to, plan.zone, "stored");
    return (
        same(found, plan.sourceConfiguration) || same(found, await hosts.configuration(plan.from, plan.zone, "stored"))
    );
}

async function deleteOurs(hosts: SolarisHosts, plan: TargetBefore): Promise<SolarisError | undefined> {
    const call = deleteConfiguration(plan.zone);
    const result = await hosts.call(plan.to, call);
    hosts.forget(plan.to);
    const target = await sight(hosts, plan.to, plan.zone);
    if (target.kind === "absent") {
        return undefined;
    }
    const failure = callFailure(plan.to, call.name, result);
    return leftoverError(plan, target, "keeps the configuration that the dry run made", failure.details.lines);
}

async function compareWithBefore(
    hosts: SolarisHosts,
    plan: TargetBefore,
    before: string,
): Promise<SolarisError | undefined> {
    const after = await hosts.configuration(plan.to, plan.zone, "stored");
    return after.script === before
        ? undefined
        : leftoverError(
              plan,
              { kind: "absent", host: plan.to },
              "has another configuration of the zone than before",
              [],
          );
}

function leftoverError(
    plan: TargetBefore,
    target: Sighting,
    what: string,
    lines: readonly string[] = [describeSighting(target)],
): SolarisError {
    return new SolarisError("DRY_RUN_LEFTOVER", {
        message: `after the dry run of ${plan.zone}, ${plan.to} ${what}`,
        host: plan.to,
        lines,
    });
}

import { SolarisError } from "../errors/solarisError";
import { deleteZone } from "../lifecycle/deleteZone";
import type { DeletionPolicy } from "../lifecycle/deletionSteps";
import type { Reporter } from "../migration/report";
import type { ZoneContext } from "./context";
import type { Heir, HeirRole } from "./declaredZones";
import { lifecycleTimeoutsSchema } from "./lifecycleTimeouts";
import { parseObservation, type PropertyBag } from "./state";
import { tokenIn } from "./unfinishedCreation";

/**
 * Does to the zone what `deletionPolicy` says, and forgets the resource. `retain` asks no host, so that a zone can be
 * forgotten even when the hosts' configuration is gone.
 *
 * @param props The outputs of the last run: a policy that the program has changed since counts after an `up` only.
 * @param contextOf What the other policies work with; not called for `retain`.
 * @param heir The resource of the program that is this zone now: then nothing is done to it, whatever the policy is.
 * @throws SolarisError where the zone was not brought to where the policy wants it. Its resource then stays in the state,
 *     and the next run goes on.
 */
export async function remove(
    props: PropertyBag,
    reporter: Reporter,
    contextOf: () => ZoneContext,
    heir?: Heir,
): Promise<void> {
    const { currentHost, uuid } = parseObservation(props);
    const zone = String(props["zoneName"]);
    const policy = policyOf(props);
    if (policy === "retain") {
        reporter.info(`${zone} is no longer managed; it is left as it is on ${currentHost ?? "its host"}`);
        return;
    }
    if (heir !== undefined) {
        letGo(zone, policy, heir, reporter);
        return;
    }
    const token = tokenIn(props);
    if (token === undefined) {
        throw new SolarisError("DELETION_UNSAFE", {
            message: `the state of ${zone} does not tell to which resource it belongs`,
            property: "deletionPolicy",
        });
    }
    // Other inputs may have been written by another release; of these every release understands the defaults.
    const timeouts = lifecycleTimeoutsSchema.safeParse(props["timeouts"] ?? {});
    const { shutdown } = timeouts.success ? timeouts.data : lifecycleTimeoutsSchema.parse({});
    await deleteZone(
        contextOf().hosts,
        {
            zone,
            policy,
            token,
            shutdownMs: shutdown * 1000,
            allowHalt: props["allowHalt"] === true,
            ...(uuid === undefined ? {} : { uuid }),
            ...(currentHost === undefined ? {} : { lastSeenOn: currentHost }),
        },
        reporter,
    );
}

function policyOf(props: PropertyBag): DeletionPolicy | "retain" {
    const policy = props["deletionPolicy"];
    return policy === "shutdown" || policy === "delete" ? policy : "retain";
}

/** Forgets the entry of a zone that is to be left alone, and says why, and how it can be had deleted. */
function letGo(zone: string, policy: DeletionPolicy, { name, role }: Heir, reporter: Reporter): void {
    const done = policy === "delete" ? "deleted" : "shut down";
    if (role === "unproven") {
        // Its creation has failed, so the run has; with this entry in the state an alias is still possible.
        throw new SolarisError("DELETION_UNSAFE", {
            message: `${zone} is not ${done}: the resource ${name} of the program may be this zone, and has not taken it over`,
            property: "deletionPolicy",
            remedy: `If ${name} is this resource under another name, give it an alias. If it is another zone, remove this one in a \`pulumi up\` of its own, and add ${name} after that.`,
        });
    }
    const { why, how } = reasons(name)[role];
    reporter.warn(
        [
            `${zone} is not ${done}, although deletionPolicy is "${policy}": ${why}; only the old entry in the state is forgotten`,
            `  to really have it ${done}: ${how}`,
        ].join("\n"),
    );
}

function reasons(name: string): Record<Exclude<HeirRole, "unproven">, { readonly why: string; readonly how: string }> {
    return {
        itself: {
            why: "Pulumi replaces the resource, and the new one is this very zone",
            how: "remove the resource from the program and run `pulumi up`; to have the zone made anew, add it again after that",
        },
        anotherZone: {
            why: "Pulumi replaces the resource by one of another zone, and no replacement destroys a zone",
            how: "take it over by a resource of its own (adopt: true, and this deletionPolicy), and remove that after a `pulumi up`",
        },
        other: {
            why: `the resource ${name} of the program is this zone now`,
            how: `remove ${name} from the program too (a resource is renamed by an alias, without all this)`,
        },
    };
}

import { SolarisError } from "../errors/solarisError";
import { deleteZone } from "../lifecycle/deleteZone";
import type { DeletionPolicy } from "../lifecycle/deletionSteps";
import type { Reporter } from "../migration/report";
import type { ZoneContext } from "./context";
import { lifecycleTimeoutsSchema } from "./lifecycleTimeouts";
import { parseObservation, type PropertyBag } from "./state";
import { tokenIn } from "./unfinishedCreation";

/**
 * Does to the zone what `deletionPolicy` says, and forgets the resource. `retain` asks no host, so that a zone can be
 * forgotten even when the hosts' configuration is gone.
 *
 * @param props The outputs of the last run: a policy that the program has changed since counts after an `up` only.
 * @param contextOf What the other policies work with; not called for `retain`.
 * @throws SolarisError where the zone was not brought to where the policy wants it. Its resource then stays in the state,
 *     and the next run goes on.
 */
export async function remove(props: PropertyBag, reporter: Reporter, contextOf: () => ZoneContext): Promise<void> {
    const { currentHost, uuid } = parseObservation(props);
    const zone = String(props["zoneName"]);
    const policy = policyOf(props);
    if (policy === "retain") {
        reporter.info(`${zone} is no longer managed; it is left as it is on ${currentHost ?? "its host"}`);
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

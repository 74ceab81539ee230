import { expectSolarisError } from "../errors/expectSolarisError";
import type { SolarisError } from "../errors/solarisError";
import { callFailure } from "../solaris/callFailure";
import type { SolarisHosts } from "../solaris/hosts";
import { finishJob, removeJob } from "../solaris/job/jobCalls";
import { argvOf } from "../solaris/tool";
import { deleteConfiguration } from "../solaris/zonecfg";
import type { MoveInQuestion, Settlement } from "./settle";
import { isConfigurationOnly, isOtherZone, sight } from "./sighting";
import type { VerdictKind } from "./verdictTable";

/** What a move has left on its source. */
export type Leftover =
    | { readonly kind: "nothing" }
    /** A configuration of this very zone, which the source has let go of. */
    | { readonly kind: "configuration" }
    /** Something that is not removed; why, and how to do it by hand. */
    | { readonly kind: "kept"; readonly warning: string };

// The zone is attached on the target, and the source has let go of it.
const arrivedKinds: readonly VerdictKind[] = ["migrated", "haltedOnTarget", "suspendedOnTarget"];

/**
 * What is left on the source of a zone that has moved (solaris-facts 2.6). A configuration there is this zone's if and
 * only if the zone has been seen on the target under the UUID that it had on the source, and the source shows nothing
 * beyond a configuration, of no other UUID. Pure.
 */
export function judgeLeftover({ zone, uuid, from, to }: MoveInQuestion, settlement: Settlement): Leftover {
    const { verdict, source, target } = settlement;
    if (verdict.kind === "migratedNotDetached") {
        return kept(`${zone} runs on ${to}, but ${from} has not detached it; look there with: zoneadm list -cv`);
    }
    if (verdict.kind === "migratedSourceUnknown") {
        return kept(`${zone} runs on ${to}, but ${from} cannot be asked; nothing was removed there`);
    }
    if (!arrivedKinds.includes(verdict.kind) || !isConfigurationOnly(source)) {
        return { kind: "nothing" };
    }
    if (uuid === undefined || target.kind !== "seen" || target.zone.uuid !== uuid) {
        return kept(
            `${stillThere(zone, from)}: the UUID does not prove that it belongs to the zone now on ${to}; ${byHand(zone)}`,
        );
    }
    if (isOtherZone(source, uuid)) {
        return kept(
            `${stillThere(zone, from)}: it shows another UUID than the zone now on ${to}; if nobody needs it, ${byHand(zone)}`,
        );
    }
    return { kind: "configuration" };
}

/**
 * Removes the configuration that a successful migration of ours has left on the source, as Oracle's own Nova driver does,
 * and with it the record of the job that made it: in this order and in one command, so that a record is never gone while
 * what it proves to be ours is still there.
 *
 * @param job The job's id; undefined for a move that ran attached.
 * @returns A warning where it is still there: the zone is where it shall be, so a failure is no error.
 */
export async function removeLeftover(
    hosts: SolarisHosts,
    zone: string,
    host: string,
    job: string | undefined,
): Promise<string | undefined> {
    const failure = await deleteLeftover(hosts, zone, host, job);
    if (failure === undefined) {
        return undefined;
    }
    const lines = failure.details.lines ?? [];
    return `${stillThere(zone, host)} (${[failure.details.message, ...lines].join("; ")}); ${byHand(zone)}`;
}

/** What a person reads about a configuration that nothing proves to be left by a move of ours. */
export function describeUnproven(zone: string, host: string): string {
    return `${stillThere(zone, host)}, and no record here proves that a move of ours has left it; if nobody needs it, ${byHand(zone)}`;
}

function kept(warning: string): Leftover {
    return { kind: "kept", warning };
}

function stillThere(zone: string, host: string): string {
    return `the configuration of ${zone} is still on ${host}`;
}

function byHand(zone: string): string {
    return `remove it by hand: zonecfg -z ${zone} delete -F`;
}

async function deleteLeftover(
    hosts: SolarisHosts,
    zone: string,
    host: string,
    job: string | undefined,
): Promise<SolarisError | undefined> {
    const deletion = deleteConfiguration(zone);
    const { privilege } = hosts.inventory.get(host);
    const call = job === undefined ? deletion : finishJob(zone, job, argvOf(deletion, privilege));
    try {
        const result = await hosts.call(host, call);
        hosts.forget(host);
        if (result.kind === "exited" && result.exitCode === 0) {
            return undefined;
        }
        if (job !== undefined) {
            // It is reported now; the record has nothing more to tell.
            await hosts.call(host, removeJob(zone, job).call);
        }
        // Whoever else finishes the same move may have been quicker.
        const { kind } = await sight(hosts, host, zone);
        return kind === "absent" ? undefined : callFailure(host, deletion.name, result);
    } catch (error) {
        // The host has just answered and now cannot be reached. The zone has moved all the same.
        return expectSolarisError(error);
    }
}

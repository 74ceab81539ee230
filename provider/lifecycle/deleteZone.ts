import { SolarisError } from "../errors/solarisError";
import { clearJob } from "../migration/jobRecord";
import { whileShowing, type Reporter } from "../migration/report";
import type { SolarisHosts } from "../solaris/hosts";
import { uninstallZone } from "../solaris/zoneadmInstall";
import { deleteConfiguration } from "../solaris/zonecfg";
import { describeStorage } from "./describeDeletion";
import { nextDeletionStep, type DeletionStep, type DeletionWish } from "./deletionSteps";
import { unreadElsewhere, type DeletionView } from "./deletionStorage";
import { othersEverywhere, viewForDeletion, withOthers, type Others } from "./deletionView";
import { marked } from "./ownership";
import { perform } from "./perform";
import { changeConfiguration } from "./putConfiguration";
import { stopZone } from "./state";
import { UntoldEnds } from "./untoldEnds";
import { isReal, viewAt, type ZoneQuestion, type ZoneView } from "./zoneView";

/** A zone that goes with its resource. */
export interface DeletionRequest extends DeletionWish {
    /** The resource's token. */
    readonly token: string;
    /** The host on which it was last seen; it may be known by OpenSSH alone. */
    readonly lastSeenOn?: string;
    /** Bound on its shutdown, in milliseconds. */
    readonly shutdownMs: number;
    readonly allowHalt: boolean;
}

// Compare, stop, mark, uninstall, and a configuration on each of a few hosts.
const maximumRounds = 16;

// The zones of one run are deleted together; what one of them has just been told of a host holds for the others.
const togetherMs = 1_000;

// Before anything is destroyed, no host may have been looked at longer ago: a shutdown takes minutes, and in them somebody
// can have started the zone elsewhere.
const destroyingAgeMs = 10_000;
const destroys: ReadonlySet<DeletionStep["kind"]> = new Set(["uninstall", "deleteConfiguration"]);

/**
 * Shuts a zone down, and with the policy `delete` uninstalls it and deletes its configuration. What to do next is decided
 * anew after each step from what all known hosts show, so that a deletion that died half-way is continued by the next.
 *
 * @throws SolarisError ZONE_BUSY, MIGRATION_IN_PROGRESS, SPLIT_BRAIN, DELETION_UNSAFE, ZONE_FOREIGN, HOST_UNREACHABLE with
 *     nothing done, or, where that has come about during the shutdown, nothing destroyed; SHUTDOWN_TIMEOUT,
 *     UNINSTALL_FAILED and what keeps a host from answering on the way.
 */
export async function deleteZone(hosts: SolarisHosts, request: DeletionRequest, reporter: Reporter): Promise<void> {
    const { zone } = request;
    const question = questionOf(request);
    const look = (maxAgeMs: number): Promise<DeletionView[]> =>
        whileShowing(
            reporter,
            () => `looking for ${zone} on all hosts`,
            () => viewForDeletion(hosts, question, maxAgeMs),
        );
    const askOthers = (): Promise<Others> =>
        whileShowing(
            reporter,
            () => "looking at the storage of all other zones",
            () => othersEverywhere(hosts, views, togetherMs),
        );
    let views = await look(togetherMs);
    let lookedAt = performance.now();
    const untold = new UntoldEnds();
    let isDeleted = false;
    for (let round = 0; round < maximumRounds; round++) {
        const step = nextDeletionStep(views, { ...request, isDeleted });
        if (step.kind === "refuse") {
            throw step.error;
        }
        if (step.kind === "done") {
            await conclude(hosts, request, views, step, reporter);
            return;
        }
        if (step.kind === "compareStorage") {
            views = withOthers(views, await askOthers());
            continue;
        }
        if (destroys.has(step.kind) && performance.now() - lookedAt > destroyingAgeMs) {
            // Configurations first: with many zones they take longer than all else, and the states are the last word.
            const others = step.kind === "uninstall" ? await askOthers() : undefined;
            const seen = await look(0);
            views = others === undefined ? seen : withOthers(seen, others);
            lookedAt = performance.now();
            continue;
        }
        const failure = await make(hosts, request, views, step, reporter);
        if (step.kind === "stop" && request.policy === "shutdown" && failure === undefined) {
            // It ran, so it was this one; a host that cannot be asked makes no difference any more.
            await conclude(hosts, request, views, { kind: "done", left: [] }, reporter);
            return;
        }
        const isDone = await untold.require(failure);
        isDeleted ||= isDone && step.kind === "deleteConfiguration";
        // The other hosts have nothing to do with what was done on this one.
        hosts.forget(step.host);
        const view = await viewAt(hosts, step.host, question);
        views = views.map((known) => {
            const { sighting, others } = known;
            return sighting.host !== step.host ? known : { ...view, ...(others === undefined ? {} : { others }) };
        });
    }
    throw new SolarisError("ZONE_BUSY", { message: `somebody else is working on ${zone} again and again` });
}

function questionOf({ zone, token, lastSeenOn }: DeletionRequest): ZoneQuestion {
    return { zone, token, jobsOn: lastSeenOn === undefined ? [] : [lastSeenOn] };
}

/** @returns Why the step has not done its work, as far as that was told. */
async function make(
    hosts: SolarisHosts,
    request: DeletionRequest,
    views: readonly DeletionView[],
    step: Exclude<DeletionStep, { readonly kind: "done" | "refuse" | "compareStorage" }>,
    reporter: Reporter,
): Promise<SolarisError | undefined> {
    const { zone, uuid, token, shutdownMs, allowHalt } = request;
    const { host } = step;
    const view = views.find(({ sighting }) => sighting.host === host);
    switch (step.kind) {
        case "stop":
            await stopZone(
                hosts,
                { zone, host, timeoutMs: shutdownMs, allowHalt, ...(uuid === undefined ? {} : { uuid }) },
                reporter,
            );
            reporter.info(`shut down ${zone} on ${host}`);
            return undefined;
        case "mark": {
            const from = view?.configuration;
            if (from === undefined) {
                throw new TypeError("a kernel zone that is deleted has a configuration");
            }
            const to = marked(from, token, "made");
            return changeConfiguration(hosts, { zone, host, pathOf: () => "deletionPolicy" }, { from, to }, reporter);
        }
        case "uninstall": {
            unreadElsewhere(views, host, zone).forEach((line) => {
                reporter.warn(`whether another zone has a disk of ${zone} could not be read: ${line}`);
            });
            const touched = view?.configuration === undefined ? [] : describeStorage(view.configuration);
            reporter.info([`uninstalling ${zone} on ${host}`, ...touched].join("\n"));
            const failure = await perform(hosts, host, uninstallZone(zone), reporter, {
                status: `uninstalling ${zone} on ${host}`,
            });
            return failure === undefined || failure.code !== "COMMAND_FAILED"
                ? failure
                : new SolarisError("UNINSTALL_FAILED", {
                      ...failure.details,
                      message: `${zone} could not be uninstalled on ${host}`,
                      cause: failure,
                  });
        }
        case "deleteConfiguration": {
            await setAsideRecords(hosts, view);
            const failure = await perform(hosts, host, deleteConfiguration(zone), reporter, {
                status: `deleting the configuration on ${host}`,
            });
            if (failure === undefined) {
                reporter.info(`deleted the configuration of ${zone} on ${host}`);
            }
            return failure;
        }
    }
}

/** Says what is left, and what is true now. */
async function conclude(
    hosts: SolarisHosts,
    { zone, policy }: DeletionRequest,
    views: readonly ZoneView[],
    { left }: DeletionStep & { readonly kind: "done" },
    reporter: Reporter,
): Promise<void> {
    left.forEach((host) => {
        reporter.warn(
            `${host} has a configuration of ${zone} which nothing proves to be this zone's; it was left there. If nobody needs it: zonecfg -z ${zone} delete -F`,
        );
    });
    if (policy === "shutdown") {
        const kept = views.find(isReal) ?? views.find(({ sighting }) => sighting.kind === "seen");
        reporter.info(
            kept === undefined
                ? `${zone} is on no known host any more`
                : `${zone} is no longer managed; it is kept, shut down, on ${kept.sighting.host}`,
        );
        return;
    }
    const orphaned = views.filter(({ sighting }) => sighting.kind !== "seen");
    await Promise.all(orphaned.map((view) => setAsideRecords(hosts, view)));
    reporter.info(
        `${zone} is ${left.length === 0 ? "on no known host any more" : "gone; only what is named above is left"}`,
    );
}

/** Records of jobs that are over and will have no zone any more. */
async function setAsideRecords(hosts: SolarisHosts, view: ZoneView | undefined): Promise<void> {
    const over = [...(view?.installs ?? []), ...(view?.moves ?? [])];
    await Promise.all(over.map((job) => clearJob(hosts, { ...job, from: job.host }, "keep")));
}

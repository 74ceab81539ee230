import { SolarisError } from "../errors/solarisError";
import { clearJob } from "../migration/jobRecord";
import type { JobWords } from "../migration/jobWatch";
import { longestStatus, type Reporter } from "../migration/report";
import { requester } from "../migration/requester";
import { DetachRefused, rejoinJob, runJob, type Attempt, type FollowOptions } from "../migration/runJob";
import { timeLimits } from "../migration/timeLimits";
import { waitForJob } from "../migration/underWay";
import type { InstallJob } from "../migration/zoneJobs";
import { newJobId } from "../solaris/job/jobCalls";
import type { JobRequest } from "../solaris/job/jobRequest";
import type { SolarisHosts } from "../solaris/hosts";
import { withoutPrefix } from "../solaris/migrateTranscript";
import { argvOf } from "../solaris/tool";
import { installZone, type InstallSettings } from "../solaris/zoneadmInstall";
import { shorten } from "../transport/commands/shorten";
import { namingStorageOwner } from "./storageOwner";

/** A zone that is to be installed, where, and for which resource. */
export interface InstallRequest {
    readonly zone: string;
    readonly host: string;
    /** The token of the resource that it is made for: the proof, later, that the installation was ours. */
    readonly token: string;
    readonly settings: InstallSettings;
}

// Before it stands what is being done, with the seconds.
const longestLine = longestStatus - "installing (999 s): ".length;

/** Solaris's own progress lines are the status: their wording for a kernel zone is unconfirmed [U], so none is relied on. */
const installWords: JobWords = {
    doing: "installing",
    work: "the installation",
    statusOf: (line) => {
        const text = withoutPrefix(line).replace(/\s+/g, " ").trim();
        return text === "" ? undefined : shorten(text, longestLine);
    },
};

/**
 * Installs a configured zone as a durable job of its host, and follows that to its end. The record of a job that has not
 * succeeded is left where it is, as the proof that the next run needs.
 *
 * @throws SolarisError INSTALL_FAILED, INSTALL_UNDER_WAY, ZONE_BUSY, JOB_DIRECTORY_UNSAFE, or what keeps the host from
 *     answering.
 */
export async function runInstall(hosts: SolarisHosts, install: InstallRequest, reporter: Reporter): Promise<void> {
    const { zone, host, token, settings } = install;
    const request: JobRequest = {
        id: newJobId(),
        zone,
        from: host,
        to: host,
        method: "install",
        bootAfterwards: false,
        targetHad: true,
        token,
        by: requester(),
        asked: new Date().toISOString(),
    };
    const argv = argvOf(installZone(zone, settings), hosts.inventory.get(host).privilege);
    hosts.forget(host);
    try {
        const attempt = await runJob(hosts, request, [{ name: "install", argv }], following(settings, reporter));
        await requireSuccess(hosts, request, attempt, reporter);
    } catch (error) {
        if (!(error instanceof DetachRefused)) {
            throw error;
        }
        await clearJob(hosts, request, "remove");
        throw new SolarisError("INSTALL_FAILED", {
            message: `${host} does not let the installation of ${zone} run detached (${error.message}); nothing was begun`,
            host,
            remedy: `Mend that on ${host}; an installation that depends on an SSH session is not begun.`,
        });
    } finally {
        hosts.forget(host);
    }
}

/**
 * Follows an installation that an earlier run has begun.
 *
 * @throws SolarisError as {@link runInstall}.
 */
export async function followInstall(
    hosts: SolarisHosts,
    job: InstallJob,
    settings: InstallSettings,
    reporter: Reporter,
): Promise<void> {
    const { zone, id, host } = job;
    const request = { zone, id, from: host, to: host };
    try {
        const attempt = await rejoinJob(hosts, request, following(settings, reporter));
        await requireSuccess(hosts, request, attempt, reporter);
    } finally {
        hosts.forget(host);
    }
}

/** Watching ends with the time allowed; the installation itself goes on. */
function following({ timeoutMs }: InstallSettings, reporter: Reporter): FollowOptions {
    const seconds = timeoutMs / 1000;
    return {
        limits: timeLimits(undefined, { migrate: seconds, stall: seconds, onTimeout: "leave" }),
        reporter,
        startedAt: performance.now(),
        words: installWords,
    };
}

// What an installation prints last is what tells why it failed.
const keptLines = 30;

async function requireSuccess(
    hosts: SolarisHosts,
    { zone, id, from: host }: Pick<JobRequest, "zone" | "id" | "from">,
    { end, lines }: Attempt,
    reporter: Reporter,
): Promise<void> {
    const details = { host, command: "zoneadm install", lines: lines.slice(-keptLines) };
    switch (end.kind) {
        case "notStarted":
            throw end.error;
        case "overtime":
            throw new SolarisError("INSTALL_UNDER_WAY", {
                ...details,
                message: `the installation of ${zone} on ${host} is still under way after the time allowed for it; it goes on`,
                property: "timeouts.install",
            });
        case "untold":
            throw new SolarisError("INSTALL_UNDER_WAY", {
                ...details,
                message: `whether the installation of ${zone} on ${host} goes on cannot be told: ${end.reason}`,
            });
        case "died":
            throw new SolarisError("INSTALL_FAILED", {
                ...details,
                message: `the installation of ${zone} on ${host} was ended from outside: ${end.reason}`,
            });
        case "ended":
            break;
    }
    switch (end.status.kind) {
        case "done":
            return;
        case "failed": {
            const failure = new SolarisError("INSTALL_FAILED", {
                ...details,
                exitCode: end.status.exitCode,
                message: `${zone} could not be installed on ${host}`,
                property: "install",
            });
            throw await namingStorageOwner(hosts, failure, reporter);
        }
        case "stopped":
            throw new SolarisError("INSTALL_FAILED", {
                ...details,
                message: `the installation of ${zone} on ${host} was stopped before it began`,
            });
        case "held":
            await clearJob(hosts, { zone, id, from: host }, "remove");
            throw new SolarisError("ZONE_BUSY", {
                host,
                message: `somebody else works on ${zone} on ${host} at this moment; its installation was not begun`,
                remedy: waitForJob(zone, host),
            });
    }
}

/** One text of the provider and what stands in its place. */
export interface Edit {
    /** From the root of the repository. */
    readonly file: string;
    /** Must be in the file exactly once. */
    readonly find: string;
    readonly replacement: string;
}

/** A defect that the provider does not have; the proof must find it where it is planted. */
export interface PlantedDefect {
    readonly name: string;
    readonly edits: readonly Edit[];
}

const conclude = "provider/migration/conclude.ts";
const leftBehind = "provider/migration/leftBehind.ts";
const placement = "provider/kernelZone/placement.ts";
const placementState = "provider/kernelZone/placementState.ts";
const sighting = "provider/migration/sighting.ts";

/** One for each way in which moves of zones and machines have gone wrong elsewhere. */
export const plantedDefects: readonly PlantedDefect[] = [
    {
        name: "failed-move-reported-as-success",
        edits: [
            {
                file: placement,
                find: `            throw goesOn && limits.onTimeout === "fail" ? error : state.failure(outcome);`,
                replacement: `            if (outcome.seen === undefined) {
                throw goesOn ? error : state.failure(outcome);
            }
            return state.seen(outcome.seen);`,
            },
        ],
    },
    {
        name: "exit-0-believed",
        edits: [
            {
                file: conclude,
                find: `    const isOver = toldIsOver || settlement.job === "over";`,
                replacement: `    const isOver = toldIsOver || settlement.job === "over";
    if (attempt.end.kind === "ended" && attempt.end.status.kind === "done") {
        return finishArrived(hosts, move, settlement, attempt);
    }`,
            },
            {
                file: "provider/migration/arrived.ts",
                find: `    if (target.kind !== "seen") {
        throw new TypeError("a move that succeeded has its zone on the target");
    }`,
                replacement: `    if (target.kind !== "seen") {
        return { kind: "moved", zone: { state: "running" } as never, record: { ...move, end: "" } as never, warnings: [] };
    }`,
            },
        ],
    },
    {
        name: "exit-1-believed",
        edits: [
            {
                file: conclude,
                find: `    const isOver = toldIsOver || settlement.job === "over";`,
                replacement: `    const isOver = toldIsOver || settlement.job === "over";
    if (attempt.end.kind === "ended" && attempt.end.status.kind === "failed") {
        return stayed(hosts, move, settlement, undefined);
    }`,
            },
        ],
    },
    {
        name: "configuration-taken-for-a-zone",
        edits: [
            {
                file: "provider/migration/locate.ts",
                find: `    const real = seen.filter((sighting) => !isConfigurationOnly(sighting));`,
                replacement: `    const real = seen;`,
            },
        ],
    },
    {
        name: "leftover-deleted-without-proof",
        edits: [
            {
                file: leftBehind,
                find: `            ? [describeUnproven(zone, from)]`,
                replacement: `            ? [(await removeLeftover(hosts, zone, from, undefined)) ?? describeUnproven(zone, from)]`,
            },
            {
                file: leftBehind,
                find: `import { describeUnproven, judgeLeftover } from "./tidy";`,
                replacement: `import { describeUnproven, judgeLeftover, removeLeftover } from "./tidy";`,
            },
        ],
    },
    {
        name: "target-not-restored",
        edits: [
            {
                file: "provider/migration/targetConfiguration.ts",
                find: `        return await restore(hosts, plan);`,
                replacement: `        return undefined;`,
            },
        ],
    },
    {
        name: "existing-configuration-deleted",
        edits: [
            {
                file: "provider/migration/targetConfiguration.ts",
                find: `            if (plan.targetConfigurationBefore !== undefined) {
                return compareWithBefore`,
                replacement: `            if (plan.targetConfigurationBefore === undefined) {
                return compareWithBefore`,
            },
        ],
    },
    {
        name: "started-again-after-a-lost-link",
        edits: [
            {
                file: "provider/migration/runJob.ts",
                find: `            call = undefined;
            lost ??=`,
                replacement: `            lost ??=`,
            },
        ],
    },
    {
        name: "unreachable-taken-for-absent",
        edits: [
            {
                file: sighting,
                find: `        return { kind: "unreachable", host, error };`,
                replacement: `        return { kind: "absent", host };`,
            },
            {
                file: "provider/kernelZone/read.ts",
                find: `            const missed = await lookAgain(zone, sightings, { hosts, reporter });`,
                replacement: `            const missed = (await Promise.resolve(undefined)) as Awaited<ReturnType<typeof lookAgain>>;`,
            },
            {
                file: "provider/kernelZone/read.ts",
                find: `asked.map((host) => recordsOf(hosts, host, zone, readAgeMs))`,
                replacement: `asked.map((host) => recordsOf(hosts, host, zone, readAgeMs).catch(() => ({ host, jobs: [] })))`,
            },
        ],
    },
    {
        name: "timeout-reported-as-success",
        edits: [
            {
                file: conclude,
                find: `        return stillGoingOn(move, settlement, attempt);`,
                replacement: `        return settlement.target.kind === "seen"
            ? finishArrived(hosts, move, settlement, attempt)
            : stillGoingOn(move, settlement, attempt);`,
            },
        ],
    },
    {
        name: "wish-recorded-before-it-is-seen",
        edits: [
            {
                file: placementState,
                find: `            currentHost: host,
            zoneState: zone.state,`,
                replacement: `            currentHost: String(this.news["host"]),
            zoneState: zone.state,`,
            },
        ],
    },
    {
        name: "auxiliary-states-ignored",
        edits: [
            {
                file: sighting,
                find: `        !sighting.zone.auxiliary.some((state) => state === "migrating-in" || state === "migrating-out")`,
                replacement: `        true`,
            },
            {
                file: "provider/migration/view.ts",
                find: `            if (auxiliary.includes("migrating-in")) {`,
                replacement: `            if (auxiliary.includes("no-such-state")) {`,
            },
        ],
    },
    {
        name: "uuid-not-compared",
        edits: [
            {
                file: sighting,
                find: `        sighting.zone.uuid !== uuid
    );`,
                replacement: `        sighting.zone.uuid === ""
    );`,
            },
        ],
    },
    {
        name: "preview-leaves-its-configuration",
        edits: [
            {
                file: "provider/kernelZone/previewUpdate.ts",
                find: `    const leftover = await showRestoring(hosts, plan, reporter);
    if (outcome.error !== undefined) {`,
                replacement: `    const leftover = undefined as Awaited<ReturnType<typeof showRestoring>>;
    if (outcome.error !== undefined) {`,
            },
        ],
    },
    {
        name: "dry-run-ignored",
        edits: [
            {
                file: "provider/migration/move.ts",
                find: `    const passedOver = policy === "warn" && error.code`,
                replacement: `    const passedOver = error.code`,
            },
        ],
    },
    {
        name: "second-job-beside-the-first",
        edits: [
            {
                file: "provider/migration/survey.ts",
                find: `    if (job !== undefined) {
        return isOver(job) ? { kind: "unfinished", job } : { kind: "underWay", job, sightings };
    }
    if (location.kind === "moving") {
        return location;
    }`,
                replacement: `    if (job !== undefined && isOver(job)) {
        return { kind: "unfinished", job };
    }
    if (location.kind === "moving") {
        location = locate(
            sightings.filter(({ host }) => host !== wish),
            uuid,
        );
        location = location.kind === "moving" ? { kind: "at", sighting: sightings[0] as never } : location;
        sightings = sightings.map((seen) => (seen.host === wish ? { kind: "absent", host: wish } : seen));
    }`,
            },
            {
                file: "provider/solaris/job/scripts/jobScript.ts",
                find: `    if [ -z "$owner" ] || owner_runs || ! inherit; then`,
                replacement: `    if false; then`,
            },
        ],
    },
    {
        name: "jobs-of-other-zones-collected",
        edits: [
            {
                file: "provider/solaris/job/scripts/endScripts.ts",
                find: ` && /usr/bin/rm -rf "$zone,$id"; then`,
                replacement: ` && /usr/bin/rm -rf *,*; then`,
            },
            {
                file: "provider/solaris/job/scripts/endScripts.ts",
                find: `\n    /usr/bin/rm -rf "$zone,$id"\n`,
                replacement: `\n    /usr/bin/rm -rf *,*\n`,
            },
        ],
    },
    {
        name: "finished-job-believed-without-looking",
        edits: [
            {
                file: "provider/migration/resume.ts",
                find: `    const knownUuid = uuid ?? job.uuid;
    const move: EndedMove = {`,
                replacement: `    const knownUuid = uuid ?? job.uuid;
    if (attempt.end.kind === "ended" && attempt.end.status.kind !== "held") {
        const { method, asked: start } = job;
        const record = { from, to, method, start, end: start, phases: {} };
        const seen = { name: zone, state: "running", auxiliary: [], uuid: knownUuid };
        await clearJob(hosts, { zone, id, from }, "remove");
        return { kind: "moved", zone: seen as never, record, warnings: [] };
    }
    const move: EndedMove = {`,
            },
            {
                file: "provider/migration/resume.ts",
                find: `import { concludeMove } from "./conclude";`,
                replacement: `import { concludeMove } from "./conclude";\nimport { clearJob } from "./jobRecord";`,
            },
        ],
    },
    {
        name: "partial-state-dropped",
        edits: [
            {
                file: placement,
                find: `        throw task.state.failureAfter(error);`,
                replacement: `        throw error;`,
            },
            {
                file: placementState,
                find: `        const { currentHost, zoneState } = this.last;
        if (unfinishedOn !== undefined) {`,
                replacement: `        const { currentHost, zoneState } = this.last;
        if (error.code !== "ZONE_BUSY") {
            return error;
        }
        if (unfinishedOn !== undefined) {`,
            },
        ],
    },
    {
        name: "secret-in-an-error",
        edits: [
            {
                file: "provider/solaris/redact.ts",
                find: `        return hidden ? undefined : text;`,
                replacement: `        return hidden && text === "" ? undefined : text;`,
            },
        ],
    },
    {
        name: "zone-halted-to-move-it",
        edits: [
            {
                file: "provider/migration/method.ts",
                find: `    if (wish === "live") {
        return { choice: { method: "live", bootAfterwards: false } };
    }`,
                replacement: `    if (wish === "live") {
        return { choice: { method: "cold", stop: "shutdown", bootAfterwards: true } };
    }`,
            },
        ],
    },
];

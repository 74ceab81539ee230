import { errorCatalogue } from "../../provider/errors/catalogue";
import { SolarisError } from "../../provider/errors/solarisError";
import { PartialFailure } from "../../provider/kernelZone/partialFailure";
import type { ZoneOutcome } from "./pipeline";
import type { HeldByHost, Performed, Stage } from "./stage";
import { describe, isReal, isRunning, isSettled, type Entry } from "./watch";

/** Judges an operation at its end, by what the hosts show then. */
export function judgeOperation(performed: Performed, stage: Stage, secrets: readonly string[], boundMs: number): void {
    const { watch } = stage;
    for (const outcome of performed.outcomes) {
        judgeError(outcome, stage);
        judgeAlarm(outcome, stage);
        judgeWhereabouts(outcome, performed, stage);
        judgeState(outcome, performed, stage);
        judgeTruth(outcome, performed, stage);
        judgePresence(outcome, performed, stage);
        judgeSecrets(outcome, performed, stage, secrets);
    }
    if (performed.took > boundMs) {
        const took = Math.round(performed.took / 1000);
        watch.report("I9", `${performed.operation.verb} took ${took} s; the bound is ${Math.round(boundMs / 1000)} s`);
    }
}

/** I8: whatever is thrown is an error that a person is meant to see. */
function judgeError({ zone, end, error }: ZoneOutcome, { watch }: Stage): void {
    if (end !== "failed" || error instanceof PartialFailure) {
        return;
    }
    if (!SolarisError.isInstance(error)) {
        watch.report("I8", `${zone}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    } else if (!Object.hasOwn(errorCatalogue, error.code)) {
        watch.report("I8", `${zone}: ${error.code} is in no catalogue`);
    }
}

/** I14: no alarm without a fire: two running copies are told of only where there were two. */
function judgeAlarm({ zone, error }: ZoneOutcome, stage: Stage): void {
    const alarmed = SolarisError.isInstance(error) && error.code === "SPLIT_BRAIN";
    // Where a host does not show UUIDs, two zones of one name cannot be told apart.
    const told = Object.values(stage.fleet.hosts).every(({ model }) => model.spec.list?.uuids !== false);
    if (alarmed && told && !stage.watch.ranTwice.has(stage.uuidOf(zone))) {
        stage.watch.report("I14", `${zone} never ran twice: ${firstLine(error.message)}`);
    }
}

/** I2, at the end of an `up`: the zone runs, or the error says where it is and in which state. */
function judgeWhereabouts({ zone, end, texts }: ZoneOutcome, performed: Performed, stage: Stage): void {
    const uuid = stage.uuidOf(zone);
    const { ranBefore, stopped } = performed;
    if (performed.operation.verb !== "up" || end === "killed" || !ranBefore.has(uuid) || stopped.has(uuid)) {
        return;
    }
    if (end !== "done" && performed.othersAtWork && isStoppedForMoves(zone, stage)) {
        // It may be down for the move that the other makes of it at this moment; the end of the program will show.
        return;
    }
    const entries = performed.entriesAfter.filter((entry) => entry.uuid === uuid && isReal(entry));
    if (entries.some(isRunning)) {
        return;
    }
    if (end !== "failed" || !names(texts, entries)) {
        const text = texts.at(-1) ?? "";
        stage.watch.report("I2", `${zone} ran before and does not now (${list(entries)}); ${end}: ${firstLine(text)}`);
    }
}

/** I3: what the state calls the zone's host is one where it was seen. */
function judgeState({ zone, end }: ZoneOutcome, { operation }: Performed, stage: Stage): void {
    const kept = stage.pipeline(operation.pipeline).stateOf(zone);
    if (operation.verb === "preview" || end === "killed" || kept === undefined) {
        return;
    }
    const host = String(kept.outs["currentHost"]);
    const homes = stage.watch.homesOf(stage.uuidOf(zone));
    if (!homes.has(host)) {
        stage.watch.report("I3", `${zone}: the state says ${host}; it was only ever seen on ${[...homes].join(", ")}`);
    }
}

/** I13: a zone that exists is never dropped from the state: that a host cannot be asked does not make it gone. */
function judgePresence({ zone, end }: ZoneOutcome, { operation, entriesAfter }: Performed, stage: Stage): void {
    const uuid = stage.uuidOf(zone);
    const entries = entriesAfter.filter((entry) => entry.uuid === uuid && isReal(entry));
    if (operation.verb === "refresh" && end === "done" && entries.length > 0) {
        if (stage.pipeline(operation.pipeline).stateOf(zone) === undefined) {
            stage.watch.report("I13", `${zone} was dropped from the state, and is there: ${list(entries)}`);
        }
    }
}

/**
 * I12: a move that happened is in the state, even where a later step failed. Judged where nothing was in the way of looking
 * and no second pipeline moves zones; and, whatever was in the way, where the error itself says where the zone is.
 */
function judgeTruth({ zone, end, texts }: ZoneOutcome, performed: Performed, stage: Stage): void {
    const { operation, entriesAfter, disturbed, startedAt, took } = performed;
    const uuid = stage.uuidOf(zone);
    const recorded = stage.pipeline(operation.pipeline).stateOf(zone)?.outs["currentHost"];
    const [at, ...others] = entriesAfter.filter((entry) => entry.uuid === uuid && isReal(entry));
    if (operation.verb !== "up" || end !== "failed" || at === undefined || others.length > 0 || recorded === at.host) {
        return;
    }
    const alone = stage.performed.every((other) => other.operation.pipeline === operation.pipeline);
    if (!alone || !stage.watch.wasMovedBefore(uuid, startedAt + took)) {
        return;
    }
    if (!disturbed && isSettled(at) && stage.watch.wasMovedBefore(uuid, startedAt)) {
        stage.watch.report("I12", `${zone} was moved to ${at.host}; the state says ${String(recorded)}`);
    }
    // Told while it was still being received there, it had not arrived yet. What does not run, or shows no UUID, proves nothing
    // beside a host that does not answer, and is told as it is seen.
    const text = texts.at(-1) ?? "";
    const proves = isRunning(at) && new RegExp(`on ${at.host}: .*UUID`).test(text);
    const unproven = !proves && text.includes("cannot be asked");
    const told = new RegExp(`on ${at.host}: ${at.standing.split(" ", 1)[0] ?? ""}(?!.*migrating-in)`).test(text);
    if (told && !unproven && !leavesState(zone, stage)) {
        stage.watch.report("I12", `${zone} is told to be on ${at.host}; the state says ${String(recorded)}`);
    }
}

function isStoppedForMoves(zone: string, { zones }: Stage): boolean {
    const settings = zones.find(({ name }) => name === zone)?.settings;
    const { method } = (settings?.["migration"] ?? {}) as { readonly method?: string };
    return method === "cold" || method === "warm";
}

/** With `onTimeout: "fail"` the state is to stay as it was. */
function leavesState(zone: string, { zones }: Stage): boolean {
    const settings = zones.find(({ name }) => name === zone)?.settings;
    return (settings?.["migration"] as { readonly onTimeout?: string } | undefined)?.onTimeout === "fail";
}

/** I7: no secret in anything that leaves the provider. */
function judgeSecrets(outcome: ZoneOutcome, { operation }: Performed, stage: Stage, secrets: readonly string[]): void {
    const kept = stage.pipeline(operation.pipeline).stateOf(outcome.zone);
    const everything = [...outcome.texts, describeError(outcome.error), JSON.stringify(kept ?? null)].join("\n");
    if (secrets.some((secret) => everything.includes(secret))) {
        stage.watch.report("I7", `a secret in what ${operation.verb} says of ${outcome.zone}`);
    }
}

function describeError(error: unknown): string {
    if (SolarisError.isInstance(error)) {
        return JSON.stringify({ ...error.details, cause: String(error.details.cause) });
    }
    return error instanceof PartialFailure ? JSON.stringify(error) : String(error);
}

/** I5: of a preview nothing is left, unless it could not do otherwise and has said so. */
export function judgePreview(performed: Performed, stage: Stage): void {
    const { operation, heldBefore, outcomes, startedAt } = performed;
    if (operation.verb !== "preview" || outcomes.some(({ end }) => end === "killed")) {
        return;
    }
    const said = outcomes.flatMap(({ texts }) => texts).join("\n");
    const heldNow = stage.held();
    for (const before of heldBefore) {
        const { host } = before;
        // What it could not take away, and orders that it has heard no end of.
        const told = new RegExp(
            `DRY_RUN_LEFTOVER|on ${host} gave no end|${host} (?:still holds|keeps|cannot be checked)`,
        );
        const now = heldNow.find((held) => held.host === host);
        const changed = [...new Set(Object.keys({ ...before.zones, ...now?.zones }))]
            .filter((name) => before.zones[name] !== now?.zones[name] && !stage.watch.touchedSince(name, startedAt))
            .map((name) => `${name} was ${standing(before, name)}, is ${standing(now, name)}`);
        const files = (now?.files ?? []).filter((file) => !before.files.includes(file));
        if (changed.length + files.length > 0 && !told.test(said)) {
            stage.watch.report("I5", `after a preview, on ${host}: ${[...changed, ...files].join("; ")}`);
        }
    }
}

function standing(held: HeldByHost | undefined, zone: string): string {
    return firstLine(held?.zones[zone] ?? "not there");
}

/**
 * I4, after the second `up` when nothing is wrong any more: the wish, or a clear refusal. I2, once more: a zone that nobody
 * else has stopped runs, or the refusal says where it is.
 */
export function judgeEnd({ operation, outcomes, entriesAfter }: Performed, stage: Stage): void {
    const pipeline = stage.pipeline(operation.pipeline);
    for (const { zone, end, texts } of outcomes) {
        const wish = pipeline.wishOf(zone);
        const uuid = stage.uuidOf(zone);
        const recorded = pipeline.stateOf(zone)?.outs["currentHost"];
        const entries = entriesAfter.filter((entry) => entry.uuid === uuid && isReal(entry));
        // Of a zone that was made to run twice a refresh has been refused, and the engine has nothing new to compare.
        const isUntold = end === "same" && stage.watch.ranTwice.has(uuid);
        if (end === "killed" || (end !== "failed" && !isUntold && !(recorded === wish && isAt(entries, wish)))) {
            stage.watch.report(
                "I4",
                `${zone} should be on ${wish} by now: ${end}, the state says ${String(recorded)}, ${list(entries)}`,
            );
        }
        if (
            !entries.some(isRunning) &&
            !stage.watch.stopped.has(uuid) &&
            !(end === "failed" && names(texts, entries))
        ) {
            stage.watch.report(
                "I2",
                `${zone} does not run in the end (${list(entries)}); ${end}: ${firstLine(texts.at(-1) ?? "")}`,
            );
        }
    }
}

/** Whether the engine saw nothing to do for a zone that is not where its state says. */
export function isMisled({ operation, outcomes, entriesAfter }: Performed, stage: Stage): boolean {
    const pipeline = stage.pipeline(operation.pipeline);
    return outcomes.some(({ zone, end }) => {
        const entries = entriesAfter.filter(({ uuid }) => uuid === stage.uuidOf(zone));
        return end === "same" && !isAt(entries, pipeline.wishOf(zone));
    });
}

function isAt(entries: readonly Entry[], host: string): boolean {
    const running = entries.filter(isRunning);
    return (running.length > 0 ? running : entries).some((entry) => entry.host === host && isReal(entry));
}

/** Whether an error says on which host the zone is and in which state. */
function names(texts: readonly string[], entries: readonly Entry[]): boolean {
    const text = texts.at(-1) ?? "";
    return entries.some(
        ({ host, standing }) =>
            (text.includes(host) && text.includes(standing.split(" ", 1)[0] ?? "")) ||
            // What stands on a host whose commands hang cannot be told.
            text.includes(`on ${host}: cannot be asked`),
    );
}

function list(entries: readonly Entry[]): string {
    return entries.map((entry) => `on ${entry.host}: ${describe(entry)}`).join("; ") || "nowhere";
}

function firstLine(text: string): string {
    return text.split("\n", 1)[0] ?? "";
}

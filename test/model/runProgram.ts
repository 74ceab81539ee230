import { readFileSync } from "node:fs";
import { startFleet } from "../solaris";
import { count, type Figures } from "./figures";
import { plantedKey } from "./generateFleet";
import { isMisled, judgeEnd, judgeOperation, judgePreview } from "./judge";
import { operationBound } from "./operationBound";
import { Pipeline } from "./pipeline";
import { actsOf, type Operation, type PipelineIndex, type Program } from "./program";
import { performAct } from "./acts";
import type { Network } from "./network";
import { Stage, type Performed } from "./stage";
import { Hang, type Bounds, type VirtualTime } from "./virtualTime";
import { Watch, type Violation, type WatchOptions } from "./watch";

/** What a program has shown. */
export interface ProgramResult {
    readonly violations: readonly Violation[];
    readonly figures: Figures;
}

const bounds: Bounds = { virtualMs: 72 * 3_600_000, realMs: 60_000 };
const calmMs = 150_000;
const longestCalmMs = 48 * 3_600_000;
const longestWaitMs = 25 * 60_000;
const hangingMigration = /zoneadm -z \S+ migrate/;

/** Runs a program from beginning to end and judges it all the way. Timers, sockets and processes must be watched already. */
export async function runProgram(program: Program, time: VirtualTime, network: Network): Promise<ProgramResult> {
    const startedAt = time.now;
    const rejections: unknown[] = [];
    const noteRejection = (reason: unknown): void => {
        rejections.push(reason);
    };
    process.on("unhandledRejection", noteRejection);
    const fleet = await startFleet(program.fleet);
    const watch = new Watch(fleet, { now: () => time.now, ...settingsOf(program) });
    const inventory = (): Record<string, Record<string, unknown>> => fleet.inventory();
    const pipelines = [new Pipeline(program.zones, inventory), new Pipeline(program.zones, inventory)] as const;
    const stage = new Stage(fleet, program.zones, pipelines, watch, time, network, bounds);
    const secrets = [plantedKey, ...keyLines(readFileSync(fleet.identityFile, "utf8"))];
    try {
        stage.meetZones();
        for (const pipeline of pipelines) {
            for (const zone of program.zones) {
                pipeline.adopted(zone, stage.uuidOf(zone.name), "running");
            }
        }
        await runSteps(program, stage, secrets);
    } catch (error) {
        watch.report(
            error instanceof Hang ? "I8 hang" : "I8",
            `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\npending: ${pending(watch)}`,
        );
    } finally {
        pipelines.forEach((pipeline) => {
            pipeline.kill();
        });
        await fleet.stop();
        await time.quiet();
        process.off("unhandledRejection", noteRejection);
        stage.figures.programs = 1;
        stage.figures.virtualMs = time.now - startedAt;
        stage.figures.commands = watch.commandsStarted;
        stage.figures.connections = Object.values(fleet.hosts).reduce(
            (sum, { connections }) => sum + connections.total,
            0,
        );
        time.reset();
    }
    for (const reason of rejections) {
        watch.report("I8", `unhandled: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`);
    }
    return { violations: watch.violations, figures: stage.figures };
}

async function runSteps(program: Program, stage: Stage, secrets: readonly string[]): Promise<void> {
    const boundMs = operationBound(program);
    const used = new Set<PipelineIndex>();
    let sinceCalm: Performed[] = [];
    const operate = async (operation: Operation): Promise<Performed | undefined> => {
        const before = stage.performed.length;
        await stage.perform(operation);
        const performed = stage.performed.slice(before);
        for (const one of performed) {
            used.add(one.operation.pipeline);
            judgeOperation(one, stage, secrets, boundMs);
        }
        sinceCalm.push(...performed);
        return performed.find((one) => one.operation === operation);
    };
    const calm = async (): Promise<void> => {
        await comeToRest(stage);
        const [only] = sinceCalm;
        if (only !== undefined && sinceCalm.length === 1) {
            judgePreview(only, stage);
        }
        sinceCalm = [];
    };
    const killed = actsOf(program).some(({ kind }) => kind === "kill");
    const drifted = actsOf(program).some((act) => "zone" in act);
    for (const step of program.steps) {
        switch (step.kind) {
            case "operation":
                await operate(step.operation);
                break;
            case "act":
                performAct(step.act, stage);
                break;
            case "calm":
                await calm();
        }
    }
    await calm();
    for (const pipeline of [...used].sort()) {
        if (drifted || used.size > 1) {
            // What others have done is not in the state, and diff cannot see it.
            await operate({ verb: "refresh", pipeline, wishes: {}, meanwhile: [] });
        }
        await operate({ verb: "up", pipeline, wishes: {}, meanwhile: [] });
        let last = await operate({ verb: "up", pipeline, wishes: {}, meanwhile: [] });
        if (last !== undefined && killed && isMisled(last, stage)) {
            // Of what a killed run has done the engine knows nothing either, if its program has taken the wish back since.
            await operate({ verb: "refresh", pipeline, wishes: {}, meanwhile: [] });
            last = await operate({ verb: "up", pipeline, wishes: {}, meanwhile: [] });
        }
        if (last !== undefined) {
            judgeEnd(last, stage);
            last.outcomes
                .filter(({ end }) => end === "failed")
                .forEach(({ error }) => {
                    count(stage.figures.refusals, codeOf(error));
                });
        }
    }
    await calm();
}

/** Lifts what is wrong and waits for everything that still goes on. */
async function comeToRest(stage: Stage): Promise<void> {
    const { fleet, watch, time, network } = stage;
    fleet.clearFaults();
    network.thaw();
    Object.keys(fleet.hosts).forEach((host) => {
        fleet.setMaintenance(host, false);
        fleet.host(host).model.fileSystem.full = false;
    });
    const hosts = Object.keys(fleet.hosts);
    hosts.forEach((one) => {
        hosts.forEach((other) => {
            fleet.restoreLink(one, other);
        });
    });
    const giveUpAt = time.now + longestCalmMs;
    const endHangingAt = time.now + longestWaitMs;
    do {
        await stage.pass(calmMs);
        if (time.now > endHangingAt) {
            // Nobody watches it any more, and it waits for what never comes: an administrator ends it.
            hosts.forEach((host) => fleet.host(host).killProcesses(hangingMigration));
        }
    } while (watch.running().length > 0 && time.now < giveUpAt);
    stage.disturbed = false;
    if (watch.running().length > 0) {
        throw new Hang("the hosts do not come to rest");
    }
}

/** What a provider may do to a zone beside moving it, by its method, and which zones need a dry run that passes. */
function settingsOf({ zones }: Program): Pick<WatchOptions, "allowed" | "dryRunDecides"> {
    const commands: Readonly<Record<string, readonly string[]>> = {
        cold: ["shutdown", "boot"],
        warm: ["suspend", "boot"],
    };
    const allowed = new Map<string, readonly string[]>();
    const dryRunDecides = new Set<string>();
    for (const { name, settings } of zones) {
        const { method = "live", dryRun, overwriteTargetConfig } = (settings["migration"] ?? {}) as MigrationSettings;
        allowed.set(name, commands[method] ?? []);
        // Of a move with a stop only the live form could be dry-run beforehand, and overwriting not at all.
        if (method === "live" && dryRun === undefined && overwriteTargetConfig === undefined) {
            dryRunDecides.add(name);
        }
    }
    return { allowed, dryRunDecides };
}

interface MigrationSettings {
    readonly method?: string;
    readonly dryRun?: string;
    readonly overwriteTargetConfig?: boolean;
}

function codeOf(error: unknown): string {
    return error instanceof Error ? (error.message.split(/[:\n]/, 1)[0] ?? "") : String(error);
}

function pending(watch: Watch): string {
    return (
        watch
            .running()
            .map(({ host, entry }) => `${entry.name} on ${host}`)
            .join(", ") || "no command"
    );
}

function keyLines(key: string): string[] {
    return key.split("\n").filter((line) => line.length > 30 && !line.startsWith("-----"));
}

import { chosen } from "../dialect";
import { isStrict, memoryOutcome } from "../liveMemory";
import { type LiveChange, liveChanges, withChanges } from "../liveChange";
import {
    applying,
    checking,
    leftOut,
    memoryExhausted,
    memoryNotLive,
    notLive,
    partialMemory,
    rolledBack,
} from "../liveWording";
import type { HostModel } from "../model";
import { runningConfig, type Zone } from "../zone";
import { type ConfigDocument, modelOf, resourcesOf } from "../zoneConfig";

/** What a change of a running zone comes to, before anything is changed. */
export interface LiveOutcome {
    /** For stdout. */
    readonly lines: readonly string[];
    /** For stderr, after them. */
    readonly complaints: readonly string[];
    /** What the zone runs with then; undefined: it is refused, and nothing changes. */
    readonly running: ConfigDocument | undefined;
}

function refusal(host: HostModel, { kind, line }: LiveChange): string | undefined {
    const accepted = host.spec.liveChanges ?? chosen(host, "liveChanges", ["accepted", "refused"]);
    return kind === "fixed" || (kind === "dynamic" && accepted === "refused") ? notLive(host, line) : undefined;
}

/**
 * Gives a running zone another configuration, as far as that goes.
 *
 * @param mixed What becomes of all of it where a part is not possible.
 */
export function decideLive(
    host: HostModel,
    zone: Zone,
    wished: ConfigDocument,
    mixed: "refused" | "skipped",
): LiveOutcome {
    const changes = liveChanges(runningConfig(zone), wished);
    const told = changes.filter(({ kind }) => kind !== "stored");
    const lines = told.map(({ line }) => checking(line));
    const possible = changes.filter((change) => refusal(host, change) === undefined);
    const refusals = changes.flatMap((change) => refusal(host, change) ?? []);
    if (refusals.length > 0 && mixed === "refused") {
        return { lines, complaints: refusals, running: undefined };
    }
    const complaints = changes.filter((change) => !possible.includes(change)).map(({ line }) => leftOut(host, line));
    const running = withChanges(runningConfig(zone), possible);
    if (!possible.some(({ kind }) => kind === "memory")) {
        return { lines: [...lines, applying], complaints, running };
    }
    const requested = modelOf(wished).memory ?? "";
    const memory = memoryOutcome(host, zone, wished);
    if (memory.kind === "refused") {
        const text = memory.why === "unsupported" ? memoryNotLive(host) : memoryExhausted(host, requested);
        return { lines, complaints: [...complaints, text], running: undefined };
    }
    if (memory.kind === "partial") {
        if (isStrict(wished)) {
            return { lines: [...lines, applying], complaints: [...complaints, rolledBack(host)], running: undefined };
        }
        const [capped] = resourcesOf(running, "capped-memory");
        if (capped !== undefined) {
            capped.properties.physical = memory.final;
        }
        complaints.push(partialMemory(requested, memory.final));
    }
    return { lines: [...lines, applying], complaints, running };
}

import type { ErrorCode } from "../errors/catalogue";
import type { WishedMethod } from "../migration/method";
import { planMove, type MoveSettings } from "../migration/plan";
import type { Finding } from "../migration/preflight/findings";
import { isConfigurationOnly, type Sighting } from "../migration/sighting";
import type { SeenZone } from "../solaris/hosts";
import { configurationsOf } from "./foundZones";
import type { HostReading, ReadHost } from "./readHost";

/** Something that speaks against a move, or may. */
export interface CompatibilityFinding {
    readonly code: ErrorCode;
    /** `error`: the move cannot be, or is dangerous. `warning`: it may fail; Solaris's dry run decides. */
    readonly severity: "error" | "warning";
    readonly message: string;
    /** What to do. */
    readonly remedy?: string;
}

/** Whether a zone can move to a host, as far as both hosts' words tell; Solaris's own dry run has the last word. */
export interface MoveJudgement {
    /** `possible` where nothing known stands in the way: no finding is an error. */
    readonly verdict: "possible" | "refused" | "unknown";
    /** What speaks against it; of an unknown one, why it is not known. */
    readonly findings: readonly CompatibilityFinding[];
}

/** How the move is thought of. */
export interface MoveQuestion {
    readonly method: WishedMethod;
    /** What trying the login from source to target has found, where it was tried and did not work. */
    readonly loginFinding?: Finding | undefined;
}

/** Judges a move from what was read of both hosts: the findings of a preview, without a dry run. Pure. */
export function judgeMove(
    source: ReadHost,
    zone: SeenZone,
    target: HostReading,
    { method, loginFinding }: MoveQuestion,
): MoveJudgement {
    if (target.kind === "failed") {
        return unknownMove(target.error.code, target.error.details.message);
    }
    const { stored, running } = configurationsOf(source, zone.name);
    const here = running ?? stored;
    const there = sightingOn(target, zone.name);
    const leftover = isConfigurationOnly(there) ? configurationsOf(target, zone.name).stored : undefined;
    if (here.kind === "unknown") {
        return unknownMove("FACTS_UNKNOWN", here.reason);
    }
    if (leftover?.kind === "unknown") {
        return unknownMove("FACTS_UNKNOWN", leftover.reason);
    }
    const planned = planMove(
        {
            zone: zone.name,
            source: { kind: "seen", host: source.host, zone },
            target: there,
            sourceFacts: source.facts,
            targetFacts: target.facts,
            sourceConfiguration: here.value,
            ...(zone.uuid === undefined ? {} : { uuid: zone.uuid }),
            ...(running !== undefined && stored.kind === "known" ? { sourceStoredConfiguration: stored.value } : {}),
            ...(leftover === undefined ? {} : { targetConfiguration: leftover.value }),
            ...(loginFinding === undefined ? {} : { loginFinding }),
        },
        { source: source.target, target: target.target },
        settingsFor(method),
    );
    return "findings" in planned
        ? { verdict: "refused", findings: planned.findings }
        : { verdict: "possible", findings: planned.warnings };
}

/** The judgement of a move about which something that decides is not known. */
export function unknownMove(code: ErrorCode, message: string): MoveJudgement {
    return { verdict: "unknown", findings: [{ code, severity: "error", message }] };
}

function sightingOn(target: ReadHost, zone: string): Sighting & { readonly kind: "seen" | "absent" } {
    const seen = target.snapshot.zones.get(zone);
    return seen === undefined ? { kind: "absent", host: target.host } : { kind: "seen", host: target.host, zone: seen };
}

/** That the zone may be down for the move is a question for who wants to move it, not for whether it can. */
function settingsFor(method: WishedMethod): MoveSettings {
    return { method, allowDowntime: true, route: {}, overwriteTargetConfig: false, overrides: [], time: {} };
}

import { SolarisError } from "../errors/solarisError";
import type { WishedMethod } from "../migration/method";
import type { SolarisHosts } from "../solaris/hosts";
import { judgeMove, unknownMove, type CompatibilityFinding, type MoveJudgement } from "./judgeMove";
import { findZone, type ZoneQuestion } from "./lookUpZone";
import { readHost, type HostReading, type ReadHost } from "./readHost";

/** Whether a zone can move to a host, as far as both hosts' words tell, without a dry run. */
export interface HostCompatibility {
    readonly host: string;
    /** Whether nothing known stands in the way; `false` too for a host that cannot be asked. The zone's own host is `true`. */
    readonly ok: boolean;
    readonly findings: CompatibilityFinding[];
}

// Several questions about the same hosts read each once.
const readAgeMs = 10_000;

/**
 * Judges a zone's moves from what the hosts tell now, by the findings of a preview.
 *
 * @param targets A host that is named twice is judged once.
 * @returns One answer a host, in the order of `targets`.
 * @throws SolarisError ZONE_NOT_FOUND, and what keeps the zone's own host from being asked or the zone from being found.
 */
export async function lookUpCompatibility(
    hosts: SolarisHosts,
    zone: ZoneQuestion,
    targets: readonly string[],
    method: WishedMethod = "live",
): Promise<HostCompatibility[]> {
    // Asked for at a venture: a target can be read while the zone is looked for.
    const reading = Promise.all([...new Set(targets)].map((target) => readHost(hosts, target, readAgeMs)));
    const [sighting, readings] = await Promise.all([findZone(hosts, zone), reading]);
    if (sighting === undefined) {
        throw new SolarisError("ZONE_NOT_FOUND", {
            message: `${zone.zoneName} is not on ${zone.host ?? "any of the known hosts"}`,
            property: "zoneName",
        });
    }
    const source = await readHost(hosts, sighting.host, readAgeMs);
    if (source.kind === "failed") {
        throw source.error;
    }
    return readings.map((target) =>
        target.host === source.host
            ? { host: target.host, ok: true, findings: [] }
            : { host: target.host, ...answerOf(judge(source, zone.zoneName, target, method)) },
    );
}

function judge(source: ReadHost, zoneName: string, target: HostReading, method: WishedMethod): MoveJudgement {
    const seen = source.snapshot.zones.get(zoneName);
    return seen === undefined
        ? unknownMove("ZONE_NOT_FOUND", `${zoneName} is no longer on ${source.host}`)
        : judgeMove(source, seen, target, { method });
}

function answerOf({ verdict, findings }: MoveJudgement): Pick<HostCompatibility, "ok" | "findings"> {
    return {
        ok: verdict === "possible",
        findings: findings.map(({ code, severity, message, remedy }) => ({
            code,
            severity,
            message,
            ...(remedy === undefined ? {} : { remedy }),
        })),
    };
}

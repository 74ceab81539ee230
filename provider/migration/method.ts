import type { JobMethod } from "../solaris/job/jobRequest";
import { problem, type Finding } from "./preflight/findings";
import type { SeenSighting } from "./sighting";
import { viewOf } from "./view";

/** What a program can ask for; see `migration.method` of the resource. */
export type WishedMethod = JobMethod | "auto";

/** How a zone will move, and what has to be done to it before and after. */
export interface MethodChoice {
    readonly method: JobMethod;
    /** What stops the zone first; absent where it runs on, or does not run. */
    readonly stop?: "suspend" | "shutdown";
    /** Whether the zone is booted on the target, because it ran before. */
    readonly bootAfterwards: boolean;
}

/**
 * Chooses the method by the wish and by what the zone is doing. Solaris itself has no option for warm or cold: the type
 * of a migration follows the zone's state (solaris-facts 2.1 [C]).
 *
 * Where the wish cannot be met, the nearest choice comes with a finding that stands in its way, so that everything else
 * about the move can be found at the same time.
 */
export function chooseMethod(
    source: SeenSighting,
    zone: string,
    wish: WishedMethod,
    allowDowntime: boolean,
): { readonly choice: MethodChoice; readonly finding?: Finding } {
    const view = viewOf(source, source.zone.uuid);
    if (view === "installed" || view === "suspended") {
        const seen = view === "suspended" ? "suspended" : "installed, not running";
        // A suspended zone takes its memory along whatever the method is called: Solaris goes by its state.
        const choice: MethodChoice = { method: view === "suspended" ? "warm" : "cold", bootAfterwards: false };
        if (wish !== "live") {
            return { choice };
        }
        return {
            choice,
            finding: problem("ZONE_NOT_RUNNING", {
                message: `${zone} on ${source.host} is ${seen}; a live move needs it running and sound`,
                host: source.host,
                property: "migration.method",
                remedy: 'Boot the zone first: by state: "running" in a `pulumi up` of its own, which leaves `host` as it is, or by hand. Or write migration: { method: "cold" }: a zone that does not run moves without any downtime.',
            }),
        };
    }
    if (wish === "live") {
        return { choice: { method: "live", bootAfterwards: false } };
    }
    const choice = choiceForRunning[wish];
    return allowDowntime ? { choice } : { choice, finding: downtimeFinding(zone, source.host, wish) };
}

const choiceForRunning: Readonly<Record<Exclude<WishedMethod, "live">, MethodChoice>> = {
    auto: { method: "live", bootAfterwards: false },
    warm: { method: "warm", stop: "suspend", bootAfterwards: true },
    cold: { method: "cold", stop: "shutdown", bootAfterwards: true },
};

function downtimeFinding(zone: string, host: string, wish: Exclude<WishedMethod, "live">): Finding {
    const what = {
        warm: "suspends it, moves it and resumes it",
        cold: "shuts it down, moves it and boots it",
        auto: "takes what its state allows: live while it runs, halted if it does not by then",
    }[wish];
    return problem("DOWNTIME_NOT_ALLOWED", {
        message: `${zone} runs on ${host}, and migration.method "${wish}" ${what}`,
        host,
        property: "migration.allowDowntime",
        remedy: `If the zone may be down for that time, write migration: { method: "${wish}", allowDowntime: true }. Without downtime: method: "live".`,
    });
}

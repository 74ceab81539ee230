import type { Fleet } from "../../solaris";
import { eventually } from "../../eventually";

/** A moment in a zone's move at which it is stopped until it is let go. */
export interface Gate {
    readonly reached: Promise<void>;
    letGo(): void;
}

/** The moments of a move, in their order. Zones move from global1 to global2. */
export const moments: Readonly<Record<string, (fleet: Fleet, zone: string) => Gate>> = {
    /** While the provider still looks at the hosts. The command that it waits for hangs until the session is gone. */
    looking: (fleet, zone) => hanging(fleet, zone, "zonecfg -r export"),
    "dry run": (fleet, zone) => fleet.holdAt({ zone, phase: "boot", dryRun: true }),
    "beginning of the job": (fleet, zone) => fleet.holdAt({ zone, phase: "import" }),
    copy: (fleet, zone) => fleet.holdAt({ zone, phase: "copy" }),
    /** The zone runs on the target, and the source has still to let go of it. */
    "hand-over": (fleet, zone) => fleet.holdAt({ zone, phase: "detach" }),
    /** The zone has moved, and the provider is tidying up. */
    end: (fleet, zone) => hanging(fleet, zone, "zonecfg delete"),
};

function hanging(fleet: Fleet, zone: string, command: string): Gate {
    fleet.addFault("global1", { kind: "hang", command, zone, times: 1 });
    const isThere = (): boolean => fleet.commands().some((entry) => entry.zone === zone && entry.name === command);
    // It comes at the end of a whole move; whoever waits for it has a bound for all of that.
    return { reached: eventually(`${command} of ${zone} hangs`, isThere, 90_000), letGo: () => undefined };
}

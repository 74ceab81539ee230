/**
 * The steps of a migration, in order, as faults name them. In "finish" the zone is about to start on the target; in
 * "detach" it runs there, and the source has still to let go of it. "cleanUp" is the end of a dry run.
 */
export type MigrationPhase =
    "import" | "attach" | "boot" | "check" | "start" | "copy" | "suspend" | "finish" | "detach" | "cleanUp";

/** What a failed migration leaves on the target. */
export type TargetLeftover = "absent" | "configured" | "installed" | "unavailable" | "migrating-in";

/** What a failed migration leaves on the source; "suspended" is installed with its memory saved nowhere but here. */
export type SourceLeftover = "running" | "suspended" | "installed" | "shutting_down";

/** Which commands a fault is for and how often. */
export interface FaultScope {
    /**
     * The command's short name as the command log shows it, such as "zoneadm list", "zoneadm migrate" (the real one
     * only), "zoneadm migrate -n", "zonecfg -r export", "svcs". A `*` at the end matches any continuation. Absent:
     * every command. Faults of connections (`refuse-connection`, ...) have no command.
     */
    command?: string;
    /** Only for this zone (`-z Z`). */
    zone?: string;
    /** Applied that many times, then gone; absent: always. */
    times?: number;
}

/** What goes wrong. */
export type FaultEffect =
    /** The socket is closed as soon as it is accepted. For a port where nobody listens see `SimulatedHost.down()`. */
    | { kind: "refuse-connection" }
    /** The socket is accepted and nothing is ever said on it. */
    | { kind: "silent-handshake" }
    /** Every way of logging in is refused. */
    | { kind: "refuse-login" }
    /** The channel is refused, as sshd does beyond MaxSessions. */
    | { kind: "refuse-channel" }
    /**
     * The TCP connection is cut: before the command did anything; in mid-command after `lines` lines of its output
     * (default 1), while it goes on, for zoneadm ignores SIGHUP [A]; or after its effect and before its exit status.
     */
    | { kind: "drop-connection"; when: "before" | "during" | "after"; lines?: number }
    /** Exit 0, and nothing done; `stdout`/`stderr` are printed if given. */
    | { kind: "no-effect"; stdout?: string; stderr?: string }
    /** The command does its work, then exits with this status (default 1), after `lines` on stderr. */
    | { kind: "exit-after-effect"; exitStatus?: number; lines?: string[] }
    /** Starts that much later. */
    | { kind: "slow"; milliseconds: number }
    /** No output and no end, until the channel is closed. */
    | { kind: "hang" }
    /** `Password: ` without a newline on stderr, then waits for a line that an unattended caller never sends. */
    | { kind: "password-prompt" }
    /** A canned answer in place of the command. */
    | { kind: "answer"; stdout?: string; stderr?: string; exitStatus: number }
    /**
     * Refused with these lines on stderr. For a migration `afterPhase` lets it come that far first and roll back
     * (after "finish" the zone is already on the target, and the source stays halted).
     */
    | {
          kind: "refuse";
          lines: string[];
          exitStatus?: number;
          afterPhase?: MigrationPhase;
          leavesTargetConfig?: boolean;
          /** Over `leavesTargetConfig`; default: as before the migration [I]. */
          leavesTarget?: TargetLeftover;
          /** Default: the source goes on running; after "finish" it is installed [I]. */
          leavesSource?: SourceLeftover;
      }
    /** A dry run, passed or failed, leaves the imported configuration on the target. */
    | { kind: "leaves-target-config" }
    /** The migration fails after the copy and the target's zone stays in `migrating-in`. */
    | { kind: "stuck-migrating-in" }
    /** Somebody else edits the stored configuration between this zonecfg's read and its commit. */
    | { kind: "concurrent-edit"; statements: string[] }
    /** The installation breaks off after so many lines of its output (default half of them). */
    | { kind: "install-fails"; lines: string[]; afterLines?: number; leaves?: "configured" | "incomplete" }
    /** Only the first `bytes` bytes of stdout arrive. */
    | { kind: "truncate-output"; bytes: number }
    /** Bytes that are not UTF-8 precede the output of both streams. */
    | { kind: "invalid-utf8" };

export type Fault = FaultEffect & FaultScope;
export type FaultOf<Kind extends FaultEffect["kind"]> = Extract<Fault, { kind: Kind }>;

const connectionKinds = new Set<Fault["kind"]>([
    "refuse-connection",
    "silent-handshake",
    "refuse-login",
    "refuse-channel",
]);

export function findFault<Kind extends FaultEffect["kind"]>(
    faults: readonly Fault[],
    kind: Kind,
): FaultOf<Kind> | undefined {
    return faults.find((fault): fault is FaultOf<Kind> => fault.kind === kind);
}

/** The faults that a host still has to apply. */
export class FaultList {
    private entries: { fault: Fault; left: number }[] = [];

    add(fault: Fault): void {
        this.entries.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
    }

    clear(): void {
        this.entries = [];
    }

    /** Takes one connection fault of the kind, if any is left. */
    takeConnectionFault(kind: Fault["kind"]): boolean {
        const entry = this.entries.find(({ fault }) => fault.kind === kind);
        if (entry === undefined) {
            return false;
        }
        this.use(entry);
        return true;
    }

    /**
     * Takes every fault that applies to this run of a command.
     *
     * @param onlyNamed Pass over the faults that are for every command.
     */
    takeCommandFaults(command: string, zone: string | undefined, onlyNamed = false): Fault[] {
        const matching = this.entries.filter(
            ({ fault }) =>
                !connectionKinds.has(fault.kind) &&
                !(onlyNamed && fault.command === undefined) &&
                (fault.zone === undefined || fault.zone === zone) &&
                matches(fault.command, command),
        );
        matching.forEach((entry) => {
            this.use(entry);
        });
        return matching.map(({ fault }) => fault);
    }

    private use(entry: { fault: Fault; left: number }): void {
        entry.left -= 1;
        if (entry.left <= 0) {
            this.entries = this.entries.filter((other) => other !== entry);
        }
    }
}

function matches(pattern: string | undefined, command: string): boolean {
    if (pattern === undefined) {
        return true;
    }
    return pattern.endsWith("*") ? command.startsWith(pattern.slice(0, -1)) : pattern === command;
}

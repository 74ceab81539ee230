import type { Fault, FleetSpec } from "../solaris";

/** Which of the two copies of the program and its state: two pipelines know nothing of each other. */
export type PipelineIndex = 0 | 1;

/** What a person or a pipeline asks of the engine. */
export interface Operation {
    readonly verb: "up" | "preview" | "refresh";
    readonly pipeline: PipelineIndex;
    /** Hosts that the program names from now on, by zone. For a preview: for this time only. */
    readonly wishes: Readonly<Record<string, string>>;
    /** What happens while it goes on. */
    readonly meanwhile: readonly Event[];
}

/** When something happens, counted from the start of the operation. */
export type Moment =
    /** After that much virtual time. */
    | { readonly kind: "time"; readonly ms: number }
    /** As soon as that many commands have been started on all hosts. */
    | { readonly kind: "commands"; readonly count: number }
    /** As soon as a zone shows a state on any host. */
    | { readonly kind: "state"; readonly zone: string; readonly state: string };

export interface Event {
    readonly at: Moment;
    readonly act: Act;
}

/** What the world does to hosts, zones and providers. */
export type Act =
    | { readonly kind: "fault"; readonly host: string; readonly fault: Fault }
    /** The provider's process is killed as by signal 9. */
    | { readonly kind: "kill"; readonly pipeline: PipelineIndex }
    /** All connections to a host are cut. */
    | { readonly kind: "cut"; readonly host: string }
    /** Nothing goes through any connection to a host, in either direction, and no end is told. */
    | { readonly kind: "freeze"; readonly host: string; readonly ms: number }
    /** Nobody listens on the host for a while; what runs there goes on. */
    | { readonly kind: "down"; readonly host: string; readonly ms: number }
    /** The host is rebooted: what runs there ends, zones with autoboot come up again. */
    | { readonly kind: "reboot"; readonly host: string; readonly ms: number }
    /** The host is reached by nobody, other hosts included; what runs there goes on. */
    | { readonly kind: "loseNetwork"; readonly host: string; readonly ms: number }
    /** Two hosts do not reach each other; the providers reach both. */
    | { readonly kind: "cutLink"; readonly one: string; readonly other: string; readonly ms: number }
    | { readonly kind: "maintenance"; readonly host: string; readonly on: boolean }
    /** Nothing more can be written on the host. */
    | { readonly kind: "diskFull"; readonly host: string; readonly on: boolean }
    /** The clock of the machine on which the providers run is set. */
    | { readonly kind: "clock"; readonly seconds: number }
    /** The clock of a host is set. */
    | { readonly kind: "hostClock"; readonly host: string; readonly seconds: number }
    /** Acts of an administrator, or of the guest, upon wherever the zone is by then. */
    | {
          readonly kind: "halt" | "boot" | "shutdown" | "guestHalts" | "guestReboots" | "remark" | "deleteLeftover";
          readonly zone: string;
      }
    /** An unseen zoneadm holds the zone's lock for a while. */
    | { readonly kind: "holdLock"; readonly zone: string; readonly ms: number }
    /** The zone runs on that host as well: what no command does, and what a provider has to leave alone. */
    | { readonly kind: "forceRunning"; readonly zone: string; readonly host: string }
    | { readonly kind: "migrateByHand"; readonly zone: string; readonly to: string }
    | { readonly kind: "operation"; readonly operation: Operation };

export type Step =
    | { readonly kind: "operation"; readonly operation: Operation }
    | { readonly kind: "act"; readonly act: Act }
    /** Faults are lifted, hosts are up again, and what goes on has time to end. */
    | { readonly kind: "calm" };

/** One zone that the pipelines manage. */
export interface ManagedZone {
    readonly name: string;
    readonly host: string;
    /** The resource's `migration` and `hostOverrides`. */
    readonly settings: Readonly<Record<string, unknown>>;
}

/** A whole program: the hosts, what is done, and what goes wrong on the way. Plain data. */
export interface Program {
    readonly fleet: FleetSpec;
    readonly zones: readonly ManagedZone[];
    readonly steps: readonly Step[];
}

/** Every act in a program, those within operations included. */
export function actsOf(program: Program): Act[] {
    const within = (operation: Operation): Act[] =>
        operation.meanwhile.flatMap(({ act }) => (act.kind === "operation" ? [act, ...within(act.operation)] : [act]));
    return program.steps.flatMap((step) => {
        switch (step.kind) {
            case "operation":
                return within(step.operation);
            case "act":
                return [step.act];
            case "calm":
                return [];
        }
    });
}

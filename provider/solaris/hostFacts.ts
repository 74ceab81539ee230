import type { MachineIdentity } from "./machine";
import type { ProcessorType } from "./processorType";
import type { Release } from "./release";
import type { Maintenance } from "./sysadm";

/** One thing that a host was asked: its answer, or why there is none. */
export type Fact<T> =
    | { readonly kind: "known"; readonly value: T }
    | {
          readonly kind: "unknown";
          /** What was asked and what came of it, in one line. */
          readonly reason: string;
      };

/** Maintenance mode as far as the list could be read. */
export type KnownMaintenance = Exclude<Maintenance, { readonly kind: "unknown" }>;

/** What one host says of itself, all at one moment, as far as moving zones needs it. Plain data without secrets. */
export interface HostFacts {
    /** Inventory name. */
    readonly host: string;
    /** `hostid` and `uname -n`. */
    readonly machine: Fact<MachineIdentity>;
    /** `uname -sv`. */
    readonly release: Fact<Release>;
    /** `uname -p`: the family of the processors. */
    readonly processorType: Fact<ProcessorType>;
    /** The models of the processors, each once, in order: `psrinfo -pv` [A]. */
    readonly processorModels: Fact<readonly string[]>;
    /** Number of virtual processors: `psrinfo -pv` [A]. */
    readonly processors: Fact<number>;
    /** Bytes of physical memory: `prtconf` [A]. */
    readonly memoryBytes: Fact<number>;
    /** `sysadm maintain -l` (solaris-facts 3.3 [C]); none where there is no sysadm, as before 11.4. */
    readonly maintenance: Fact<KnownMaintenance>;
    /** States by FMRI of RAD, of the migration service and of memory reserve pools, as far as there are such services. */
    readonly services: Fact<ReadonlyMap<string, string>>;
    /** Names of the datalinks: `dladm show-link` [A]. */
    readonly links: Fact<readonly string[]>;
    /** The login's numeric user id. */
    readonly userId: Fact<number>;
    /** The login's rights profiles, for `hasProfile`. */
    readonly profiles: Fact<ReadonlySet<string>>;
    /** The login's authorizations, for `grantOf`. */
    readonly authorizations: Fact<readonly string[]>;
}

/** How old facts may be to be used again, in milliseconds: an `up` must not go by an older maintenance mode. */
export const factsMaxAgeMs = 10_000;

/** A fact that was found out. */
export function known<T>(value: T): Fact<T> {
    return { kind: "known", value };
}

/** A fact that was not found out, and why. */
export function unknown(reason: string): Extract<Fact<never>, { kind: "unknown" }> {
    return { kind: "unknown", reason };
}

/** A fact's value; undefined where it is not known. */
export function valueOf<T>(fact: Fact<T>): T | undefined {
    return fact.kind === "known" ? fact.value : undefined;
}

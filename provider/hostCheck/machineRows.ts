import type { SolarisError } from "../errors/solarisError";
import { describeMachine, sameMachine, type MachineIdentity } from "../solaris/machine";
import { failed, faultOf, ok, skipped, type CheckRow } from "./report";

const check = "machine";

/** Who a host says that it is, or why it does not. */
export type MachineReading =
    | { readonly kind: "seen"; readonly machine: MachineIdentity }
    | { readonly kind: "none"; readonly error: SolarisError };

/** A target's name and its reading. */
export interface TargetMachine {
    readonly target: string;
    readonly reading: MachineReading;
}

/** Which machine the host is, and that each target is another one, by hostid and node name as before a move. */
export function machineRows(reading: MachineReading, targets: readonly TargetMachine[]): CheckRow[] {
    const own =
        reading.kind === "seen" ? ok(check, describeMachine(reading.machine)) : failed(check, faultOf(reading.error));
    return [own, ...targets.map((target) => targetRow(reading, target))];
}

function targetRow(own: MachineReading, { target, reading }: TargetMachine): CheckRow {
    if (reading.kind === "none") {
        return skipped(check, `of ${target}: ${reading.error.details.message}`);
    }
    if (own.kind === "none") {
        return skipped(check, `of ${target}: nothing to compare with`);
    }
    return sameMachine(own.machine, reading.machine)
        ? failed(check, {
              detail: `${target} is this same machine (${describeMachine(reading.machine)})`,
              remedy: `Correct the address of one of the two, in \`solaris:hosts\` or in OpenSSH's configuration: both names lead to the same machine. See it by hand, on both:\nhostid; uname -n`,
              code: "SAME_MACHINE",
          })
        : ok(check, `${target} is another one (${describeMachine(reading.machine)})`);
}

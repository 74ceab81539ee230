import { continueCreation, create, type ResourceState } from "../../../provider/kernelZone/create";
import { PartialFailure } from "../../../provider/kernelZone/partialFailure";
import type { PropertyBag } from "../../../provider/kernelZone/state";
import { tokenOf } from "../../../provider/lifecycle/ownership";
import { failureOf } from "../failureOf";
import { changesMade } from "../migration/world";
import type { Fleet, ZoneSpec } from "../../solaris";
import { hidden, inputs } from "./bags";
import { Stage } from "./stage";

/** The token of the resource that makes the zone. */
export const token = tokenOf(hidden.__urn);

const config = {
    autoboot: true,
    virtualCpu: { ncpus: 2 },
    cappedMemory: { physical: "2g" },
    anets: [{ id: 0, lowerLink: "net1" }],
    devices: [{ id: 0, storage: "iscsi://storage1/luname.naa.600144f0dbf8af1900005fd25e490077", bootpri: 0 }],
};

/** A zone that is to be made, beyond its name and its host. */
export const wanted: PropertyBag = { adopt: false, config };

/** The same with something else in its configuration. */
export function wantedWith(more: PropertyBag): PropertyBag {
    return { ...wanted, config: { ...config, ...more } };
}

/** A half-made zone, as an earlier run of this resource has left it. */
export function halfMade(state: NonNullable<ZoneSpec["state"]>, value = token): ZoneSpec {
    const mark = ["add attr", "set name=pulumi-solaris", "set type=string", `set value=${value}`, "end"];
    return { name: "kzone1", state, extra: mark };
}

export async function partialOf(promise: Promise<unknown>): Promise<PartialFailure> {
    const error = await failureOf(promise);
    expect(error).toBeInstanceOf(PartialFailure);
    return error as PartialFailure;
}

/** Hosts on which kzone1 is made. */
export class CreationStage extends Stage {
    make(more: PropertyBag = {}, context = this.context): Promise<ResourceState> {
        return create(inputs({ ...wanted, ...more }), context);
    }

    /** The next update, in a run of its own. */
    goOn({ id, properties }: PartialFailure, more: PropertyBag = {}): Promise<ResourceState> {
        return continueCreation(id, properties, inputs({ ...wanted, ...more }), this.again());
    }

    zone(host = "global1"): ReturnType<Fleet["zone"]> {
        return this.fleet.zone(host, "kzone1");
    }

    /** The installations that were begun. */
    installs(): string[] {
        return changesMade(this).filter((change) => change.endsWith("zoneadm install"));
    }
}

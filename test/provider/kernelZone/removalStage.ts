import { remove } from "../../../provider/kernelZone/remove";
import type { ZoneContext } from "../../../provider/kernelZone/context";
import type { PropertyBag } from "../../../provider/kernelZone/state";
import { outputs } from "./bags";
import { Stage } from "./stage";

/** The UUID of kzone1 in the state. */
export const uuid = "0f3a0b4e-0000-4000-8000-00000000000a";

/** Hosts on which kzone1 goes with its resource. */
export class RemovalStage extends Stage {
    /** @param more Laid over what the state says. */
    destroy(policy: "shutdown" | "delete", more: PropertyBag = {}, context = this.context): Promise<void> {
        const state = outputs("global1", { uuid, deletionPolicy: policy, ...more });
        return remove(state, context.reporter, () => context);
    }
}

/** Lets something happen while a zone shuts down, which takes 20 s; under a hurried clock only. */
export function duringShutdown({ hosts }: ZoneContext, happens: () => void | Promise<void>): void {
    const call = hosts.call.bind(hosts);
    jest.spyOn(hosts, "call").mockImplementation(async (host, asked, ...more) => {
        const result = await call(host, asked, ...more);
        if (asked.name.startsWith("zoneadm shutdown")) {
            await new Promise((resolve) => setTimeout(resolve, 20_000));
            await happens();
        }
        return result;
    });
}

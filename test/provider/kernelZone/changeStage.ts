import { PartialFailure } from "../../../provider/kernelZone/partialFailure";
import type { PropertyBag } from "../../../provider/kernelZone/state";
import { previewUpdate } from "../../../provider/kernelZone/previewUpdate";
import { update } from "../../../provider/kernelZone/update";
import type { HostSpec } from "../../solaris";
import { hurry } from "../migration/hurry";
import { startWorld, type World } from "../migration/world";
import { inputs, outputs } from "./bags";

/** The world of the test that runs. */
export let world: World;
let calm: (() => void) | undefined;
afterEach(async () => {
    calmDown();
    await world.stop();
});

/** Two hosts; kzone1 runs on the first. */
export const start = async (more: Partial<HostSpec> = {}, ofTarget: Partial<HostSpec> = {}) => {
    world = await startWorld({
        hosts: ["global1", "global2"].map((name, index) => ({
            name,
            ...more,
            ...(index === 1 ? ofTarget : {}),
            // memlzr lets the memory change while the zone runs.
            zones: index === 0 ? [{ name: "kzone1", config: { memory: "4G", hostCompatible: "memlzr" } }] : [],
        })),
    });
};
export const state = (more: PropertyBag = {}): PropertyBag =>
    outputs("global1", { uuid: world.fleet.zone("global1", "kzone1")?.uuid, ...more });
export const change = (more: PropertyBag, olds: PropertyBag = state()) =>
    update("the-id", olds, inputs(more), world.context).then(({ outs }) => outs);
export const zone = (host = "global1") => world.fleet.zone(host, "kzone1");
export const infos = () => world.reporter.texts("info").join("\n");
export const warnings = () => world.reporter.texts("warn").join("\n");
export const preview = (more: PropertyBag, olds: PropertyBag = state()) =>
    previewUpdate(olds, inputs(more), world.context);

export const failure = async (attempt: Promise<unknown>): Promise<PartialFailure> => {
    const error: unknown = await attempt.then(
        () => undefined,
        (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(PartialFailure);
    return error as PartialFailure;
};
export const boots = () => world.fleet.history.filter(({ by }) => by === "zoneadm boot").length;
export const byHand = (...args: string[]) => world.fleet.typed("global1", "zonecfg", "-z", "kzone1", ...args);

export const memory = (physical: string) => ({ config: { cappedMemory: { physical } } });
export const pages = (pagesizePolicy: string) => ({ config: { cappedMemory: { pagesizePolicy } } });

/** Lets time run fast from now on, to the end of the test or to `calmDown`; see `hurry`. */
export const hurryOn = (busyPace: number) => {
    calm = hurry(world.fleet, busyPace);
};
export const calmDown = () => {
    calm?.();
    calm = undefined;
};

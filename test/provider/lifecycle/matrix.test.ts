import { asError } from "../../../provider/errors/solarisError";
import { create } from "../../../provider/kernelZone/create";
import { previewUpdate } from "../../../provider/kernelZone/previewUpdate";
import { read } from "../../../provider/kernelZone/read";
import { remove } from "../../../provider/kernelZone/remove";
import { update } from "../../../provider/kernelZone/update";
import { tokenOf } from "../../../provider/lifecycle/ownership";
import { startZone, stopZone } from "../../../provider/lifecycle/state";
import type { ZoneSpec, ZoneState } from "../../solaris";
import { hidden, inputs, outputs } from "../kernelZone/bags";
import { changesMade, startWorld, statesOf, type World } from "../migration/world";

/*
 * Every verb on a zone in every state, on simulated hosts over SSH. A cell is what becomes of the zone, or the code of the
 * refusal; a refusal changes nothing on any host.
 */

const uuid = "0f3a0b4e-0000-4000-8000-00000000000a";
type Start = ZoneState | "absent";
const states: readonly Start[] = ["running", "installed", "configured", "incomplete", "unavailable", "absent"];

const config = {
    virtualCpu: { ncpus: 1 },
    cappedMemory: { physical: "2g" },
    devices: [{ id: 0, storage: "iscsi://storage1/luname.naa.600144f0dbf8af1900005fd25e490078", bootpri: 0 }],
};

const verbs: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
    create: ({ context }) => create(inputs({ adopt: false, config }), context),
    adopt: ({ context }) => create(inputs(), context),
    start: ({ context }) => startZone(context.hosts, { ...place, timeoutMs: 30_000 }, context.reporter),
    stop: ({ context }) => stopZone(context.hosts, { ...place, timeoutMs: 30_000, allowHalt: false }, context.reporter),
    delete: ({ context }) =>
        remove(outputs("global1", { uuid, deletionPolicy: "delete" }), context.reporter, () => context),
    change: ({ context }) => update("id", recorded, inputs({ config: { autoboot: true } }), context),
    "state: running": ({ context }) => update("id", recorded, inputs({ state: "running" }), context),
    "state: installed": ({ context }) => update("id", recorded, inputs({ state: "installed" }), context),
    move: ({ context }) => update("id", recorded, inputs({ host: "global2" }), context),
    "preview of a change": ({ context }) => previewUpdate(recorded, inputs({ config: { autoboot: true } }), context),
    "preview of a move": ({ context }) => previewUpdate(recorded, inputs({ host: "global2" }), context),
    refresh: ({ context }) => read("id", recorded, context),
};
const recorded = outputs("global1", { uuid });
const place = { zone: "kzone1", host: "global1" };

/** A zone that is not ours, as far as its configuration tells. */
const unmarked: Readonly<Record<string, readonly string[]>> = {
    //        running                 installed               configured               incomplete               unavailable              absent
    create: ["ZONE_EXISTS", "ZONE_EXISTS", "ZONE_EXISTS", "ZONE_EXISTS", "ZONE_EXISTS", "running"],
    adopt: ["running", "installed", "ZONE_NOT_FOUND", "ZONE_NOT_RUNNING", "ZONE_NOT_RUNNING", "ZONE_NOT_FOUND"],
    start: [
        "running",
        "running",
        "STATE_NOT_REACHABLE",
        "STATE_NOT_REACHABLE",
        "STATE_NOT_REACHABLE",
        "ZONE_NOT_FOUND",
    ],
    stop: [
        "installed",
        "installed",
        "STATE_NOT_REACHABLE",
        "STATE_NOT_REACHABLE",
        "STATE_NOT_REACHABLE",
        "ZONE_NOT_FOUND",
    ],
    // A configuration under the UUID in the state is this zone's.
    delete: ["absent", "absent", "absent", "absent", "DELETION_UNSAFE", "absent"],
    change: ["running", "installed", "ZONE_NOT_FOUND", "incomplete", "unavailable", "ZONE_NOT_FOUND"],
    "state: running": [
        "running",
        "running",
        "ZONE_NOT_FOUND",
        "STATE_NOT_REACHABLE",
        "STATE_NOT_REACHABLE",
        "ZONE_NOT_FOUND",
    ],
    "state: installed": [
        "installed",
        "installed",
        "ZONE_NOT_FOUND",
        "STATE_NOT_REACHABLE",
        "STATE_NOT_REACHABLE",
        "ZONE_NOT_FOUND",
    ],
    move: ["absent", "ZONE_NOT_RUNNING", "ZONE_NOT_FOUND", "ZONE_NOT_RUNNING", "ZONE_NOT_RUNNING", "ZONE_NOT_FOUND"],
    "preview of a change": states,
    "preview of a move": [
        "running",
        "ZONE_NOT_RUNNING",
        "ZONE_NOT_FOUND",
        "ZONE_NOT_RUNNING",
        "ZONE_NOT_RUNNING",
        "ZONE_NOT_FOUND",
    ],
    refresh: ["running", "installed", "ZONE_NOT_FOUND", "incomplete", "unavailable", "absent"],
};

/** A zone that this resource is making, or has made. */
const ours: Readonly<Record<string, readonly string[]>> = {
    ...unmarked,
    create: ["running", "running", "running", "INSTALL_UNSAFE", "STATE_NOT_REACHABLE", "running"],
};

async function attempt(verb: string, state: Start, extra: string[]): Promise<string> {
    const zone: ZoneSpec = { name: "kzone1", uuid, extra, ...(state === "absent" ? {} : { state }) };
    const zones = state === "absent" ? [] : [zone];
    const world = await startWorld({ hosts: [{ name: "global1", zones }, { name: "global2" }] });
    try {
        const refused = await verbs[verb]!(world).then(
            () => undefined,
            (error: unknown) => error,
        );
        const is = statesOf(world, "global1") ?? "absent";
        if (refused === undefined) {
            return is;
        }
        expect([changesMade(world), is]).toEqual([[], state]);
        const text = asError(refused).message;
        return /\b([A-Z_]+): /.exec(text)?.[1] ?? text;
    } finally {
        await world.stop();
    }
}

describe.each([
    ["that we have not made", unmarked, []],
    [
        "with our mark",
        ours,
        ["add attr", "set name=pulumi-solaris", "set type=string", `set value=${tokenOf(hidden.__urn)}`, "end"],
    ],
] as const)("on a zone %s", (_whose, table, extra) => {
    it.each(Object.keys(verbs))("%s does what the table says, in every state", async (verb) => {
        const row: [Start, string][] = [];
        for (const state of states) {
            row.push([state, await attempt(verb, state, [...extra])]);
        }
        expect(row).toEqual(states.map((state, index) => [state, table[verb]?.[index]]));
    });
});

import * as pulumi from "@pulumi/pulumi";
import type { KernelZoneArgs } from "../../sdk";

/*
 * What the compiler accepts and refuses. `npm run typecheck` is the test proper: each expected error that does not occur
 * fails there.
 */

declare const later: pulumi.Output<string>;
declare const laterNumber: pulumi.Output<number>;

/** A call, because only there the compiler looks for keys that should not be. */
const written = (args: KernelZoneArgs): KernelZoneArgs => args;

const zone = { zoneName: "kzone1", host: "global1" };

export const accepted: (() => KernelZoneArgs)[] = [
    () => written({ zoneName: "kzone1", host: "global1" }),
    () => written({ ...zone, adopt: true, deletionPolicy: "retain" }),
    () => written({ zoneName: later, host: Promise.resolve("global1"), adopt: pulumi.output(true) }),
    () => written({ ...zone, migration: { dryRun: "warn", port: laterNumber, user: later } }),
    () => written({ ...zone, migration: pulumi.output({ scheme: "radg" as const }) }),
    () => written({ ...zone, migration: { timeouts: { dryRun: 90, migrate: "10m" } } }),
    () => written({ ...zone, migration: { timeouts: { migrate: later } } }),
    () =>
        written({
            ...zone,
            hostOverrides: {
                global2: { anets: [{ id: 0, lowerLink: later }, pulumi.output({ id: 1, lowerLink: "net1" })] },
            },
        }),
    () =>
        written({
            ...zone,
            hostOverrides: { global2: pulumi.output({ anets: [{ id: laterNumber, lowerLink: "net1" }] }) },
        }),
];

export const refused: (() => KernelZoneArgs)[] = [
    // @ts-expect-error: zoneName is required
    () => written({ host: "global1" }),
    // @ts-expect-error: host is required
    () => written({ zoneName: "kzone1" }),
    // @ts-expect-error: no such key
    () => written({ ...zone, hst: "x" }),
    // @ts-expect-error: an observation is no argument
    () => written({ ...zone, currentHost: "global1" }),
    // @ts-expect-error: a host is named, not numbered
    () => written({ zoneName: "kzone1", host: 1 }),
    // @ts-expect-error: an output of the wrong type
    () => written({ zoneName: "kzone1", host: laterNumber }),
    // @ts-expect-error: no such method
    () => written({ ...zone, migration: { method: "hot" } }),
    // @ts-expect-error: no such policy
    () => written({ ...zone, migration: { dryRun: "never" } }),
    // @ts-expect-error: no such key in migration
    () => written({ ...zone, migration: { timeout: 5 } }),
    // @ts-expect-error: no such key in timeouts
    () => written({ ...zone, migration: { timeouts: { all: 5 } } }),
    // @ts-expect-error: an anet needs its id
    () => written({ ...zone, hostOverrides: { global2: { anets: [{ lowerLink: "net1" }] } } }),
    // @ts-expect-error: no such key in an anet
    () => written({ ...zone, hostOverrides: { global2: { anets: [{ id: 0, lowerLink: "net1", mac: "x" }] } } }),
    // @ts-expect-error: no such policy
    () => written({ ...zone, deletionPolicy: "destroy" }),
];

describe("the type of KernelZoneArgs", () => {
    it("is tested by the compiler, on these examples", () => {
        expect(accepted.length).toBeGreaterThan(0);
        expect(refused.length).toBeGreaterThan(0);
    });
});

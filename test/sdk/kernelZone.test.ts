import * as pulumi from "@pulumi/pulumi";
import { providerShim } from "../../provider/dynamic/shim";
import { KernelZone } from "../../sdk";
import { mockEngine, valueOf, type Registered } from "./mocks";

const token = "pulumi-nodejs:dynamic/solaris:KernelZone";
const args = { zoneName: "kzone1", host: "global1", adopt: true };
let registered: Registered[];

beforeEach(async () => {
    registered = await mockEngine();
});

describe("new KernelZone", () => {
    it("registers the fixed type with the inputs as written and the two hidden ones, and nothing else", async () => {
        const zone = new KernelZone("db", { ...args, migration: { timeouts: { migrate: "10m" } } });
        const urn = await valueOf(zone.urn);
        expect(registered).toEqual([
            {
                type: token,
                name: "db",
                inputs: {
                    ...args,
                    migration: { timeouts: { migrate: "10m" } },
                    __provider: providerShim,
                    __urn: urn,
                },
            },
        ]);
        expect(urn).toBe(`urn:pulumi:stack::project::${token}::db`);
    });

    it("hands customTimeouts.update on, which the engine keeps from a dynamic provider, and no other of them", async () => {
        const zone = new KernelZone("db", args, { customTimeouts: { create: "1m", update: "2h", delete: "3m" } });
        await valueOf(zone.urn);
        expect(registered[0]?.inputs).toMatchObject({ __updateTimeout: "2h" });
        const other = new KernelZone("other", args, { customTimeouts: { create: "1m" } });
        await valueOf(other.urn);
        expect(registered[1]?.inputs).not.toHaveProperty("__updateTimeout");
    });

    it("has wish and observation as separate outputs", async () => {
        const zone = new KernelZone("db", args);
        expect(await valueOf(pulumi.all([zone.host, zone.currentHost, zone.zoneState, zone.zoneName]))).toEqual([
            "global1",
            "global1",
            "running",
            "kzone1",
        ]);
    });

    it("takes outputs and secrets at every depth", async () => {
        const zone = new KernelZone("db", {
            zoneName: pulumi.output("kzone1"),
            host: Promise.resolve("global2"),
            hostOverrides: { global2: { anets: [{ id: 0, lowerLink: pulumi.output("net1") }] } },
            migration: pulumi.output({ user: pulumi.secret("mig") }),
        });
        await valueOf(zone.urn);
        expect(registered[0]?.inputs).toMatchObject({
            zoneName: "kzone1",
            host: "global2",
            hostOverrides: { global2: { anets: [{ id: 0, lowerLink: "net1" }] } },
        });
    });

    it("carries its own URN under a component, the parent's types in it", async () => {
        class Site extends pulumi.ComponentResource {
            readonly zone: KernelZone;

            constructor(name: string) {
                super("my:module:Site", name);
                this.zone = new KernelZone("db", args, { parent: this });
            }
        }
        const site = new Site("north");
        const urn = await valueOf(site.zone.urn);
        const zone = registered.find(({ type }) => type === token);
        expect(zone?.inputs["__urn"]).toBe(`urn:pulumi:stack::project::my:module:Site$${token}::db`);
        expect(urn).toBe(zone?.inputs["__urn"]);
    });

    it("has one constant text as its provider, for every zone", async () => {
        const zones = ["a", "b", "c"].map((name) => new KernelZone(name, { ...args, zoneName: name }));
        await Promise.all(zones.map((zone) => valueOf(zone.urn)));
        expect(new Set(registered.map(({ inputs }) => inputs["__provider"]))).toEqual(new Set([providerShim]));
    });

    it("binds no hook where none can be registered, as under mocks, in a preview or not", async () => {
        registered = await mockEngine(true);
        const zone = new KernelZone("db", args);
        expect(await valueOf(zone.urn)).toContain("db");
        expect(registered).toHaveLength(1);
    });

    it.each<[what: string, written: unknown, options?: unknown]>([
        ["config: null", { ...args, config: null }],
        ["config: a text", { ...args, config: "8g" }],
        ["config: an output of null", { ...args, config: pulumi.output(null) }],
        ["config: a promise of undefined", { ...args, config: Promise.resolve(undefined) }],
        ["config: a list", { ...args, config: [null] }],
        ["a key that is null", { ...args, config: { keysource: null } }],
        ["null in other places", { ...args, hostOverrides: null, install: null, migration: null, zoneName: null }],
        ["null deeper down", { ...args, hostOverrides: { global2: null }, config: { anets: [null] } }],
        ["an output of null beside", { ...args, hostOverrides: pulumi.output(null), install: pulumi.output(null) }],
        ["no options", args, null],
        [
            "options that are null",
            args,
            { customTimeouts: null, additionalSecretOutputs: null, hooks: null, parent: null },
        ],
        ["no arguments", undefined],
        ["null for arguments", null],
        ["a text for arguments", "kzone1"],
    ])(
        "leaves what JavaScript lets a program write to the provider's check: %s",
        async (_what, written, ...[options]) => {
            const zone = new KernelZone("db", written as never, options as never);
            expect(await valueOf(zone.urn)).toContain("db");
            expect(registered).toHaveLength(1);
        },
    );

    it("refuses the option `import`, which would crash the SDK, and says what to write", () => {
        expect(() => new KernelZone("db", args, { import: "kzone1" })).toThrow(/adopt: true/);
        expect(registered).toEqual([]);
    });
});

class Other extends pulumi.CustomResource {}

describe("KernelZone.isInstance", () => {
    it("knows zones, and nothing else", () => {
        const zone = new KernelZone("db", args);
        const other = new Other("other:module:Type", "other", {});
        expect(KernelZone.isInstance(zone)).toBe(true);
        for (const value of [other, args, undefined, null, "db", {}]) {
            expect(KernelZone.isInstance(value)).toBe(false);
        }
    });
});

import * as pulumi from "@pulumi/pulumi";
import { resolveKnown } from "../../sdk/knownValues";
import { mockEngine } from "./mocks";

// In a preview, as where hooks run: there outputs can be unknown.
beforeAll(() => mockEngine(true));

/** An output whose value is not known before `pulumi up`, as the SDK makes it for another resource's new output. */
function unknownOutput(): pulumi.Output<string> {
    const Output = pulumi.Output as unknown as new (
        resources: Set<pulumi.Resource>,
        promise: Promise<unknown>,
        isKnown: Promise<boolean>,
        isSecret: Promise<boolean>,
        allResources: Promise<Set<pulumi.Resource>>,
    ) => pulumi.Output<string>;
    const none = new Set<pulumi.Resource>();
    return new Output(
        none,
        Promise.resolve(undefined),
        Promise.resolve(false),
        Promise.resolve(false),
        Promise.resolve(none),
    );
}

describe("resolving what the engine gives to a hook", () => {
    it("leaves plain values as they are", async () => {
        const value = { a: "x", b: 1, c: false, d: null, e: undefined, f: [1, { g: "y" }], h: {} };
        expect(await resolveKnown(value)).toEqual({ kind: "known", value });
    });

    it("opens secrets and other outputs, at every depth and in each other", async () => {
        const bag = {
            user: pulumi.secret("mig"),
            migration: pulumi.output({ port: pulumi.secret(22), ciphers: [pulumi.secret("none")] }),
            hostOverrides: { global2: { anets: [{ id: pulumi.output(0), lowerLink: pulumi.secret("net1") }] } },
        };
        expect(await resolveKnown(bag)).toEqual({
            kind: "known",
            value: {
                user: "mig",
                migration: { port: 22, ciphers: ["none"] },
                hostOverrides: { global2: { anets: [{ id: 0, lowerLink: "net1" }] } },
            },
        });
    });

    it.each([
        ["host", { host: pulumi.unknown }],
        ["migration.user", { host: "global1", migration: { user: pulumi.unknown } }],
        [
            "hostOverrides.global2.anets[1].lowerLink",
            {
                hostOverrides: {
                    global2: {
                        anets: [
                            { id: 0, lowerLink: "net1" },
                            { id: 1, lowerLink: pulumi.unknown },
                        ],
                    },
                },
            },
        ],
    ])("names what is not known: %s", async (path, bag) => {
        expect(await resolveKnown(bag)).toEqual({ kind: "unknown", path });
    });

    it("does not wait for an output that is not known", async () => {
        expect(await resolveKnown({ host: unknownOutput() })).toEqual({ kind: "unknown", path: "host" });
        const nested = { migration: { user: unknownOutput() } };
        expect(await resolveKnown(nested)).toEqual({ kind: "unknown", path: "migration.user" });
    });
});

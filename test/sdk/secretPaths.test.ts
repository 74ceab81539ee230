import * as pulumi from "@pulumi/pulumi";
import { KernelZone } from "../../sdk";
import { secretOutputs, secretPaths } from "../../sdk/secretPaths";
import fc from "../fuzz";
import { mockEngine, valueOf } from "./mocks";

const { secret } = pulumi;

beforeEach(() => mockEngine());

describe("the paths of what is marked as a secret", () => {
    it.each<[string, object, string[]]>([
        ["an output that is none", { host: pulumi.output("global1"), zoneName: Promise.resolve("kzone1") }, []],
        ["a property", { host: secret("global1") }, ["host"]],
        ["one of a list", { config: { attrs: [{ name: "a" }, { value: secret(1) }] } }, ["config.attrs[1].value"]],
        ["an object as a whole", { config: secret({ bootargs: "-v", attrs: [] }) }, ["config"]],
        ["an output that holds one, as a whole", { config: pulumi.output({ a: [secret("-v")] }) }, ["config"]],
        ["a part of a text", { config: { bootargs: pulumi.interpolate`-m ${secret("x")}` } }, ["config.bootargs"]],
        ["one within a promise", { config: Promise.resolve({ pool: secret("p") }) }, ["config.pool"]],
        [
            "one that an output's function has made",
            { config: pulumi.output("p").apply((pool) => ({ pool: secret(pool), autoboot: true })) },
            ["config.pool"],
        ],
        [
            "names that are none of TypeScript's",
            { hostOverrides: { "a.b": { anets: secret([]) } }, config: { properties: { "x-y": secret("") } } },
            ['hostOverrides["a.b"].anets', 'config.properties["x-y"]'],
        ],
    ])("%s", async (_, args, paths) => {
        expect(await secretPaths(args)).toEqual(paths);
    });

    it("are known at once where nothing is an output", () => {
        expect(secretPaths({ host: "global1", config: { attrs: [{ name: "a", value: 1 }] } })).toBeUndefined();
    });

    it("are none where an argument cannot be had: that fails the resource by itself", async () => {
        expect(await secretPaths({ host: Promise.reject(new Error("no host")) })).toEqual([]);
    });

    it("never hold a value", async () => {
        await fc.assert(
            fc.asyncProperty(fc.jsonValue(), async (value) => {
                expect(await secretPaths({ config: { a: [secret(value)] }, b: pulumi.output(value) })).toEqual([
                    "config.a[0]",
                ]);
            }),
        );
    });
});

describe("the outputs that are secrets because arguments are", () => {
    it.each([
        [[], []],
        [["config.keysource.raw"], []],
        [["config.bootargs"], ["configDrift", "rebootNeededFor", "warnings"]],
        [["config"], ["configDrift", "rebootNeededFor", "warnings"]],
        [
            ["host"],
            [
                ...["configDrift", "rebootNeededFor", "warnings"],
                ...["currentHost", "driftedTo", "unfinishedOn", "lastMigration"],
            ],
        ],
    ])("%j: %j", (paths, outputs) => {
        expect(secretOutputs(paths)).toEqual(outputs);
    });
});

it("hands the paths to the provider, beside the plain values", async () => {
    const registered = await mockEngine();
    const config = { bootargs: secret("-v"), attrs: [{ name: "a", value: secret("b") }] };
    const zone = new KernelZone("db", { zoneName: "kzone1", host: "global1", adopt: true, config });
    await valueOf(zone.urn);
    expect(registered[0]?.inputs["__secretPaths"]).toEqual(["config.bootargs", "config.attrs[0].value"]);
});

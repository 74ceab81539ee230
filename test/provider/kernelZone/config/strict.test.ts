import { z } from "zod";
import { configSchema } from "../../../../provider/kernelZone/config/configSchema";
import { knownKeysAt, unknownKeyReason } from "../../../../provider/kernelZone/config/strict";

describe("the keys that a schema knows", () => {
    const schema = z
        .strictObject({
            config: configSchema.optional(),
            hosts: z.record(z.string(), z.strictObject({ links: z.array(z.strictObject({ over: z.string() })) })),
            name: z.string(),
        })
        .superRefine(() => undefined);

    it.each<[PropertyKey[], string[]]>([
        [[], ["config", "hosts", "name"]],
        [
            ["config", "virtualCpu"],
            ["ncpus", "properties"],
        ],
        [
            ["config", "admins", 3],
            ["user", "auths"],
        ],
        [["hosts", "global1", "links", 0], ["over"]],
        [["name"], []],
        [["hosts"], []],
        [["nothing", "there"], []],
    ])("at %j are %j", (path, keys) => {
        expect(knownKeysAt(schema, path)).toEqual(keys);
    });

    it("tell what a wrong one was probably meant to be", () => {
        expect(unknownKeyReason("vlan-id", knownKeysAt(configSchema, ["anets", 0]))).toBe(
            "is not known here; did you mean `vlanId`?",
        );
        expect(unknownKeyReason("colour", knownKeysAt(schema, []))).toBe(
            "is not known here; known are config, hosts, name",
        );
    });
});

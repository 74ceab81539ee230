import * as path from "node:path";
import { configSchema } from "../../../../provider/kernelZone/config/configSchema";
import { globalFields, typedResources } from "../../../../provider/kernelZone/config/fields";
import { levelsOf } from "../../../docs/schemaReference";
import { schemaComments } from "../../../docs/sourceComments";

const file = path.join(__dirname, "..", "..", "..", "..", "provider", "kernelZone", "config", "configSchema.ts");

/** The documented properties, level by level. */
function documented(): Map<string, string[]> {
    const levels = levelsOf(configSchema, schemaComments(file, "configSchema"), { root: "config", key: "HOST" });
    return new Map(levels.map(({ title, rows }) => [title, rows.map(({ name }) => name)]));
}

describe("the reference of config", () => {
    it("has every property of the schema with its comment", () => {
        expect([...documented().keys()]).toEqual([
            "config",
            ...["config.virtualCpu", "config.cappedMemory", "config.anets[]", "config.nets[]", "config.devices[]"],
            ...["config.suspend", "config.verifiedBoot", "config.keysource", "config.admins[]", "config.attrs[]"],
            "config.resources[]",
        ]);
    });

    it("and the table of zonecfg's names have the same properties", () => {
        const levels = documented();
        const keys = (title: string): string[] =>
            (levels.get(title) ?? []).filter((name) => name !== "properties").sort();
        const resources = typedResources.map(({ key }) => key);
        const fields = (list: readonly { readonly key: string }[]): string[] => list.map(({ key }) => key).sort();
        expect(keys("config")).toEqual([...fields(globalFields), ...resources, "resources"].sort());
        for (const { key, identity, fields: own } of typedResources) {
            expect([key, keys(`config.${key}${identity === undefined ? "" : "[]"}`)]).toEqual([key, fields(own)]);
        }
    });

    it("says by what a record is keyed", () => {
        const levels = levelsOf(configSchema, schemaComments(file, "configSchema"), { root: "config", key: "HOST" });
        const escape = levels[0]?.rows.find(({ name }) => name === "properties");
        expect(escape?.type).toMatch(/^by zonecfg's name: /);
    });
});

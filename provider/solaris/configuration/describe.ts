import { makeVisible } from "../../transport/commands/visible";
import type { ConfigurationTarget, ResourceKey } from "./document";
import type { Edit } from "./edits";
import { isSecret, isSecretOf } from "./secrets";
import { blockLines, elementsOf, isBlock } from "./values";

/** An edit in one line, without secrets: `capped-memory physical: 8G -> 12G`, `anet 1: added (lower-link net1)`. */
export function describeEdit(edit: Edit): string {
    return `${describeTarget(edit.target)}: ${makeVisible(whatHappens(edit)).replaceAll(/\s/g, " ")}`;
}

/** What an edit or a line of a script is about: `anet 0 lower-link`, `autoboot`, `device 1`. */
export function describeTarget({ resource, property }: ConfigurationTarget): string {
    const words = [resource === undefined ? undefined : describeKey(resource), property];
    return makeVisible(words.filter((word) => word !== undefined).join(" "));
}

// Those whose value says enough on its own, as in `anet 0`, `admin jdoe`, `attr comment`.
const plainIdentities = new Set(["id", "user", "name", "linkname", "physical", "match", "dir"]);

function describeKey({ type, by, index }: ResourceKey): string {
    if (by !== undefined) {
        return plainIdentities.has(by.property) ? `${type} ${by.value}` : `${type} with ${by.property} ${by.value}`;
    }
    return index === undefined ? type : `${type} number ${index + 1}`;
}

function whatHappens(edit: Edit): string {
    switch (edit.kind) {
        case "set":
            return isSecret(edit.target)
                ? edit.from.length === 0
                    ? "set (not shown)"
                    : "changed (not shown)"
                : `${describeValues(edit.target.property, edit.from)} -> ${describeValues(edit.target.property, edit.to)}`;
        case "clear":
            return isSecret(edit.target) ? "cleared" : `${describeValues(edit.target.property, edit.from)} -> not set`;
        case "add":
        case "remove": {
            const key = edit.target.resource;
            const properties = [...edit.resource.properties]
                .filter(([property]) => property !== key?.by?.property)
                .map(([property, values]) => {
                    const secret = isSecretOf(edit.resource, property);
                    return `${property} ${describeValues(property, values, secret)}`;
                });
            const details = properties.length === 0 ? "" : ` (${properties.join(", ")})`;
            return `${edit.kind === "add" ? "added" : "removed"}${details}`;
        }
    }
}

function describeValues(property = "", values: readonly string[], secret = false): string {
    const elements = elementsOf(property, values);
    if (elements.length === 0) {
        return "not set";
    }
    return secret ? "not shown" : elements.map(describeValue).join(",");
}

function describeValue(value: string): string {
    if (!isBlock(value)) {
        return value;
    }
    const lines = blockLines(value).map((line) =>
        isSecret({ property: line.property }) ? `${line.property} not shown` : `${line.property} ${line.value}`,
    );
    return `{${lines.join(", ")}}`;
}

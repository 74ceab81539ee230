import { isDeepStrictEqual } from "node:util";
import { makeVisible } from "../../transport/commands/visible";
import { parseMemory, printMemory } from "../memorySize";
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
                : inOneSpelling(edit)
                      .map((values) => describeValues(edit.target.property, values))
                      .join(" -> ");
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

const sizesOfMemory = new Set(["physical", "swap", "locked", "pagesize"]);

/** What was and what is to be. A size can be written in several ways, as in `10240M` and `4g`; here both as zonecfg does. */
function inOneSpelling({ target, from, to }: Extract<Edit, { kind: "set" }>): (readonly string[])[] {
    if (target.resource?.type !== "capped-memory" || !sizesOfMemory.has(target.property ?? "")) {
        return [from, to];
    }
    const [was, shallBe] = [from.map(normalMemory), to.map(normalMemory)];
    // Two spellings of one size would look like no change at all.
    return isDeepStrictEqual(was, shallBe) ? [from, to] : [was, shallBe];
}

function normalMemory(text: string): string {
    const bytes = parseMemory(text);
    return bytes === undefined ? text : printMemory(bytes);
}

function describeValues(property = "", values: readonly string[], secret = false): string {
    const elements = elementsOf(property, values);
    if (elements.length === 0) {
        return "not set";
    }
    return secret ? "not shown" : elements.map(describeValue).join(",");
}

/** One value, with the secrets of a block within a resource hidden. */
export function describeValue(value: string): string {
    if (!isBlock(value)) {
        return value;
    }
    const lines = blockLines(value).map((line) =>
        isSecret({ property: line.property }) ? `${line.property} not shown` : `${line.property} ${line.value}`,
    );
    return `{${lines.join(", ")}}`;
}

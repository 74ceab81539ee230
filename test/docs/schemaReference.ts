import { z } from "zod";
import { anchor, code, table } from "./markdown";
import type { CommentsByPath } from "./sourceComments";

/** One property as documented: types, optionality and defaults from the schema, the text from the source's comments. */
export interface PropertyRow {
    readonly name: string;
    readonly type: string;
    readonly required: boolean;
    /** The schema's own default; absent where the schema has none. */
    readonly schemaDefault?: { readonly value: unknown };
    /** What the comment says of a default that depends on something else. */
    readonly describedDefault?: string;
    readonly meaning: string;
}

/** The properties of one object of a schema. */
export interface Level {
    /** Where in the input the object stands, such as `migration.timeouts`; empty for the whole. */
    readonly title: string;
    readonly rows: readonly PropertyRow[];
}

/** How paths are written for people: the names that stand for a record's keys. */
export interface Naming {
    /** Title of the outermost level, such as `solaris:hosts`; empty where its properties are simply the arguments. */
    readonly root: string;
    /** What stands in a title for a record's key. */
    readonly key: string;
}

/** JSON Schema as zod makes it, as far as it is looked at here. */
interface JsonSchema {
    readonly type?: string | readonly string[];
    readonly enum?: readonly unknown[];
    readonly anyOf?: readonly JsonSchema[];
    readonly properties?: Readonly<Record<string, JsonSchema>>;
    readonly additionalProperties?: JsonSchema | boolean;
    readonly propertyNames?: { readonly description?: string };
    readonly items?: JsonSchema;
    readonly required?: readonly string[];
    readonly default?: unknown;
    readonly minimum?: number;
    readonly exclusiveMinimum?: number;
    readonly maximum?: number;
}

/** Every object of a schema with its properties, outermost first. */
export function levelsOf(schema: z.ZodType, comments: CommentsByPath, { root, key }: Naming): Level[] {
    const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
    const levels: Level[] = [];
    const visit = (node: JsonSchema, path: readonly string[], title: string): void => {
        if (node.properties !== undefined) {
            const nested = Object.entries(node.properties).map(([name, property]) => ({
                property,
                path: [...path, name],
                title: titleOf(title, name),
                row: {
                    name,
                    type: typeOf(property, titleOf(title, name), key),
                    required: node.required?.includes(name) ?? false,
                    ...textOf(property, titleOf(title, name), comments.get([...path, name].join("."))),
                },
            }));
            levels.push({ title, rows: nested.map(({ row }) => row) });
            nested.forEach((inner) => visit(inner.property, inner.path, inner.title));
        } else if (typeof node.additionalProperties === "object") {
            visit(node.additionalProperties, [...path, "*"], titleOf(title, key));
        } else if (node.items !== undefined) {
            visit(node.items, [...path, "*"], `${title}[]`);
        }
    };
    visit(json, [], root);
    return levels;
}

/** Default and meaning of a property. A comment tells a default only where the schema itself has none. */
function textOf(
    property: JsonSchema,
    title: string,
    comment: string | undefined,
): Pick<PropertyRow, "schemaDefault" | "describedDefault" | "meaning"> {
    if (comment === undefined || comment === "") {
        throw new Error(`${title} has no comment in the schema's source`);
    }
    const described = /\s*\bDefault: (.+?)\.(?=\s|$)/.exec(comment);
    if (!("default" in property)) {
        return described?.[1] === undefined
            ? { meaning: comment }
            : { describedDefault: described[1], meaning: comment.replace(described[0], "").trim() };
    }
    if (described !== null) {
        throw new Error(`${title} has a default in the schema; its comment must not tell another one`);
    }
    return { schemaDefault: { value: property.default }, meaning: comment };
}

/** The levels as Markdown: a heading and a table for each. */
export function renderLevels(levels: readonly Level[], heading: string): string {
    return levels
        .map(({ title, rows }) => {
            const cells = rows.map((row) => [
                code(row.name),
                row.type,
                row.required ? "yes" : "no",
                renderDefault(row),
                row.meaning,
            ]);
            const text = table(["Property", "Type", "Required", "Default", "Meaning"], cells);
            return title === "" ? text : `${heading} ${code(title)}\n\n${text}`;
        })
        .join("\n\n");
}

/** A default as the table shows it. */
export function renderDefault({ required, schemaDefault, describedDefault }: PropertyRow): string {
    if (schemaDefault !== undefined) {
        return code(JSON.stringify(schemaDefault.value));
    }
    return describedDefault ?? (required ? "" : "none");
}

function titleOf(title: string, name: string): string {
    return title === "" ? name : `${title}.${name}`;
}

function typeOf(node: JsonSchema, title: string, key: string): string {
    if (node.enum !== undefined) {
        return node.enum.map((value) => code(JSON.stringify(value))).join(" | ");
    }
    if (node.anyOf !== undefined) {
        return node.anyOf.map((option) => typeOf(option, title, key)).join(" | ");
    }
    if (node.properties !== undefined) {
        return `[object](#${anchor(title)})`;
    }
    if (typeof node.additionalProperties === "object") {
        // What a record is keyed by is described by the schema of its keys; without that, by a host's name.
        return `by ${node.propertyNames?.description ?? "host name"}: ${typeOf(node.additionalProperties, titleOf(title, key), key)}`;
    }
    if (node.items !== undefined) {
        return `list of ${typeOf(node.items, `${title}[]`, key)}`;
    }
    const types = typeof node.type === "string" ? [node.type] : (node.type ?? []);
    return types.map((type) => (type === "number" || type === "integer" ? numberType(node) : type)).join(" | ");
}

function numberType({ type, minimum, exclusiveMinimum, maximum }: JsonSchema): string {
    const above = exclusiveMinimum === undefined ? undefined : `more than ${exclusiveMinimum}`;
    const from = minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? above : `from ${minimum}`;
    const to = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? undefined : `up to ${maximum}`;
    const range = [from, to].filter((part) => part !== undefined).join(", ");
    return `${type === "integer" ? "whole number" : "number"}${range === "" ? "" : ` (${range})`}`;
}

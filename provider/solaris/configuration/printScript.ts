import {
    type ConfigurationDocument,
    type ConfigurationResource,
    type ConfigurationTarget,
    keyOf,
    type ResourceKey,
} from "./document";
import { editGroups } from "./editGroups";
import type { Edit } from "./edits";
import { secretsIn, secretsOfEdit } from "./secrets";
import { blockLines, elementsOf, isBlock, isGroup, isList, isText, isWordList } from "./values";

/** A script for `zonecfg -f -`, and what each of its lines is about. */
export interface PrintedScript {
    /** Can hold secrets. */
    readonly script: string;
    /** targets[n - 1] belongs to line n. */
    readonly targets: readonly (ConfigurationTarget | undefined)[];
    /** The values in it that must not be shown, where zonecfg prints one. */
    readonly secrets: readonly string[];
}

interface Line {
    readonly text: string;
    readonly target?: ConfigurationTarget;
}

/**
 * The script that makes a zone of a document, out of nothing: `create -b`, the zone's properties with the brand first,
 * which decides what else is allowed, and the resources.
 *
 * @throws TypeError for a value that zonecfg cannot be told: with a double quote, a line break or another control character.
 */
export function printCreation(document: ConfigurationDocument): PrintedScript {
    const properties = [...document.properties].sort(([a], [b]) => Number(b === "brand") - Number(a === "brand"));
    const lines = [
        { text: "create -b" },
        ...properties.flatMap(([property, values]) => assignments(property, values, undefined)),
        ...document.resources.flatMap((resource) => addition(resource, keyOf(resource, document))),
    ];
    return script(lines, secretsIn(document));
}

/**
 * The script of some edits, in their order.
 *
 * @throws TypeError for a value that zonecfg cannot be told.
 */
export function printEdits(edits: readonly Edit[]): PrintedScript {
    return script(editGroups(edits).flatMap(linesOf), edits.flatMap(secretsOfEdit));
}

function linesOf(group: readonly Edit[]): Line[] {
    return group.flatMap((edit, index) => {
        const [isFirst, isLast] = [index === 0, index === group.length - 1];
        const { resource: key } = edit.target;
        if (key === undefined) {
            return change(edit);
        }
        const target = { resource: key };
        switch (edit.kind) {
            case "add":
                return addition(edit.resource, key);
            case "remove":
                // `-F` keeps zonecfg from asking whether all of a type shall go [A].
                return isLast
                    ? [{ text: `remove ${key.index === undefined ? query(key) : `-F ${key.type}`}`, target }]
                    : [];
            default:
                return [
                    ...(isFirst ? [{ text: `select ${query(key)}`, target }] : []),
                    ...change(edit),
                    ...(isLast ? [{ text: "end", target }] : []),
                ];
        }
    });
}

/** The lines of one change of a property. */
function change(edit: Edit): Line[] {
    const { target } = edit;
    const { property } = target;
    if (property === undefined || (edit.kind !== "set" && edit.kind !== "clear")) {
        return [];
    }
    if (edit.kind === "clear") {
        return [{ text: `clear ${property}`, target }];
    }
    const type = target.resource?.type;
    const [from, to] = [elementsOf(property, edit.from), elementsOf(property, edit.to)];
    if (!isAddedOneByOne(type, property, to) && !isAddedOneByOne(type, property, from)) {
        return assignments(property, edit.to, target.resource);
    }
    return [
        ...from.filter((value) => !to.includes(value)).map((value) => ({ verb: "remove", value })),
        ...to.filter((value) => !from.includes(value)).map((value) => ({ verb: "add", value })),
    ].map(({ verb, value }) => ({ text: `${verb} ${property} ${written(value)}`, target }));
}

/** The lines that give a property its values in a scope where it has none. */
function assignments(property: string, values: readonly string[], resource: ResourceKey | undefined): Line[] {
    const target = { resource, property };
    const elements = elementsOf(property, values);
    if (elements.length === 0) {
        return [];
    }
    if (elements.some(isBlock)) {
        return elements.flatMap((value) => [
            { text: `add ${property}`, target },
            ...blockLines(value).map((line) => ({
                text: `${line.verb} ${line.property}${line.verb === "add" ? " " : "="}${written(line.value)}`,
                target,
            })),
            { text: "end", target },
        ]);
    }
    if (isAddedOneByOne(resource?.type, property, elements)) {
        return elements.map((value) => ({ text: `add ${property} ${written(value)}`, target }));
    }
    const value = values.length === 1 ? (values[0] ?? "") : elements.join(",");
    return [{ text: `set ${property}=${isText(resource?.type, property) ? quoted(value) : written(value)}`, target }];
}

/** Groups, and several values of what is not known to be a list; of the zone itself there is nothing of the kind. */
function isAddedOneByOne(type: string | undefined, property: string, elements: readonly string[]): boolean {
    return (
        type !== undefined &&
        !isText(type, property) &&
        (elements.some(isGroup) || (elements.length > 1 && !isList(property)))
    );
}

function addition(resource: ConfigurationResource, key: ResourceKey): Line[] {
    const target = { resource: key };
    return [
        { text: `add ${resource.type}`, target },
        ...[...resource.properties].flatMap(([property, values]) => assignments(property, values, key)),
        { text: "end", target },
    ];
}

function query({ type, by }: ResourceKey): string {
    return by === undefined ? type : `${type} ${by.property}=${quoted(by.value)}`;
}

// A tab is a blank like another one.
const notWritable = /"|[^\P{Cc}\t]/u;

/** What the ancestor's lexer takes for something else than a part of a word [A]. */
const special = /[\s;=#()[\]]/;

/** A value as zonecfg reads it. Lists and groups lose their meaning in quotes. */
function written(value: string): string {
    return isGroup(value) || isWordList(value) ? value : quoted(value);
}

/** Text as zonecfg reads it: in double quotes where it would take a part of it for something else. */
function quoted(value: string): string {
    if (notWritable.test(value)) {
        throw new TypeError(
            "a value with a double quote, a line break or a control character cannot be told to zonecfg",
        );
    }
    return special.test(value) ? `"${value}"` : value;
}

const place = /\bOn line (\d+)(?: of .*)?:\s*$|\bsyntax error on line (\d+)\b/;

/**
 * What the line is about that zonecfg has refused: it says `On line N:`, `On line N of FILE:` or `syntax error on line N`
 * [A], and gives up there. Undefined where it names no line, or none of this script that is about anything.
 */
export function targetOfRefusal(printed: PrintedScript, lines: readonly string[]): ConfigurationTarget | undefined {
    for (const line of lines) {
        const [, ofCommand, ofSyntax] = place.exec(line) ?? [];
        const number = ofCommand ?? ofSyntax;
        if (number !== undefined) {
            return printed.targets[Number(number) - 1];
        }
    }
    return undefined;
}

function script(lines: readonly Line[], secrets: readonly string[]): PrintedScript {
    return {
        script: lines.map(({ text }) => `${text}\n`).join(""),
        targets: lines.map(({ target }) => target && withoutAbsent(target)),
        secrets,
    };
}

function withoutAbsent({ resource, property }: ConfigurationTarget): ConfigurationTarget {
    return { ...(resource && { resource }), ...(property !== undefined && { property }) };
}

import { declaredValue, escapedIn, type Declared } from "./declared";
import type { Field } from "./fields";
import { escapedForm, type FieldValue, type ValueForm } from "./valueForm";

/** zonecfg's properties with their values. */
export type Properties = ReadonlyMap<string, readonly string[]>;

/** What a program declares of a zone's or a resource's properties. */
export interface Declaration {
    readonly now: Declared;
    /** What it declared when it was last applied. */
    readonly before: Declared | undefined;
    /** Whether there is nothing yet to lay it over: then what Solaris would do by itself is written down as well. */
    readonly fresh: boolean;
}

/** The properties as found, with what is declared laid over them. */
export function overlay(found: Properties, fields: readonly Field[], { now, before, fresh }: Declaration): Properties {
    const wished = new Map(found);
    const place = (name: string, form: ValueForm, value: FieldValue | undefined, unset?: string): void => {
        if (value === undefined) {
            return;
        }
        const values = form.write(value);
        const current = found.get(name) ?? [];
        if (
            form.same(current, values) ||
            (!fresh && isUnset(current) && unset !== undefined && form.same([unset], values))
        ) {
            return;
        }
        if (values.length === 0) {
            wished.delete(name);
        } else {
            wished.set(name, values);
        }
    };
    const goes = Object.keys(now).length === 0;
    for (const { key, name, form, unset, required } of fields) {
        const dropped = declaredValue(now, key) === undefined && declaredValue(before, key) !== undefined;
        if (dropped && (goes || required !== true)) {
            wished.delete(name);
        }
        place(name, form, declaredValue(now, key), unset);
    }
    for (const name of Object.keys(escapedIn(before)).filter(
        (each) => declaredValue(escapedIn(now), each) === undefined,
    )) {
        wished.delete(name);
    }
    for (const name of Object.keys(escapedIn(now))) {
        place(name, escapedForm, declaredValue(escapedIn(now), name));
    }
    dropExcluded(wished, found, fields, now);
    return wished;
}

function isUnset(values: readonly string[]): boolean {
    return values.every((value) => value === "");
}

/**
 * Takes away what was found and cannot stand beside what is declared, such as a `path` beside a `storage`. Where both were
 * found already, Solaris has taken both.
 */
function dropExcluded(
    wished: Map<string, readonly string[]>,
    found: Properties,
    fields: readonly Field[],
    now: Declared,
): void {
    const declared = fields.filter(({ key }) => declaredValue(now, key) !== undefined);
    const names = new Set(declared.map(({ name }) => name));
    const added = declared.filter(({ name }) => isUnset(found.get(name) ?? []) || wished.get(name) !== found.get(name));
    for (const name of added.flatMap(({ excludes }) => excludes ?? [])) {
        if (!names.has(name)) {
            wished.delete(name);
        }
    }
}

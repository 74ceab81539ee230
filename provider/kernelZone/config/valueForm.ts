import { comparableMac } from "../../solaris/macAddress";
import { comparableMemory } from "../../solaris/memorySize";
import { parseStorageUri } from "../../solaris/storageUri";

/** A value of one property as `config` has it. */
export type FieldValue = string | number | boolean | readonly string[];

/** How one kind of value is written in `config` and in zonecfg, and when two of zonecfg's say the same. */
export interface ValueForm {
    /** zonecfg's values; none where the property is to be cleared. */
    readonly write: (value: FieldValue) => readonly string[];
    /** `config`'s value; what is no value of this kind comes out as text, which the schema then refuses. */
    readonly read: (values: readonly string[]) => FieldValue;
    /** Whether the values found say the same as those wished for. */
    readonly same: (found: readonly string[], wished: readonly string[]) => boolean;
}

/** Whether a value of a parsed `config` is one property's. */
export function isFieldValue(value: unknown): value is FieldValue {
    return (
        typeof value === "string" ||
        typeof value === "number" ||
        typeof value === "boolean" ||
        (Array.isArray(value) && value.every((item) => typeof item === "string"))
    );
}

/** zonecfg's values as one text; a list that was put together with `add` is the one written with commas. */
export function joined(values: readonly string[]): string {
    return values.join(",");
}

/** The items of a list in any of zonecfg's forms: `a,b`, `[a,b]`, `(a,b)`, or one `add` for each. */
function members(values: readonly string[]): string[] {
    return values
        .flatMap((value) => value.replace(/^(?:\((.*)\)|\[(.*)\])$/, "$1$2").split(","))
        .map((item) => item.trim())
        .filter((item) => item !== "");
}

function asText(value: FieldValue): string {
    return typeof value === "object" ? joined(value) : String(value);
}

function scalar(normal: (text: string) => string): ValueForm {
    return {
        write: (value) => (asText(value) === "" ? [] : [asText(value)]),
        read: joined,
        same: (found, wished) => normal(joined(found)) === normal(joined(wished)),
    };
}

function sameMembers(found: readonly string[], wished: readonly string[]): boolean {
    const [left, right] = [new Set(members(found)), new Set(members(wished))];
    return left.size === right.size && [...left].every((item) => right.has(item));
}

/** Text that is compared letter by letter. */
export const textForm = scalar((value) => value);

/** A size in bytes, in whatever unit it is written. */
export const sizeForm = scalar(comparableMemory);

/** A MAC address in any spelling, or one of zonecfg's words. */
export const macForm = scalar(comparableMac);

/** A storage URI; the digits of world wide names are the same in either case. */
export const storageForm = scalar((value) => parseStorageUri(value).comparable);

/** A hexadecimal number of 32 bits. */
export const hostidForm = scalar((value) =>
    /^(?:0x)?[0-9a-f]{1,8}$/i.test(value) ? Number.parseInt(value, 16).toString(16) : value.toLowerCase(),
);

/** A number of CPUs or a range of them; `4-4` is `4`. */
export const rangeForm: ValueForm = {
    ...scalar((value) => value.replace(/\s/g, "").replace(/^(\d+)-\1$/, "$1")),
    read: wholeNumberOrText,
};

/** A whole number. */
export const numberForm: ValueForm = {
    ...scalar((value) => (/^\d+$/.test(value) ? String(Number(value)) : value)),
    read: wholeNumberOrText,
};

function wholeNumberOrText(values: readonly string[]): FieldValue {
    return /^\d+$/.test(joined(values)) ? Number(joined(values)) : joined(values);
}

/** `true` or `false`. */
export const booleanForm: ValueForm = {
    ...scalar((value) => value.toLowerCase()),
    read: (values) => {
        const text = joined(values).toLowerCase();
        return text === "true" ? true : text === "false" ? false : joined(values);
    },
};

/** A list in which order does not matter; written with commas, as in `set auths=login,manage` [C]. */
export const listForm: ValueForm = {
    write: (value) => {
        const items = members(typeof value === "object" ? value : [String(value)]);
        return items.length === 0 ? [] : [items.join(",")];
    },
    read: members,
    same: sameMembers,
};

/** A property that is not known: a list is written value by value, anything else as it is. */
export const escapedForm: ValueForm = {
    write: (value) => (typeof value === "object" ? [...value] : value === "" ? [] : [String(value)]),
    read: (values) => (values.length === 1 ? joined(values) : [...values]),
    same: (found, wished) => (wished.length > 1 ? sameMembers(found, wished) : joined(found) === joined(wished)),
};

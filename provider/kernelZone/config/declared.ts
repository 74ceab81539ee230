import type { ResourceFields } from "./fields";
import { isFieldValue, type FieldValue } from "./valueForm";

/** A part of a parsed `config`, by property. */
export type Declared = Readonly<Record<string, unknown>>;

/** The value of a property; undefined where it is not declared. */
export function declaredValue(part: Declared | undefined, key: string): FieldValue | undefined {
    const value = part?.[key];
    return isFieldValue(value) ? value : undefined;
}

/** The properties by zonecfg's own names (`properties`). */
export function escapedIn(part: Declared | undefined): Declared {
    return asDeclared(part?.["properties"]) ?? {};
}

/** A part of `config` that is an object of properties. */
export function declaredPart(part: Declared | undefined, key: string): Declared | undefined {
    return asDeclared(part?.[key]);
}

/** A list of `config`; undefined where it is not declared. */
export function declaredList(part: Declared | undefined, key: string): readonly Declared[] | undefined {
    const list: unknown = part?.[key];
    return Array.isArray(list) ? list.map(asDeclared).filter((member) => member !== undefined) : undefined;
}

/** Whether a member of a list stands for the resource that has these values of the identifying property. */
export function isMember(member: Declared, { identity, fields }: ResourceFields, found: readonly string[]): boolean {
    const field = fields.find(({ key }) => key === identity);
    const value = field === undefined ? undefined : declaredValue(member, field.key);
    return (
        field !== undefined &&
        value !== undefined &&
        found.length > 0 &&
        field.form.same(found, field.form.write(value))
    );
}

/** zonecfg's name of the identifying property. */
export function identityName({ identity, fields }: ResourceFields): string {
    return fields.find(({ key }) => key === identity)?.name ?? "";
}

function asDeclared(value: unknown): Declared | undefined {
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Declared) : undefined;
}

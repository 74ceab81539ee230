import { inspect } from "node:util";

/**
 * Lets an object be printed and turned into JSON without some of its properties, which stand there as `[secret]`. Whoever
 * reads them by name gets them as before; a copy of the object hides nothing.
 */
export function withUnprinted<T extends object>(value: T, secrets: readonly (keyof T)[]): T {
    const shown = (): object => ({
        ...value,
        ...Object.fromEntries(secrets.filter((key) => value[key] !== undefined).map((key) => [key, "[secret]"])),
    });
    return Object.defineProperties(value, { [inspect.custom]: { value: shown }, toJSON: { value: shown } });
}

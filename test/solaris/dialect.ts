import type { HostModel } from "./model";

/** FNV-1a, mixed once more: without it the choices between two forms would all go by the dialect's last bit. */
function hash(text: string): number {
    let value = 0x811c9dc5;
    for (let at = 0; at < text.length; at += 1) {
        value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
    }
    value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d) >>> 0;
    return (value ^ (value >>> 12)) >>> 0;
}

/**
 * Chooses among the forms that the facts leave open, by the host's `dialect`: hosts differ within what is known of
 * Solaris, so that nobody can rely on one invented form. Dialect 0 has the first form of everything.
 */
export function chosen<Form>(host: HostModel, what: string, forms: readonly [Form, ...Form[]]): Form {
    const { dialect = 0 } = host.spec;
    return dialect === 0 ? forms[0] : (forms[hash(`${dialect}:${what}`) % forms.length] ?? forms[0]);
}

import { openCall, type ToolCall } from "./tool";

/** `auths`: the authorizations of the login itself, those of its profiles included. Needs no rights. */
export function authorizations(): ToolCall {
    return openCall("auths", "/usr/bin/auths");
}

/** The authorizations that are listed, separated by commas [A] or line by line; with `*` at the end of some. */
export function parseAuthorizations(text: string): readonly string[] {
    return text
        .split(/[\s,]+/)
        .filter((word) => /^(?:[A-Za-z][A-Za-z0-9_-]*\.)*(?:[A-Za-z][A-Za-z0-9_-]*|\*)(?:\/\S+)?$/.test(word));
}

/** For which zones an authorization is held. */
export type Grant = { readonly scope: "all" } | { readonly scope: "zones"; readonly zones: readonly string[] };

/**
 * For which zones an authorization such as `solaris.zone.migrate` is held: by its own name, by a wildcard above it
 * (`solaris.zone.*`), or for single zones (`solaris.zone.migrate/kzone1`, solaris-facts 2.4 [C]). Undefined for none.
 */
export function grantOf(held: readonly string[], name: string): Grant | undefined {
    const covers = (authorization: string): boolean =>
        authorization === name || (authorization.endsWith("*") && name.startsWith(authorization.slice(0, -1)));
    if (held.some(covers)) {
        return { scope: "all" };
    }
    const zones = held.flatMap((authorization) => {
        const slash = authorization.indexOf("/");
        return slash > 0 && covers(authorization.slice(0, slash)) ? [authorization.slice(slash + 1)] : [];
    });
    return zones.length === 0 ? undefined : { scope: "zones", zones };
}

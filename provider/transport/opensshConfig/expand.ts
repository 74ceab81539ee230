import type { SolarisError } from "../../errors/solarisError";
import type { ConfigSources } from "./sources";

/** What a text may refer to, and how a fault in it is reported. */
export interface Expansion {
    readonly sources: ConfigSources;
    /** What the letter after a `%` stands for; `%%` is always known. */
    readonly tokens: Readonly<Record<string, string>>;
    readonly invalid: (fault: string) => SolarisError;
    readonly unsupported: (fault: string) => SolarisError;
}

/** A leading `~`, then tokens and `${VARIABLE}`: what OpenSSH does to the paths in its configuration. */
export function expandPath(text: string, expansion: Expansion): string {
    return expandTokens(expandTilde(text, expansion), expansion, { variables: true });
}

/** A leading `~`: the home directory of the passwd entry. */
export function expandTilde(text: string, { sources, unsupported }: Expansion): string {
    const [, user, rest] = /^~([^/]*)\/*(.*)$/s.exec(text) ?? [];
    if (user === undefined || rest === undefined) {
        return text;
    }
    if (user !== "" && user !== sources.localUser) {
        throw unsupported("names the home directory of another user; write it out");
    }
    return `${sources.home.replace(/\/$/, "")}/${rest}`;
}

/** `%` with a letter; with `variables` also `${VARIABLE}`, which must be set. */
export function expandTokens(text: string, expansion: Expansion, more: { readonly variables: boolean }): string {
    const pattern = more.variables ? /\$\{(?<variable>[^}]*)(?<brace>\}?)|%(?<letter>.?)/gs : /%(?<letter>.?)/gs;
    let expanded = "";
    let end = 0;
    for (const match of text.matchAll(pattern)) {
        const { variable, brace, letter = "" } = match.groups ?? {};
        const value =
            variable === undefined
                ? tokenValue(letter, expansion)
                : variableValue(brace === "}" ? variable : "", expansion);
        expanded += text.slice(end, match.index) + value;
        end = match.index + match[0].length;
    }
    return expanded + text.slice(end);
}

function tokenValue(letter: string, { tokens, invalid }: Expansion): string {
    const value = letter === "%" ? "%" : Object.hasOwn(tokens, letter) ? tokens[letter] : undefined;
    if (value === undefined) {
        throw invalid("has a % that begins none of the tokens it may contain");
    }
    return value;
}

function variableValue(name: string, { sources, invalid }: Expansion): string {
    const value = name === "" ? undefined : sources.environment[name];
    if (value === undefined) {
        throw invalid("refers to an environment variable that is not set, or is malformed");
    }
    return value;
}

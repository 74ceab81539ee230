import type { SolarisError } from "../../errors/solarisError";

/** What the letter after a `%` stands for; `%%` is always known. */
export type Tokens = Readonly<Record<string, string>>;

/** How a fault in a text is reported. */
export type ExpansionFault = (fault: string) => SolarisError;

/**
 * `%` with a letter.
 *
 * @throws the fault for a letter that is none of the tokens.
 */
export function expandTokens(text: string, tokens: Tokens, invalid: ExpansionFault): string {
    return text.replace(/%(.?)/gs, (_, letter: string) => tokenValue(letter, tokens, invalid));
}

/**
 * `%` with a letter, and `${VARIABLE}`, which must be set.
 *
 * @throws the fault
 */
export function expandTokensAndVariables(
    text: string,
    tokens: Tokens,
    environment: Readonly<Record<string, string | undefined>>,
    invalid: ExpansionFault,
): string {
    return text.replace(
        /\$\{([^}]*)(\}?)|%(.?)/gs,
        (_, name: string | undefined, brace: string | undefined, letter: string | undefined) => {
            if (name === undefined) {
                return tokenValue(letter ?? "", tokens, invalid);
            }
            const value = brace === "" || name === "" ? undefined : environment[name];
            if (value === undefined) {
                throw invalid("refers to an environment variable that is not set, or is malformed");
            }
            return value;
        },
    );
}

/**
 * A leading `~`.
 *
 * @param home Whose `~` it is: the user's name, and the home directory.
 * @throws the fault for another user's `~NAME`.
 */
export function expandTilde(
    text: string,
    home: { readonly localUser: string; readonly home: string },
    unsupported: ExpansionFault,
): string {
    const [, user, rest] = /^~([^/]*)\/*(.*)$/s.exec(text) ?? [];
    if (user === undefined || rest === undefined) {
        return text;
    }
    if (user !== "" && user !== home.localUser) {
        throw unsupported("names the home directory of another user, which the provider does not look up");
    }
    return `${home.home.replace(/\/$/, "")}/${rest}`;
}

function tokenValue(letter: string, tokens: Tokens, invalid: ExpansionFault): string {
    const value = letter === "%" ? "%" : Object.hasOwn(tokens, letter) ? tokens[letter] : undefined;
    if (value === undefined) {
        throw invalid("has a % that begins none of the tokens it may contain");
    }
    return value;
}

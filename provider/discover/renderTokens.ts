/** What zonecfg's tokens stand for [I, from their names]. They are shown as they are stored. */
const meanings: Readonly<Record<string, string>> = {
    zonename: "the zone's name",
    id: "the id of the device",
    "global-rootzpool": "the host's root pool",
};

/** A line that explains the tokens in a text; none where there are none. */
export function renderTokens(text: string): string[] {
    const names = new Set([...text.matchAll(/%\{([a-z-]+)\}/g)].map(([, name = ""]) => name));
    const explained = [...names].sort().map((name) => `%{${name}} for ${meanings[name] ?? "what Solaris puts there"}`);
    return explained.length === 0 ? [] : [`Tokens of zonecfg in what is stored: ${explained.join(", ")}.`];
}

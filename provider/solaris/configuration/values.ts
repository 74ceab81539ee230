/*
 * Forms in which zonecfg(8) has several values of one property: `set auths=login,manage`, `set options=[ro,nodevices]`,
 * `add auths login` in several lines, `add value (priv=privileged,limit=20,action=none)` [C, examples of the books], and
 * a block within a resource, `add mac` ... `end` [C KZ "Using Dynamic MAC Addresses"]. A document keeps the text as it is
 * written; such a block is one value, `{name=value,name+=value}`, with `+=` for a line that begins with `add`.
 */

/** Properties whose value is a list. A comma in any other one belongs to the value, as in a storage URI or in bootargs. */
const listProperties = new Set([
    ...["allowed-address", "allowed-dhcp-cids", "allowed-mac-address", "allowed-vlan-ids", "defrouter"],
    ...["link-protection", "auths", "fs-allowed", "host-compatible", "limitpriv", "options", "cert"],
    ...["cpus", "cores", "sockets"],
]);

// A semicolon or a hash would end the command within them, too: such a value is text, and goes into quotes.
const group = String.raw`\([a-z][a-z0-9-]*=[^();#"]*\)`;
const groupsSequence = new RegExp(`^${group}(?:,${group})*$`);
const wordList = /^(?:\([^()=;#\s"]*\)|\[[^[\]=;#\s"]*\])$/;
const block = /^\{(?:[a-z0-9-]+\+?=.*)?\}$/;

/** Whether the order and the spelling of a property's values as one list or several do not matter. */
export function isList(property: string): boolean {
    return listProperties.has(property);
}

/** Whether a property is free text, which has neither groups nor lists however it looks. */
export function isText(type: string | undefined, property: string): boolean {
    return type === "attr" || (type === undefined && property === "bootargs");
}

/** A group such as `(priv=privileged,limit=20,action=none)`, which zonecfg takes with `add` only. */
export function isGroup(value: string): boolean {
    return groupsSequence.test(value);
}

/** A list that stands in parentheses or brackets, which lose their meaning in quotes. */
export function isWordList(value: string): boolean {
    return wordList.test(value);
}

/** A block within a resource, as one value. */
export function isBlock(value: string): boolean {
    return block.test(value);
}

/** One line of a block within a resource. */
export interface BlockLine {
    readonly verb: "set" | "add";
    readonly property: string;
    readonly value: string;
}

/** The lines of a block within a resource as the one value that a document has for it. */
export function blockOf(lines: readonly BlockLine[]): string {
    return `{${lines.map(({ verb, property, value }) => `${property}${verb === "add" ? "+=" : "="}${value}`).join(",")}}`;
}

/** The lines for which a block stands. */
export function blockLines(value: string): BlockLine[] {
    return value
        .slice(1, -1)
        .split(/,(?=[a-z0-9-]+\+?=)/)
        .flatMap((line) => {
            const [, property, add, text] = /^([a-z0-9-]+)(\+?)=(.*)$/s.exec(line) ?? [];
            return property === undefined || text === undefined
                ? []
                : [{ verb: add === "+" ? ("add" as const) : ("set" as const), property, value: text }];
        });
}

/** A property's values one by one, in order and without empty ones: an empty value is the same as none. */
export function elementsOf(property: string, values: readonly string[]): string[] {
    return values.flatMap((value) => split(property, value)).filter((value) => value !== "");
}

/** Whether two lists of values say the same of a property. */
export function sameValues(property: string, a: readonly string[], b: readonly string[]): boolean {
    if (a.length === b.length && a.every((value, index) => value === b[index])) {
        return true;
    }
    return comparable(property, a) === comparable(property, b);
}

function comparable(property: string, values: readonly string[]): string {
    const elements = elementsOf(property, values).map((value) => (isBlock(value) ? comparableBlock(value) : value));
    return JSON.stringify((isList(property) ? [...new Set(elements)] : elements).sort());
}

function comparableBlock(value: string): string {
    return JSON.stringify(
        blockLines(value)
            .map((line) => `${line.property}=${line.value}`)
            .sort(),
    );
}

function split(property: string, value: string): string[] {
    if (isList(property)) {
        return (isWordList(value) ? value.slice(1, -1) : value).split(",").map((element) => element.trim());
    }
    return isGroup(value) ? value.split(/(?<=\)),(?=\()/) : [value];
}

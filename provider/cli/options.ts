import { parseArgs, type ParseArgsConfig } from "node:util";
import { nearestMatch } from "../errors/nearest";

/** The commands, as they are typed. */
export const commandNames = ["check-host", "discover"] as const;

export type CommandName = (typeof commandNames)[number];

const commonOptions = {
    "hosts-file": { type: "string" },
    "ssh-config": { type: "string" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
} as const;

/** The options of `check-host`; `--hosts` is an older name of `--hosts-file`. */
export const checkHostOptions = {
    ...commonOptions,
    to: { type: "string", multiple: true, default: [] as string[] },
    hosts: { type: "string" },
} as const;

/** The options of `discover`. */
export const discoverOptions = {
    ...commonOptions,
    hosts: { type: "string", multiple: true, default: [] as string[] },
    all: { type: "boolean", default: false },
    probe: { type: "boolean", default: false },
    write: { type: "string" },
} as const;

/** All options that there are. One that several commands have takes a value in each of them or in none. */
export const allOptions = { ...checkHostOptions, ...discoverOptions, version: { type: "boolean" } } as const;

const aFile = "a file, or - for standard input";
const commonNeeds = { "hosts-file": aFile, "ssh-config": "a file, or none" };

/** What the options need that take a value, for messages. */
export const needsOf: Readonly<Record<CommandName, Readonly<Record<string, string>>>> = {
    "check-host": { ...commonNeeds, to: "a host", hosts: aFile },
    discover: { ...commonNeeds, hosts: "hosts, separated by commas", write: "a directory" },
};

type OptionTable = NonNullable<ParseArgsConfig["options"]>;

/** A command line word by word, whether or not the options are right. */
export function tokensOf(args: readonly string[], options: OptionTable): Tokens {
    return parseArgs({ args: [...args], options, strict: false, tokens: true }).tokens;
}

type Tokens = readonly (
    | { readonly kind: "positional"; readonly index: number; readonly value: string }
    | { readonly kind: "option-terminator"; readonly index: number }
    | {
          readonly kind: "option";
          readonly index: number;
          readonly name: string;
          readonly rawName: string;
          readonly value?: string | undefined;
          readonly inlineValue?: boolean | undefined;
      }
)[];

/** The first thing that is wrong with the options themselves. Where there is none, `parseArgs` does not throw. */
export function faultOfOptions(
    tokens: Tokens,
    options: OptionTable,
    needs: Readonly<Record<string, string>>,
): string | undefined {
    for (const token of tokens) {
        if (token.kind !== "option") {
            continue;
        }
        const { name, rawName, value, inlineValue } = token;
        const option = Object.hasOwn(options, name) ? options[name] : undefined;
        if (option === undefined) {
            // Of one letter every short option is near.
            const nearest = rawName.startsWith("--") ? nearestMatch(name, Object.keys(options)) : undefined;
            return `unknown option: ${rawName}${nearest === undefined ? "" : `; did you mean --${nearest}?`}`;
        }
        if (option.type === "boolean" && value !== undefined) {
            return `${rawName} takes no value`;
        }
        // What begins with a dash is the next option, and the value has been forgotten.
        const isOption = value?.startsWith("-") === true && value !== "-" && inlineValue !== true;
        if (option.type === "string" && (value === undefined || value === "" || isOption)) {
            return `${rawName} needs ${needs[name] ?? "a value"}`;
        }
    }
    return undefined;
}

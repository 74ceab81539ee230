import { known, unknown, type Fact } from "./hostFacts";
import { failureInWords } from "./lastWords";
import { isUsageError } from "./tool";
import { parseExport, type ZoneConfiguration } from "./zoneConfiguration";

/** What a host has of one kernel zone's configuration. */
export interface ZoneConfigurations {
    /** The stored one: `zonecfg export`. */
    readonly stored: Fact<ZoneConfiguration>;
    /** The one under which it runs: `zonecfg -r export`; absent where it does not run, or the release has no such thing. */
    readonly running: Fact<ZoneConfiguration> | undefined;
}

/** What one command has told: the configurations that fitted, and the zones that are still to be asked for. */
export interface ConfigurationsAnswer {
    readonly zones: ReadonlyMap<string, ZoneConfigurations>;
    readonly rest: readonly string[];
}

/**
 * Reads what a host has answered to `askConfigurations`.
 *
 * @returns undefined where it is not whole, or the host could not list its zones.
 */
export function parseConfigurations(mark: string, stdout: string): ConfigurationsAnswer | undefined {
    const zones = new Map<string, ZoneConfigurations>();
    const rest: string[] = [];
    let open: { readonly name: string; readonly blocks: Block[] } | undefined;
    for (const block of blocksOf(mark, stdout)) {
        const [subject = ""] = block.args;
        switch (block.word) {
            case "zone":
                open = { name: subject, blocks: [block] };
                break;
            case "end":
                if (open?.name === subject) {
                    zones.set(subject, configurationsOf(open.blocks));
                }
                open = undefined;
                break;
            case "rest":
                rest.push(subject);
                break;
            case "done":
                return { zones, rest };
            default:
                open?.blocks.push(block);
        }
    }
    return undefined;
}

/** A line of the script's own, and what stands below it. */
interface Block {
    readonly word: string;
    readonly args: readonly string[];
    readonly lines: string[];
}

function blocksOf(mark: string, text: string): Block[] {
    const blocks: Block[] = [];
    for (const line of text.split("\n").map((each) => each.replace(/\r$/, ""))) {
        if (line.startsWith(`${mark} `)) {
            const [word = "", ...args] = line.slice(mark.length + 1).split(" ");
            blocks.push({ word, args, lines: [] });
        } else {
            blocks.at(-1)?.lines.push(line);
        }
    }
    return blocks;
}

function configurationsOf(blocks: readonly Block[]): ZoneConfigurations {
    const find = (word: string): Block | undefined => blocks.find((block) => block.word === word);
    const storedBlock = find("stored");
    const stored = read("zonecfg export", find("zone"), storedBlock);
    const live = find("live");
    if (live === undefined || isRefused(live, find("running"))) {
        return { stored, running: undefined };
    }
    return { stored, running: find("same") === undefined ? read("zonecfg -r export", live, find("running")) : stored };
}

/** A usage error: this release has no live configuration, so the stored one is the one that runs. */
function isRefused({ lines }: Block, answer: Block | undefined): boolean {
    const status = Number(answer?.args[0]);
    return !Number.isNaN(status) && isUsageError(status, lines);
}

/** @param said What was printed on standard error meanwhile. */
function read(name: string, said: Block | undefined, answer: Block | undefined): Fact<ZoneConfiguration> {
    const [status] = answer?.args ?? [];
    if (answer === undefined || status === undefined) {
        return unknown(`${name}: no whole answer came`);
    }
    if (status === "long") {
        return unknown(`${name}: it prints more than a configuration can have`);
    }
    if (status !== "0") {
        // Nothing of standard output: what was printed of the configuration by then can hold the zone's key.
        return unknown(failureInWords(name, status, said?.lines));
    }
    const configuration = parseExport(answer.lines.join("\n"));
    return configuration === undefined ? unknown(`${name}: not understood`) : known(configuration);
}

import { randomUUID } from "node:crypto";
import { SolarisError } from "../errors/solarisError";
import { makeVisible } from "../transport/commands/visible";
import type { InventoryHost } from "../transport/inventory/inventory";
import { known, unknown, type Fact } from "./hostFacts";
import { argvOf, isUsageError, scriptCall, type ToolCall } from "./tool";
import { exportConfiguration } from "./zonecfg";
import { listZones } from "./zoneadmList";
import { parseExport, type ZoneConfiguration } from "./zoneConfiguration";

/** What a host has of one kernel zone's configuration. */
export interface ZoneConfigurations {
    /** The stored one: `zonecfg export`. */
    readonly stored: Fact<ZoneConfiguration>;
    /** The one under which it runs: `zonecfg -r export`; absent where it does not run, or the release has no such thing. */
    readonly running: Fact<ZoneConfiguration> | undefined;
}

/** The configurations of all kernel zones of a host. They can hold secrets (solaris-facts 4.5 [C]). */
export interface HostConfigurations {
    readonly host: string;
    /** By zone name. A zone whose configuration could not be read is there too, with the reason. */
    readonly zones: ReadonlyMap<string, ZoneConfigurations>;
}

/** What one command has told: the configurations that fitted, and the zones that are still to be asked for. */
export interface ConfigurationsAnswer {
    readonly zones: ReadonlyMap<string, ZoneConfigurations>;
    readonly rest: readonly string[];
}

/** How much one command may print, in bytes. */
export interface AnswerLimits {
    /** Of one configuration; a longer one is not printed. */
    readonly configuration: number;
    /** Of all together; the zones behind it are only named. */
    readonly answer: number;
}

// A configuration has a few KiB. An answer stays well below what the transport keeps of a command's output.
const usualLimits: AnswerLimits = { configuration: 128 * 1024, answer: 1536 * 1024 };

// A zonecfg takes some hundredths of a second, and a host can have hundreds of zones.
const timeoutMs = 600_000;

/*
 * Prints, for each kernel zone, blocks that begin with a line of the mark and a word:
 *
 *   zone NAME STATE    what zonecfg says on standard error while it exports the stored configuration
 *   stored STATUS      the configuration, unless it is `long`
 *   live               what zonecfg says on standard error while it exports the running configuration
 *   running STATUS     the configuration, unless it is `long`; `same` where it is the stored one
 *   end NAME
 *
 * and in the end `done`, or `list STATUS` where the zones could not be listed. A `rest NAME` stands for a zone that did
 * not fit. Standard error goes past the variables, so that only configurations are compared.
 */
const script = `
mark=$1
zoneadm=$2
zonecfg=$3
longest=$4
room=$5
shift 5
rights=
while [ "$1" != -- ]; do
    rights="$rights $1"
    shift
done
shift
say() { printf '\\n%s\\n' "$mark $*"; }
exec 3>&1
list=$("$zoneadm" list -cp 2>&3)
status=$?
if [ "$status" -ne 0 ]; then
    say "list $status"
    exit 0
fi
live=yes
show() {
    if [ "\${#2}" -gt "$longest" ]; then
        say "$1 long"
    else
        say "$1 $3"
        printf '%s\\n' "$2"
        room=$((room - \${#2}))
    fi
}
ask() {
    say "zone $1 $2"
    stored=$($rights "$zonecfg" -z "$1" export </dev/null 2>&3)
    status=$?
    show stored "$stored" "$status"
    if [ "$2" = running ] && [ "$live" = yes ]; then
        say live
        running=$($rights "$zonecfg" -z "$1" -r export </dev/null 2>&3)
        status=$?
        if [ "$status" -eq 2 ]; then
            live=
        fi
        if [ "$status" -eq 0 ] && [ "$running" = "$stored" ]; then
            say same
        else
            show running "$running" "$status"
        fi
    fi
    say "end $1"
}
wanted=" $* "
while IFS= read -r line; do
    case $line in
        *:solaris-kz:*) ;;
        *) continue ;;
    esac
    line=\${line#*:}
    name=\${line%%:*}
    line=\${line#*:}
    case $wanted in
        "  " | *" $name "*) ;;
        *) continue ;;
    esac
    if [ "$room" -gt 0 ]; then
        ask "$name" "\${line%%:*}"
    else
        say "rest $name"
    fi
done <<end_of_list
$list
end_of_list
say done
exit 0
`;

/**
 * Reads the configurations of all kernel zones of a host: in one command, and more only where they do not fit into one
 * answer.
 *
 * @param ask Runs a call on the host and gives its whole standard output. It can hold secrets.
 * @throws SolarisError OUTPUT_NOT_UNDERSTOOD for an answer that is not complete, and what `ask` throws.
 */
export async function readConfigurations(
    host: string,
    privilege: InventoryHost["privilege"],
    ask: (call: ToolCall) => Promise<string>,
): Promise<HostConfigurations> {
    const zones = new Map<string, ZoneConfigurations>();
    let rest: readonly string[] = [];
    do {
        const mark = `configurations-${randomUUID()}`;
        const call = askConfigurations(mark, privilege, rest);
        const answer = parseConfigurations(mark, await ask(call));
        // Of those that are left each command must answer one at least, or there would be no end.
        if (answer === undefined || (rest.length > 0 && answer.rest.length >= rest.length)) {
            throw new SolarisError("OUTPUT_NOT_UNDERSTOOD", {
                message: `${host} does not answer in full which configurations its zones have`,
                host,
                command: call.name,
            });
        }
        answer.zones.forEach((configurations, zone) => zones.set(zone, configurations));
        rest = answer.rest;
    } while (rest.length > 0);
    return { host, zones };
}

/**
 * Everything in one command, whatever the number of zones: a list of the zones, and `zonecfg export` for each. Changes
 * nothing; zonecfg gets the rights that it gets elsewhere.
 *
 * @param mark A word made up for this one call, to be given to {@link parseConfigurations} again.
 * @param zones The zones to ask for; none for all.
 */
export function askConfigurations(
    mark: string,
    privilege: InventoryHost["privilege"],
    zones: readonly string[] = [],
    limits: AnswerLimits = usualLimits,
): ToolCall {
    const example = exportConfiguration("zone", "stored");
    const rights = argvOf(example, privilege).slice(0, -1 - example.args.length);
    const sizes = [limits.configuration, limits.answer].map(String);
    const programs = [listZones().program, example.program];
    const args = [mark, ...programs, ...sizes, ...rights, "--", ...zones];
    return { ...scriptCall("zone configurations", script, ...args), timeoutMs };
}

/**
 * Reads the answer.
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
        return unknown([`${name}: exit code ${status}`, ...lastLine(said)].join("; "));
    }
    const configuration = parseExport(answer.lines.join("\n"));
    return configuration === undefined ? unknown(`${name}: not understood`) : known(configuration);
}

const longestQuote = 120;

function lastLine(said: Block | undefined): string[] {
    const line = said?.lines
        .map((each) => each.trim())
        .filter((each) => each !== "")
        .at(-1);
    return line === undefined ? [] : [makeVisible(line.slice(0, longestQuote))];
}

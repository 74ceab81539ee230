import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { describeEngineOrigin } from "../engine/engine";
import { provideEngine } from "../engine/findEngine";
import { commandSection } from "./commandSection";
import { configurationSection } from "./configuration";
import { discoverSection } from "./discover";
import { evacuationSection } from "./evacuation";
import { configuredRefreshSection, refreshSection } from "./refreshSection";
import { renderJson, renderTable } from "./report";
import { engineSections, importSection, migrationSection } from "./sections";

const usage = `usage: npm run bench -- [--json] [--trace] [--repetitions N] [PART]...
  PART             imports, migration, evacuation, engine, refresh, refresh-config, commands,
                   configuration or discover; default: all
  --json           figures as JSON on standard output, every sample included
  --trace          also when which command of a migration ran, in round trips
  --repetitions N  default 3`;

const allParts = [
    "imports",
    "migration",
    "evacuation",
    "engine",
    "refresh",
    "refresh-config",
    "commands",
    "configuration",
    "discover",
] as const;
type Part = (typeof allParts)[number];

interface Options {
    readonly json: boolean;
    readonly trace: boolean;
    readonly repetitions: number;
    readonly parts: readonly Part[];
}

function readOptions(args: readonly string[]): Options {
    const { values, positionals } = parseArgs({
        args: [...args],
        allowPositionals: true,
        options: {
            json: { type: "boolean", default: false },
            trace: { type: "boolean", default: false },
            repetitions: { type: "string", default: "3" },
        },
    });
    const repetitions = Number(values.repetitions);
    if (!Number.isInteger(repetitions) || repetitions < 1) {
        throw new TypeError(`--repetitions ${values.repetitions}: must be a whole number from 1 on`);
    }
    const unknown = positionals.find((name) => !isPart(name));
    if (unknown !== undefined) {
        throw new TypeError(`${unknown}: must be one of ${allParts.join(", ")}`);
    }
    const parts = positionals.length === 0 ? allParts : positionals.filter(isPart);
    return { json: values.json, trace: values.trace, repetitions, parts };
}

function isPart(name: string): name is Part {
    return (allParts as readonly string[]).includes(name);
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** Measures one part; one that cannot be measured is said and left out, so that the others are still printed. */
async function attempt<T>(part: Part, options: Options, measure: () => Promise<T>): Promise<T | undefined> {
    if (!options.parts.includes(part)) {
        return undefined;
    }
    say(`measuring: ${part} ...`);
    try {
        return await measure();
    } catch (error) {
        say(`not measured: ${part}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        return undefined;
    }
}

async function bench(options: Options): Promise<void> {
    const { repetitions } = options;
    const imports = await attempt("imports", options, () => importSection(repetitions));
    const migration = await attempt("migration", options, () => migrationSection(repetitions));
    const evacuation = await attempt("evacuation", options, evacuationSection);
    let engine: string | undefined;
    const engineParts = await attempt("engine", options, async () => {
        engine = describeEngineOrigin(await provideEngine());
        return engineSections(repetitions);
    });
    const refresh = await attempt("refresh", options, async () => {
        engine ??= describeEngineOrigin(await provideEngine());
        return refreshSection(repetitions);
    });
    const refreshConfig = await attempt("refresh-config", options, async () => {
        engine ??= describeEngineOrigin(await provideEngine());
        return configuredRefreshSection(repetitions);
    });
    const commands = await attempt("commands", options, () => commandSection(repetitions));
    const configuration = await attempt("configuration", options, () =>
        Promise.resolve(configurationSection(repetitions)),
    );
    const discovering = await attempt("discover", options, () => discoverSection(repetitions));
    const sections = [
        ...[engineParts?.state, imports, migration?.section, evacuation, engineParts?.noChange],
        ...[refresh, refreshConfig, commands, configuration, discovering],
    ].filter((section) => section !== undefined);
    const machine = { node: process.version, cpus: cpus().length, repetitions, ...(engine && { engine }) };
    if (options.json) {
        console.log(renderJson(machine, sections));
    } else {
        console.log(
            `Node ${machine.node}, ${machine.cpus} CPUs, ${repetitions} repetitions${engine ? `; ${engine}` : ""}`,
        );
        console.log(renderTable(sections));
    }
    if (options.trace && migration !== undefined) {
        (options.json ? say : console.log)(`\n${migration.timeline}`);
    }
}

/** Figures are for people to judge: an aim that is not met is shown, and is no failure. */
function main(args: readonly string[]): Promise<void> {
    try {
        return bench(readOptions(args));
    } catch (error) {
        say(`${(error as Error).message}\n${usage}`);
        process.exitCode = 2;
        return Promise.resolve();
    }
}

void main(process.argv.slice(2));

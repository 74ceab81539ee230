import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { describeEngineOrigin } from "../engine/engine";
import { provideEngine } from "../engine/findEngine";
import { renderJson, renderTable } from "./report";
import { engineSections, importSection, migrationSection } from "./sections";

const usage = `usage: npm run bench -- [--json] [--trace] [--repetitions N] [--only PART]...
  --json           figures as JSON on standard output, every sample included
  --trace          also when which command of a migration ran, in round trips
  --repetitions N  default 5
  --only PART      imports, migration or engine; may be given more than once`;

const parts = ["imports", "migration", "engine"] as const;
type Part = (typeof parts)[number];

interface Options {
    readonly json: boolean;
    readonly trace: boolean;
    readonly repetitions: number;
    readonly only: readonly Part[];
}

function readOptions(args: readonly string[]): Options {
    const { values } = parseArgs({
        args: [...args],
        options: {
            json: { type: "boolean", default: false },
            trace: { type: "boolean", default: false },
            repetitions: { type: "string", default: "5" },
            only: { type: "string", multiple: true, default: [...parts] },
        },
    });
    const repetitions = Number(values.repetitions);
    if (!Number.isInteger(repetitions) || repetitions < 1) {
        throw new TypeError(`--repetitions ${values.repetitions}: must be a whole number from 1 on`);
    }
    const unknown = values.only.find((name) => !isPart(name));
    if (unknown !== undefined) {
        throw new TypeError(`--only ${unknown}: must be ${parts.join(", ")}`);
    }
    return { json: values.json, trace: values.trace, repetitions, only: values.only.filter(isPart) };
}

function isPart(name: string): name is Part {
    return (parts as readonly string[]).includes(name);
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** Measures one part; one that cannot be measured is said and left out, so that the others are still printed. */
async function attempt<T>(part: Part, options: Options, measure: () => Promise<T>): Promise<T | undefined> {
    if (!options.only.includes(part)) {
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
    let engine: string | undefined;
    const engineParts = await attempt("engine", options, async () => {
        engine = describeEngineOrigin(await provideEngine());
        return engineSections(repetitions);
    });
    const sections = [engineParts?.state, imports, migration?.section, engineParts?.noChange].filter(
        (section) => section !== undefined,
    );
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

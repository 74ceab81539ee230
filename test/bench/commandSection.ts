import { fewCommands, type LoadSamples, manyCommands, measureCommandRates, sideBySide } from "./commandRates";
import { controlMaster, pool } from "./commandWays";
import { atMost, type Comparison, type Figure, ratios, type Section } from "./figure";

const distancesMs = [0, 20, 100] as const;

/** What a command costs in this project's pool, beside what it costs in OpenSSH's ways. */
export async function commandSection(rounds: number): Promise<Section> {
    const few = distancesMs.map((roundTripMs) => `${fewCommands(roundTripMs)} at ${roundTripMs} ms`).join(", ");
    return {
        title: "Many commands on one host: a real OpenSSH server, commands that do nothing",
        notes: [
            "Milliseconds for one command: the time for all of them, divided by their number.",
            `${sideBySide} at once: ${manyCommands} commands, connecting included; with a connection each: ${few}.`,
            `One after another, on a connection that is there: ${few}.`,
        ],
        figures: [],
        comparisons: compareWays(await measureCommandRates(distancesMs, rounds)),
    };
}

/** A line for each distance and number of commands at once, with a column for each way; pool and ControlMaster first. */
export function compareWays(samples: readonly LoadSamples[]): Comparison[] {
    const names = [...new Set(samples.map(rowName))];
    return names.map((name) => {
        const row = samples.filter((one) => rowName(one) === name);
        const [ours, theirs] = [pool, controlMaster].map((way) => row.find((one) => one.way === way));
        const others = row.filter((one) => one !== ours && one !== theirs);
        return {
            name,
            figures: [
                ...[ours, theirs].flatMap((one) => (one === undefined ? [] : [perCommand(one)])),
                ...(ours === undefined || theirs === undefined ? [] : [comparison(ours, theirs)]),
                ...others.map(perCommand),
            ],
        };
    });
}

const rowName = ({ roundTripMs, atOnce }: LoadSamples): string =>
    `${roundTripMs} ms, ${atOnce === 1 ? "one after another" : `${atOnce} at once`}`;

function perCommand({ way, wallMs, count }: LoadSamples): Figure {
    return { name: way.name, unit: "ms", samples: wallMs.map((wall) => wall / count) };
}

function comparison(ours: LoadSamples, theirs: LoadSamples): Figure {
    const samples = ratios(perCommand(ours).samples, perCommand(theirs).samples);
    return { name: `${ours.way.name} / ${theirs.way.name}`, unit: "ratio", samples, aim: atMost(1, samples) };
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readTranscript } from "../../../fixtures/transcript";

/** What zonecfg prints, from a document that says so. */
export interface Sample {
    readonly name: string;
    readonly text: string;
}

const directory = join(__dirname, "samples");

/** Those that the simulated hosts print as well are with the transcripts. */
function samples(kind: "export" | "info", transcripts: readonly string[]): Sample[] {
    const own = readdirSync(directory)
        .filter((name) => name.endsWith(`.${kind}.txt`))
        .sort()
        .map((name) => ({ name, text: withoutHead(readFileSync(join(directory, name), "utf8")) }));
    return [...transcripts.map((name) => ({ name, text: readTranscript(name).text })), ...own];
}

function withoutHead(text: string): string {
    if (!text.startsWith("# source: ")) {
        throw new Error("a sample does not name its source");
    }
    return text.replace(/^(?:# .*\n)+/, "");
}

/** Every sample of `zonecfg export`. */
export const exportSamples = samples("export", ["zonecfg-export-full", "zonecfg-commands-puppet"]);

/** Every sample of `zonecfg info`. */
export const infoSamples = samples("info", ["zonecfg-info", "zonecfg-info-suspend"]);

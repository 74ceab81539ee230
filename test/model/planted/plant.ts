import { readFileSync } from "node:fs";
import Module from "node:module";
import { join } from "node:path";
import { transformSync } from "@swc/core";
import { plantedDefects, type PlantedDefect } from "./defects";

type Loader = (module: Module & { _compile: (code: string, filename: string) => void }, filename: string) => void;

const root = join(__dirname, "../../..");

/**
 * Puts a defect into the provider as it is loaded into this process. No file is changed.
 *
 * @throws Error for a name that no defect has, and where a text to be replaced is not there exactly once: the provider has
 *     changed, and the defect has to be told anew.
 */
export function plant(name: string): void {
    const defect = plantedDefects.find((candidate) => candidate.name === name);
    if (defect === undefined) {
        throw new Error(
            `no planted defect is called ${name}; there are ${plantedDefects.map((each) => each.name).join(", ")}`,
        );
    }
    const sources = patchedSources(defect);
    const extensions = (Module as unknown as { _extensions: Record<string, Loader> })._extensions;
    const load = extensions[".ts"];
    if (load === undefined) {
        throw new Error("nothing here loads TypeScript");
    }
    extensions[".ts"] = (module, filename) => {
        const source = sources.get(filename);
        if (source === undefined) {
            load(module, filename);
            return;
        }
        const { code } = transformSync(source, {
            filename,
            jsc: { target: "es2022", parser: { syntax: "typescript" } },
            module: { type: "commonjs" },
        });
        module._compile(code, filename);
    };
}

/** The texts of the files that a defect changes, by their paths. @throws Error where a text is not there exactly once. */
export function patchedSources({ name, edits }: PlantedDefect): Map<string, string> {
    const sources = new Map<string, string>();
    for (const { file, find, replacement } of edits) {
        const path = join(root, file);
        const source = sources.get(path) ?? readFileSync(path, "utf8");
        const found = source.split(find).length - 1;
        if (found !== 1) {
            throw new Error(`planted defect ${name}: its text is in ${file} ${found} times, not once:\n${find}`);
        }
        sources.set(
            path,
            source.replace(find, () => replacement),
        );
    }
    return sources;
}

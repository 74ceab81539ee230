import { readFileSync, statSync, type Stats } from "node:fs";
import { parseDirectives, type Directive } from "./directive";
import { errorCodeOf, isAbsent } from "./glob";
import { isOnlyOurs } from "./permissions";
import { invalid } from "./place";

/** Gives out configuration files by their path. */
export interface ConfigReader {
    /**
     * The lines of a file.
     *
     * @param checked Whether its owner and permissions must be such that nobody else can write it, as `ssh` wants it of
     *     `~/.ssh/config` and of every included file.
     * @returns undefined where there is no such file.
     * @throws SolarisError SSH_CONFIG_INVALID where it cannot be read, or others can write it.
     */
    read(file: string, checked: boolean): readonly Directive[] | undefined;
}

/** The files of the local machine, each of which is read once. */
export class ConfigFiles implements ConfigReader {
    readonly #read = new Map<string, ConfigFile | undefined>();

    read(file: string, checked: boolean): readonly Directive[] | undefined {
        let known = this.#read.get(file);
        if (known === undefined && !this.#read.has(file)) {
            known = load(file);
            this.#read.set(file, known);
        }
        if (known !== undefined && checked && !isOnlyOurs(known.stats)) {
            throw invalid(file, "others than its owner can write it, or it belongs to another user", {
                remedy: `As for \`ssh\`, the file must belong to you or to root, and nobody else may write it: chmod go-w ${file}`,
            });
        }
        return known?.directives;
    }
}

interface ConfigFile {
    readonly directives: readonly Directive[];
    readonly stats: Stats;
}

function load(file: string): ConfigFile | undefined {
    try {
        const stats = statSync(file);
        // OpenSSH opens a directory, and reads nothing from it. A pipe or device could keep us waiting for ever.
        const text = stats.isFile() ? readFileSync(file, "utf8") : "";
        if (!stats.isFile() && !stats.isDirectory() && file !== "/dev/null") {
            throw invalid(file, "it is no regular file");
        }
        return { directives: parseDirectives(text, file), stats };
    } catch (error) {
        if (isAbsent(error)) {
            return undefined;
        }
        const code = errorCodeOf(error);
        if (code !== undefined) {
            throw invalid(file, `it cannot be read (${code})`, { cause: error });
        }
        throw error;
    }
}

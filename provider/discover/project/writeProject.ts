import { promises as fs } from "node:fs";
import * as path from "node:path";

/** Why a directory cannot take a project; told to whoever named it. */
export class DirectoryUnfit extends Error {
    override readonly name = "DirectoryUnfit";
}

/**
 * Makes sure that a project can be written to a directory: it is not there yet, or empty.
 *
 * @throws DirectoryUnfit where it has something in it, is no directory, or cannot be read.
 */
export async function requireEmptyDirectory(directory: string): Promise<void> {
    try {
        const [first] = await fs.readdir(directory);
        if (first !== undefined) {
            throw new DirectoryUnfit(`${directory} is not empty (it has ${first}); nothing in it is overwritten`);
        }
    } catch (error) {
        const code = (error as NodeJS.ErrnoException).code;
        if (code === "ENOENT") {
            return;
        }
        throw code === undefined
            ? error
            : new DirectoryUnfit(`${directory} cannot be used (${code})`, { cause: error });
    }
}

/**
 * Writes a project's files into an empty directory, which is made where it is not there.
 *
 * @throws DirectoryUnfit as {@link requireEmptyDirectory}, and where a file cannot be written.
 */
export async function writeProject(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
    await requireEmptyDirectory(directory);
    try {
        await fs.mkdir(directory, { recursive: true });
        for (const [name, content] of Object.entries(files)) {
            // Never over a file that came meanwhile.
            await fs.writeFile(path.join(directory, name), content, { flag: "wx" });
        }
    } catch (error) {
        const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
        throw new DirectoryUnfit(`the project cannot be written to ${directory} (${code})`, { cause: error });
    }
}

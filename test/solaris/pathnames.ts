import type { FileAccess } from "./fileAccess";
import { FileError } from "./fileNodes";
import { isPattern, matchesPattern, unquotePattern } from "./shellPattern";

/** The file names that a pattern stands for, sorted; empty where there are none (POSIX 2.13.3). */
export function expandPathnames(pattern: string, files: FileAccess): string[] {
    const parts = pattern.split("/");
    let found = [""];
    for (const [index, part] of parts.entries()) {
        const end = index === parts.length - 1 ? "" : "/";
        found = found.flatMap((prefix) => {
            if (!isPattern(part)) {
                const path = `${prefix}${unquotePattern(part)}`;
                return path === "" || end !== "" || files.find(path, false) !== undefined ? [`${path}${end}`] : [];
            }
            return namesIn(prefix, files)
                .filter((name) => (part.startsWith(".") || !name.startsWith(".")) && matchesPattern(part, name))
                .map((name) => `${prefix}${name}${end}`);
        });
    }
    return found.filter((path) => files.find(path, false) !== undefined);
}

function namesIn(directory: string, files: FileAccess): string[] {
    try {
        return files.list(directory === "" ? "." : directory);
    } catch (error) {
        if (error instanceof FileError) {
            return [];
        }
        throw error;
    }
}

import * as os from "node:os";
import * as path from "node:path";

/** Expands a leading `~` to the local home directory, as ssh_config(5) does for file names. */
export function expandHome(file: string): string {
    if (file === "~") {
        return os.homedir();
    }
    return file.startsWith("~/") ? path.join(os.homedir(), file.slice(2)) : file;
}

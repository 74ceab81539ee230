import * as os from "node:os";
import * as path from "node:path";
import { expandHome } from "../files";

/** Where OpenSSH's client configuration is looked for, and what it can refer to on the local machine. */
export interface ConfigSources {
    /** The user's own file; undefined where none is read. */
    readonly userFile: string | undefined;
    /** The file for the whole machine; undefined where none is read. */
    readonly systemFile: string | undefined;
    /**
     * Whether the user's file was asked for by name, as with `ssh -F`: it must be there then, and, as with `ssh`, who
     * may write it is not looked at. Default: false.
     */
    readonly userFileNamed?: boolean;
    /** The home directory of the passwd entry: `ssh` does not go by `HOME`, but for the paths of `Include`. */
    readonly home: string;
    readonly localUser: string;
    readonly environment: Readonly<Record<string, string | undefined>>;
}

const systemFile = "/etc/ssh/ssh_config";

/**
 * The files that `ssh` would read.
 *
 * @param setting The value of `solaris:sshConfig`: a path is the only file to be read, as with `ssh -F`; `none` is no
 *     file at all; undefined is the usual two, `~/.ssh/config` before `/etc/ssh/ssh_config`.
 */
export function configSources(setting: string | undefined): ConfigSources {
    const { home, localUser } = passwdEntry();
    const local = { home, localUser, environment: process.env };
    if (setting === undefined) {
        return { userFile: path.join(home, ".ssh", "config"), systemFile, ...local };
    }
    if (setting.toLowerCase() === "none") {
        return { userFile: undefined, systemFile: undefined, ...local };
    }
    return { userFile: path.resolve(expandHome(setting)), systemFile: undefined, userFileNamed: true, ...local };
}

function passwdEntry(): { home: string; localUser: string } {
    try {
        const { homedir, username } = os.userInfo();
        return { home: homedir, localUser: username };
    } catch {
        // No entry for this user id, as in some containers: `ssh` gives up here, but nothing may need these two at all.
        return { home: os.homedir(), localUser: process.env["LOGNAME"] ?? process.env["USER"] ?? "" };
    }
}

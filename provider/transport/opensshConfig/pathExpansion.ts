import { createHash } from "node:crypto";
import * as os from "node:os";
import * as path from "node:path";
import { expandTilde, expandTokensAndVariables, type ExpansionFault, type Tokens } from "./expand";
import { invalid, unsupported, type Place } from "./place";
import type { Setting } from "./settings";
import type { ConfigSources } from "./sources";

/** What the tokens of a path are taken from. */
export interface Connection {
    readonly name: string;
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly hostKeyAlias: string | undefined;
}

/** DEFAULT_CLIENT_PERCENT_EXPAND_ARGS in OpenSSH's sshconnect.h, 9.2. [A] */
export function tokensOf({ name, host, port, user, hostKeyAlias }: Connection, sources: ConfigSources): Tokens {
    const localHost = os.hostname();
    return {
        C: createHash("sha1").update(`${localHost}${host}${port}${user}`).digest("hex"),
        L: localHost.replace(/\..*$/s, ""),
        d: sources.home,
        h: host,
        i: String(process.getuid?.() ?? 0),
        k: hostKeyAlias ?? name,
        l: localHost,
        n: name,
        p: String(port),
        r: user,
        u: sources.localUser,
    };
}

/** Makes absolute paths of those in the configuration, for one host. */
export class PathExpansion {
    constructor(
        private readonly name: string,
        private readonly tokens: Tokens,
        private readonly sources: ConfigSources,
    ) {}

    /** @throws SolarisError SSH_CONFIG_INVALID, SSH_CONFIG_UNSUPPORTED */
    expand(keyword: string, text: string, place: Place | undefined): string {
        return absolute(this.#expand(keyword, text, place));
    }

    /** For those in which OpenSSH leaves tokens and variables alone. */
    expandTildeOnly(keyword: string, text: string, place: Place | undefined): string {
        return absolute(expandTilde(text, this.sources, this.#unsupported(keyword, place)));
    }

    /** A path that begins with `~/`. */
    inHome(file: string): string {
        return path.join(this.sources.home, file.slice(1));
    }

    /** The agent's socket: by default, and where `IdentityAgent` says so, that of an environment variable. */
    agent(setting: Setting<string> | undefined): string | undefined {
        const value =
            setting === undefined ? "SSH_AUTH_SOCK" : this.#expand("IdentityAgent", setting.value, setting.place);
        if (value === "none") {
            return undefined;
        }
        if (value !== "SSH_AUTH_SOCK" && !value.startsWith("$")) {
            return absolute(value);
        }
        const variable = value.replace(/^\$/, "");
        if (!/^[A-Za-z0-9_]+$/.test(variable)) {
            throw this.#invalid("IdentityAgent", setting?.place)("refers to an environment variable by no proper name");
        }
        return this.sources.environment[variable] || undefined;
    }

    #expand(keyword: string, text: string, place: Place | undefined): string {
        const withHome = expandTilde(text, this.sources, this.#unsupported(keyword, place));
        return expandTokensAndVariables(withHome, this.tokens, this.sources.environment, this.#invalid(keyword, place));
    }

    #invalid(keyword: string, place: Place | undefined): ExpansionFault {
        return (fault) => invalid(place, `${keyword} ${fault}`, { host: this.name });
    }

    #unsupported(keyword: string, place: Place | undefined): ExpansionFault {
        return (fault) => unsupported(place, `${keyword} ${fault}`, { host: this.name, remedy: "Write the path out." });
    }
}

/** From the current directory, as `ssh` takes it; `..` is left alone, because a symbolic link can stand before it. */
function absolute(file: string): string {
    return path.isAbsolute(file) ? file : `${process.cwd()}/${file}`;
}

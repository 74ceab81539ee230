import { matchesPattern } from "../patternList";
import { normaliseAddress } from "./address";
import { ConfigFiles, type ConfigReader } from "./configFiles";
import { Evaluation, type HostPatterns } from "./evaluation";
import { optionsOf, refusedOptions, type OpenSshOptions } from "./options";
import { Settings } from "./settings";
import type { ConfigSources } from "./sources";
import { lowerCase } from "./words";

export { configSources, type ConfigSources } from "./sources";
export type { OpenSshOptions } from "./options";

/** What is given for a host outside of OpenSSH's configuration, and comes before it. */
export interface GivenOptions {
    /** As with `ssh -l`. */
    readonly user?: string;
    /** As with `ssh -p`. */
    readonly port?: number;
    /** Whether the hosts to connect through are settled, as with `ssh -J`: `ProxyJump` and `ProxyCommand` do not count. */
    readonly jumpGiven?: boolean;
}

/**
 * OpenSSH's client configuration, evaluated as OpenSSH 9.2 does it (readconf.c, ssh.c; [A]), but that no program is ever
 * run and no name looked up. Each file is read once, when it is first needed.
 */
export class OpenSshConfig {
    readonly #files: ConfigReader;

    constructor(
        private readonly sources: ConfigSources,
        files: ConfigReader = new ConfigFiles(),
    ) {
        this.#files = files;
    }

    /**
     * What `ssh [-l user] [-p port] NAME` would use.
     *
     * @throws SolarisError SSH_CONFIG_INVALID where `ssh` would refuse a file, or one cannot be read;
     *     SSH_CONFIG_UNSUPPORTED where the host's settings depend on what the provider does not do.
     */
    resolve(name: string, given: GivenOptions = {}): OpenSshOptions {
        const settings = new Settings();
        if (given.user !== undefined) {
            settings.preset("user", given.user);
        }
        if (given.port !== undefined) {
            settings.preset("port", given.port);
        }
        if (given.jumpGiven === true) {
            settings.proxy.settle();
        }
        const evaluation = new Evaluation(name, settings, this.#files, this.sources);
        evaluation.read();
        const host = normaliseAddress(evaluation.addressSoFar());
        // Names are not canonicalised, but the files are read again as if one had been, and had stayed as it is.
        if (evaluation.wantsFinalPass || settings.get("canonicalizehostname")?.value === true) {
            evaluation.read(host);
        }
        const [refusal] = [...evaluation.refusals, ...refusedOptions(name, settings)];
        if (refusal !== undefined) {
            throw refusal;
        }
        return optionsOf(name, host, settings, this.sources);
    }

    /**
     * Whether a `Host` or `Match` block names this host otherwise than by a pattern that fits every name.
     *
     * @throws SolarisError SSH_CONFIG_INVALID
     */
    mentions(name: string): boolean {
        return this.#hostPatterns(name).some(({ patterns, ignoresCase }) => {
            const subject = ignoresCase ? lowerCase(name) : name;
            const list = ignoresCase ? patterns.map(lowerCase) : patterns;
            const fitting = list.filter((pattern) => matchesPattern(pattern.replace(/^!/, ""), subject));
            return fitting.some((pattern) => !fitsEveryName(pattern)) && !fitting.some((each) => each.startsWith("!"));
        });
    }

    /**
     * The names that stand in `Host` and `Match host` lines without a wildcard, in the order of the files.
     *
     * @throws SolarisError SSH_CONFIG_INVALID
     */
    get names(): readonly string[] {
        const names = this.#hostPatterns("").flatMap(({ patterns }) => patterns);
        return [...new Set(names)].filter((pattern) => !/^!|[*?]/.test(pattern) && pattern !== "");
    }

    #hostPatterns(name: string): readonly HostPatterns[] {
        const evaluation = new Evaluation(name, new Settings(), this.#files, this.sources);
        evaluation.read();
        return evaluation.hostPatterns;
    }
}

function fitsEveryName(pattern: string): boolean {
    return pattern.includes("*") && !/[^*?]/.test(pattern);
}

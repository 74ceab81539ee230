import { matchesPattern, matchesPatternList } from "../patternList";
import { nearestMatch } from "../../errors/nearest";
import type { SolarisError } from "../../errors/solarisError";
import type { ConfigReader } from "./configFiles";
import type { Directive } from "./directive";
import { DirectiveWords } from "./directiveWords";
import { expandTokens } from "./expand";
import { includedFiles, unfollowed } from "./includePaths";
import { classifyKeyword, currentKeywords, spelled } from "./keywords";
import { evaluateMatch } from "./matchCriteria";
import { invalid, unsupported } from "./place";
import type { Settings } from "./settings";
import type { ConfigSources } from "./sources";
import { lowerCase } from "./words";

/** Patterns of host names that stand together in a `Host` line or behind a `Match host`. */
export interface HostPatterns {
    readonly patterns: readonly string[];
    /** `Match` does not tell upper and lower case apart, `Host` does. */
    readonly ignoresCase: boolean;
}

/** What holds for the lines of one file, or for a part of them. */
interface Block {
    readonly applies: boolean;
    /** Whether no `Host` or `Match` can make lines apply: the file is included in a block that does not. */
    readonly neverApplies: boolean;
    /** Whether the user's own file leads here, and not the one for the whole machine. */
    readonly ofUser: boolean;
    /** How many `Include` lines lead here. */
    readonly depth: number;
}

// READCONF_MAX_DEPTH in OpenSSH's readconf.c. [A]
const maximumDepth = 16;

/** Goes through the configuration's lines for one host and collects what they say of it. */
export class Evaluation {
    /** Whether a line asks for a second reading, with the address known (`Match final`). */
    wantsFinalPass = false;
    /** What `ssh` would do and the provider does not. */
    readonly refusals: SolarisError[] = [];
    readonly hostPatterns: HostPatterns[] = [];
    #finalHost: string | undefined;

    constructor(
        private readonly name: string,
        private readonly settings: Settings,
        private readonly files: ConfigReader,
        private readonly sources: ConfigSources,
    ) {}

    /**
     * Reads the user's file, then the one for the whole machine. What is set once stays, in a second reading too.
     *
     * @param finalHost The address, in the second reading: `Host` lines then go by it, and no longer by the name.
     * @throws SolarisError SSH_CONFIG_INVALID
     */
    read(finalHost?: string): void {
        this.#finalHost = finalHost;
        const { userFile, systemFile, userFileNamed = false } = this.sources;
        const block = { applies: true, neverApplies: false, depth: 0 };
        if (userFile !== undefined) {
            const directives = this.files.read(userFile, !userFileNamed);
            if (directives === undefined && userFileNamed) {
                throw invalid(userFile, "there is no such file", { property: "solaris:sshConfig" });
            }
            this.#readLines(directives ?? [], { ...block, ofUser: true });
        }
        if (systemFile !== undefined) {
            this.#readLines(this.files.read(systemFile, false) ?? [], { ...block, ofUser: false });
        }
    }

    /** The address as far as it is known, which `Match host` goes by. */
    addressSoFar(): string {
        const setting = this.settings.get("hostname");
        if (this.#finalHost !== undefined || setting === undefined) {
            return this.#finalHost ?? this.name;
        }
        return expandTokens(setting.value, { h: this.name }, (fault) =>
            invalid(setting.place, `HostName ${fault}`, { host: this.name }),
        );
    }

    #readLines(directives: readonly Directive[], start: Block): void {
        let block = start;
        for (const directive of directives) {
            block = { ...block, applies: this.#readLine(directive, block) };
        }
    }

    /** @returns Whether the lines that follow apply. */
    #readLine(directive: Directive, block: Block): boolean {
        const { place, words, value } = directive;
        const keyword = classifyKeyword(directive.keyword);
        if (value === "") {
            throw invalid(place, `${nameable(directive.keyword)} misses its argument`);
        }
        if (keyword === "unknown" && !this.#isIgnored(directive.keyword)) {
            throw unknownKeyword(directive);
        }
        if (words === undefined) {
            throw invalid(place, "a quotation mark has no partner");
        }
        switch (keyword) {
            case "unknown":
            case "passed over":
                break;
            case "host":
                return this.#readHost(directive, words, block);
            case "match":
                return this.#readMatch(directive, block);
            case "include":
                this.#readInclude(directive, words, block);
                break;
            default:
                this.settings.read(keyword, directive, block);
        }
        return block.applies;
    }

    #isIgnored(keyword: string): boolean {
        const patterns = this.settings.get("ignoreunknown")?.value;
        return patterns !== undefined && matchesPatternList(lowerCase(patterns), keyword);
    }

    #readHost(directive: Directive, patterns: readonly string[], { neverApplies }: Block): boolean {
        this.hostPatterns.push({ patterns, ignoresCase: false });
        let applies = false;
        for (const pattern of patterns) {
            if (pattern === "") {
                throw new DirectiveWords(directive).fault("has an empty argument");
            }
            if (neverApplies) {
                return false;
            }
            const negated = pattern.startsWith("!");
            if (matchesPattern(negated ? pattern.slice(1) : pattern, this.#finalHost ?? this.name)) {
                if (negated) {
                    return false;
                }
                applies = true;
            }
        }
        return applies;
    }

    #readMatch(directive: Directive, { neverApplies }: Block): boolean {
        const result = evaluateMatch(directive, {
            originalHost: this.name,
            host: this.addressSoFar(),
            user: this.settings.get("user")?.value ?? this.sources.localUser,
            localUser: this.sources.localUser,
            isFinalPass: this.#finalHost !== undefined,
        });
        this.wantsFinalPass ||= result.wantsFinalPass;
        for (const patterns of result.hostPatterns) {
            this.hostPatterns.push({ patterns: patterns.split(","), ignoresCase: true });
        }
        if (neverApplies) {
            return false;
        }
        if (result.undecided !== undefined) {
            const reason = `whether the lines below apply depends on \`Match ${result.undecided}\`, which the provider does not evaluate`;
            this.refusals.push(unsupported(directive.place, reason, { host: this.name }));
        }
        return result.matches;
    }

    #readInclude(directive: Directive, patterns: readonly string[], block: Block): void {
        const { place } = directive;
        for (const pattern of patterns) {
            if (pattern === "") {
                throw new DirectiveWords(directive).fault("has an empty argument");
            }
            const reason = unfollowed(pattern, this.sources);
            if (reason === undefined) {
                for (const file of includedFiles(pattern, place, this.sources, block.ofUser)) {
                    this.#readIncluded(file, directive, block);
                }
            } else if (block.applies) {
                this.refusals.push(unsupported(place, reason, { host: this.name, remedy: "Write the path out." }));
            }
        }
    }

    #readIncluded(file: string, { place }: Directive, block: Block): void {
        if (block.depth >= maximumDepth) {
            throw invalid(place, `files are included more than ${maximumDepth} deep`);
        }
        const directives = this.files.read(file, true);
        if (directives === undefined) {
            throw invalid(place, "an included file is gone, or is a symbolic link to nowhere");
        }
        this.#readLines(directives, {
            ...block,
            neverApplies: block.neverApplies || !block.applies,
            depth: block.depth + 1,
        });
    }
}

function unknownKeyword({ keyword, place }: Directive): SolarisError {
    const nearest = isNameable(keyword) ? nearestMatch(keyword, currentKeywords) : undefined;
    return invalid(place, `${nameable(keyword)} is no option of OpenSSH's client configuration`, {
        ...(nearest === undefined ? {} : { remedy: `Did you mean ${nearest}? Correct the line.` }),
    });
}

/** Whether a keyword can be shown: in a file that is no configuration at all, a line's beginning can be secret. */
function isNameable(keyword: string): boolean {
    return /^[a-z]{2,40}2?$/.test(keyword);
}

function nameable(keyword: string): string {
    return isNameable(keyword) ? spelled(keyword) : "the first word";
}

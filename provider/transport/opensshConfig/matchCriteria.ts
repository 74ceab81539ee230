import { matchesPatternList } from "../patternList";
import type { Directive } from "./directive";
import { invalid } from "./place";
import { lowerCase, takeWord } from "./words";

/** What the criteria of a `Match` line are held against. */
export interface MatchSubject {
    /** The name that was asked for. */
    readonly originalHost: string;
    /** The address so far: `HostName` where it is set by now. */
    readonly host: string;
    readonly user: string;
    readonly localUser: string;
    readonly isFinalPass: boolean;
}

/** What became of a `Match` line. */
export interface MatchResult {
    readonly matches: boolean;
    /** Whether the line asks for a second reading of the files. */
    readonly wantsFinalPass: boolean;
    /** The patterns of `host` and `originalhost`, as written. */
    readonly hostPatterns: readonly string[];
    /** The criterion that is not evaluated and on which all depends, because the others hold. */
    readonly undecided: string | undefined;
}

type Criterion = { readonly negated: boolean; readonly name: string; readonly argument: string };

const withoutArgument = ["all", "canonical", "final"];

// OpenSSH 9.2 knows the first alone, the others came later, up to 10.0. [A]
const notEvaluated = ["exec", "localnetwork", "tagged", "version", "command", "sessiontype"];

/**
 * Evaluates a `Match` line as OpenSSH's match_cfg_line does. All of its criteria must hold. One that is not evaluated
 * matters only where all others hold.
 *
 * @throws SolarisError SSH_CONFIG_INVALID
 */
export function evaluateMatch(directive: Directive, subject: MatchSubject): MatchResult {
    const criteria = readCriteria(directive);
    const others = criteria.filter(({ name }) => !notEvaluated.includes(name));
    const undecided = criteria.find(({ name }) => notEvaluated.includes(name));
    const matches = others.every((criterion) => holds(criterion, subject) !== criterion.negated);
    return {
        matches: matches && undecided === undefined,
        wantsFinalPass: criteria.some(({ name }) => name === "final"),
        hostPatterns: criteria
            .filter(({ name, negated }) => (name === "host" || name === "originalhost") && !negated)
            .map(({ argument }) => argument),
        undecided: matches ? undecided?.name : undefined,
    };
}

function holds({ name, argument }: Criterion, subject: MatchSubject): boolean {
    switch (name) {
        case "all":
            return true;
        case "canonical":
        case "final":
            return subject.isFinalPass;
        case "host":
            return matchesPatternList(lowerCase(argument), lowerCase(subject.host));
        case "originalhost":
            return matchesPatternList(lowerCase(argument), lowerCase(subject.originalHost));
        case "user":
            return matchesPatternList(argument, subject.user);
        default:
            return matchesPatternList(argument, subject.localUser);
    }
}

const withArgument = ["host", "originalhost", "user", "localuser", ...notEvaluated];

function readCriteria({ value, place }: Directive): Criterion[] {
    const criteria: Criterion[] = [];
    let rest: string | undefined = value;
    while (rest !== undefined) {
        const { word, rest: afterName } = takeWord(rest);
        rest = afterName;
        if (word === undefined || word.startsWith("#")) {
            break;
        }
        if (word === "") {
            if (rest !== undefined && rest !== "") {
                throw invalid(place, "Match has something behind its criteria");
            }
            break;
        }
        const negated = word.startsWith("!");
        const name = lowerCase(negated ? word.slice(1) : word);
        let argument = "";
        if (!withoutArgument.includes(name)) {
            const taken = takeWord(rest ?? "");
            if (taken.word === undefined || taken.word === "" || taken.word.startsWith("#")) {
                throw invalid(place, "Match has a criterion without its argument");
            }
            if (!withArgument.includes(name)) {
                throw invalid(place, "Match has a criterion that OpenSSH does not know");
            }
            argument = taken.word;
            rest = taken.rest;
        }
        if (name === "all" && (criteria.length > 1 || !isEndOrComment(rest))) {
            throw invalid(place, "Match has `all` beside other criteria");
        }
        criteria.push({ negated, name, argument });
        if (name === "all") {
            break;
        }
    }
    if (criteria.length === 0) {
        throw invalid(place, "Match has no criteria");
    }
    return criteria;
}

function isEndOrComment(rest: string | undefined): boolean {
    const { word, rest: behind = "" } = takeWord(rest ?? "");
    return word === undefined || (word === "" && behind === "") || word.startsWith("#");
}

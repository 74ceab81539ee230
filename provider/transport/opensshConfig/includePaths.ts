import * as path from "node:path";
import { findPaths, hasCharacterClass } from "./glob";
import { invalid, type Place } from "./place";
import type { ConfigSources } from "./sources";

/** Why the provider does not follow a path of an `Include` that `ssh` would follow; undefined where it does. */
export function unfollowed(pattern: string, { localUser }: ConfigSources): string | undefined {
    if (/%|\$\{/.test(pattern)) {
        // Plain text up to OpenSSH 9.8, tokens and variables since. [A]
        return "the provider does not expand % and ${} in the path of an `Include`";
    }
    const [, user = ""] = /^~([^/]*)/.exec(pattern) ?? [];
    if (user !== "" && user !== localUser) {
        return "the provider does not look up the home directory of another user for an `Include`";
    }
    return hasCharacterClass(pattern)
        ? "the provider does not know character classes such as [[:digit:]] in the path of an `Include`"
        : undefined;
}

/**
 * The files that one path of an `Include` stands for, in the order in which they are read.
 *
 * @param ofUser Whether the user's own file leads to the line: its paths are relative to `~/.ssh`, others to the
 *     directory of the file for the machine, where `~` is not allowed either.
 * @throws SolarisError SSH_CONFIG_INVALID
 */
export function includedFiles(pattern: string, place: Place, sources: ConfigSources, ofUser: boolean): string[] {
    if (pattern.startsWith("~") && !ofUser) {
        throw invalid(place, "Include begins with ~, which only a user's file may");
    }
    return findPaths(anchored(pattern, sources, ofUser), (fault, cause) =>
        invalid(place, `Include ${fault}`, { cause }),
    );
}

function anchored(pattern: string, { environment, home, systemFile = "/" }: ConfigSources, ofUser: boolean): string {
    // Here, and only here, OpenSSH goes by HOME: glob(3) does it.
    const globHome = environment["HOME"] ?? home;
    if (pattern.startsWith("/")) {
        return pattern;
    }
    if (!pattern.startsWith("~")) {
        return ofUser ? `${globHome}/.ssh/${pattern}` : `${path.dirname(systemFile)}/${pattern}`;
    }
    const [, user = "", rest = ""] = /^~([^/]*)(.*)$/s.exec(pattern) ?? [];
    return (user === "" ? globHome : home) + rest;
}

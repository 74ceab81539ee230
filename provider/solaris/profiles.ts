import { openCall, type ToolCall } from "./tool";

/** `profiles`: the rights profiles of the login itself, one a line. Needs no rights. */
export function rightsProfiles(): ToolCall {
    return openCall("profiles", "/usr/bin/profiles");
}

/**
 * The names that are listed, in lower case, for {@link hasProfile}.
 *
 * Names are indented, stand alone on a line, and can follow a line with the user's name [A]; a comma between names is
 * taken as well [U]. Lines of login scripts are in the list too, which does no harm: only known names are looked for.
 */
export function parseProfiles(text: string): ReadonlySet<string> {
    const names = text
        .split("\n")
        .flatMap((line) => line.replace(/^\s*[A-Za-z_][A-Za-z0-9_.-]*\s*:/, "").split(","))
        .map((name) => name.trim().toLowerCase())
        .filter((name) => name !== "");
    return new Set(names);
}

/** Whether a profile is among those of {@link parseProfiles}. */
export function hasProfile(profiles: ReadonlySet<string>, name: string): boolean {
    return profiles.has(name.toLowerCase());
}

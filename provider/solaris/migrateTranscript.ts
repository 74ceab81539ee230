/**
 * The phases that `zoneadm migrate` reports, named after the operations of Solaris's own RAD interface
 * (solaris-facts section 8): what is going on from the moment the line is printed.
 */
export type MigrationPhase =
    "configure" | "attach" | "boot" | "check" | "migrate" | "suspend" | "finish" | "detach" | "cleanUp" | "complete";

interface PhaseWording {
    readonly phase: MigrationPhase;
    readonly wording: RegExp;
}

// Every wording of solaris-facts 2.5 [C]. The order of lines is not relied on: documents differ in it.
const wordings: readonly PhaseWording[] = [
    { phase: "configure", wording: /\b(?:importing|using(?: existing)?) zone configuration\b/i },
    { phase: "attach", wording: /\battaching zone\b/i },
    { phase: "boot", wording: /\bbooting zone in '?migrating-in'? mode\b/i },
    { phase: "check", wording: /\bchecking migration compatibility\b/i },
    { phase: "migrate", wording: /\bstarting migration\b/i },
    { phase: "suspend", wording: /\bsuspending zone on source host\b/i },
    { phase: "finish", wording: /\bwaiting for migration to complete\b/i },
    { phase: "detach", wording: /\bhalting and detaching zone\b/i },
    { phase: "cleanUp", wording: /\bcleaning up\b/i },
    { phase: "complete", wording: /\b(?:dry-run )?migration successful\b/i },
];

/** What a status line says while a phase lasts. Short: a terminal's row leaves some thirty characters for it. */
export const phaseStatus: Readonly<Record<MigrationPhase, string>> = {
    configure: "configuring target",
    attach: "attaching on target",
    boot: "booting on target",
    check: "checking compatibility",
    migrate: "copying memory",
    suspend: "suspending on source",
    finish: "completing",
    detach: "detaching on source",
    cleanUp: "cleaning up target",
    complete: "successful",
};

/** The phase that a line announces, if it announces one. */
export function phaseOf(line: string): MigrationPhase | undefined {
    return wordings.find(({ wording }) => wording.test(line))?.phase;
}

/** A line without the prefixes that Solaris puts before it: `zoneadm: zone 'Z': `, `zone 'Z': `, `zoneadm: zone Z: `. */
export function withoutPrefix(line: string): string {
    return line
        .trim()
        .replace(/^zoneadm:\s*/, "")
        .replace(/^zone '?[A-Za-z0-9_.-]+'?:\s*/, "");
}

/** The lines from the first `... failed:` on, which is where Solaris begins to say why; all lines if there is none. */
export function failureDetail(lines: readonly string[]): readonly string[] {
    const start = lines.findIndex((line) => /\bfailed:?\s*$/i.test(line) || /^\s*error:/i.test(withoutPrefix(line)));
    return start === -1 ? lines : lines.slice(start);
}

/** The failure as one running text: Solaris wraps its sentences and prefixes each piece. */
export function failureText(lines: readonly string[]): string {
    return failureDetail(lines).map(withoutPrefix).join(" ").replace(/\s+/g, " ");
}

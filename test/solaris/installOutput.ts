/** What the lines of an installation name. */
export interface InstallNames {
    readonly zone: string;
    /** Path of the log. */
    readonly log: string;
    readonly archive: string | undefined;
    readonly manifest: string | undefined;
    readonly profile: string | undefined;
}

/*
 * What `zoneadm install` of a kernel zone prints was not seen: every line here is invented [U], in the general form of the
 * Solaris installers (a log's name, what it installs from, steps with three dots, percentages). The log's path is [C].
 */

function sources({ archive, manifest, profile }: InstallNames): string[] {
    return [
        ...(archive === undefined ? [] : [`Install Archive: ${archive}`]),
        `AI Manifest: ${manifest ?? "/usr/share/auto_install/manifest/default.xml"}`,
        `SC Profile: ${profile ?? "/usr/share/auto_install/sc_profiles/enable_sci.xml"}`,
    ];
}

/** The lines of an installation that goes well. */
export function installLines(names: InstallNames): string[] {
    return [
        `Progress being logged to ${names.log}`,
        ...sources(names),
        `Installation: Starting ...`,
        "",
        "        Preparing disks for the zone",
        names.archive === undefined ? "        Installing packages from: solaris" : "        Processing archive",
        "         10% : transfer",
        "         55% : transfer",
        "        100% : transfer",
        "        Setting up boot environment",
        "",
        "Installation: Succeeded",
        "        Done: Installation completed in 512.743 seconds.",
        `  Log saved in non-global zone as ${names.log}`,
    ];
}

/** A test's own lines, in which %{zonename} and %{log} stand for what they say. */
export function ownInstallLines(lines: readonly string[], { zone, log }: InstallNames): string[] {
    return lines.map((line) => line.replaceAll("%{zonename}", zone).replaceAll("%{log}", log));
}

/** [C, BLOG-UAR] */
export function switchingToConfigured(): string {
    return "ERROR: installation failed: zone switching to configured state";
}

/** [C, BLOG-UAR] for an archived zone without AI media. */
export function noMedia(archivedZone: string): string {
    return `ERROR: Archived zone ${archivedZone} has no AI media`;
}

/** [U] */
export function sourceMissing(what: "archive" | "manifest" | "profile" | "media", source: string): string {
    return `ERROR: ${what} ${source}: No such file or directory`;
}

/** [U] */
export function zoneNotInArchive(archivedZone: string, archive: string): string {
    return `ERROR: Archive ${archive} has no zone ${archivedZone}`;
}

/** [U] */
export function noSpace(storage: string): string {
    return `ERROR: could not create ${storage}: out of space`;
}

/** `/var/log/zones/zoneadm.<UTC>Z.<zone>.install` [C]. */
export function installLog(zone: string, now: number): string {
    const stamp = new Date(now)
        .toISOString()
        .replace(/\.\d+Z$/, "")
        .replace(/[-:]/g, "");
    return `/var/log/zones/zoneadm.${stamp}Z.${zone}.install`;
}

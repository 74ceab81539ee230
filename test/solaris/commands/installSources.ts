import { basename } from "node:path";
import { noMedia, sourceMissing, zoneNotInArchive } from "../installOutput";
import type { HostModel } from "../model";
import type { ArchiveSpec } from "../spec";

/** What `zoneadm install` is told to install from. */
export interface InstallSources {
    readonly archive: string | undefined;
    /** The zone in the archive (`-z`). */
    readonly archivedZone: string | undefined;
    readonly manifest: string | undefined;
    readonly profile: string | undefined;
    readonly media: string | undefined;
}

function isUri(source: string): boolean {
    return /^[a-z][a-z0-9+.-]*:\/\//.test(source);
}

/** Whether a path or URI leads to something; a profile may be a directory [I]. */
function isThere({ spec, fileSystem }: HostModel, source: string): boolean {
    return isUri(source)
        ? spec.missingSources?.includes(source) !== true
        : fileSystem.status(source) !== undefined && spec.missingSources?.includes(source) !== true;
}

function archiveAt({ spec, fileSystem }: HostModel, source: string): ArchiveSpec | undefined {
    return spec.archives?.[source] ?? (fileSystem.status(source) === undefined ? undefined : {});
}

/** Why it cannot be installed from these, as the installation's error; undefined: it can. */
export function sourceProblem(host: HostModel, sources: InstallSources): string | undefined {
    const { archive, archivedZone } = sources;
    for (const what of ["manifest", "profile", "media"] as const) {
        const source = sources[what];
        if (source !== undefined && !isThere(host, source)) {
            return sourceMissing(what, source);
        }
    }
    if (archive === undefined) {
        return undefined;
    }
    const found = archiveAt(host, archive);
    if (found === undefined) {
        return sourceMissing("archive", archive);
    }
    const zones = found.zones ?? [archivedZone ?? basename(archive).replace(/\.uar$/, "")];
    const zone = archivedZone ?? zones[0] ?? "";
    if (!zones.includes(zone)) {
        return zoneNotInArchive(zone, archive);
    }
    return found.media === false ? noMedia(zone) : undefined;
}

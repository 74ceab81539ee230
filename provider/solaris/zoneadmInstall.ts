import { privilegedCall, type ToolCall } from "./tool";

const zoneadm = "/usr/sbin/zoneadm";

/** From what a kernel zone is installed. Nothing set: from the packages of the host's publishers. */
export interface InstallSettings {
    /** `-a`: a Unified Archive. */
    readonly archive?: string;
    /** `-z`: which zone of the archive, where it holds several. */
    readonly archivedZone?: string;
    /** `-b`: installation media. */
    readonly media?: string;
    /** `-m`: manifest of the automated installer. */
    readonly manifest?: string;
    /** `-c`: system configuration profile; without one the first boot stops in an interactive screen (solaris-facts 8). */
    readonly profile?: string;
    /** `-S`: size, as zoneadm takes it. */
    readonly size?: string;
    /** `-x NAME=VALUE`, such as `install-size`. */
    readonly options?: Readonly<Record<string, string>>;
    /** Bound on the whole of it. */
    readonly timeoutMs: number;
}

/**
 * `zoneadm -z ZONE install [-a uar] [-z zone] [-b media] [-c profile] [-m manifest] [-S size] [-x name=value]`
 * (solaris-facts 3.4: the options are [C], which of them go together is [U]).
 */
export function installZone(zone: string, settings: InstallSettings): ToolCall {
    const { archive, archivedZone, media, profile, manifest, size, options = {}, timeoutMs } = settings;
    const flag = (name: string, value: string | undefined): string[] => (value === undefined ? [] : [name, value]);
    const args = [
        ...flag("-a", archive),
        ...flag("-z", archivedZone),
        ...flag("-b", media),
        ...flag("-c", profile),
        ...flag("-m", manifest),
        ...flag("-S", size),
        ...Object.entries(options).flatMap(([name, value]) => ["-x", `${name}=${value}`]),
    ];
    return { ...privilegedCall("zoneadm install", zoneadm, "-z", zone, "install", ...args), timeoutMs };
}

// To wipe a zone's storage takes seconds to minutes; no figure is documented [U].
const uninstallTimeoutMs = 30 * 60_000;

/**
 * `zoneadm -z ZONE uninstall -F`: to `configured`, without a question. Destroys what is on the zone's disks as far as
 * Solaris owns them (solaris-facts 3.4).
 */
export function uninstallZone(zone: string): ToolCall {
    return {
        ...privilegedCall("zoneadm uninstall -F", zoneadm, "-z", zone, "uninstall", "-F"),
        timeoutMs: uninstallTimeoutMs,
    };
}

import type { ToolCall } from "./tool";

/** One `zoneadm migrate`, dry or real. */
export interface MigrateRequest {
    readonly zone: string;
    /** Destination, as migrationUri gives it. */
    readonly uri: string;
    readonly dryRun: boolean;
    /**
     * Whether `-t live` is passed, so that a zone which has stopped in between is refused instead of being moved cold.
     * Off only for releases whose zoneadm has no `-t`; those have no cold migration either (solaris-facts 2.1 [C]).
     */
    readonly typeFlag: boolean;
    /** `-w`: overwrite the target's configuration. Never together with a dry run. */
    readonly overwriteTargetConfig: boolean;
    readonly cipher?: string;
    readonly timeoutMs: number;
}

/** `zoneadm -z ZONE migrate [-n] [-w] [-t live] [-c cipher] URI` (solaris-facts 2.1 [C]). */
export function migrate(request: MigrateRequest): ToolCall {
    return {
        name: request.dryRun ? "zoneadm migrate -n" : "zoneadm migrate",
        program: "/usr/sbin/zoneadm",
        args: [
            "-z",
            request.zone,
            "migrate",
            ...(request.dryRun ? ["-n"] : []),
            ...(request.overwriteTargetConfig && !request.dryRun ? ["-w"] : []),
            ...(request.typeFlag ? ["-t", "live"] : []),
            ...(request.cipher === undefined ? [] : ["-c", request.cipher]),
            request.uri,
        ],
        privileged: true,
        // Not even the dry run: it attaches and boots on the target, and can leave something behind there.
        reads: false,
        timeoutMs: request.timeoutMs,
    };
}

import * as pulumi from "@pulumi/pulumi";
import { SolarisError } from "../provider/errors/solarisError";
import { checkHost as lookAtHost } from "../provider/hostCheck/checkHost";
import { renderReport } from "../provider/hostCheck/render";
import { hasFailed, hasWarning, type HostReport } from "../provider/hostCheck/report";
import { hostCheckArguments, requireArguments } from "./callArguments";
import { hostsOfRun } from "./hostsOfRun";

/** Options of {@link checkHost}. */
export interface CheckHostOptions {
    /**
     * Hosts to which zones of this one are to move: for each, the login from here to there without a prompt is tried, and
     * CPU family and clock are compared. Default: none.
     */
    readonly targets?: readonly string[];
    /** What a failed row does to the program: `warn` logs a warning, `fail` throws. Default: `warn`. */
    readonly onFailure?: "warn" | "fail";
}

/**
 * Checks whether a host is set up for moving zones (docs/guides/hosts.md) and logs what it finds as a table: connection,
 * rights, services, the login from source to target, clock, release, CPU family, maintenance mode, and whether each target
 * is a machine of its own. Only reads, in a preview as well as in an update.
 *
 * The host is one of `solaris:hosts` or of OpenSSH's configuration. Under Pulumi's mocks no host is contacted, and the
 * report has no rows.
 *
 * @param host The host's name.
 * @returns The report; faults of the host are rows of it.
 * @throws SolarisError HOST_CHECK_FAILED with `onFailure: "fail"` where a row has failed; HOSTS_CONFIG_INVALID,
 *     SSH_CONFIG_INVALID or SSH_CONFIG_UNSUPPORTED where no host can be looked up; ARGUMENT_INVALID where a name cannot
 *     be one.
 *
 * @example
 * ```ts
 * import { checkHost } from "pulumi-solaris";
 *
 * await checkHost("global1", { targets: ["global2"], onFailure: "fail" });
 * ```
 */
export async function checkHost(host: string, options: CheckHostOptions = {}): Promise<HostReport> {
    requireArguments("checkHost", hostCheckArguments, { host, options });
    const hosts = hostsOfRun();
    if (hosts === undefined) {
        return { host, rows: [] };
    }
    const report = await lookAtHost(hosts, { host, targets: options.targets ?? [], now: Date.now });
    const table = renderReport([report]);
    if (!hasFailed(report)) {
        // Not awaited, here and below: messages are sent one by one, and one before can wait for a resource.
        void (hasWarning(report) ? pulumi.log.warn(table) : pulumi.log.info(table));
        return report;
    }
    if (options.onFailure !== "fail") {
        void pulumi.log.warn(table);
        return report;
    }
    void pulumi.log.error(table);
    const rows = report.rows.filter(({ outcome }) => outcome === "failed");
    throw new SolarisError("HOST_CHECK_FAILED", {
        message: `${host} is not set up for moving zones`,
        host,
        lines: rows.flatMap(({ check, detail, lines = [] }) => [
            `${check}: ${detail}`,
            ...lines.map((line) => `  ${line}`),
        ]),
    });
}

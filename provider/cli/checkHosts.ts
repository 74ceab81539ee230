import { checkHost } from "../hostCheck/checkHost";
import { renderReport } from "../hostCheck/render";
import { hasFailed, type HostReport } from "../hostCheck/report";
import type { CheckHostsRequest } from "./arguments";
import { findHosts, withHosts } from "./openHosts";
import { inOptions } from "./resolveNames";
import { somethingFailed, type Streams } from "./streams";

/** Runs `check-host`. @returns the exit code. */
export async function checkHosts(request: CheckHostsRequest, streams: Streams): Promise<number> {
    const { hosts, targets } = request;
    const named = await findHosts({ ...request, names: [...hosts, ...targets] }, streams);
    if (typeof named === "number") {
        return named;
    }
    const told: string[] = [];
    const tell = (line: string): void => {
        told.push(line);
        streams.stderr.write(`${line}\n`);
    };
    // The hosts are all asked at once.
    const reports = await withHosts(named.inventory, tell, (solarisHosts) =>
        Promise.all(
            hosts.map(async (host) =>
                inWordsOfOptions(await checkHost(solarisHosts, { host, targets, now: Date.now, told: () => told })),
            ),
        ),
    );
    streams.stdout.write(request.json ? `${JSON.stringify(reports, undefined, 2)}\n` : `${renderReport(reports)}\n`);
    return reports.some(hasFailed) ? somethingFailed : 0;
}

function inWordsOfOptions(report: HostReport): HostReport {
    return {
        ...report,
        rows: report.rows.map((row) => (row.remedy === undefined ? row : { ...row, remedy: inOptions(row.remedy) })),
    };
}

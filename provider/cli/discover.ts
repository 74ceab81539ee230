import * as path from "node:path";
import { discoveryOf, hasGaps } from "../discover/discovery";
import { findZones } from "../discover/foundZones";
import { probeLogins } from "../discover/probeLogins";
import { projectFiles, projectName } from "../discover/project/files";
import { selectResources } from "../discover/project/resources";
import { DirectoryUnfit, requireEmptyDirectory, writeProject } from "../discover/project/writeProject";
import type { HostReading } from "../discover/readHost";
import { readHosts } from "../discover/readHosts";
import { renderDiscovery } from "../discover/render";
import type { DiscoverRequest } from "./arguments";
import { findHosts, withHosts, type NamedHosts } from "./openHosts";
import { mistakeInTheCall, somethingFailed, type Streams } from "./streams";

/** Runs `discover`. @returns the exit code. */
export async function discover(request: DiscoverRequest, streams: Streams): Promise<number> {
    const tell = (line: string): void => void streams.stderr.write(`${line}\n`);
    try {
        return await discoverAndWrite(request, streams, tell);
    } catch (error) {
        if (error instanceof DirectoryUnfit) {
            tell(`pulumi-solaris: --write: ${error.message}`);
            return mistakeInTheCall;
        }
        throw error;
    }
}

async function discoverAndWrite(
    request: DiscoverRequest,
    streams: Streams,
    tell: (line: string) => void,
): Promise<number> {
    const { write } = request;
    if (write !== undefined) {
        // Before minutes are spent on reading.
        await requireEmptyDirectory(write);
    }
    const named = await findHosts({ ...request, names: request.hosts }, streams);
    if (typeof named === "number") {
        return named;
    }
    if (named.names.length === 0) {
        tell("pulumi-solaris: --all: the hosts' file names no host");
        return mistakeInTheCall;
    }
    const { readings, loginFindings } = await withHosts(named.inventory, tell, async (hosts) => {
        const read = await readHosts(hosts, named.names, tell);
        return { readings: read, loginFindings: request.probe ? await probeLogins(hosts, read) : undefined };
    });
    const discovery = discoveryOf(readings, loginFindings);
    streams.stdout.write(
        request.json ? `${JSON.stringify(discovery, undefined, 2)}\n` : `${renderDiscovery(discovery)}\n`,
    );
    if (write !== undefined) {
        tell(await writeTo(write, readings, named, request.sshConfig));
    }
    return hasGaps(discovery) ? somethingFailed : 0;
}

/** @returns what was written, in a line. */
async function writeTo(
    directory: string,
    readings: readonly HostReading[],
    { given }: NamedHosts,
    sshConfig: string | undefined,
): Promise<string> {
    const selection = selectResources(findZones(readings));
    const name = projectName(path.basename(path.resolve(directory)));
    const unread = readings.filter(({ kind }) => kind === "failed").map(({ host }) => host);
    await writeProject(directory, projectFiles({ name, selection, hosts: { hosts: given, sshConfig }, unread }));
    const { resources, skipped } = selection;
    const zones = resources.length === 1 ? "1 zone" : `${resources.length} zones`;
    const left = skipped.length === 0 ? "" : `, ${skipped.length} not taken over (see its README.md)`;
    return `wrote ${directory}: ${zones}${left}`;
}

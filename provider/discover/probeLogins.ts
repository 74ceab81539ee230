import { concern, type Finding } from "../migration/preflight/findings";
import { probeLogin } from "../migration/preflight/loginProbe";
import { expectSolarisError } from "../errors/expectSolarisError";
import { migrationDestination } from "../solaris/migrationUri";
import type { SolarisHosts } from "../solaris/hosts";
import { aliasOf, findZones } from "./foundZones";
import type { LoginFindings } from "./discovery";
import type { HostReading, ReadHost } from "./readHost";

/**
 * Tries the login that a migration makes, from each host that has a zone to each other one. It changes nothing, but every
 * target's log shows a login.
 */
export async function probeLogins(hosts: SolarisHosts, readings: readonly HostReading[]): Promise<LoginFindings> {
    const read = readings.filter((reading) => reading.kind === "read");
    const sources = new Set(findZones(readings).flatMap(({ on, role }) => (role === "zone" ? [on] : [])));
    const machines = read.filter((reading) => aliasOf(reading, readings) === undefined);
    const ways = [...sources].flatMap((from) =>
        machines.filter((to) => to.host !== from.host).map((to) => [from, to] as const),
    );
    const tried = await Promise.all(
        ways.map(async ([from, to]) => [keyOf(from.host, to.host), await tryLogin(hosts, from, to)] as const),
    );
    const findings = new Map(tried);
    return (from, to) => findings.get(keyOf(from, to));
}

async function tryLogin(hosts: SolarisHosts, from: ReadHost, to: ReadHost): Promise<Finding | undefined> {
    const destination = migrationDestination(to.target, {});
    try {
        return await probeLogin(hosts, { from: from.host, to: to.host, destination });
    } catch (thrown) {
        const error = expectSolarisError(thrown);
        return concern("TARGET_LOGIN_FAILED", {
            message: `the login from ${from.host} to ${to.host} could not be tried: ${error.code}: ${error.details.message}`,
            host: from.host,
            property: "host",
        });
    }
}

function keyOf(from: string, to: string): string {
    return `${from} ${to}`;
}

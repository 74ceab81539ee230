import { SolarisError } from "../errors/solarisError";
import { utcTime } from "../solaris/clock";
import type { SolarisHosts } from "../solaris/hosts";
import { loginToTarget } from "../solaris/loginToTarget";
import { migrationDestination } from "../solaris/migrationUri";
import { processorType } from "../solaris/processorType";
import { systemRelease } from "../solaris/release";
import { migrationServices } from "../solaris/svcs";
import { listMaintenance } from "../solaris/sysadm";
import { openCall } from "../solaris/tool";
import type { InventoryHost } from "../transport/inventory/inventory";
import { ask, type Answer } from "./answer";
import { askRights } from "./askRights";
import { clockRows, type ClockReading } from "./clockRows";
import { connectionRows } from "./connectionRows";
import { machineRows, type MachineReading } from "./machineRows";
import { maintenanceRow } from "./maintenanceRow";
import { failed, faultOf, skipped, type Check, type CheckRow, type HostReport } from "./report";
import { remoteAccessRow, serviceRows } from "./serviceRows";
import { architectureRows, releaseRow } from "./systemRows";
import { targetLoginRow, untriedRow, type WayToTarget } from "./targetLoginRow";

/** What to check. */
export interface CheckRequest {
    /** The host's name, as programs use it. */
    readonly host: string;
    /** Hosts to which zones of this one are to move; default none. The host itself among them is passed over. */
    readonly targets?: readonly string[];
    /** Milliseconds since the epoch. */
    readonly now: () => number;
    /** What connecting has told the user so far, such as host keys that were written down; default nothing. */
    readonly told?: () => readonly string[];
}

const laterChecks = [
    "release",
    "CPU architecture",
    "machine",
    "rights",
    "services",
    "login to target",
    "clock",
    "maintenance mode",
] as const satisfies readonly Check[];

/**
 * Looks whether a host is set up as docs/guides/hosts.md tells, by commands that change nothing.
 *
 * What is wrong with the host, with the way to it or with its settings becomes a row; nothing of that is thrown.
 */
export async function checkHost(hosts: SolarisHosts, request: CheckRequest): Promise<HostReport> {
    const { host, now, told = () => [] } = request;
    const [first, release] = await Promise.all([
        ask(hosts, host, openCall("true", "/usr/bin/true")),
        ask(hosts, host, systemRelease()),
    ]);
    const connection = connectionRows({ name: host, target: settingsOf(hosts, host), told: told() }, first);
    const report = (rows: readonly CheckRow[]): HostReport => ({ host, rows: [...connection.rows, ...rows] });
    if (!connection.usable || first.kind !== "answered") {
        return report(laterChecks.map((check) => skipped(check, "no commands can be run on the host")));
    }
    const system = releaseRow(release);
    if (system.outcome === "failed") {
        const rest = laterChecks.slice(1).map((check) => skipped(check, "not without: release"));
        return report([system, ...rest]);
    }
    const names = [...new Set(request.targets ?? [])].filter((name) => name !== host);
    const source = hosts.inventory.get(host);
    // The clock comes first, so that its answer waits for nothing.
    const [clock, processor, machine, rights, services, maintenance, targets] = await Promise.all([
        readClock(hosts, host, now),
        ask(hosts, host, processorType()),
        readMachine(hosts, host),
        askRights(
            hosts,
            source,
            names.map((name) => settingsOf(hosts, name)).find((target) => target !== undefined),
        ),
        ask(hosts, host, migrationServices()),
        ask(hosts, host, listMaintenance()),
        Promise.all(names.map((name) => lookAtTarget(hosts, source, name, now))),
    ]);
    const remote = targets.flatMap(({ name, services: theirs }) =>
        theirs === undefined ? [] : [remoteAccessRow(name, theirs)],
    );
    const clocks = targets.map(({ name, clock: reading }) => ({ target: name, reading }));
    return report([
        system,
        ...architectureRows(
            processor,
            targets.map(({ name, processor: answer }) => ({ target: name, answer })),
        ),
        ...machineRows(
            machine,
            targets.map(({ name, machine: reading }) => ({ target: name, reading })),
        ),
        ...rights,
        ...serviceRows(services),
        ...remote,
        ...(targets.length === 0
            ? [skipped("login to target", "no target was named")]
            : targets.map(({ login }) => login)),
        ...clockRows(clock, clocks),
        maintenanceRow(maintenance, first.lines),
    ]);
}

/** What was seen of a target, and of the way there. */
interface SeenTarget {
    readonly name: string;
    readonly processor: Answer;
    readonly machine: MachineReading;
    readonly clock: ClockReading;
    readonly login: CheckRow;
    /** Only where the scheme needs a service of the target's. */
    readonly services: Answer | undefined;
}

async function lookAtTarget(
    hosts: SolarisHosts,
    source: InventoryHost,
    name: string,
    now: () => number,
): Promise<SeenTarget> {
    const target = settingsOf(hosts, name);
    const destination = target === undefined ? undefined : migrationDestination(target, {});
    const needsRemote = destination !== undefined && destination.scheme !== "ssh";
    const [login, seen] = await Promise.all([
        destination === undefined ? undefined : tryLogin(hosts, name, { source, destination }),
        // One after the other: connecting to the target must not count as the clock's delay.
        ask(hosts, name, processorType()).then(async (processor) => ({
            processor,
            clock: await readClock(hosts, name, now),
            machine: await readMachine(hosts, name),
            services: needsRemote ? await ask(hosts, name, migrationServices()) : undefined,
        })),
    ]);
    return { name, ...seen, login: login ?? unknownTargetRow(name, seen.processor) };
}

async function tryLogin(hosts: SolarisHosts, target: string, way: WayToTarget): Promise<CheckRow> {
    const untried = untriedRow(target, way);
    return untried ?? targetLoginRow(target, way, await ask(hosts, way.source.name, loginToTarget(way.destination)));
}

/** A target whose settings cannot be worked out; to ask it anything has ended in the error that tells why. */
function unknownTargetRow(target: string, answer: Answer): CheckRow {
    const check = "login to target";
    return answer.kind === "none" ? failed(check, faultOf(answer.error)) : skipped(check, `${target} is not known`);
}

async function readClock(hosts: SolarisHosts, host: string, now: () => number): Promise<ClockReading> {
    const before = now();
    const answer = await ask(hosts, host, utcTime());
    return { answer, before, after: now() };
}

async function readMachine(hosts: SolarisHosts, host: string): Promise<MachineReading> {
    try {
        return { kind: "seen", machine: await hosts.machine(host) };
    } catch (error) {
        if (SolarisError.isInstance(error)) {
            return { kind: "none", error };
        }
        throw error;
    }
}

/** A host's settings; undefined where they cannot be worked out, which every question to the host says as well. */
function settingsOf(hosts: SolarisHosts, name: string): InventoryHost | undefined {
    try {
        return hosts.inventory.get(name);
    } catch (error) {
        if (SolarisError.isInstance(error)) {
            return undefined;
        }
        throw error;
    }
}

import { SolarisError } from "../errors/solarisError";
import { authorizations } from "../solaris/auths";
import type { SolarisHosts } from "../solaris/hosts";
import { migrationUri } from "../solaris/migrationUri";
import { rightsProfiles } from "../solaris/profiles";
import { sudoAllows } from "../solaris/sudoList";
import type { ToolCall } from "../solaris/tool";
import { userId } from "../solaris/userId";
import { installZone, uninstallZone } from "../solaris/zoneadmInstall";
import { bootZone, shutdownZone, suspendZone } from "../solaris/zoneadmLifecycle";
import { listZones, parseZoneList } from "../solaris/zoneadmList";
import { migrate } from "../solaris/zoneadmMigrate";
import { applyLiveScript, applyScript, deleteConfiguration, exportConfiguration } from "../solaris/zonecfg";
import type { InventoryHost } from "../transport/inventory/inventory";
import { ask, type Answer } from "./answer";
import type { CheckRow } from "./report";
import {
    configurableZones,
    privilegedReadRow,
    profileRows,
    rootRow,
    sudoManagementRows,
    sudoRows,
    type PrivilegedRead,
    type SudoAnswer,
} from "./rightsRows";

/**
 * Looks, by reads alone, whether the login has the rights that the host's `privilege` promises.
 *
 * @param target A host to which zones are to move, because a rule of sudo can name the destination.
 */
export async function askRights(
    hosts: SolarisHosts,
    host: InventoryHost,
    target: InventoryHost | undefined,
): Promise<CheckRow[]> {
    switch (host.privilege) {
        case "pfexec": {
            const [profiles, auths, list] = await Promise.all([
                ask(hosts, host.name, rightsProfiles()),
                ask(hosts, host.name, authorizations()),
                // Needs no rights; with them it shows whether pfexec is there.
                ask(hosts, host.name, { ...listZones(), name: "pfexec zoneadm list -cp", privileged: true }),
            ]);
            const read = await tryExport(hosts, host.name, list, configurableZones(auths));
            return [...profileRows(host.user, profiles, auths), privilegedReadRow(host, read)];
        }
        case "sudo": {
            const list = await ask(hosts, host.name, listZones());
            const zone = kernelZonesIn(list)[0];
            const uri = target === undefined ? `ssh://${host.user}@TARGET` : migrationUri(target, {});
            const askAbout = (calls: readonly ToolCall[]): Promise<SudoAnswer[]> =>
                Promise.all(
                    calls.map(async (call) => ({ call, answer: await ask(hosts, host.name, sudoAllows(call)) })),
                );
            const [moving, managing, read] = await Promise.all([
                askAbout(callsForMoves(zone ?? "kzone1", uri)),
                askAbout(callsForManagement(zone ?? "kzone1")),
                tryExport(hosts, host.name, list, undefined),
            ]);
            return [...sudoRows(host, moving), ...sudoManagementRows(host, managing), privilegedReadRow(host, read)];
        }
        case "none":
            return [rootRow(host, await ask(hosts, host.name, userId()))];
    }
}

/** What the provider runs with rights to move zones that run; here only to ask whether it might. */
function callsForMoves(zone: string, uri: string): ToolCall[] {
    const move = { zone, uri, typeFlag: true, overwriteTargetConfig: false, timeoutMs: 0 };
    return [
        migrate({ ...move, dryRun: true }),
        migrate({ ...move, dryRun: false }),
        exportConfiguration(zone, "stored"),
        exportConfiguration(zone, "running"),
        applyScript(zone, ""),
        deleteConfiguration(zone),
    ];
}

/** What it runs with rights besides, without what only an option such as `allowHalt` asks for. */
function callsForManagement(zone: string): ToolCall[] {
    return [
        installZone(zone, { profile: "/PROFILE", timeoutMs: 0 }),
        bootZone(zone),
        shutdownZone(zone),
        suspendZone(zone),
        uninstallZone(zone),
        applyLiveScript(zone, ""),
    ];
}

function kernelZonesIn(list: Answer): string[] {
    return list.kind === "answered"
        ? parseZoneList(list.stdout).flatMap(({ name, brand }) => (brand === "solaris-kz" ? [name] : []))
        : [];
}

/** Reads the configuration of one kernel zone; what is read is let go of at once. */
async function tryExport(
    hosts: SolarisHosts,
    host: string,
    list: Answer,
    allowed: readonly string[] | undefined,
): Promise<PrivilegedRead> {
    const zones = kernelZonesIn(list);
    const zone = zones.find((each) => allowed?.includes(each) ?? true) ?? zones[0];
    if (zone === undefined) {
        return { list, exported: undefined };
    }
    try {
        await hosts.configuration(host, zone, "stored");
        return { list, exported: { zone, error: undefined } };
    } catch (error) {
        if (SolarisError.isInstance(error)) {
            return { list, exported: { zone, error } };
        }
        throw error;
    }
}

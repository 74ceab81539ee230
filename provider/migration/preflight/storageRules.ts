import { propertyOf, sizeOf, type ZoneResource } from "../../solaris/zoneConfiguration";
import { configurationToCome, existingConfiguration, resourcesOf } from "./configurations";
import { comparableUri } from "./differences";
import { concern, problem, type Finding } from "./findings";
import type { PreflightInput } from "./input";

/** Whether all storage can be reached from the target, as far as its names tell. */
export function judgeStorage(input: PreflightInput): Finding[] {
    const { zone, source, sourceConfiguration } = input;
    return [
        ...resourcesOf(sourceConfiguration, "device").flatMap((device) => judgeDevice(zone, source.host, device)),
        ...judgeSuspendStorage(input),
        ...compareDevices(input),
    ];
}

function judgeDevice(zone: string, host: string, device: ZoneResource): Finding[] {
    const id = propertyOf(device, "id");
    const name = id === undefined ? "a device" : `device ${id}`;
    const storage = propertyOf(device, "storage");
    const match = propertyOf(device, "match");
    const locality = storage === undefined ? localityOfPath(match ?? "") : localityOf(storage);
    if (locality === "shared" || (storage === undefined && match === undefined)) {
        return [];
    }
    const place = storage ?? `match=${match ?? ""}`;
    const details = { host, property: "zoneName" };
    return locality === "local"
        ? [
              problem("STORAGE_LOCAL", {
                  ...details,
                  message: `${name} of ${zone} is storage of ${host} alone: ${place}`,
                  remedy:
                      `Bring it to shared storage while the zone runs, on ${host} (from SRU 48 on): zoneadm -z ${zone} move -p URI\n` +
                      `or take the zone to a new one on the target by a Unified Archive: archiveadm create -z ${zone} FILE.uar`,
              }),
          ]
        : [
              concern("STORAGE_LOCAL", {
                  ...details,
                  message: `${name} of ${zone} is named as a disk of ${host}: ${place}; it can move only if the target sees the same disk`,
                  remedy: `Name it by a URI of shared storage, which \`suriadm lookup-uri\` on ${host} tells.`,
              }),
          ];
}

type Locality = "shared" | "local" | "unsure";

/**
 * Where the storage of a URI is (suri(7), solaris-facts 4.4 [C]): NFS, iSCSI and logical units are shared; files and
 * volumes are the host's; a disk may be a logical unit that others see too.
 */
export function localityOf(uri: string): Locality {
    const [, scheme = "", rest = ""] = /^([a-z]+):(.*)$/i.exec(uri) ?? [];
    switch (scheme.toLowerCase()) {
        case "file":
            return "local";
        case "dev":
            return localityOfPath(rest);
        default:
            // Also a scheme that came later: Solaris judges it in the dry run.
            return "shared";
    }
}

// A world wide name as the target part of a disk's name: c0t600144F0DBF8AF1900005FD25E490003d0.
const worldWideName = /\bc\d+t[0-9a-f]{16,}d\d+/i;

function localityOfPath(path: string): Locality {
    if (/(?:^|\/)zvol\//.test(path)) {
        return "local";
    }
    return worldWideName.test(path) || path.includes("chassis/") ? "unsure" : "local";
}

/** A warm move carries the memory over by the storage of the suspend resource (solaris-facts 3.2 [C]). */
function judgeSuspendStorage({ zone, source, method, sourceConfiguration }: PreflightInput): Finding[] {
    if (method !== "warm") {
        return [];
    }
    const suspend = resourcesOf(sourceConfiguration, "suspend")[0];
    const storage = suspend === undefined ? undefined : propertyOf(suspend, "storage");
    if (storage !== undefined && localityOf(storage) !== "local") {
        return [];
    }
    const path = suspend === undefined ? undefined : propertyOf(suspend, "path");
    const has =
        suspend === undefined
            ? "has no suspend resource"
            : storage !== undefined
              ? `has a suspend resource on storage of ${source.host} alone (${storage})`
              : `has a suspend resource without storage${path === undefined ? "" : ` (path ${path}, a file of ${source.host})`}`;
    const size = sizeOf(sourceConfiguration).memoryBytes;
    const room = size === undefined ? "as large as its memory" : `${gibibytes(size)} or more`;
    const edit =
        suspend === undefined
            ? "add suspend; set storage=URI; end"
            : `select suspend; ${path === undefined ? "" : "clear path; "}set storage=URI; end`;
    return [
        problem("SUSPEND_STORAGE_MISSING", {
            message: `${zone} on ${source.host} ${has}, so a warm move cannot carry its memory over`,
            host: source.host,
            property: "migration.method",
            remedy: `Give it one on shared storage (${room}), on ${source.host}: zonecfg -z ${zone} '${edit}'\nor choose another migration.method.`,
        }),
    ];
}

function gibibytes(bytes: number): string {
    return `${Math.ceil((bytes / 1024 ** 3) * 10) / 10} GiB`;
}

/** Each device must have the same URI under the same id on both hosts (solaris-facts 4.1 [C]). */
function compareDevices(input: PreflightInput): Finding[] {
    const { zone, source, target, sourceConfiguration } = input;
    if (existingConfiguration(input) === undefined) {
        return [];
    }
    const here = placesById(resourcesOf(sourceConfiguration, "device"));
    const there = placesById(resourcesOf(configurationToCome(input), "device"));
    const lines = [...new Set([...here.keys(), ...there.keys()])].flatMap((id) => {
        const [a, b] = [here.get(id), there.get(id)];
        return a !== undefined && b !== undefined && comparableUri(a) === comparableUri(b)
            ? []
            : [`device ${id}: ${a ?? "none"} on ${source.host}, ${b ?? "none"} on ${target.host}`];
    });
    return lines.length === 0
        ? []
        : [
              concern("DEVICES_DIFFER", {
                  message: `the configuration of ${zone} that ${target.host} has names other storage than the zone on ${source.host} uses`,
                  host: target.host,
                  property: "host",
                  lines,
                  remedy: `Find out whose configuration it is. If it is out of date, delete it on ${target.host}, so that the source's is imported: zonecfg -z ${zone} delete -F`,
              }),
          ];
}

function placesById(devices: readonly ZoneResource[]): ReadonlyMap<string, string> {
    return new Map(
        devices.map((device) => [
            propertyOf(device, "id") ?? "without id",
            propertyOf(device, "storage") ?? `match=${propertyOf(device, "match") ?? ""}`,
        ]),
    );
}

import { storageUriOf } from "../../solaris/configuration/disk";
import { describeMemory } from "../../solaris/memorySize";
import { parseStorageUri } from "../../solaris/storageUri";
import { propertyOf, sizeOf, type ZoneResource } from "../../solaris/zoneConfiguration";
import { configurationToCome, existingConfiguration, resourcesOf } from "./configurations";
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
    const uri = storageUriOf(device);
    const locality = uri === undefined ? "shared" : parseStorageUri(uri).locality;
    if (locality === "shared") {
        return [];
    }
    const place = placeOf(device);
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

/** A warm move carries the memory over by the storage of the suspend resource (solaris-facts 3.2 [C]). */
function judgeSuspendStorage({ zone, source, method, sourceConfiguration }: PreflightInput): Finding[] {
    if (method !== "warm") {
        return [];
    }
    const suspend = resourcesOf(sourceConfiguration, "suspend")[0];
    const storage = suspend === undefined ? undefined : propertyOf(suspend, "storage");
    if (storage !== undefined && parseStorageUri(storage).locality !== "local") {
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
    const room = size === undefined ? "as large as its memory" : `${describeMemory(size, Math.ceil)} or more`;
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
        return a !== undefined && b !== undefined && parseStorageUri(a).comparable === parseStorageUri(b).comparable
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
    return new Map(devices.map((device) => [propertyOf(device, "id") ?? "without id", placeOf(device)]));
}

function placeOf(device: ZoneResource): string {
    return propertyOf(device, "storage") ?? `match=${propertyOf(device, "match") ?? ""}`;
}

import { ConfigEditor } from "./configEditor";
import { statementsOf } from "./configStatements";
import type { ZoneSpec } from "./spec";
import type { Zone } from "./zone";
import {
    type ConfigDocument,
    derivedUuid,
    kernelZoneDocument,
    modelOf,
    otherBrandDocument,
    type ZoneConfigModel,
} from "./zoneConfig";

/** The configuration that the lines of an export describe, over another one; names and values are not checked. */
export function documentOf(lines: string, over: ConfigDocument = { globals: {}, resources: [] }): ConfigDocument {
    const editor = new ConfigEditor(over, { hostCompatible: [], cpuArch: [], lenient: true });
    for (const { text } of statementsOf(lines)) {
        if (!/^create\b/.test(text)) {
            editor.execute(text);
        }
    }
    return editor.result();
}

function builder(spec: ZoneSpec, brand: string, zonepath: string): (text: string | undefined) => ConfigDocument {
    const build = (config: Partial<ZoneConfigModel> | undefined): ConfigDocument =>
        brand === "solaris-kz" ? kernelZoneDocument(spec.name, config) : otherBrandDocument(brand, zonepath);
    return (text) =>
        documentOf((spec.extra ?? []).join("\n"), text === undefined ? build(spec.config) : documentOf(text));
}

/** A zone as a test describes it, which no host has yet. */
export function zoneFromSpec(spec: ZoneSpec): Zone {
    const stored = spec.export === undefined ? undefined : documentOf(spec.export);
    const brand = spec.brand ?? stored?.globals.brand ?? "solaris-kz";
    const state = spec.state ?? "running";
    const zonepath =
        spec.zonepath ?? (brand === "solaris-kz" ? `/system/volatile/zones/${spec.name}/zonepath` : `/${spec.name}`);
    const config = builder(spec, brand, zonepath)(spec.export);
    const live =
        spec.liveExport === undefined && spec.liveConfig === undefined
            ? undefined
            : builder({ ...spec, config: { ...spec.config, ...spec.liveConfig } }, brand, zonepath)(spec.liveExport);
    return {
        name: spec.name,
        uuid: spec.uuid ?? (state === "configured" ? "" : derivedUuid(spec.name)),
        brand,
        state,
        auxiliary: [...(spec.auxiliary ?? [])],
        id: spec.id,
        config,
        liveConfig: live,
        activeVcpus: spec.activeVcpus ?? modelOf(live ?? config).ncpus ?? 1,
        zonepath,
        readWrite: spec.readWrite ?? "-",
        operation: undefined,
        guest: { ...spec.guest },
        imageClass: undefined,
        guestUpAt: 0,
        bootFailed: false,
    };
}

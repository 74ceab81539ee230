import type { ConfigDocument, ConfigResource } from "./zoneConfig";

/** A local disk of the zone's own, as the templates have it [C, LAB for its expanded form]. */
const ownDisk = "dev:/dev/zvol/dsk/%{global-rootzpool}/VARSHARE/zones/%{zonename}/disk%{id}";

/** CPUs and memory of the two templates for kernel zones [C]. */
const sizes: Record<string, { ncpus: string; physical: string }> = {
    "SYSsolaris-kz": { ncpus: "4", physical: "4G" },
    "SYSsolaris-kz-minimal": { ncpus: "1", physical: "2G" },
};

/** What `create` takes without -b and -t here; on a machine it is a property of its zones service [U]. */
export const defaultTemplate = "SYSsolaris-kz";

/**
 * The configuration that a template begins with. That it has one anet and one disk with these properties is [C, LAB].
 *
 * @param hostCompatible `memlzr` is in it from SRU 45 on [C].
 * @returns undefined for a name that is no template.
 */
export function templateDocument(name: string, hostCompatible: string | undefined): ConfigDocument | undefined {
    const size = Object.hasOwn(sizes, name) ? sizes[name] : undefined;
    if (size === undefined) {
        return undefined;
    }
    return {
        globals: {
            brand: "solaris-kz",
            autoboot: "false",
            autoshutdown: "shutdown",
            ...(hostCompatible === undefined ? {} : { "host-compatible": hostCompatible }),
        },
        resources: [
            {
                type: "anet",
                properties: {
                    "lower-link": "auto",
                    "configure-allowed-address": "true",
                    "link-protection": "mac-nospoof",
                    "mac-address": "auto",
                    id: "0",
                },
            },
            { type: "device", properties: { storage: ownDisk, bootpri: "0", id: "0" } },
            { type: "virtual-cpu", properties: { ncpus: size.ncpus } },
            { type: "capped-memory", properties: { physical: size.physical } },
        ],
    };
}

/** Gives an anet or device the next free id, and an anet the defaults of its other properties [U: that `end` does]. */
export function completeResource({ resources }: ConfigDocument, { type, properties }: ConfigResource): void {
    if (type !== "anet" && type !== "device") {
        return;
    }
    const taken = resources.filter((each) => each.type === type).map((each) => each.properties.id);
    let free = 0;
    while (taken.includes(String(free))) {
        free += 1;
    }
    const defaults = {
        "lower-link": "auto",
        "configure-allowed-address": "true",
        "link-protection": "mac-nospoof",
        "mac-address": "auto",
    };
    Object.assign(properties, { ...(type === "anet" ? defaults : {}), id: String(free), ...properties });
}

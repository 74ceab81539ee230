import {
    type ConfigDocument,
    type ConfigResource,
    kernelZoneDocument,
    modelOf,
    type ZoneConfigModel,
} from "./zoneConfig";

/** `before` with what differs between `from` and `to`. */
function merged(
    before: Record<string, string>,
    from: Record<string, string>,
    to: Record<string, string>,
): Record<string, string> {
    const result = { ...before };
    for (const name of Object.keys({ ...from, ...to })) {
        const value = to[name];
        if (value === undefined) {
            Reflect.deleteProperty(result, name);
        } else if (value !== from[name]) {
            result[name] = value;
        }
    }
    return result;
}

function byIdentity({ resources }: ConfigDocument): Map<string, ConfigResource> {
    return new Map(
        resources.map((each) => {
            const { id, user, name } = each.properties;
            return [`${each.type} ${id ?? user ?? name ?? ""}`, each];
        }),
    );
}

/** A kernel zone's configuration with other values of the model; what the model does not name stays as it is. */
export function changedDocument(
    zoneName: string,
    document: ConfigDocument,
    changes: Partial<ZoneConfigModel>,
): ConfigDocument {
    const from = kernelZoneDocument(zoneName, modelOf(document));
    const to = kernelZoneDocument(zoneName, { ...modelOf(document), ...changes });
    const [before, named, changed] = [byIdentity(document), byIdentity(from), byIdentity(to)];
    const kept = [...before].filter(([key]) => changed.has(key) || !named.has(key));
    const added = [...changed].filter(([key]) => !before.has(key));
    return {
        globals: merged(document.globals, from.globals, to.globals),
        resources: [...kept, ...added].map(([key, { type, properties }]) => ({
            type,
            properties: merged(
                properties,
                named.get(key)?.properties ?? {},
                changed.get(key)?.properties ?? properties,
            ),
        })),
    };
}

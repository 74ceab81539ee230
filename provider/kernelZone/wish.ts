import type { Wish } from "../reconfigure/changePlan";
import type { ConfigurationDocument, ConfigurationTarget } from "../solaris/configuration/document";
import { configSchema, type ZoneConfig } from "./config/configSchema";
import { pathOf } from "./config/paths";
import { documentOf, wishedDocument } from "./config/toDocument";
import type { AnetOverride, KernelZoneInputs } from "./schema";
import type { PropertyBag } from "./state";

/** What the program wants of a zone's configuration on one host. */
export interface ConfigurationWish {
    /** How a configuration that is found becomes the wished one. */
    readonly wish: Wish;
    /** Where in the program a property comes from. */
    readonly pathOf: (target: ConfigurationTarget) => string;
}

/**
 * The wished configuration on a host: `config`, with what `hostOverrides` say for that host.
 *
 * @param olds The outputs of the last run: what it declared and the program does not any more goes back to its default.
 * @returns undefined where the program leaves the configuration as it is found.
 */
export function configurationWish(
    { config, hostOverrides }: KernelZoneInputs,
    host: string,
    olds: PropertyBag,
): ConfigurationWish | undefined {
    if (config === undefined) {
        return undefined;
    }
    const before = declaredBefore(olds);
    const overrides = hostOverrides[host]?.anets ?? [];
    return {
        wish: (found) => withOverrides(wishedDocument(found, config, before), overrides),
        pathOf: (target) => (isOverridden(target, overrides) ? `hostOverrides.${host}.anets` : pathOf(config, target)),
    };
}

/** The configuration that a bag declares; undefined where it declares none, or one that this release does not understand. */
export function declaredDocument(bag: PropertyBag): ConfigurationDocument | undefined {
    const config = bag["config"] === undefined ? undefined : declaredBefore(bag);
    return config && documentOf(config);
}

/** The `config` of the last run; undefined where it had none, or wrote one that this release does not understand. */
function declaredBefore(olds: PropertyBag): ZoneConfig | undefined {
    const parsed = configSchema.safeParse(olds["config"]);
    return parsed.success ? parsed.data : undefined;
}

function isOverridden({ resource, property }: ConfigurationTarget, overrides: readonly AnetOverride[]): boolean {
    return (
        resource?.type === "anet" &&
        property === "lower-link" &&
        overrides.some(({ id }) => resource.by?.property === "id" && resource.by.value === String(id))
    );
}

function withOverrides(document: ConfigurationDocument, overrides: readonly AnetOverride[]): ConfigurationDocument {
    const resources = document.resources.map((resource) => {
        const [anetId] = resource.type === "anet" ? (resource.properties.get("id") ?? []) : [];
        const override = overrides.find(({ id }) => String(id) === anetId);
        return override === undefined
            ? resource
            : { ...resource, properties: new Map([...resource.properties, ["lower-link", [override.lowerLink]]]) };
    });
    return { ...document, resources };
}

import {
    identitiesOf,
    valueOf,
    type ConfigurationResource,
    type ConfigurationTarget,
    type ResourceKey,
} from "../solaris/configuration/document";
import type { IsMarked } from "../solaris/configuration/secrets";
import { configSchema } from "./config/configSchema";
import { declaredList, declaredPart, identityName, isMember, type Declared } from "./config/declared";
import { globalFields, typedResource, type Field, type ResourceFields } from "./config/fields";
import { dotted, propertyPath } from "./config/paths";
import { isWithin, secretPathsIn } from "./secretPaths";
import { kernelZoneSchema } from "./schema";
import type { PropertyBag } from "./state";

/**
 * Tells which of zonecfg's properties hold what the program has marked as secrets. Rather one too many: where a resource
 * cannot be told from others of its type, a mark of one of them counts.
 */
export function markedTargets(bag: PropertyBag): IsMarked {
    if (secretPathsIn(bag).length === 0) {
        return () => false;
    }
    const program = new MarkedProgram(bag);
    return (target, whole) => program.marks(target, whole);
}

/**
 * Whether it is told of which resource a target is. A bare type is that of none in particular where a zone can have several,
 * as in the question by which property zonecfg is to find one: to that no mark is an answer, or it would change the zone.
 */
export function isOfOneResource({ resource }: ConfigurationTarget, whole?: ConfigurationResource): boolean {
    return (
        resource === undefined ||
        whole !== undefined ||
        resource.by !== undefined ||
        resource.index !== undefined ||
        identitiesOf(resource.type).length === 0
    );
}

/** A part of a program, and where it stands. */
interface Part {
    readonly declared: Declared;
    readonly path: readonly PropertyKey[];
}

class MarkedProgram {
    readonly #paths: readonly string[];
    readonly #config: Declared | undefined;
    readonly #overrides;

    constructor(bag: PropertyBag) {
        this.#paths = secretPathsIn(bag);
        const config = configSchema.safeParse(bag["config"]);
        this.#config = config.success ? config.data : undefined;
        const overrides = kernelZoneSchema.shape.hostOverrides.safeParse(bag["hostOverrides"]);
        this.#overrides = overrides.success ? overrides.data : {};
    }

    marks(target: ConfigurationTarget, whole?: ConfigurationResource): boolean {
        const { resource, property } = target;
        if (property === undefined) {
            return false;
        }
        if (this.#isAllOf(["config"]) || (this.#config === undefined && this.#isAnyOf(["config"]))) {
            return true;
        }
        const config = this.#config ?? {};
        if (resource === undefined) {
            return this.#isMarkedIn({ declared: config, path: ["config"] }, globalFields, property);
        }
        const spec = typedResource(resource.type);
        if (spec === undefined) {
            const parts = this.#members(config, "resources");
            const ofType = parts.filter(({ declared }) => declared["type"] === resource.type);
            return this.#isAllOf(["config", "resources"]) || this.#isMarkedInAny(ofType, [], property);
        }
        if (spec.identity === undefined) {
            const part = { declared: declaredPart(config, spec.key) ?? {}, path: ["config", spec.key] };
            return this.#isMarkedIn(part, spec.fields, property);
        }
        const identity = identityOf(spec, resource, whole);
        const parts = this.#members(config, spec.key).filter(
            ({ declared }) => identity === undefined || isMember(declared, spec, [identity]),
        );
        return (
            this.#isAllOf(["config", spec.key]) ||
            (spec.key === "anets" && property === "lower-link" && this.#isOverrideMarked(identity)) ||
            this.#isMarkedInAny(parts, spec.fields, property)
        );
    }

    #members(config: Declared, key: string): Part[] {
        return (declaredList(config, key) ?? []).map((declared, index) => ({ declared, path: ["config", key, index] }));
    }

    #isOverrideMarked(id: string | undefined): boolean {
        return Object.entries(this.#overrides).some(([host, { anets }]) =>
            anets.some(
                (anet, index) =>
                    (id === undefined || String(anet.id) === id) &&
                    this.#isAnyOf(["hostOverrides", host, "anets", index, "lowerLink"]),
            ),
        );
    }

    #isMarkedInAny(parts: readonly Part[], fields: readonly Field[], property: string): boolean {
        return parts.some((part) => this.#isMarkedIn(part, fields, property));
    }

    #isMarkedIn({ declared, path }: Part, fields: readonly Field[], property: string): boolean {
        const own = propertyPath(declared, fields, property);
        return own.length === 0 ? this.#isAllOf(path) : this.#isAnyOf([...path, ...own]);
    }

    /** Whether everything at a path is marked. */
    #isAllOf(path: readonly PropertyKey[]): boolean {
        return this.#paths.some((marked) => isWithin(dotted(path), marked));
    }

    /** Whether anything at a path is marked. */
    #isAnyOf(path: readonly PropertyKey[]): boolean {
        return this.#isAllOf(path) || this.#paths.some((marked) => isWithin(marked, dotted(path)));
    }
}

/** The value by which the program tells a resource from the others of its type; undefined where it is not known here. */
function identityOf(
    spec: ResourceFields,
    { by }: ResourceKey,
    whole: ConfigurationResource | undefined,
): string | undefined {
    const name = identityName(spec);
    if (whole !== undefined) {
        return valueOf(whole, name);
    }
    return by?.property === name ? by.value : undefined;
}

import { identityOf } from "./configVocabulary";
import { cloneDocument, type ConfigDocument, type ConfigResource } from "./zoneConfig";

/**
 * What a running zone can make of a difference: take it at once ("memory", "dynamic"), not take it ("fixed"), or not be
 * concerned ("stored").
 */
export type LiveKind = "memory" | "dynamic" | "fixed" | "stored";

/** One difference between what a zone runs with and what it is to have. */
export interface LiveChange {
    kind: LiveKind;
    /** As behind "Checking: " [C for memory, the form of the others is [U]]. */
    line: string;
    /** Gives a configuration this difference. */
    take: (document: ConfigDocument) => void;
}

/** Of the zone itself: cpu-arch needs a reboot [C]; the others are [I], and what is in neither is [U]. */
const fixedGlobals = new Set(["brand", "zonepath", "cpu-arch", "host-compatible", "hostid", "ip-type"]);
/** Which of them change in a running kernel zone is [U]; they do in a native zone. */
const dynamicTypes = new Set(["anet", "net", "device", "virtual-cpu"]);
/** What the guest does not see [I]. */
const storedTypes = new Set(["admin", "attr", "rctl", "suspend", "security-flags"]);

/** The differences, in the order of the configuration. */
export function liveChanges(running: ConfigDocument, wished: ConfigDocument): LiveChange[] {
    const changes: LiveChange[] = [];
    for (const name of Object.keys({ ...running.globals, ...wished.globals })) {
        const value = wished.globals[name] ?? "";
        if (value !== (running.globals[name] ?? "")) {
            changes.push({
                kind: fixedGlobals.has(name) ? "fixed" : "stored",
                line: `Modifying ${name}=${value}`,
                take: ({ globals }) => {
                    setOrClear(globals, name, wished.globals[name]);
                },
            });
        }
    }
    const [before, after] = [byKey(running), byKey(wished)];
    for (const [key, resource] of before) {
        const changed = after.get(key);
        changes.push(...(changed === undefined ? [removal(key, resource)] : modifications(key, resource, changed)));
    }
    for (const [key, resource] of after) {
        if (!before.has(key)) {
            changes.push(addition(resource));
        }
    }
    return changes;
}

function byKey({ resources }: ConfigDocument): Map<string, ConfigResource> {
    const seen = new Map<string, number>();
    return new Map(
        resources.map((resource) => {
            const identity = identityOf(resource);
            const nth = seen.get(resource.type) ?? 0;
            seen.set(resource.type, nth + 1);
            const name = identity === undefined ? ` #${nth}` : ` ${identity.name}=${identity.value}`;
            return [resource.type + name, resource];
        }),
    );
}

function kindOf({ type, properties }: ConfigResource): LiveKind {
    if (storedTypes.has(type)) {
        return "stored";
    }
    // That the disk a zone booted from stays is [I].
    const bootDisk = type === "device" && properties.bootpri !== undefined;
    return dynamicTypes.has(type) && !bootDisk ? "dynamic" : "fixed";
}

/** A resource in words: `anet id=1`, `virtual-cpu ncpus=4`. */
function named(resource: ConfigResource): string {
    const identity = identityOf(resource);
    const [first] = Object.entries(resource.properties);
    const [name, value] = identity === undefined ? (first ?? []) : [identity.name, identity.value];
    return name === undefined ? resource.type : `${resource.type} ${name}=${value ?? ""}`;
}

function removal(key: string, resource: ConfigResource): LiveChange {
    return {
        kind: kindOf(resource),
        line: `Removing ${named(resource)}`,
        take: (document) => {
            const gone = byKey(document).get(key);
            document.resources = document.resources.filter((each) => each !== gone);
        },
    };
}

function addition(resource: ConfigResource): LiveChange {
    return {
        kind: resource.type === "device" ? "dynamic" : kindOf(resource),
        line: `Adding ${named(resource)}`,
        take: ({ resources }) => {
            resources.push({ type: resource.type, properties: { ...resource.properties } });
        },
    };
}

/** One per property: of one resource, some can change while the zone runs and others cannot. */
function modifications(key: string, before: ConfigResource, after: ConfigResource): LiveChange[] {
    const names = Object.keys({ ...before.properties, ...after.properties });
    return names
        .filter((name) => (before.properties[name] ?? "") !== (after.properties[name] ?? ""))
        .map((name) => {
            const value = after.properties[name];
            return {
                kind: modificationKind(before, name),
                line: `Modifying ${resourceName(before)} ${name}=${value ?? ""}`,
                take: (document) => {
                    setOrClear(byKey(document).get(key)?.properties ?? {}, name, value);
                },
            };
        });
}

function resourceName(resource: ConfigResource): string {
    return identityOf(resource) === undefined ? resource.type : named(resource);
}

function modificationKind(resource: ConfigResource, name: string): LiveKind {
    if (resource.type === "capped-memory") {
        // pagesize-policy, pagesize and memory-reserve are not live-changeable [C].
        return name === "physical" ? "memory" : name === "memlzr" ? "stored" : "fixed";
    }
    return kindOf(resource);
}

function setOrClear(properties: Record<string, string>, name: string, value: string | undefined): void {
    if (value === undefined) {
        Reflect.deleteProperty(properties, name);
    } else {
        properties[name] = value;
    }
}

/** The running configuration with some of the differences. */
export function withChanges(running: ConfigDocument, changes: readonly LiveChange[]): ConfigDocument {
    const document = cloneDocument(running);
    changes.forEach(({ take }) => {
        take(document);
    });
    return document;
}

import type { Inventory } from "../transport/inventory/inventory";
import { asError } from "../errors/solarisError";
import { creationProblems } from "./config/advice";
import { inWords } from "./config/inWords";
import { knownKeysAt, unknownKeyReason } from "./config/strict";
import { kernelZoneSchema } from "./schema";
import { hiddenKeys, rawInputs, type PropertyBag } from "./state";

/** A fault in the inputs, at the property that has it. */
export interface CheckFailure {
    readonly property: string;
    readonly reason: string;
}

/** What the engine writes for a value that is not known before `pulumi up`; sdk/nodejs/runtime/rpc.ts. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What a run is configured with. Each throws what is wrong with its part. */
export interface ConfigurationOfRun {
    readonly loadInventory: () => Inventory;
    readonly loadDefaults: () => unknown;
}

/**
 * Validates inputs without asking any host. Values that are not known yet pass, wherever they stand.
 *
 * @param olds The inputs of the last run; empty for a new resource.
 * @param configuration Gives what the run is configured with, or throws what is wrong with it.
 * @returns The inputs as written. Defaults are filled in where they are used, not in the state, so that a default can
 *     change in a later release without a change in every zone.
 */
export function check(
    olds: PropertyBag,
    news: PropertyBag,
    { loadInventory, loadDefaults }: ConfigurationOfRun,
): { inputs: Record<string, unknown>; failures: CheckFailure[] } {
    const inputs = { ...rawInputs(news), ...hiddenKeys(news) };
    const written = Object.fromEntries(Object.entries(news).filter(([key]) => !key.startsWith("__")));
    const parsed = kernelZoneSchema.safeParse(written, { error: inWords });
    const failures: CheckFailure[] = (parsed.error?.issues ?? [])
        .filter(({ path }) => !leadsToUnknown(written, path))
        .flatMap((issue) => {
            const at = issue.path.map(String).join(".");
            if (issue.code === "unrecognized_keys") {
                const known = knownKeysAt(kernelZoneSchema, issue.path);
                return issue.keys.map((key) => ({
                    property: at === "" ? key : `${at}.${key}`,
                    reason: unknownKeyReason(key, known),
                }));
            }
            const isMissing = issue.code !== "custom" && missing(written, issue.path);
            return [{ property: at, reason: isMissing ? "is required" : issue.message }];
        });
    failures.push(
        ...checkRename(olds, written),
        ...checkCreation(olds, written),
        ...checkDefaults(loadDefaults),
        ...checkHosts(written, loadInventory),
    );
    return { inputs, failures };
}

function checkRename(olds: PropertyBag, news: PropertyBag): CheckFailure[] {
    const before = olds["zoneName"];
    const after = news["zoneName"];
    if (typeof before !== "string" || typeof after !== "string" || after === unknownValue || before === after) {
        return [];
    }
    return [
        {
            property: "zoneName",
            reason:
                `cannot change from "${before}" to "${after}": a zone is not renamed or replaced. To manage another zone, ` +
                `give the resource another name; ${fateOfOld(olds)}`,
        },
    ];
}

/** What becomes of the old zone then: what the state says, not the program. */
function fateOfOld({ deletionPolicy }: PropertyBag): string {
    switch (deletionPolicy) {
        case "delete":
            return 'the old zone and what is on its disks are destroyed when its resource is removed, because its deletionPolicy is "delete". To keep it, set that to "retain" first, in a `pulumi up` of its own.';
        case "shutdown":
            return 'the old zone is shut down and kept when its resource is removed, because its deletionPolicy is "shutdown".';
        default:
            return "the old zone runs on untouched when its resource is removed.";
    }
}

/** A new resource either takes over a zone or says how to make one. */
function checkCreation(olds: PropertyBag, news: PropertyBag): CheckFailure[] {
    const isNew = olds["zoneName"] === undefined;
    const { adopt = false, config } = news;
    if (!isNew || adopt !== false || (config !== undefined && typeof config !== "object")) {
        return [];
    }
    if (typeof config === "object" && config !== null) {
        return creationProblems(config as PropertyBag).map(({ property, message }) => ({ property, reason: message }));
    }
    return [
        {
            property: "config",
            reason: "is required to create a zone. To take over a zone that exists already, write adopt: true",
        },
    ];
}

function checkDefaults(loadDefaults: () => unknown): CheckFailure[] {
    try {
        loadDefaults();
        return [];
    } catch (error) {
        return [{ property: "", reason: asError(error).message }];
    }
}

function checkHosts(news: PropertyBag, loadInventory: () => Inventory): CheckFailure[] {
    let inventory: Inventory;
    try {
        inventory = loadInventory();
    } catch (error) {
        // Not the fault of any property of this resource.
        return [{ property: "", reason: asError(error).message }];
    }
    const host = news["host"];
    const failures: CheckFailure[] = [];
    if (typeof host === "string" && host !== "" && host !== unknownValue) {
        failures.push(...checkHost("host", host, inventory));
    }
    const overrides = news["hostOverrides"];
    // The places of a list are no hosts: that it is one is told already.
    if (typeof overrides === "object" && overrides !== null && !Array.isArray(overrides)) {
        for (const name of Object.keys(overrides)) {
            failures.push(...checkHost(`hostOverrides.${name}`, name, inventory));
        }
    }
    return failures;
}

/** Whether the way to a host can be worked out from what stands in local files; the host itself is not asked. */
function checkHost(property: string, name: string, inventory: Inventory): CheckFailure[] {
    try {
        inventory.get(name);
        return [];
    } catch (error) {
        return [{ property, reason: asError(error).message }];
    }
}

/** Whether the value at a path, or one on the way to it, is not known yet. */
function leadsToUnknown(bag: unknown, path: readonly PropertyKey[]): boolean {
    let value = bag;
    for (const key of path) {
        if (value === unknownValue) {
            return true;
        }
        value = typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;
    }
    return value === unknownValue;
}

function missing(bag: unknown, path: readonly PropertyKey[]): boolean {
    let value = bag;
    for (const key of path) {
        value = typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;
    }
    return value === undefined;
}

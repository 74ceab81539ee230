import { SolarisError } from "../errors/solarisError";
import { createZone, type CreationOutcome } from "../lifecycle/createZone";
import { adoptionRemedy } from "../lifecycle/creationRefusals";
import type { CreationRequest } from "../lifecycle/creationRequest";
import { locate } from "../migration/locate";
import { requirePlace } from "../migration/place";
import { isConfigurationOnly, sight, type Sighting } from "../migration/sighting";
import { describeEdit } from "../solaris/configuration/describe";
import { editsBetween } from "../solaris/configuration/edits";
import type { SeenZone } from "../solaris/hosts";
import { documentOf } from "./config/toDocument";
import type { ZoneContext } from "./context";
import { PartialFailure } from "./partialFailure";
import type { KernelZoneInputs } from "./schema";
import { outputsOf, parseInputs, type PropertyBag } from "./state";
import { asTakenOver } from "./unapplied";
import { carriedToken, isUnfinishedCreation, tokenIn, unfinishedKey, withToken } from "./unfinishedCreation";
import { configurationWish } from "./wish";

/** What create and update give back to the engine. */
export interface ResourceState {
    readonly id: string;
    readonly outs: Record<string, unknown>;
}

/**
 * Takes over a zone that exists on `host`, and changes nothing on any host; or, without `adopt`, makes one.
 *
 * @throws SolarisError where nothing of ours is on any host; PartialFailure where something is, so that the state has it
 *     and the next update goes on.
 */
export async function create(news: PropertyBag, context: ZoneContext): Promise<ResourceState> {
    const inputs = parseInputs(news);
    const request = inputs.adopt ? undefined : creationRequest(inputs, news);
    if (request === undefined) {
        return adopt(inputs, news, context);
    }
    const outcome = await createZone(context.hosts, request, context.reporter);
    return conclude(outcome, inputs.zoneName, news, request);
}

/**
 * Goes on making a zone, from what is there of it. A program that names another host, or another configuration, by now is
 * followed as long as nothing is installed.
 *
 * @throws SolarisError, PartialFailure as {@link create}.
 */
export async function continueCreation(
    id: string,
    olds: PropertyBag,
    news: PropertyBag,
    context: ZoneContext,
): Promise<ResourceState> {
    const inputs = parseInputs(news);
    const request = creationRequest(inputs, olds["__urn"] === undefined ? news : olds, olds);
    if (request === undefined) {
        throw new SolarisError("ZONE_NOT_FOUND", {
            message: `${inputs.zoneName} is not made to the end, and the program does not declare its configuration any more`,
            property: "config",
            remedy: "Write `config` again; or destroy the resource with deletionPolicy: delete.",
        });
    }
    return conclude(await createZone(context.hosts, request, context.reporter), id, news, request);
}

/**
 * What is to be made, from the inputs.
 *
 * @param bag Holds the URN of the resource that it is made for, or was when it was begun.
 * @param olds What the last run has left; empty for a new resource.
 * @returns undefined where the program declares no configuration.
 */
export function creationRequest(
    inputs: KernelZoneInputs,
    bag: PropertyBag,
    olds: PropertyBag = {},
): CreationRequest | undefined {
    const { zoneName: zone, host, config, install = {}, state = "running", timeouts } = inputs;
    const configuration = configurationWish(inputs, host, olds);
    if (config === undefined || configuration === undefined) {
        return undefined;
    }
    const token = tokenIn({ ...bag, ...carriedToken(olds) });
    if (token === undefined) {
        throw new TypeError("a zone is made for a resource with a URN");
    }
    return {
        zone,
        host,
        token,
        fresh: !isUnfinishedCreation(olds),
        document: configuration.wish(documentOf(config)),
        wish: configuration.wish,
        pathOf: configuration.pathOf,
        install: { ...install, timeoutMs: timeouts.install * 1000 },
        state,
        bootMs: timeouts.boot * 1000,
    };
}

function conclude(
    outcome: CreationOutcome,
    knownId: string,
    news: PropertyBag,
    { zone, host, token, wish }: CreationRequest,
): ResourceState {
    const { configuration } = outcome;
    const seen = outcome.kind === "created" ? outcome.zone : outcome.seen;
    if (outcome.kind === "failed" && seen === undefined) {
        throw outcome.error;
    }
    // Each attempt at installing it can give it another one.
    const uuid = seen?.state === "configured" || seen?.state === "incomplete" ? undefined : seen?.uuid;
    // Once the engine has an id it stays.
    const id = knownId === zone ? (uuid ?? zone) : knownId;
    // A zone that ran already when this run came to it is booted no more, so its configuration is left to the next update.
    const configDrift =
        configuration === undefined ? [] : editsBetween(wish(configuration), configuration).map(describeEdit);
    const made = withToken(
        outputsOf(news, {
            currentHost: host,
            zoneState: seen?.state ?? "configured",
            warnings: [],
            configDrift,
            ...(uuid === undefined ? {} : { uuid }),
        }),
        token,
    );
    const outs = configDrift.length === 0 ? made : asTakenOver(made);
    if (outcome.kind === "failed") {
        throw new PartialFailure(id, { ...outs, [unfinishedKey]: true }, [outcome.error.message]);
    }
    return { id, outs };
}

async function adopt(inputs: KernelZoneInputs, news: PropertyBag, context: ZoneContext): Promise<ResourceState> {
    const { reporter } = context;
    const zone = await findZoneToAdopt(inputs, context);
    reporter.info(
        `took over ${inputs.zoneName} on ${inputs.host} (${zone.state}${zone.uuid === undefined ? "" : `, UUID ${zone.uuid}`})`,
    );
    const configDrift = await differencesOfAdopted(inputs, context);
    if (configDrift.length > 0) {
        reporter.warn(
            [
                `the configuration of ${inputs.zoneName} differs from \`config\`, and was left as it is (program -> ${inputs.host}); the next \`pulumi up\` changes it:`,
                ...configDrift.map((line) => `  ${line}`),
            ].join("\n"),
        );
    }
    const taken = configDrift.length === 0 ? (outs: Record<string, unknown>) => outs : asTakenOver;
    return {
        id: zone.uuid ?? inputs.zoneName,
        outs: taken(
            outputsOf(news, {
                currentHost: inputs.host,
                zoneState: zone.state,
                warnings: [],
                configDrift,
                ...(zone.uuid === undefined ? {} : { uuid: zone.uuid }),
            }),
        ),
    };
}

/**
 * How the stored configuration of a zone that is taken over differs from `config`, in words; empty where the program
 * declares none. Reads only, so that a preview can show it too.
 */
export async function differencesOfAdopted(inputs: KernelZoneInputs, { hosts }: ZoneContext): Promise<string[]> {
    const configuration = configurationWish(inputs, inputs.host, {});
    if (configuration === undefined) {
        return [];
    }
    const stored = await hosts.configuration(inputs.host, inputs.zoneName, "stored");
    return editsBetween(configuration.wish(stored), stored).map(describeEdit);
}

/**
 * Finds the zone that a new resource is to take over; reads only, so that a preview can do it too.
 *
 * @throws SolarisError ZONE_NOT_FOUND, ZONE_EXISTS, ZONE_ELSEWHERE, ZONE_AMBIGUOUS, ZONE_WRONG_BRAND, ZONE_NOT_RUNNING,
 *     SPLIT_BRAIN, or what keeps the host from answering.
 */
export async function findZoneToAdopt(inputs: KernelZoneInputs, { hosts }: ZoneContext): Promise<SeenZone> {
    const { zoneName: zone, host } = inputs;
    let sightings: Sighting[] = [await sight(hosts, host, zone, adoptionReadAgeMs)];
    const [there] = sightings;
    if (there?.kind === "unreachable") {
        throw there.error;
    }
    if (there?.kind !== "seen" || isConfigurationOnly(there)) {
        const others = hosts.inventory.names.filter((name) => name !== host);
        sightings = [
            ...sightings,
            ...(await Promise.all(others.map((name) => sight(hosts, name, zone, adoptionReadAgeMs)))),
        ];
    }
    const location = locate(sightings, undefined);
    if (!inputs.adopt && location.kind === "absent") {
        throw new SolarisError("ZONE_NOT_FOUND", {
            message: `${zone} is on none of the known hosts, and the program does not declare its configuration`,
            property: "config",
            remedy: "To have it created, write `config`; to take over a zone that exists, write `adopt: true`.",
        });
    }
    const found = await requirePlace(hosts, { zone, uuid: undefined, sightings }, location);
    if (!inputs.adopt) {
        throw new SolarisError("ZONE_EXISTS", {
            message: `a zone ${zone} exists already on ${found.host} (${found.zone.state})`,
            host: found.host,
            property: "adopt",
            remedy: adoptionRemedy(found.host === host ? undefined : found.host),
        });
    }
    if (found.host !== host) {
        throw new SolarisError("ZONE_ELSEWHERE", {
            message: `${zone} is not on ${host} but on ${found.host} (${found.zone.state})`,
            host: found.host,
            property: "host",
            remedy: `Write host: "${found.host}" and run \`pulumi up\`; after that, change it to "${host}" to move the zone there.`,
        });
    }
    if (found.zone.state === "incomplete" || found.zone.state === "unavailable") {
        throw new SolarisError("ZONE_NOT_RUNNING", {
            message: `${zone} on ${host} is ${found.zone.state}; only an installed or running zone can be taken over`,
            host,
            remedy: "Repair the zone by hand first (zoneadm attach, or uninstall and install).",
        });
    }
    return found.zone;
}

// Taking over a hundred zones of one host needs one list of that host, not a hundred.
const adoptionReadAgeMs = 10_000;

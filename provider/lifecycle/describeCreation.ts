import type { Finding } from "../migration/preflight/findings";
import { storageUriOf } from "../solaris/configuration/disk";
import { resourcesOfType, valueOf } from "../solaris/configuration/document";
import type { InstallSettings } from "../solaris/zoneadmInstall";
import type { HostFacts } from "../solaris/hostFacts";
import { checkCreation } from "./creationChecks";
import type { CreationRequest } from "./creationRequest";
import { nextCreationStep, type CreationStep } from "./creationSteps";
import { storageFindings } from "./creationStorage";
import { creationWish } from "./creationWish";
import type { ZoneView } from "./zoneView";

/** What a creation has been found to be before anything is done. */
export interface CreationSeen {
    /** What all known hosts show of the zone; `viewForCreation` asks for it. */
    readonly views: readonly ZoneView[];
    /** What the wished host says of itself. */
    readonly facts: HostFacts;
}

/** What a preview says of a creation. */
export interface CreationDescription {
    /** The head, and the steps in words. */
    readonly lines: readonly string[];
    /** What speaks against it. */
    readonly findings: readonly Finding[];
    /** Why it would be refused as things are; absent where it would be begun. */
    readonly refusal?: Extract<CreationStep, { readonly kind: "refuse" }>["error"];
}

/** Tells what an `up` would do to make the zone: from the step that is next now to the last. Pure. */
export function describeCreation(request: CreationRequest, { views, facts }: CreationSeen): CreationDescription {
    const { zone, host, document, state } = request;
    const next = nextCreationStep(views, creationWish(request));
    const findings = [...checkCreation({ zone, facts, document }), ...storageFindings(views, request)];
    if (next.kind === "refuse") {
        return { lines: [], findings, refusal: next.error };
    }
    const begun = next.kind !== "configure" && next.kind !== "removeLeftover";
    const head = begun ? `goes on making ${zone} on ${host}` : `creates ${zone} on ${host}${describeSize(request)}`;
    const lines = stepsFrom(next, request).map((step) => `  ${step}`);
    const end = state === "installed" ? ["  it is not booted: state is installed"] : [];
    return { lines: [head, ...lines, ...end], findings };
}

function stepsFrom(next: CreationStep, { zone, host, document, install, state }: CreationRequest): string[] {
    const devices = resourcesOfType(document, "device").flatMap((device) => storageUriOf(device) ?? []);
    const installs = `install${describeSource(install)}${devices.length === 0 ? "" : `, on ${devices.join(", ")}`}`;
    const ends = state === "running" ? ["boot, and wait until it is up"] : [];
    switch (next.kind) {
        case "removeLeftover":
            return [
                `remove the configuration of ${zone} from ${next.host}, where it was never installed`,
                `configure (${countOf(document.resources.length, "resource")})`,
                installs,
                ...ends,
            ];
        case "configure":
            return [`configure (${countOf(document.resources.length, "resource")})`, installs, ...ends];
        case "reconfigure":
            return next.installed
                ? ["change the configuration of the installed zone, before it is booted", ...ends]
                : ["change the configuration, which is not installed yet", installs, ...ends];
        case "install":
            return [installs, ...ends];
        case "follow":
            return [`follow the installation that is under way on ${host}`, ...ends];
        case "uninstall":
            return ["uninstall what a failed installation has left", installs, ...ends];
        default:
            return ends;
    }
}

function describeSource({ archive, archivedZone, media, manifest, profile }: InstallSettings): string {
    const parts = [
        ...(archive === undefined ? [] : [`from ${archive}${archivedZone === undefined ? "" : ` (${archivedZone})`}`]),
        ...(media === undefined ? [] : [`from the media ${media}`]),
        ...(manifest === undefined ? [] : [`by ${manifest}`]),
        ...(profile === undefined
            ? ["without a profile: its first boot waits at its console"]
            : [`with the profile ${profile}`]),
    ];
    return ` ${parts.join(", ")}`;
}

function describeSize({ document }: CreationRequest): string {
    const first = (type: string, property: string): string | undefined => {
        const [resource] = resourcesOfType(document, type);
        return resource === undefined ? undefined : valueOf(resource, property);
    };
    const memory = first("capped-memory", "physical");
    const vcpus = first("virtual-cpu", "ncpus");
    const parts = [
        ...(memory === undefined ? [] : [memory]),
        ...(vcpus === undefined ? [] : [`${vcpus} ${vcpus === "1" ? "vCPU" : "vCPUs"}`]),
    ];
    return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

function countOf(count: number, what: string): string {
    return `${count} ${what}${count === 1 ? "" : "s"}`;
}

import { migrationDestination, migrationUri } from "../solaris/migrationUri";
import { lowerLinkEdit } from "../solaris/zonecfg";
import { anetOf, propertyOf, sizeOf, type ZoneConfiguration, type ZoneSize } from "../solaris/zoneConfiguration";
import type { InventoryHost } from "../transport/inventory/inventory";
import { chooseMethod, type MethodChoice, type WishedMethod } from "./method";
import { hasErrors, problem, type Finding } from "./preflight/findings";
import { preflight } from "./preflight/preflight";
import type { Survey } from "./survey";
import { timeLimits, type TimeLimits, type TimeSettings } from "./timeLimits";

/** What the program wants of a move, apart from the host. */
export interface MoveSettings {
    readonly method: WishedMethod;
    readonly allowDowntime: boolean;
    readonly route: {
        readonly scheme?: "ssh" | "rads" | "radg";
        readonly user?: string;
        readonly address?: string;
        readonly port?: number;
    };
    readonly cipher?: string;
    readonly overwriteTargetConfig: boolean;
    readonly overrides: readonly { readonly id: number; readonly lowerLink: string }[];
    /** Lower-links that the program declares for the zone wherever it is; default none. An override outweighs them. */
    readonly declaredLinks?: MoveSettings["overrides"];
    readonly time: TimeSettings;
}

/** Where the configuration comes from under which the zone will run on the target. */
export type TargetConfiguration =
    /** Solaris imports the source's by itself. */
    | { readonly kind: "imported" }
    /** The target has one already, and it is used. */
    | { readonly kind: "existing" }
    /** The target has one already, and it is overwritten with the source's. */
    | { readonly kind: "overwritten" }
    /** The provider imports the source's and edits it there before the dry run: the host overrides. */
    | { readonly kind: "prepared"; readonly script: string; readonly edits: readonly string[] };

/** Everything about a move that is decided before anything is done. */
export interface MovePlan extends MethodChoice {
    readonly zone: string;
    readonly uuid?: string;
    readonly from: string;
    readonly to: string;
    readonly size: ZoneSize;
    readonly uri: string;
    readonly cipher?: string;
    readonly targetConfiguration: TargetConfiguration;
    /** The lower-links that the zone's anets shall have on the target, where they are not simply the source's. */
    readonly overrides: MoveSettings["overrides"];
    /** The zone's configuration on the source, by which a copy of it on the target is recognised. */
    readonly sourceConfiguration: ZoneConfiguration;
    /** The configuration that the target had of the zone before, to be compared with afterwards. */
    readonly targetConfigurationBefore?: ZoneConfiguration;
    readonly limits: TimeLimits;
}

/** What planning gives: a plan and what may speak against it, or what stands in its way. */
export type PlanResult =
    { readonly plan: MovePlan; readonly warnings: readonly Finding[] } | { readonly findings: readonly Finding[] };

/** Makes the plan of a move, or finds why there can be none. Pure. */
export function planMove(
    survey: Survey,
    hosts: { readonly source: InventoryHost; readonly target: InventoryHost },
    settings: MoveSettings,
): PlanResult {
    const { zone, source, target } = survey;
    const { choice, finding } = chooseMethod(source, zone, settings.method, settings.allowDowntime);
    const sourceConfiguration = configurationThatMoves(survey, choice);
    const overrides = overridesOf(sourceConfiguration, settings);
    const found = preflight({
        zone,
        source,
        target,
        sourceConfiguration,
        sourceFacts: survey.sourceFacts,
        targetFacts: survey.targetFacts,
        method: choice.method,
        stopsFirst: choice.stop !== undefined,
        sourceHost: hosts.source,
        targetHost: hosts.target,
        destination: migrationDestination(hosts.target, settings.route),
        overwriteTargetConfig: settings.overwriteTargetConfig,
        overrides,
        ...(survey.uuid === undefined ? {} : { uuid: survey.uuid }),
        ...(survey.sourceStoredConfiguration === undefined
            ? {}
            : {
                  sourceStoredConfiguration: survey.sourceStoredConfiguration,
                  sourceRunningConfiguration: survey.sourceConfiguration,
              }),
        ...(survey.targetConfiguration === undefined ? {} : { targetConfiguration: survey.targetConfiguration }),
        ...(survey.loginFinding === undefined ? {} : { loginFinding: survey.loginFinding }),
    });
    const told = new Set(found.map(({ code }) => code));
    // Of a zone that is no kernel zone its state says nothing.
    const toldAlready = finding === undefined || told.has(finding.code) || told.has("ZONE_WRONG_BRAND");
    const findings = [...(toldAlready ? [] : [finding]), ...jobDirectoryFindings(survey), ...found];
    if (hasErrors(findings)) {
        return { findings };
    }
    const size = sizeOf(sourceConfiguration);
    return {
        plan: {
            ...choice,
            zone,
            from: source.host,
            to: target.host,
            size,
            uri: migrationUri(hosts.target, settings.route),
            targetConfiguration: chooseTargetConfiguration({ ...survey, sourceConfiguration }, settings, overrides),
            overrides,
            sourceConfiguration,
            limits: timeLimits(size.memoryBytes, settings.time),
            ...(source.zone.uuid === undefined ? {} : { uuid: source.zone.uuid }),
            ...(settings.cipher === undefined ? {} : { cipher: settings.cipher }),
            ...(survey.targetConfiguration === undefined
                ? {}
                : { targetConfigurationBefore: survey.targetConfiguration }),
        },
        warnings: findings,
    };
}

/** The one under which the zone runs; of a zone that is shut down for the move the stored one, under which it comes up. */
function configurationThatMoves(
    { sourceConfiguration, sourceStoredConfiguration }: Survey,
    { stop }: MethodChoice,
): ZoneConfiguration {
    return stop === "shutdown" ? (sourceStoredConfiguration ?? sourceConfiguration) : sourceConfiguration;
}

/** The overrides, and the declared links of those anets that the zone has already: others are added after the move. */
function overridesOf(sourceConfiguration: ZoneConfiguration, settings: MoveSettings): MoveSettings["overrides"] {
    const overridden = new Set(settings.overrides.map(({ id }) => id));
    const declared = (settings.declaredLinks ?? []).filter(({ id, lowerLink }) => {
        const anet = anetOf(sourceConfiguration, id);
        return !overridden.has(id) && anet !== undefined && propertyOf(anet, "lower-link") !== lowerLink;
    });
    return [...settings.overrides, ...declared];
}

function jobDirectoryFindings({ source, jobDirectoryUnsafe }: Survey): Finding[] {
    return jobDirectoryUnsafe === undefined
        ? []
        : [
              problem("JOB_DIRECTORY_UNSAFE", {
                  message: `the directory for migration jobs on ${source.host} is not safe to use`,
                  host: source.host,
                  property: "host",
                  lines: [jobDirectoryUnsafe],
              }),
          ];
}

/** What stands against the overrides has been found by then: they name anets that there are, and fit what is there. */
function chooseTargetConfiguration(
    survey: Survey,
    settings: MoveSettings,
    overrides: MoveSettings["overrides"],
): TargetConfiguration {
    const { sourceConfiguration, targetConfiguration } = survey;
    if (targetConfiguration !== undefined) {
        return { kind: settings.overwriteTargetConfig ? "overwritten" : "existing" };
    }
    const edits = overrides.filter(({ id, lowerLink }) => {
        const anet = anetOf(sourceConfiguration, id);
        return anet !== undefined && propertyOf(anet, "lower-link") !== lowerLink;
    });
    if (edits.length === 0) {
        return { kind: "imported" };
    }
    return {
        kind: "prepared",
        script: sourceConfiguration.script + edits.map(({ id, lowerLink }) => lowerLinkEdit(id, lowerLink)).join(""),
        edits: edits.map(({ id, lowerLink }) => `anet ${id}: lower-link=${lowerLink}`),
    };
}

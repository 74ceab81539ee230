import { SolarisError } from "../errors/solarisError";
import { sameMachine } from "../solaris/machine";
import { migrationUri } from "../solaris/migrationUri";
import { lowerLinkEdit } from "../solaris/zonecfg";
import {
    anetIds,
    anetOf,
    propertyOf,
    sizeOf,
    type ZoneConfiguration,
    type ZoneSize,
} from "../solaris/zoneConfiguration";
import type { InventoryHost } from "../transport/inventory/inventory";
import { isConfigurationOnly } from "./sighting";
import type { Survey } from "./survey";

/** What the program wants of a move, apart from the host. */
export interface MoveSettings {
    readonly route: {
        readonly scheme?: "ssh" | "rads" | "radg";
        readonly user?: string;
        readonly address?: string;
        readonly port?: number;
    };
    readonly cipher?: string;
    readonly overwriteTargetConfig: boolean;
    readonly overrides: readonly { readonly id: number; readonly lowerLink: string }[];
    readonly timeoutSeconds: { readonly dryRun?: number; readonly migrate?: number };
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
export interface MovePlan {
    readonly zone: string;
    readonly uuid?: string;
    readonly from: string;
    readonly to: string;
    readonly method: "live";
    readonly size: ZoneSize;
    readonly uri: string;
    readonly cipher?: string;
    readonly targetConfiguration: TargetConfiguration;
    /** The zone's configuration on the source, by which a copy of it on the target is recognised. */
    readonly sourceConfiguration: ZoneConfiguration;
    /** The configuration that the target had of the zone before, to be compared with afterwards. */
    readonly targetConfigurationBefore?: ZoneConfiguration;
    readonly dryRunTimeoutMs: number;
    readonly migrateTimeoutMs: number;
}

/** A reason not to move; found by looking, before Solaris is asked. */
export interface Finding {
    readonly error: SolarisError;
}

const kernelZoneBrand = "solaris-kz";
const unsound = new Set(["panicked", "debugging", "no-config"]);
const gib = 1024 ** 3;

/** Makes the plan of a move, or finds why there can be none. Pure. */
export function planMove(
    survey: Survey,
    target: InventoryHost,
    settings: MoveSettings,
): { readonly plan: MovePlan } | { readonly findings: readonly Finding[] } {
    const findings = [...judgeSource(survey), ...judgeTarget(survey)];
    const configuration = chooseTargetConfiguration(survey, settings);
    if ("findings" in configuration || findings.length > 0) {
        return { findings: [...findings, ...("findings" in configuration ? configuration.findings : [])] };
    }
    const size = sizeOf(survey.sourceConfiguration);
    const scaledSeconds = 300 + 60 * Math.ceil((size.memoryBytes ?? 0) / gib);
    return {
        plan: {
            zone: survey.zone,
            from: survey.source.host,
            to: survey.target.host,
            method: "live",
            size,
            uri: migrationUri(target, settings.route),
            targetConfiguration: configuration.chosen,
            sourceConfiguration: survey.sourceConfiguration,
            dryRunTimeoutMs: (settings.timeoutSeconds.dryRun ?? scaledSeconds) * 1000,
            migrateTimeoutMs: (settings.timeoutSeconds.migrate ?? scaledSeconds) * 1000,
            ...(survey.source.zone.uuid === undefined ? {} : { uuid: survey.source.zone.uuid }),
            ...(settings.cipher === undefined ? {} : { cipher: settings.cipher }),
            ...(survey.targetConfiguration === undefined
                ? {}
                : { targetConfigurationBefore: survey.targetConfiguration }),
        },
    };
}

function judgeSource({ zone, source }: Survey): Finding[] {
    const { brand, state, auxiliary } = source.zone;
    const host = source.host;
    if (brand !== kernelZoneBrand) {
        return [
            finding("ZONE_WRONG_BRAND", {
                message: `${zone} on ${host} has the brand ${brand}, not ${kernelZoneBrand}`,
                host,
                property: "zoneName",
            }),
        ];
    }
    const bad = auxiliary.filter((word) => unsound.has(word));
    if (state !== "running" || bad.length > 0) {
        const seen = [state, ...auxiliary].join(", ");
        return [
            finding("ZONE_NOT_RUNNING", {
                message: `${zone} on ${host} is ${seen}; a live move needs it running and sound`,
                host,
                ...(bad.length > 0
                    ? {
                          remedy: `Bring the zone back to normal operation (it is ${bad.join(", ")}), then run \`pulumi up\` again.`,
                      }
                    : {}),
            }),
        ];
    }
    return [];
}

function judgeTarget(survey: Survey): Finding[] {
    const { zone, source, target } = survey;
    if (sameMachine(survey.sourceMachine, survey.targetMachine)) {
        return [
            finding("SAME_MACHINE", {
                message: `${source.host} and ${target.host} are the same machine (hostid ${survey.sourceMachine.hostid}, node name ${survey.sourceMachine.nodeName})`,
                host: target.host,
                property: "host",
            }),
        ];
    }
    if (target.kind === "seen" && !isConfigurationOnly(target)) {
        return [
            finding("TARGET_NAME_TAKEN", {
                message: `${target.host} already has a zone ${zone} which is ${target.zone.state}`,
                host: target.host,
                lines: [
                    `UUID on ${source.host}: ${source.zone.uuid ?? "none"}`,
                    `UUID on ${target.host}: ${target.zone.uuid ?? "none"}`,
                ],
                property: "host",
            }),
        ];
    }
    return [];
}

function chooseTargetConfiguration(
    survey: Survey,
    settings: MoveSettings,
): { readonly chosen: TargetConfiguration } | { readonly findings: readonly Finding[] } {
    const { zone, target, sourceConfiguration, targetConfiguration } = survey;
    const unknownIds = settings.overrides.filter(({ id }) => anetOf(sourceConfiguration, id) === undefined);
    if (unknownIds.length > 0) {
        return {
            findings: unknownIds.map(({ id }) =>
                finding("TARGET_PREPARE_FAILED", {
                    message: `hostOverrides for ${target.host} name anet ${id}, but ${zone} has ${describeIds(anetIds(sourceConfiguration))}`,
                    host: survey.source.host,
                    property: `hostOverrides.${target.host}.anets`,
                }),
            ),
        };
    }
    if (targetConfiguration !== undefined) {
        if (settings.overwriteTargetConfig) {
            return { chosen: { kind: "overwritten" } };
        }
        const unmet = settings.overrides.filter(({ id, lowerLink }) => {
            const anet = anetOf(targetConfiguration, id);
            return anet === undefined || propertyOf(anet, "lower-link") !== lowerLink;
        });
        return unmet.length === 0
            ? { chosen: { kind: "existing" } }
            : { findings: unmet.map((override) => conflictFinding(zone, target.host, targetConfiguration, override)) };
    }
    const edits = settings.overrides.filter(({ id, lowerLink }) => {
        const anet = anetOf(sourceConfiguration, id);
        return anet !== undefined && propertyOf(anet, "lower-link") !== lowerLink;
    });
    if (edits.length === 0) {
        return { chosen: { kind: "imported" } };
    }
    return {
        chosen: {
            kind: "prepared",
            script:
                sourceConfiguration.script + edits.map(({ id, lowerLink }) => lowerLinkEdit(id, lowerLink)).join(""),
            edits: edits.map(({ id, lowerLink }) => `anet ${id}: lower-link=${lowerLink}`),
        },
    };
}

function conflictFinding(
    zone: string,
    host: string,
    configuration: ZoneConfiguration,
    { id, lowerLink }: { readonly id: number; readonly lowerLink: string },
): Finding {
    const anet = anetOf(configuration, id);
    const has =
        anet === undefined
            ? `no anet ${id}`
            : `lower-link ${propertyOf(anet, "lower-link") ?? "not set"} for anet ${id}`;
    return finding("TARGET_CONFIG_CONFLICT", {
        message: `the configuration of ${zone} that ${host} already has shows ${has}, hostOverrides say ${lowerLink}`,
        host,
        property: `hostOverrides.${host}.anets`,
        remedy:
            `Either change it on ${host}: zonecfg -z ${zone} 'select anet id=${id}; set lower-link=${lowerLink}; end'\n` +
            `or delete it on ${host}, so that the source's is imported: zonecfg -z ${zone} delete -F`,
    });
}

function describeIds(ids: readonly string[]): string {
    return ids.length === 0 ? "none" : `only ${ids.join(", ")}`;
}

function finding(...parameters: ConstructorParameters<typeof SolarisError>): Finding {
    return { error: new SolarisError(...parameters) };
}

/**
 * Oracle Solaris kernel zones as Pulumi resources.
 *
 * @packageDocumentation
 */
export { checkHost, type CheckHostOptions } from "./checkHost";
export { KernelZone, type KernelZoneArgs } from "./kernelZone";
export {
    getCompatibility,
    getCompatibilityOutput,
    getHost,
    getHostOutput,
    getZone,
    getZoneOutput,
    type GetCompatibilityOptions,
    type GetZoneArgs,
    type GetZoneOutputArgs,
} from "./lookups";
export type { CompatibilityFinding } from "../provider/discover/judgeMove";
export type { HostCompatibility } from "../provider/discover/lookUpCompatibility";
export type { HostLookup, HostZone } from "../provider/discover/lookUpHost";
export type { ZoneLookup } from "../provider/discover/lookUpZone";
export type { Check, CheckRow, HostReport, Outcome } from "../provider/hostCheck/report";
export type { MigrationRecord } from "../provider/kernelZone/state";
export type { HostArgs } from "../provider/transport/inventory/inventory";

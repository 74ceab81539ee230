/**
 * Oracle Solaris kernel zones as Pulumi resources.
 *
 * @packageDocumentation
 */
export { checkHost, type CheckHostOptions } from "./checkHost";
export { KernelZone, type KernelZoneArgs } from "./kernelZone";
export type { Check, CheckRow, HostReport, Outcome } from "../provider/hostCheck/report";
export type { MigrationRecord } from "../provider/kernelZone/state";
export type { HostArgs } from "../provider/transport/inventory/inventory";

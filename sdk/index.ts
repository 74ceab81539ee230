/**
 * Oracle Solaris kernel zones as Pulumi resources.
 *
 * @packageDocumentation
 */
export { KernelZone, type KernelZoneArgs } from "./kernelZone";
export type { MigrationRecord } from "../provider/kernelZone/state";
export type { HostArgs } from "../provider/transport/inventory";

export type { CommandLogEntry } from "./commands/command";
export type { Fault, FaultEffect, FaultScope, MigrationPhase } from "./faults";
export { Fleet, startFleet } from "./fleet";
export type { Hold, InstallMoment, PhaseMoment } from "./fleetMoments";
export { type Latency, type LatencyProfile, latencyProfiles } from "./latency";
export type { HostLocale } from "./locale";
export type { FleetState } from "./fleetModel";
export type { HostSnapshot } from "./model";
export { seedFleet } from "./seedFleet";
export type {
    ArchiveSpec,
    FleetSpec,
    GuestSpec,
    HostSpec,
    ListVariant,
    LoginNoise,
    LoginSpec,
    ZonecfgVariant,
    ZoneSpec,
    ZoneState,
} from "./spec";
export type { SimulatedHost } from "./sshServer";
export type { WordingName } from "./wording";
export { standing, type ZoneSnapshot } from "./zone";
export type { Anet, Attr, Device, ZoneConfigModel } from "./zoneConfig";
export {
    type ConfigurationEntry,
    type HistoryEntry,
    isSettledCopy,
    type SecondCopy,
    secondCopies,
    type WipeEntry,
} from "./zoneHistory";

import type { OperationGate } from "../migration/limits";
import type { Reporter } from "../migration/report";
import type { SolarisHosts } from "../solaris/hosts";
import type { MigrationDefaults } from "./migrationDefaults";

/** What a lifecycle verb works with. The adapters make it. */
export interface ZoneContext {
    readonly hosts: SolarisHosts;
    /** Shared by everything in this process, so that limits hold over all zones. */
    readonly gate: OperationGate;
    /** What holds for all zones. */
    readonly defaults: MigrationDefaults;
    /** Speaks on the zone's own row. */
    readonly reporter: Reporter;
}

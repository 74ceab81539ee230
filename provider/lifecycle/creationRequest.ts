import type { ConfigurationDocument } from "../solaris/configuration/document";
import type { InstallSettings } from "../solaris/zoneadmInstall";
import type { ConfigurationPlace } from "./putConfiguration";

/** A zone that is to be made, or to be made to the end. */
export interface CreationRequest extends ConfigurationPlace {
    /** The token of the resource that it is made for. */
    readonly token: string;
    /** Whether the resource is new, so that its state can know of no zone that was made to the end. */
    readonly fresh: boolean;
    /** Its whole configuration on that host, without our mark. */
    readonly document: ConfigurationDocument;
    /** How a configuration that is there already becomes the wished one. */
    readonly wish: (found: ConfigurationDocument) => ConfigurationDocument;
    readonly install: InstallSettings;
    readonly state: "running" | "installed";
    /** Bound on booting it and waiting until it is up. */
    readonly bootMs: number;
}

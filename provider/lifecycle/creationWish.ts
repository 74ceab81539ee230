import type { ConfigurationDocument } from "../solaris/configuration/document";
import { editsBetween } from "../solaris/configuration/edits";
import type { CreationRequest } from "./creationRequest";
import type { ZoneView } from "./zoneView";

/**
 * What the program wishes, as far as the next step depends on it. A zone that is being made is known by its mark: its UUID
 * can change with each attempt at installing it.
 */
export interface CreationWish {
    readonly zone: string;
    readonly host: string;
    readonly token: string;
    readonly state: "running" | "installed";
    /**
     * Whether the resource is new, as far as its state tells: a zone that was made for it to the end is then one of which the
     * state was lost, or of another state of the same program.
     */
    readonly fresh: boolean;
    /** Its whole configuration. */
    readonly document: ConfigurationDocument;
    /** Whether a configuration that is found is the wished one. */
    readonly isWished: (view: ZoneView) => boolean;
}

/** The decision's question for a request; pure. */
export function creationWish(request: CreationRequest): CreationWish {
    const { zone, host, token, state, fresh, document, wish } = request;
    return {
        zone,
        host,
        token,
        state,
        fresh,
        document,
        isWished: ({ configuration }) =>
            configuration !== undefined && editsBetween(configuration, wish(configuration)).length === 0,
    };
}

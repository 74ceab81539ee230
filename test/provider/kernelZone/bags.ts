import type { PropertyBag } from "../../../provider/kernelZone/state";

/** The hidden keys that the SDK adds to every resource. */
export const hidden = { __provider: "the shim", __urn: "urn:pulumi:dev::p::t::zone" };

/** Inputs as the engine hands them over. */
export function inputs(more: PropertyBag = {}): PropertyBag {
    return { zoneName: "kzone1", host: "global1", adopt: true, ...hidden, ...more };
}

/** What the outputs of a zone say with which all is well. */
const wellKept = { warnings: [], configDrift: [], rebootNeededFor: [] };

/** Outputs as the last run left them, of a zone that was seen running on `host`. */
export function outputs(host: string, more: PropertyBag = {}): PropertyBag {
    return { ...inputs({ host }), currentHost: host, zoneState: "running", ...wellKept, ...more };
}

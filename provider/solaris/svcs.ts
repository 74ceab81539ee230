import { openCall, type ToolCall } from "./tool";

/** `svc:/system/rad:local`, through which migration works; enabled by default (solaris-facts 2.3 [C]). */
export const radLocal = "svc:/system/rad:local";
/** `svc:/system/rad:remote`, for the schemes `rads` and `radg`; disabled by default (solaris-facts 2.2 [C]). */
export const radRemote = "svc:/system/rad:remote";

/** `svcs -H -o state,fmri`: the migration service, whose name is from memory [U], and RAD. Needs no rights. */
export function migrationServices(): ToolCall {
    return openCall("svcs", "/usr/bin/svcs", "-H", "-o", "state,fmri", "svc:/network/kz-migr*", "svc:/system/rad:*");
}

/**
 * States by FMRI. Lines of another form are passed over. `*` behind a state means that it is changing.
 */
export function parseServiceStates(text: string): ReadonlyMap<string, string> {
    const states = new Map<string, string>();
    for (const line of text.split("\n")) {
        const [, state, fmri] = /^([a-z_-]+\*?)\s+(svc:\/\S+)$/.exec(line.trim()) ?? [];
        if (state !== undefined && fmri !== undefined) {
            states.set(fmri, state);
        }
    }
    return states;
}

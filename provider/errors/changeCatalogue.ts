import type { ErrorDescription } from "./errorDescription";

/** The codes of changing a zone's configuration in place, and of what others have changed. */
export const changeCatalogue = {
    CONFIG_UNCHANGEABLE: {
        summary: "`config` asks for a change that cannot be made to a zone that exists.",
        explanation:
            "A few properties of a zone are fixed when it is created, its brand and its zonepath among them. Nothing was changed. No change of any property ever replaces a zone, so the provider does not create it anew either.",
        remedy: "Take the change back. To have such a zone, create another one under another name and move what it does there.",
        commands: ["zonecfg -z ZONE export   # what the zone has; can hold its key"],
    },
    CONFIG_NOT_TAKEN: {
        summary: "`zonecfg` took a change, and the zone does not have it.",
        explanation:
            "After every change the stored configuration is read back. Here `zonecfg` ended well, and what it shows now still differs from what was asked for, in the lines listed. Somebody may have edited the zone at the same time, or this release of Solaris takes a value and stores another.",
        remedy: "Run `pulumi up` again. If the same lines come back, write the value as Solaris shows it.",
        commands: ["zonecfg -z ZONE info", "zonecfg -z ZONE -r info   # of the running zone"],
    },
    CONFIG_DRIFTED: {
        summary: "Somebody has changed the zone's configuration, and `driftPolicy.configuration` is `fail`.",
        explanation:
            "A refresh has found the stored configuration to differ from `config`, in the lines listed, and the program wants to be asked. Nothing was changed.",
        remedy: "Write what is there into `config`; or set driftPolicy.configuration to `correct`, to have it changed back, or to `accept`, to leave it.",
        commands: ["pulumi refresh   # what differs"],
    },
    ZONE_DECLARED_TWICE: {
        summary: "Two resources of one program are the same zone.",
        explanation:
            "Two resources name the same zone and the same host, and each would make of it what its own arguments say. The preview stops at the second that it meets. Nothing was changed. Only resources that the preview would create or change are compared.",
        remedy: "Remove one of the two resources, or correct its zoneName.",
    },
    ZONE_MOVED_AWAY: {
        summary: "Somebody has moved the zone, and `driftPolicy.location` is `fail`.",
        explanation:
            "A refresh has found the zone on another host than the one to which the last `pulumi up` had brought it, and the program wants to be asked. Nothing was changed.",
        remedy: "Write the host on which it is into `host`; or set driftPolicy.location to `correct`, to have it moved back, or to `accept`, to leave it.",
        commands: ["zoneadm list -cv   # on both hosts"],
    },
} as const satisfies Record<string, ErrorDescription>;

import type { ErrorDescription } from "./errorDescription";

/** The codes of which zone is meant and where it is, and of what a look-up is called with. */
export const zoneCatalogue = {
    ZONE_NOT_FOUND: {
        summary: "The zone is on none of the known hosts.",
        explanation:
            "All hosts of the inventory were asked and have answered; the message says what each one shows. A mere configuration does not count as the zone: it is what a zone that was detached leaves behind, or a deletion that broke off; the message then says how to go on from there. A zone that is gone from every host is dropped from the state by `pulumi refresh`. A zone that is not there is created only where the program declares its `config`, without `adopt: true`.",
        remedy: "Check `zoneName`, and that the host which has the zone is in `solaris:hosts`.",
        commands: ["zoneadm list -cv   # on every host that may have it"],
    },
    ZONE_EXISTS: {
        summary: "The zone exists already and the program does not say that it is to be taken over.",
        explanation: "A resource never takes charge of an existing machine unasked.",
        remedy: "If the resource was renamed in the program, give it an alias with its old name. Else write `adopt: true` if this resource is to manage the existing zone.",
    },
    ZONE_ELSEWHERE: {
        summary: "The zone to be taken over is on another host than the program says.",
        explanation: "Taking over never moves a zone.",
        remedy: "Set `host` to where the zone is, run `pulumi up`, then change `host` to where it shall be.",
    },
    ZONE_AMBIGUOUS: {
        summary: "Several zones have this name, and nothing tells which of them is meant.",
        explanation:
            "Zones are told apart by UUID, and several hosts show zones of this name with different ones. A look-up without `host`, a zone to be taken over that is not on the host that the program names, and a resource whose state has no UUID are not told which of them to take; none is guessed, and nothing was changed.",
        remedy: "Write `host`: the host that has the zone which is meant.",
        commands: ["zoneadm -z ZONE list -p   # on each host: the fifth field is the UUID"],
    },
    ZONE_FOREIGN: {
        summary: "There is a zone of this name, but it is not the one in the state.",
        explanation:
            "Zones are told apart by UUID. The provider does not touch a zone that it does not know. Either the zone was deleted and another one was installed under its name, or another zone of the same name is on a host of the inventory.",
        remedy: "Find out which zone is which. To manage the new one, remove the resource from the state (`pulumi state delete`) and adopt again.",
        commands: [
            "zoneadm -z ZONE list -p   # on each host: the fifth field is the UUID",
            "pulumi stack export | grep -n uuid",
        ],
    },
    ZONE_WRONG_BRAND: {
        summary: "The zone is no kernel zone.",
        explanation:
            "Only zones of the brand solaris-kz can live-migrate. A zone of another brand cannot be taken over or looked up, and while it is there no kernel zone of its name is created. Nothing was changed.",
        remedy: "Use this resource for kernel zones only.",
    },
    ARGUMENT_INVALID: {
        summary: "A look-up was called with an argument that cannot be one.",
        explanation:
            "`getZone`, `getHost`, `getCompatibility` and `checkHost` look at their arguments before they ask any host: the names of zones as the resource does, the names of hosts for being there at all. No host was contacted. Values are not shown, because they can be secrets.",
        remedy: "Correct the named argument; docs/reference/lookups.md shows the calls.",
    },
} as const satisfies Record<string, ErrorDescription>;

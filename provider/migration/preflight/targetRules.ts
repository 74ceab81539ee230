import { valueOf, type HostFacts } from "../../solaris/hostFacts";
import { describeMachine, sameMachine } from "../../solaris/machine";
import { judgeRelease } from "../../solaris/release";
import { isConfigurationOnly, isOtherZone } from "../sighting";
import { problem, type Finding } from "./findings";
import type { PreflightInput } from "./input";

/** Source and target as one machine: then nothing else about the two means anything. */
export function judgeMachines({ source, target, sourceFacts, targetFacts }: PreflightInput): Finding[] {
    const [from, to] = [valueOf(sourceFacts.machine), valueOf(targetFacts.machine)];
    if (from === undefined || to === undefined || !sameMachine(from, to)) {
        return [];
    }
    return [
        problem("SAME_MACHINE", {
            message: `${source.host} and ${target.host} are the same machine (${describeMachine(from)})`,
            host: target.host,
            property: "host",
        }),
    ];
}

/** What keeps the target from taking any zone, or this one. */
export function judgeTarget(input: PreflightInput): Finding[] {
    return [
        ...judgeName(input),
        ...judgeMaintenance(input.targetFacts),
        ...judgeArchitecture(input),
        ...judgeColdMove(input),
    ];
}

function judgeName({ zone, uuid, source, target }: PreflightInput): Finding[] {
    if (target.kind !== "seen" || isConfigurationOnly(target)) {
        return [];
    }
    const ownUuid = source.zone.uuid ?? uuid;
    const state = target.zone.state;
    const foreign = isOtherZone(target, ownUuid);
    const same = !foreign && ownUuid !== undefined && target.zone.uuid === ownUuid;
    const which = foreign ? ", and that is another one" : same ? ", and that has the same UUID" : "";
    const detachable = same && (state === "installed" || state === "unavailable");
    return [
        problem("TARGET_NAME_TAKEN", {
            message: `${target.host} already has a zone ${zone} which is ${state}${which}`,
            host: target.host,
            lines: [
                `UUID on ${source.host}: ${ownUuid ?? "none"}`,
                `UUID on ${target.host}: ${target.zone.uuid ?? "none"}`,
            ],
            property: "host",
            ...(foreign
                ? {
                      remedy: `Choose another target, or find out what that zone on ${target.host} is, and rename or remove it there by hand.`,
                  }
                : {}),
            ...(detachable
                ? {
                      remedy:
                          `An earlier migration has left it, or somebody has attached it there. Make sure that the zone runs on ${source.host} and nowhere else; then, on ${target.host}:\n` +
                          `zoneadm -z ${zone} detach\n` +
                          `zonecfg -z ${zone} delete -F\n` +
                          "Never uninstall it there: that destroys the disks on which the zone runs.",
                  }
                : {}),
        }),
    ];
}

/** A host in maintenance mode refuses to attach and boot zones and to let them migrate in (solaris-facts 3.3 [C]). */
export function judgeMaintenance({ host, maintenance: fact }: HostFacts): Finding[] {
    const maintenance = valueOf(fact);
    if (maintenance?.kind !== "maintenance") {
        return [];
    }
    const records = maintenance.records.map(({ user, date, message }) => `by ${user}, ${date}: ${message}`);
    return [
        problem("TARGET_IN_MAINTENANCE", {
            message: `${host} is in maintenance mode and takes no zones; ${records.join("; ")}`,
            host,
            property: "host",
            remedy: `Ask who put it there, or choose another host. To end it, as root on ${host}: sysadm maintain -e`,
        }),
    ];
}

/** SPARC and x86 never exchange zones (solaris-facts 4.2 [C]). */
function judgeArchitecture({ zone, source, target, sourceFacts, targetFacts }: PreflightInput): Finding[] {
    const [from, to] = [valueOf(sourceFacts.processorType), valueOf(targetFacts.processorType)];
    if (from === undefined || to === undefined || from === to) {
        return [];
    }
    return [
        problem("ARCHITECTURE_DIFFERS", {
            message: `${source.host}, where ${zone} is, has processors of the family ${from}, ${target.host} of ${to}`,
            host: target.host,
            property: "host",
        }),
    ];
}

/** Before 11.4 there is no cold migration (solaris-facts 2.1 [C]). */
function judgeColdMove({ method, sourceFacts, targetFacts }: PreflightInput): Finding[] {
    if (method !== "cold") {
        return [];
    }
    return [sourceFacts, targetFacts].flatMap(({ host, release: fact }) => {
        const release = valueOf(fact);
        return release === undefined || judgeRelease(release) !== "older"
            ? []
            : [
                  problem("COLD_NOT_SUPPORTED", {
                      message: `${host} runs Solaris ${release.version}, and cold migration needs 11.4 on both hosts`,
                      host,
                      property: "migration.method",
                  }),
              ];
    });
}

import { valueOf, type HostFacts } from "../../solaris/hostFacts";
import { radLocal, radRemote } from "../../solaris/svcs";
import { concern, problem, type Finding } from "./findings";
import type { PreflightInput } from "./input";

/** Whether the way from source to target is open: scheme, services, and the login as far as it was tried. */
export function judgeWay(input: PreflightInput): Finding[] {
    return [
        ...judgeScheme(input),
        ...judgeServices(input),
        ...(input.loginFinding === undefined ? [] : [input.loginFinding]),
    ];
}

/** `rads` asks for a password at the terminal, which there is none of (solaris-facts 2.2 [C]). */
function judgeScheme({ source, target, destination }: PreflightInput): Finding[] {
    if (destination.scheme !== "rads") {
        return [];
    }
    return [
        problem("PASSWORD_PROMPT", {
            message: `from ${source.host} to ${target.host} by rads, zoneadm asks for a password, which a program cannot answer`,
            host: source.host,
            property: "migration.scheme",
            remedy: `Set migration.scheme, of the zone or of ${target.host} in solaris:hosts, to ssh, or to radg where there is Kerberos.`,
        }),
    ];
}

const migrationPrefix = "svc:/network/kz-migr";

function judgeServices({ destination, method, sourceFacts, targetFacts }: PreflightInput): Finding[] {
    const remote = destination.scheme === "ssh" ? [] : [radRemote];
    return [
        ...notOnline(sourceFacts, [radLocal]),
        ...notOnline(targetFacts, [radLocal, ...remote]),
        ...(method === "cold" ? [] : [sourceFacts, targetFacts].flatMap(judgeMigrationService)),
    ];
}

function notOnline({ host, services }: HostFacts, wanted: readonly string[]): Finding[] {
    const states = valueOf(services);
    if (states === undefined) {
        return [];
    }
    return wanted
        .filter((fmri) => states.get(fmri) !== "online")
        .map((fmri) => {
            const state = states.get(fmri);
            const stopped = state === undefined || state === "disabled";
            return concern("SERVICE_NOT_ONLINE", {
                message: `${fmri} is ${state ?? "not there"} on ${host}`,
                host,
                property: "host",
                remedy: stopped
                    ? `Enable it, as root on ${host}: svcadm enable ${fmri}`
                    : `Find out why, and mend it, as root on ${host}: svcs -xv ${fmri}`,
            });
        });
}

/** Its name is from memory [U]: that there is none says nothing, that there is one which is off says much. */
function judgeMigrationService({ host, services }: HostFacts): Finding[] {
    const instances = [...(valueOf(services) ?? [])].filter(([fmri]) => fmri.startsWith(migrationPrefix));
    if (instances.length === 0 || instances.some(([, state]) => state === "online")) {
        return [];
    }
    const found = instances.map(([fmri, state]) => `${fmri} is ${state}`).join(", ");
    return [
        concern("SERVICE_NOT_ONLINE", {
            message: `${found} on ${host}; without it the dry run may pass and the move fail`,
            host,
            property: "host",
            remedy: `Enable it, as root on ${host}: svcadm enable ${instances[0]?.[0] ?? ""}`,
        }),
    ];
}

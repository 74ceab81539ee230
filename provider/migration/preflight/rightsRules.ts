import type { JobMethod } from "../../solaris/job/jobRequest";
import { grantOf } from "../../solaris/auths";
import { valueOf, type HostFacts } from "../../solaris/hostFacts";
import { hasProfile } from "../../solaris/profiles";
import {
    coldMigrationRight,
    configurationRight,
    managementRight,
    migrationRight,
    usermodLine,
    type Right,
} from "../../solaris/rights";
import { concern, type Finding } from "./findings";
import type { PreflightInput } from "./input";

/** Whether the logins show the rights that the move takes, by `profiles` and `auths`. */
export function judgeRights(input: PreflightInput): Finding[] {
    const { zone, sourceHost, targetHost, sourceFacts, targetFacts, destination, method, stopsFirst } = input;
    const source: Right[][] = [migrationRights(method), ...(stopsFirst ? [[managementRight]] : [])];
    // What zoneadm does on the target it does as the user of the destination, whose rights cannot be seen if it is another.
    const asOurselves = destination.user === targetHost.user;
    const target: Right[][] = [
        ...(asOurselves ? [[configurationRight]] : []),
        ...(stopsFirst ? [[managementRight]] : []),
    ];
    return [...missing(zone, sourceHost, sourceFacts, source), ...missing(zone, targetHost, targetFacts, target)];
}

function migrationRights(method: JobMethod): Right[] {
    return method === "live" ? [migrationRight] : [migrationRight, coldMigrationRight];
}

/** @param needed Of each group one will do. */
function missing(
    zone: string,
    { name, user, privilege }: PreflightInput["sourceHost"],
    facts: HostFacts,
    needed: readonly (readonly Right[])[],
): Finding[] {
    const [profiles, held] = [valueOf(facts.profiles), valueOf(facts.authorizations)];
    const uid = valueOf(facts.userId);
    if (privilege !== "pfexec" || uid === 0 || profiles === undefined || held === undefined) {
        return [];
    }
    const has = ({ profile, authorization }: Right): boolean => {
        const grant = grantOf(held, authorization);
        return hasProfile(profiles, profile) || grant?.scope === "all" || grant?.zones.includes(zone) === true;
    };
    return needed.flatMap(([first, ...others]) => {
        if (first === undefined || [first, ...others].some(has)) {
            return [];
        }
        return [
            concern("RIGHTS_NOT_FOUND", {
                message: `${user} on ${name} shows neither the profile ${first.profile} nor ${first.authorization} for ${zone}, which it takes ${first.use}`,
                host: name,
                property: "host",
                remedy: `As root on ${name}: ${usermodLine(user, first)}`,
            }),
        ];
    });
}

import type { JobMethod } from "../../solaris/job/jobRequest";
import { grantOf } from "../../solaris/auths";
import { valueOf, type HostFacts } from "../../solaris/hostFacts";
import { hasProfile } from "../../solaris/profiles";
import { concern, type Finding } from "./findings";
import type { PreflightInput } from "./input";

/** A right, and under which names it is given (solaris-facts 2.4 [C]). */
interface Right {
    readonly profile: string;
    readonly authorization: string;
    readonly use: string;
}

const migration: Right = { profile: "Zone Migration", authorization: "solaris.zone.migrate", use: "to migrate zones" };
const coldMigration: Right = {
    profile: "Zone Cold Migration",
    authorization: "solaris.zone.migrate.cold",
    use: "to migrate zones that do not run",
};
const configuration: Right = {
    profile: "Zone Configuration",
    authorization: "solaris.zone.config",
    use: "to put configurations there",
};
const management: Right = {
    profile: "Zone Management",
    authorization: "solaris.zone.manage",
    use: "to stop and boot zones",
};

/** Whether the logins show the rights that the move takes, by `profiles` and `auths`. */
export function judgeRights(input: PreflightInput): Finding[] {
    const { zone, sourceHost, targetHost, sourceFacts, targetFacts, destination, method, stopsFirst } = input;
    const source: Right[][] = [migrationRights(method), ...(stopsFirst ? [[management]] : [])];
    // What zoneadm does on the target it does as the user of the destination, whose rights cannot be seen if it is another.
    const asOurselves = destination.user === targetHost.user;
    const target: Right[][] = [...(asOurselves ? [[configuration]] : []), ...(stopsFirst ? [[management]] : [])];
    return [...missing(zone, sourceHost, sourceFacts, source), ...missing(zone, targetHost, targetFacts, target)];
}

function migrationRights(method: JobMethod): Right[] {
    return method === "live" ? [migration] : [migration, coldMigration];
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
                remedy: `As root on ${name}: usermod -P +"${first.profile}" -A +${first.authorization} ${user}`,
            }),
        ];
    });
}

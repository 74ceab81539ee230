import { valueOf } from "../../solaris/hostFacts";
import { judgeRelease, type Release } from "../../solaris/release";
import { propertyOf } from "../../solaris/zoneConfiguration";
import { configurationToCome, globalOf, resourcesOf } from "./configurations";
import { concern, type Finding } from "./findings";
import type { PreflightInput } from "./input";

/** What the two hosts' releases and processors let one expect; all of it for the dry run to decide. */
export function judgePlatform(input: PreflightInput): Finding[] {
    return [...judgeReleases(input), ...judgeHostCompatible(input), ...judgeProcessorModels(input), ...judgeIov(input)];
}

function judgeReleases({ zone, source, target, sourceFacts, targetFacts }: PreflightInput): Finding[] {
    const [from, to] = [valueOf(sourceFacts.release), valueOf(targetFacts.release)];
    if (from === undefined || to === undefined) {
        return [];
    }
    const both = `${source.host} runs Solaris ${from.version}, ${target.host} ${to.version}`;
    const details = { host: target.host, property: "host" };
    if (judgeRelease(from) !== judgeRelease(to)) {
        return [
            concern("RELEASES_MIXED", {
                ...details,
                message: `${both}; whether ${zone} can move between the two, the dry run alone tells`,
            }),
        ];
    }
    return compareVersions(to.version, from.version) < 0
        ? [concern("TARGET_RELEASE_OLDER", { ...details, message: `${both}, which is older` })]
        : [];
}

/** Whether a release number is below (negative) or above another; what is no number counts as equal. */
export function compareVersions(a: string, b: string): number {
    const [left, right] = [a, b].map((version) => version.split(".").map(Number));
    const length = Math.max(left?.length ?? 0, right?.length ?? 0);
    for (let place = 0; place < length; place++) {
        const difference = (left?.[place] ?? 0) - (right?.[place] ?? 0);
        if (difference !== 0) {
            return Number.isNaN(difference) ? 0 : difference;
        }
    }
    return 0;
}

/** Both hosts must know what the zone is allowed of its host; memlzr came with SRU 45 (solaris-facts 4.2 [C]). */
function judgeHostCompatible(input: PreflightInput): Finding[] {
    const { zone, source, target, sourceFacts, targetFacts } = input;
    const value = globalOf(configurationToCome(input), "host-compatible");
    const [from, to] = [valueOf(sourceFacts.release), valueOf(targetFacts.release)];
    const isOlder = from !== undefined && to !== undefined && compareVersions(to.version, from.version) < 0;
    if (value === undefined || value === "" || !isOlder) {
        return [];
    }
    return [
        concern("HOST_COMPATIBLE_UNSURE", {
            message: `${zone} has host-compatible=${value} on ${source.host} (${from.version}); ${target.host} (${to.version}) may not know that`,
            host: target.host,
            property: "host",
            remedy: `If the dry run is refused, update ${target.host}, or take the value out on ${source.host} and reboot the zone: zonecfg -z ${zone} 'clear host-compatible'`,
        }),
    ];
}

// What `cpu-arch` is called where it is not set to a migration class (solaris-facts 4.2 [C]); `native` is from the same.
const hostsOwnClass = new Set(["", "generic", "solaris", "native"]);

/** A running image fits only processors of the class that it was booted for (solaris-facts 4.2 [C]). */
function judgeProcessorModels(input: PreflightInput): Finding[] {
    const { zone, source, target, sourceFacts, targetFacts, method } = input;
    const [from, to] = [valueOf(sourceFacts.processorModels), valueOf(targetFacts.processorModels)];
    const families = [valueOf(sourceFacts.processorType), valueOf(targetFacts.processorType)];
    if (method === "cold" || from === undefined || to === undefined || families[0] !== families[1]) {
        return [];
    }
    const [here, there] = [from.join(", "), to.join(", ")];
    if (here === there) {
        return [];
    }
    const cpuArch = globalOf(configurationToCome(input), "cpu-arch") ?? "";
    const bound = hostsOwnClass.has(cpuArch);
    return [
        concern("CPU_MODEL_DIFFERS", {
            message:
                `${source.host} has ${here}, ${target.host} has ${there}; ${zone} ` +
                (bound
                    ? "has no cpu-arch for both, so it is bound to the class of the processors on which it was booted"
                    : `has cpu-arch=${cpuArch}, of which both must be`),
            host: target.host,
            property: "host",
            ...(bound
                ? {
                      remedy: `If the dry run is refused, set a cpu-arch that both hosts have, on ${source.host}, and reboot the zone: zonecfg -z ${zone} 'set cpu-arch=migration-class1'`,
                  }
                : {}),
        }),
    ];
}

/** SR-IOV moves live or warm between parties of 11.4 only (solaris-facts 4.5 [C]). */
function judgeIov(input: PreflightInput): Finding[] {
    const { zone, sourceConfiguration, sourceFacts, targetFacts, method } = input;
    const users = resourcesOf(sourceConfiguration, "anet").filter((anet) =>
        ["auto", "on"].includes(propertyOf(anet, "iov") ?? "off"),
    );
    const older = [sourceFacts, targetFacts].filter(({ release }) => isOlder(valueOf(release)));
    if (method === "cold" || users.length === 0 || older.length === 0) {
        return [];
    }
    const anets = users.map((anet) => `anet ${propertyOf(anet, "id") ?? "?"} iov=${propertyOf(anet, "iov") ?? ""}`);
    const hosts = older.map(({ host, release }) => `${host} runs ${valueOf(release)?.version ?? ""}`);
    return [
        concern("IOV_NEEDS_NEWER", {
            message: `${zone} uses SR-IOV (${anets.join(", ")}), and ${hosts.join(", ")}: a ${method} move of it needs 11.4 everywhere`,
            property: "migration.method",
            ...(older[0] === undefined ? {} : { host: older[0].host }),
        }),
    ];
}

function isOlder(release: Release | undefined): boolean {
    return release !== undefined && judgeRelease(release) === "older";
}

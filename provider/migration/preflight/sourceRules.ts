import { isKernelZone, kernelZoneBrand } from "../../solaris/brand";
import { concern, problem, type Finding } from "./findings";
import type { PreflightInput } from "./input";
import { describeDifference, differencesBetween } from "./differences";

const unsound = new Set(["panicked", "debugging", "no-config"]);

/** Whether this is a kernel zone in a state from which the method can move it. Pure. */
export function judgeSource(input: PreflightInput): Finding[] {
    const { zone, source, method } = input;
    const { brand, state, auxiliary } = source.zone;
    const host = source.host;
    if (!isKernelZone(source.zone)) {
        return [
            problem("ZONE_WRONG_BRAND", {
                message: `${zone} on ${host} has the brand ${brand}, not ${kernelZoneBrand}`,
                host,
                property: "zoneName",
            }),
        ];
    }
    const bad = auxiliary.filter((word) => unsound.has(word));
    const fit = state === "running" || (state === "installed" && method !== "live");
    if (fit && bad.length === 0) {
        return [];
    }
    const seen = [state, ...auxiliary].join(", ");
    if (method === "live") {
        return [
            problem("ZONE_NOT_RUNNING", {
                message: `${zone} on ${host} is ${seen}; a live move needs it running and sound`,
                host,
                property: state === "installed" ? "migration.method" : "zoneName",
                ...(state === "installed" ? {} : { remedy: remedyFor(zone, state, bad) }),
            }),
        ];
    }
    return [
        problem("ZONE_STATE_UNFIT", {
            message: `${zone} on ${host} is ${seen}; a ${method} move needs it ${method === "warm" ? "running or suspended" : "running or installed"}, and sound`,
            host,
            property: "zoneName",
            remedy: remedyFor(zone, state, bad),
        }),
    ];
}

function remedyFor(zone: string, state: string, bad: readonly string[]): string {
    if (state === "incomplete") {
        return `Find out in /var/log/zones what was broken off. Solaris knows one way out of \`incomplete\`, \`zoneadm -z ${zone} uninstall\`, and that destroys what is on the zone's own disks.`;
    }
    if (state === "unavailable") {
        return `Find out why its storage cannot be used here, and whether another host owns its boot disk; then \`zoneadm -z ${zone} attach\`. Never force a takeover before it is certain that the zone runs nowhere else.`;
    }
    return bad.length > 0
        ? `Bring the zone back to normal operation (it is ${bad.join(", ")}), then run \`pulumi up\` again.`
        : "Wait until the zone has come to rest, then run `pulumi up` again.";
}

/** In what the configuration that runs differs from the stored one (solaris-facts 4.1, 5.3). */
export function judgeLiveConfiguration(input: PreflightInput): Finding[] {
    const { zone, source, sourceConfiguration, sourceStoredConfiguration: stored, method, stopsFirst } = input;
    const { sourceRunningConfiguration: running = sourceConfiguration } = input;
    const differences = stored === undefined ? [] : differencesBetween(running, stored);
    if (differences.length === 0) {
        return [];
    }
    const effect =
        method === "cold" && stopsFirst
            ? "it is shut down for this move and comes up under the stored one"
            : "the one that runs moves";
    return [
        concern("LIVE_CONFIG_DIFFERS", {
            message: `${zone} runs on ${source.host} under another configuration than the stored one; ${effect}`,
            host: source.host,
            property: "zoneName",
            lines: differences.map((difference) => describeDifference(difference, ["running", "stored"])),
            remedy: `If the stored one is meant, load it on ${source.host}: zoneadm -z ${zone} apply\nIf the one that runs is meant, store it there with zonecfg.`,
        }),
    ];
}

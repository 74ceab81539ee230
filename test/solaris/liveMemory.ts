import { chosen } from "./dialect";
import type { HostModel } from "./model";
import { runningConfig, type Zone } from "./zone";
import { type ConfigDocument, memoryBytes, modelOf, resourcesOf } from "./zoneConfig";

/** What becomes of a change of a running zone's memory. */
export type MemoryOutcome =
    | { kind: "exact" }
    /** `final`: what it has then. */
    | { kind: "partial"; final: string }
    | { kind: "refused"; why: "unsupported" | "short-of-memory" };

/**
 * Whether host and zone can do it: from SRU 45 on, with the feature `memlzr` [C]. What holds for a zone that does not say
 * what it is compatible with is [U].
 */
function isSupported(host: HostModel, zone: Zone): boolean {
    if (host.before114 || !host.vocabulary.hostCompatible.includes("memlzr")) {
        return false;
    }
    const features = modelOf(runningConfig(zone)).hostCompatible;
    return features === null || features === ""
        ? chosen(host, "memoryLiveUnset", [true, false])
        : /\b(memlzr|native)\b/.test(features);
}

function bytesOf(document: ConfigDocument): number {
    return memoryBytes(modelOf(document).memory ?? "0") ?? 0;
}

/** In the form of the one sample, "4.75G" [C]; in megabytes where that would need more digits. */
function sizeText(bytes: number): string {
    const gibibytes = bytes / 2 ** 30;
    return Number.isInteger(gibibytes * 100) ? `${gibibytes}G` : `${Math.floor(bytes / 2 ** 20)}M`;
}

/** Changes the memory of a running zone from what it has to what `wished` says, as far as that goes. */
export function memoryOutcome(host: HostModel, zone: Zone, wished: ConfigDocument): MemoryOutcome {
    if (!isSupported(host, zone)) {
        return { kind: "refused", why: "unsupported" };
    }
    const [before, asked] = [bytesOf(runningConfig(zone)), bytesOf(wished)];
    const limit = asked < before ? zone.guest.memoryFloor : zone.guest.memoryCeiling;
    const guestLimit = memoryBytes(limit ?? "") ?? asked;
    if (asked < before) {
        const final = Math.max(asked, Math.min(guestLimit, before));
        return final === asked ? { kind: "exact" } : { kind: "partial", final: sizeText(final) };
    }
    const unit = host.vocabulary.memoryUnit ?? 1;
    const room = Math.max(0, Math.floor(host.freeMemory() / unit) * unit);
    if (asked - before > room) {
        const growth = host.spec.memoryGrowth ?? chosen(host, "memoryGrowth", ["refused", "partial"]);
        if (growth === "refused" || room === 0) {
            return { kind: "refused", why: "short-of-memory" };
        }
    }
    const final = Math.min(asked, before + room, Math.max(guestLimit, before));
    return final === asked ? { kind: "exact" } : { kind: "partial", final: sizeText(final) };
}

/** Whether the zone wants its memory exactly or not at all: `capped-memory:memlzr=strict` [C]. */
export function isStrict(document: ConfigDocument): boolean {
    return resourcesOf(document, "capped-memory")[0]?.properties.memlzr === "strict";
}

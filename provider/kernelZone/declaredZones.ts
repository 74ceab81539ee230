import { parseObservation, type PropertyBag } from "./state";

/** The resource of the program for whose sake the zone of an entry of the state is left alone. */
export interface Heir {
    /** Its name in the program. */
    readonly name: string;
    readonly role: HeirRole;
}

/** What it is to the entry that the engine deletes. */
export type HeirRole =
    /** The same resource: Pulumi replaces it, and the new one is this very zone. */
    | "itself"
    /** The same resource, with another `zoneName`, which only a replacement lets pass. */
    | "anotherZone"
    /** Another resource, which is this zone: it has taken it over, or was it before. */
    | "other"
    /** Another resource, which may be this zone, and was not seen to be any. */
    | "unproven";

/** What a run has told of the zone that a resource of its program is. */
interface DeclaredZone {
    readonly urn: string;
    readonly zoneName: string;
    /** Where it shall be, and where it was seen. */
    readonly hosts: Set<string>;
    readonly uuids: Set<string>;
    /** Whether it was ever seen, by this run or an earlier one. */
    isSeen: boolean;
}

/**
 * Which zones the resources of this run's program are. The engine deletes what is in the state and not in the program, and
 * what it replaces, and does not tell which; so whether anybody is that zone still is known only from the calls before.
 *
 * Only what is checked is in the program: a `pulumi destroy` checks nothing, a resource outside of `--target` is not checked
 * either, and a refresh compares resources that are about to be deleted.
 */
export class DeclaredZones {
    readonly #zones: DeclaredZone[] = [];

    /** Notes what the program says of a resource: the inputs of a check. */
    declare(inputs: PropertyBag): void {
        const { __urn: urn, zoneName, host } = inputs;
        if (typeof urn !== "string" || urn === "" || typeof zoneName !== "string") {
            return;
        }
        const known = this.#zones.find((zone) => zone.urn === urn && zone.zoneName === zoneName);
        const zone = known ?? { urn, zoneName, hosts: new Set(), uuids: new Set(), isSeen: false };
        if (known === undefined) {
            this.#zones.push(zone);
        }
        if (typeof host === "string") {
            zone.hosts.add(host);
        }
    }

    /** Notes what was seen of the zone of a resource; of one that the program does not declare, nothing. */
    observe(urn: unknown, outputs: PropertyBag): void {
        const { currentHost, uuid } = parseObservation(outputs);
        for (const zone of this.#zones) {
            if (zone.urn !== urn || zone.zoneName !== outputs["zoneName"] || currentHost === undefined) {
                continue;
            }
            zone.isSeen = true;
            zone.hosts.add(currentHost);
            if (uuid !== undefined) {
                zone.uuids.add(uuid);
            }
        }
    }

    /**
     * For whose sake the zone of an entry of the state, which the engine deletes, is left alone.
     *
     * @param props The outputs in the state.
     * @returns undefined where no resource of the program is this zone, as far as this run has told.
     */
    heirOf(props: PropertyBag): Heir | undefined {
        const { __urn: urn, zoneName } = props;
        const itself = this.#zones.filter((zone) => zone.urn === urn);
        if (itself[0] !== undefined) {
            // No change of a resource ever replaces its zone, wherever that is by now.
            const isSameName = itself.some((zone) => zone.zoneName === zoneName);
            return { name: nameIn(itself[0].urn), role: isSameName ? "itself" : "anotherZone" };
        }
        const same = this.#zones.filter((zone) => zone.zoneName === zoneName && isSame(zone, props));
        const heir = same.find(({ isSeen }) => isSeen) ?? same[0];
        return heir && { name: nameIn(heir.urn), role: heir.isSeen ? "other" : "unproven" };
    }
}

/** Whether it is the same zone, as far as that can be told; what cannot be told counts as the same, and is not deleted. */
function isSame({ uuids, hosts, isSeen }: DeclaredZone, props: PropertyBag): boolean {
    const { uuid, currentHost } = parseObservation(props);
    if (uuid !== undefined && uuids.size > 0) {
        return uuids.has(uuid);
    }
    const host = currentHost ?? props["host"];
    return !isSeen || typeof host !== "string" || hosts.has(host);
}

/** The resource's name: what is behind `urn:pulumi:STACK::PROJECT::TYPE::`. */
function nameIn(urn: string): string {
    return urn.split("::").slice(3).join("::") || urn;
}

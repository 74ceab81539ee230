import { SolarisError } from "../errors/solarisError";
import type { MoveOutcome, SeenThere } from "../migration/moveOutcome";
import type { SeenZone } from "../solaris/hosts";
import { PartialFailure } from "./partialFailure";
import { outputsOf, type KernelZoneObservation, type PropertyBag } from "./state";

/** What the state is to say of a zone: what it said before, and what a placement has found out since. */
export class PlacementState {
    /** Where an earlier move has turned out to have brought the zone. */
    #noted: { readonly seen: SeenThere; readonly more: Partial<KernelZoneObservation> } | undefined;

    /** @param wish The host on which the zone shall be. */
    constructor(
        private readonly id: string,
        private readonly news: PropertyBag,
        private readonly last: Partial<KernelZoneObservation>,
        private readonly wish: string,
    ) {}

    /** Notes that the zone is elsewhere than the state says, before anything else is done with it. */
    note(seen: SeenThere, more: Partial<KernelZoneObservation> = {}): void {
        if (seen.host !== this.last.currentHost) {
            this.#noted = { seen, more: { ...this.#noted?.more, ...more } };
        }
    }

    /** The outputs with what is seen now. */
    seen({ host, zone }: SeenThere, more: Partial<KernelZoneObservation> = {}): Record<string, unknown> {
        const uuid = zone.uuid ?? this.last.uuid;
        const { lastMigration, driftedTo, configDrift = [], rebootNeededFor = [] } = this.last;
        const accepted = driftedTo === host && host === this.wish && host !== this.news["host"];
        return outputsOf(this.news, {
            currentHost: host,
            zoneState: zone.state,
            warnings: [],
            configDrift,
            rebootNeededFor,
            ...(uuid === undefined ? {} : { uuid }),
            ...(lastMigration === undefined ? {} : { lastMigration }),
            ...(accepted ? { driftedTo: host } : {}),
            ...this.#noted?.more,
            ...more,
        });
    }

    /** The outputs of a zone that has moved. */
    moved(
        { record, unfinishedOn, zone }: MoveOutcome & { readonly kind: "moved" },
        warnings: readonly string[],
    ): Record<string, unknown> {
        // A move that takes several runs to finish is recorded once, by the one that saw it arrive.
        const known = this.last.lastMigration?.start === record.start ? this.last.lastMigration : record;
        return this.seen(
            { host: record.to, zone },
            { lastMigration: known, warnings, ...(unfinishedOn === undefined ? {} : { unfinishedOn }) },
        );
    }

    /** The state says that it ran, and somebody or something has halted it since: that must not go unsaid. */
    haltedWarnings(host: string, { name, state }: SeenZone): string[] {
        return this.last.zoneState === "running" && state !== "running"
            ? [
                  `${name} ran when it was last recorded; it was found halted and has been moved as it was. To boot it on ${host}: zoneadm -z ${name} boot`,
              ]
            : [];
    }

    /** What to throw for a move that has failed: with outputs where the state does not say already what is known. */
    failure({ error, seen, unfinishedOn }: MoveOutcome & { readonly kind: "failed" }): Error {
        const { currentHost, zoneState } = this.last;
        if (unfinishedOn !== undefined) {
            // Remembered even if the zone was not seen anywhere else: the program may take its wish back before it is.
            const where = seen ?? this.#noted?.seen;
            return where === undefined
                ? this.#unseen({ unfinishedOn }, error)
                : this.#partial(where, { unfinishedOn }, error);
        }
        if (seen === undefined || (seen.host === currentHost && seen.zone.state === zoneState)) {
            return error;
        }
        return this.#partial(seen, {}, error);
    }

    /** What to throw for an error that came after an earlier move had turned out to have brought the zone elsewhere. */
    failureAfter(error: unknown): unknown {
        return this.#noted === undefined || !SolarisError.isInstance(error)
            ? error
            : this.#partial(this.#noted.seen, {}, error);
    }

    /** The outputs as they were, because nothing was seen, with something to be finished. */
    #unseen(more: Partial<KernelZoneObservation>, error: SolarisError): Error {
        const { currentHost, zoneState } = this.last;
        if (currentHost === undefined || zoneState === undefined) {
            return error;
        }
        const observation = { warnings: [], ...this.last, currentHost, zoneState, ...more };
        return new PartialFailure(this.id, outputsOf(this.news, observation), [error.message]);
    }

    #partial(seen: SeenThere, more: Partial<KernelZoneObservation>, error: SolarisError): PartialFailure {
        return new PartialFailure(this.id, this.seen(seen, more), [error.message]);
    }
}

import type { Fleet } from "../solaris";
import type { FileSystem } from "../solaris/fileSystem";
import { asError } from "../../provider/errors/solarisError";
import { performAct } from "./acts";
import { noFigures, type Figures } from "./figures";
import type { Pipeline, ZoneOutcome } from "./pipeline";
import type { Event, ManagedZone, Operation, PipelineIndex } from "./program";
import type { Network } from "./network";
import type { Bounds, VirtualTime } from "./virtualTime";
import { isRunning, type Entry, type Watch } from "./watch";

/** One operation with everything that is needed to judge it. */
export interface Performed {
    readonly operation: Operation;
    readonly outcomes: readonly ZoneOutcome[];
    /** The zones that ran when it began, by UUID. */
    readonly ranBefore: ReadonlySet<string>;
    /** What the hosts held when it began. */
    readonly heldBefore: readonly HeldByHost[];
    /** All entries at the moment when it ended. */
    readonly entriesAfter: readonly Entry[];
    /** Whether something could have kept it from looking. */
    readonly disturbed: boolean;
    /** Whether another operation was not at its end yet. */
    readonly othersAtWork: boolean;
    /** The zones that somebody else has stopped by then, by UUID. */
    readonly stopped: ReadonlySet<string>;
    /** When it began, and how long it took, in milliseconds of virtual time. */
    readonly startedAt: number;
    readonly took: number;
}

/** What a host holds for good: what a preview must leave as it was. */
export interface HeldByHost {
    readonly host: string;
    /** By zone: state and configuration. */
    readonly zones: Readonly<Record<string, string>>;
    readonly files: readonly string[];
}

interface Ongoing {
    readonly startedAt: number;
    readonly commandsBefore: number;
    readonly left: Event[];
}

/** The hosts, the clock and both pipelines of one program, and what goes on among them. */
export class Stage {
    readonly performed: Performed[] = [];
    /** Whether anything has been done to hosts, links or zones since all came to rest. */
    disturbed = false;
    /** Hosts that are down at this moment. */
    readonly away = new Set<string>();
    readonly figures: Figures = noFigures();
    readonly #ongoing = new Set<Ongoing>();
    readonly #background = new Set<Promise<unknown>>();
    #failure: Error | undefined;

    constructor(
        readonly fleet: Fleet,
        readonly zones: readonly ManagedZone[],
        readonly pipelines: readonly [Pipeline, Pipeline],
        readonly watch: Watch,
        readonly time: VirtualTime,
        readonly network: Network,
        private readonly bounds: Bounds,
    ) {}

    pipeline(index: PipelineIndex): Pipeline {
        return this.pipelines[index];
    }

    /** The UUID of a managed zone. */
    uuidOf(zone: string): string {
        return this.#uuids.get(zone) ?? "";
    }

    readonly #uuids = new Map<string, string>();

    /** Notes by which UUIDs the managed zones are known, before anything happens. */
    meetZones(): void {
        for (const { name, host } of this.zones) {
            const entry = this.watch.entries().find((candidate) => candidate.host === host && candidate.name === name);
            this.#uuids.set(name, entry?.uuid ?? "");
        }
    }

    /** Begins something that goes on beside all else. */
    beside(work: Promise<unknown>): void {
        const watched = work.catch((error: unknown) => {
            this.#failure ??= asError(error);
        });
        this.#background.add(watched);
        void watched.then(() => this.#background.delete(watched));
    }

    /** Performs an operation and everything that was begun meanwhile. */
    async perform(operation: Operation): Promise<void> {
        await this.time.settle(this.#perform(operation), this.bounds, this.#atRest);
        await this.#drain();
    }

    /** Lets virtual time pass. */
    async pass(milliseconds: number): Promise<void> {
        await this.time.pass(milliseconds, { ...this.bounds, virtualMs: 2 * milliseconds }, this.#atRest);
    }

    async begin(operation: Operation): Promise<void> {
        await this.#perform(operation);
    }

    async #drain(): Promise<void> {
        while (this.#background.size > 0) {
            await this.time.settle(Promise.all(this.#background), this.bounds, this.#atRest);
        }
        if (this.#failure !== undefined) {
            throw this.#failure;
        }
    }

    async #perform(operation: Operation): Promise<void> {
        this.watch.look();
        const startedAt = this.time.now;
        if (this.#ongoing.size === 0) {
            this.watch.operationsSince = startedAt;
        }
        const ongoing: Ongoing = {
            startedAt,
            commandsBefore: this.watch.commandsStarted,
            left: [...operation.meanwhile],
        };
        this.#ongoing.add(ongoing);
        for (const { at } of operation.meanwhile) {
            if (at.kind === "time") {
                // Time must stop there.
                setTimeout(() => undefined, at.ms);
            }
        }
        const ranBefore = new Set(
            this.watch
                .entries()
                .filter(isRunning)
                .map(({ uuid }) => uuid),
        );
        const heldBefore = this.held();
        this.figures.operations++;
        const outcomes = await this.pipeline(operation.pipeline).operate(operation);
        this.#ongoing.delete(ongoing);
        this.watch.look();
        this.performed.push({
            operation,
            outcomes,
            ranBefore,
            heldBefore,
            entriesAfter: this.watch.entries(),
            disturbed: this.disturbed,
            othersAtWork: this.#ongoing.size > 0,
            stopped: new Set(this.watch.stopped),
            startedAt,
            took: this.time.now - startedAt,
        });
    }

    held(): HeldByHost[] {
        return Object.values(this.fleet.state().hosts).map(({ name, zones }) => ({
            host: name,
            zones: Object.fromEntries(
                Object.values(zones).map((zone) => [zone.name, `${zone.state} ${zone.uuid}\n${zone.export}`]),
            ),
            files: filesBelow(this.fleet.host(name).model.fileSystem, "/var/tmp"),
        }));
    }

    /** Before time goes on: look at the hosts, and let happen what is due. */
    readonly #atRest = (): boolean => {
        this.watch.look();
        let acted = false;
        for (const ongoing of this.#ongoing) {
            for (const event of [...ongoing.left]) {
                if (this.#isDue(event, ongoing)) {
                    ongoing.left.splice(ongoing.left.indexOf(event), 1);
                    performAct(event.act, this);
                    acted = true;
                }
            }
        }
        if (acted) {
            this.time.stir();
        }
        return acted;
    };

    #isDue({ at }: Event, { startedAt, commandsBefore }: Ongoing): boolean {
        switch (at.kind) {
            case "time":
                return this.time.now - startedAt >= at.ms;
            case "commands":
                return this.watch.commandsStarted - commandsBefore >= at.count;
            case "state":
                return this.watch
                    .entries()
                    .some(({ name, standing }) => name === at.zone && standing.split(" ").includes(at.state));
        }
    }
}

function filesBelow(files: FileSystem, directory: string): string[] {
    return files
        .list(directory)
        .map((name) => `${directory}/${name}`)
        .flatMap((path) => [path, ...filesBelow(files, path)]);
}

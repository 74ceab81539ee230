import type { ZoneContext } from "../../../provider/kernelZone/context";
import { hurry } from "../migration/hurry";
import { Recorder } from "../migration/recorder";
import { connect, startWorld, statesOf, type World } from "../migration/world";
import type { FleetSpec, HostSpec, ZoneSpec } from "../../solaris";

export const hostNames = ["global1", "global2", "global3"];

/** Three hosts; the zones of each. */
export function threeHosts(zones: Readonly<Record<string, ZoneSpec[]>> = {}, more: Partial<HostSpec> = {}): FleetSpec {
    return { hosts: hostNames.map((name) => ({ name, ...more, zones: zones[name] ?? [] })) };
}

/** The simulated hosts of one test at a time: stopped after each, with the clock set right that was hurried. */
export class Stage implements Omit<World, "stop"> {
    #world: World | undefined;
    #calm: () => void = () => undefined;

    constructor() {
        afterEach(async () => {
            this.#calm();
            this.#calm = () => undefined;
            await this.#world?.stop();
            this.#world = undefined;
        });
    }

    async start(spec: FleetSpec): Promise<void> {
        this.#world = await startWorld(spec);
    }

    /** From now on long waits pass quickly, as {@link hurry} says. */
    hurry(busyPace?: number): void {
        this.#calm = hurry(this.fleet, busyPace);
    }

    get fleet(): World["fleet"] {
        return this.#started.fleet;
    }

    get context(): ZoneContext {
        return this.#started.context;
    }

    get reporter(): Recorder {
        return this.#started.reporter;
    }

    /** Another run, with connections and reads of its own. */
    again(): ZoneContext {
        return connect(this.fleet, new Recorder());
    }

    /** The states of kzone1 on each of the three hosts. */
    everywhere(): (string | undefined)[] {
        return hostNames.map((name) => statesOf(this, name));
    }

    get #started(): World {
        if (this.#world === undefined) {
            throw new Error("the hosts have not been started");
        }
        return this.#world;
    }
}

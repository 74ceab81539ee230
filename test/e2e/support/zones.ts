import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { KernelZone, type KernelZoneArgs } from "pulumi-solaris";

import { type ConfigInput, createStack, type TestStack } from "../../engine/stack";
import { type Fleet, type FleetSpec, type ZoneSpec, startFleet } from "../../solaris";

/** What a program says of its zones, by resource name. `zoneName` is the resource's name and `adopt` true if not said. */
export type Zones = Readonly<Record<string, Partial<KernelZoneArgs> & Pick<KernelZoneArgs, "host">>>;

/** Options of resources, by resource name. */
export type ZoneOptions = Readonly<Record<string, CustomResourceOptions>>;

/** A program of nothing but zones. Each run asks anew which they are. */
export function zoneProgram(zones: () => Zones, options: () => ZoneOptions = () => ({})): PulumiFn {
    return () => {
        const entries = Object.entries(zones()).map(([name, args]) => {
            const zone = new KernelZone(name, { zoneName: name, adopt: true, ...args }, options()[name]);
            return [name, zone.currentHost] as const;
        });
        return Promise.resolve(Object.fromEntries(entries));
    };
}

/** Options of {@link startScene}. */
export interface SceneOptions extends FleetSpec {
    /** The zones of the program (default: none). */
    zones?: Zones;
    /** Options of some of them (default: none). */
    options?: ZoneOptions;
    /** By host, laid over what the fleet says of it in `solaris:hosts`. */
    inventory?: Record<string, Record<string, unknown>>;
    /** More of the stack's configuration; `solaris:hosts` replaces the fleet's. */
    config?: Readonly<Record<string, ConfigInput>>;
    /** Whether the zones are taken over at once, by an `up` without its preview (default true). */
    adopted?: boolean;
}

/** Simulated hosts, and a stack that manages zones of theirs. */
export class Scene {
    private constructor(
        readonly fleet: Fleet,
        readonly stack: TestStack,
        private current: { zones: Zones; options: ZoneOptions },
    ) {}

    /** @internal Use {@link startScene}. */
    static async start(options: SceneOptions): Promise<Scene> {
        const { zones = {}, options: zoneOptions = {}, inventory, config, adopted = true, ...spec } = options;
        const fleet = await startFleet(spec);
        const current = { zones, options: zoneOptions };
        let stack: TestStack | undefined;
        try {
            stack = await createStack({
                program: zoneProgram(
                    () => current.zones,
                    () => current.options,
                ),
                config: { ...fleet.pulumiConfig(inventory), ...config },
            });
            const scene = new Scene(fleet, stack, current);
            if (adopted) {
                await scene.adopt();
            }
            return scene;
        } catch (error) {
            await stack?.remove();
            await fleet.stop();
            throw error;
        }
    }

    /** Replaces the program's zones. */
    setZones(zones: Zones): void {
        this.current.zones = zones;
    }

    /** Replaces the options of the program's zones. */
    setOptions(options: ZoneOptions): void {
        this.current.options = options;
    }

    /** Changes arguments of some of the program's zones. */
    change(changes: Readonly<Record<string, Partial<KernelZoneArgs>>>): void {
        const changed = Object.entries(changes).map(([name, args]) => {
            const before = this.current.zones[name];
            if (before === undefined) {
                throw new Error(`the program has no zone ${name}`);
            }
            return [name, { ...before, ...args }];
        });
        this.current.zones = { ...this.current.zones, ...(Object.fromEntries(changed) as Zones) };
    }

    /** Makes the state agree with the program, without a preview, and forgets what that did on the hosts. */
    async adopt(): Promise<void> {
        const result = await this.stack.up({ skipPreview: true });
        if (!result.ok) {
            throw new Error(`the zones could not be taken over:\n${result.stdout}${result.stderr}`);
        }
        this.fleet.clearLog();
    }

    /** The names of the commands that ran on a host, in order; of those about one zone only if it is named. */
    commandsOn(host: string, zone?: string): string[] {
        return this.fleet
            .host(host)
            .commands.filter((entry) => zone === undefined || entry.zone === zone)
            .map(({ name }) => name);
    }

    /** How often a command ran, on all hosts together. */
    count(name: string, zone?: string): number {
        return Object.keys(this.fleet.hosts)
            .flatMap((host) => this.commandsOn(host, zone))
            .filter((one) => one === name).length;
    }

    /** How many TCP connections were ever made to the hosts. */
    connections(): number {
        return Object.values(this.fleet.hosts).reduce((sum, { connections }) => sum + connections.total, 0);
    }

    async stop(): Promise<void> {
        await this.stack.remove();
        await this.fleet.stop();
    }
}

/** Starts hosts and makes a stack for their zones; {@link Scene.stop} ends both. */
export function startScene(options: SceneOptions): Promise<Scene> {
    return Scene.start(options);
}

/** Runs one test on hosts and a stack of its own. */
export async function withFleet(options: SceneOptions, test: (scene: Scene) => Promise<void>): Promise<void> {
    const scene = await startScene(options);
    try {
        await test(scene);
    } finally {
        await scene.stop();
    }
}

/** The hosts global1, global2, ... with these zones. */
export function hostsWith(...zones: ZoneSpec[][]): FleetSpec["hosts"] {
    return zones.map((each, index) => ({ name: `global${index + 1}`, zones: each }));
}

import type { RunningOperation } from "../../engine/operation";
import type { RunResult } from "../../engine/runResult";
import { createStack, type TestStack } from "../../engine/stack";
import type { Ending } from "../../failureModes/pulumi";
import type { Said, Story } from "../../failureModes/story";
import { sceneOf } from "../../failureModes/tell";
import { type Fleet, startFleet } from "../../solaris";
import type { FailureScene } from "../../solaris/failureModes";
import { type Zones, zoneProgram } from "./zones";

type LetGo = () => Promise<void> | void;

/** One failure on hosts of its own: in the program its zone is `m16`, its hosts are `m16source` and `m16target`. */
export class Mode {
    readonly name: string;
    readonly source: string;
    readonly target: string;
    private letGo: LetGo | undefined;

    constructor(
        readonly story: Story,
        readonly scene: FailureScene,
        readonly fleet: Fleet,
    ) {
        this.name = `m${story.number}`;
        this.source = `${this.name}source`;
        this.target = `${this.name}target`;
    }

    /** The hosts as the program names them. What the hosts call each other stays. */
    inventory(): Record<string, unknown> {
        const { global1, global2 } = this.fleet.inventory();
        return { [this.source]: global1, [this.target]: global2 };
    }

    /** What is said, in the program's names. */
    renamed({ refusal, findings, tells }: Said): Said {
        const rename = (text: string): string =>
            text.replaceAll("global1", this.source).replaceAll("global2", this.target);
        return {
            findings,
            tells: tells.map(rename),
            ...(refusal === undefined
                ? {}
                : {
                      refusal: {
                          code: refusal.code,
                          quotes: refusal.quotes.map(rename),
                          wayOut: rename(refusal.wayOut),
                          ...(refusal.host === undefined ? {} : { host: rename(refusal.host) }),
                      },
                  }),
        };
    }

    async arrange(): Promise<void> {
        this.letGo = await this.scene.arrange?.(this.fleet);
    }

    /** Lets a failure that passes by itself pass when the zone's row says that it is waited for. */
    watch(running: RunningOperation): void {
        running.onDiagnostic(({ urn, message }) => {
            if (urn?.endsWith(`::${this.name}`) === true && message.includes("waiting for that to end")) {
                void this.pass();
            }
        });
    }

    async pass(): Promise<void> {
        const { letGo } = this;
        this.letGo = undefined;
        await letGo?.();
    }

    /** How a verb of this zone ended, from everything that the run has said on its row. */
    endingOf(result: RunResult): Pick<Ending, "error" | "kept"> {
        const here = result.diagnostics.filter(
            ({ urn, ephemeral }) => urn?.endsWith(`::${this.name}`) === true && !ephemeral,
        );
        const texts = (isError: boolean): string =>
            here
                .filter(({ severity }) => (severity === "error") === isError)
                .map(({ message }) => message)
                .join("\n");
        const error = texts(true);
        // Before it the engine or the SDK says which hook or call has failed.
        const start = error.search(/^.*?\b[A-Z]+_[A-Z_]+: /m);
        const from = error.slice(start).search(/[A-Z]+_[A-Z_]+: /);
        return {
            kept: texts(false),
            ...(error === "" ? {} : { error: error.slice(start + from) }),
        };
    }
}

/** All failures in one program, each on hosts of its own. */
export class WorstModes {
    private constructor(
        readonly modes: readonly Mode[],
        readonly stack: TestStack,
        private readonly program: { zones: Zones },
    ) {}

    static async start(stories: readonly Story[]): Promise<WorstModes> {
        const modes: Mode[] = [];
        let stack: TestStack | undefined;
        try {
            for (const story of stories) {
                const scene = sceneOf(story);
                modes.push(new Mode(story, scene, await startFleet(scene.fleet)));
            }
            const hosts = Object.assign({}, ...modes.map((mode) => mode.inventory())) as Record<string, unknown>;
            const program: { zones: Zones } = { zones: {} };
            stack = await createStack({
                program: zoneProgram(() => program.zones),
                config: { "solaris:hosts": JSON.stringify(hosts), "solaris:sshConfig": "none" },
                parallel: 64,
            });
            const all = new WorstModes(modes, stack, program);
            modes.forEach((mode) => {
                all.wish(mode, mode.source);
            });
            const adopted = await stack.up({ skipPreview: true });
            if (!adopted.ok) {
                throw new Error(`the zones could not be taken over:\n${adopted.stdout}${adopted.stderr}`);
            }
            modes.forEach(({ fleet }) => {
                fleet.clearLog();
            });
            return all;
        } catch (error) {
            await stack?.remove();
            await Promise.all(modes.map(({ fleet }) => fleet.stop()));
            throw error;
        }
    }

    /** Writes into the program where a zone shall be. */
    wish({ name, scene, story }: Mode, host: string, isRewritten = false): void {
        const zone = { zoneName: "kzone1", migration: scene.migration, ...(isRewritten ? story.rewrite : {}), host };
        this.program.zones = { ...this.program.zones, [name]: zone };
    }

    async stop(): Promise<void> {
        await this.stack.remove();
        await Promise.all(this.modes.map(({ fleet }) => fleet.stop()));
    }
}

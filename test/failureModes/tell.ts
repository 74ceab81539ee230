import { providerShim } from "../../provider/dynamic/shim";
import type { PropertyBag } from "../../provider/kernelZone/state";
import { type Fleet, secondCopies, standing, startFleet } from "../solaris";
import { failureModes, type FailureScene } from "../solaris/failureModes";
import { expectSaid } from "./hear";
import { hurriedRuns, type Ending, type Pulumi, ProviderRuns } from "./pulumi";
import { type Records, type Said, silence, type Story } from "./story";

const zone = "kzone1";
const urn = `urn:pulumi:dev::project::pulumi-nodejs:dynamic/solaris:KernelZone::${zone}`;
const hidden = { __provider: providerShim, __urn: urn };
const nothing: Records = { open: 0, kept: 0, locks: 0 };

/** What only an administrator may do: never done because `host` has changed. */
const forbidden = /^zoneadm (?:halt|uninstall|detach|attach|mark|reboot)\b|^svc(?:adm|cfg)\b/;

export function held(fleet: Fleet): [string, string] {
    return [standing(fleet.zone("global1", zone)), standing(fleet.zone("global2", zone))];
}

/** What the hosts keep of our own. */
export function recordsOn(fleet: Fleet): Records {
    const records = { ...nothing };
    for (const { model } of Object.values(fleet.hosts)) {
        const files = model.fileSystem;
        for (const base of files.list("/var/tmp").map((name) => `/var/tmp/${name}`)) {
            for (const name of files.list(base)) {
                const isJob = files.status(`${base}/${name}`)?.kind === "directory";
                const isKept = files.status(`${base}/${name}/collected`) !== undefined;
                records[isJob ? (isKept ? "kept" : "open") : "locks"] += 1;
            }
        }
    }
    return records;
}

/** The scene of a story's failure. */
export function sceneOf({ number, variant }: Pick<Story, "number" | "variant">, dialect?: number): FailureScene {
    const mode = failureModes.find((each) => each.number === number);
    const prepare = variant === undefined ? mode?.prepare : mode?.variants[variant];
    if (prepare === undefined) {
        throw new Error(`there is no failure ${number}${variant === undefined ? "" : ` with the variant ${variant}`}`);
    }
    return prepare(dialect);
}

/** The state and the program before a move of a zone that was taken over on global1. */
export function startOf(fleet: Fleet, scene: FailureScene): { olds: PropertyBag; news: PropertyBag } {
    const found = fleet.zone("global1", zone);
    const inputs = { zoneName: zone, adopt: true, migration: scene.migration, ...hidden };
    const olds = {
        ...inputs,
        host: "global1",
        currentHost: "global1",
        zoneState: found?.state ?? "running",
        uuid: found?.uuid,
        warnings: [],
    };
    return { olds, news: { ...inputs, host: "global2" } };
}

function expectState(ending: Ending, olds: PropertyBag, state: Story["state"]): void {
    if (state === undefined && ending.isPartial) {
        // Nothing is known that the state did not say, but that there is something to be finished.
        const { currentHost, zoneState } = olds;
        expect(ending.state).toMatchObject({
            currentHost,
            zoneState,
            unfinishedOn: expect.any(String) as string,
        });
        return;
    }
    if (state === undefined) {
        expect(ending.state).toBe(olds);
        return;
    }
    const { warnings = [], ...rest } = state;
    expect(ending.isPartial).toBe(ending.error !== undefined);
    expect(ending.state).toMatchObject({ ...hidden, host: "global2", uuid: olds["uuid"], ...rest });
    expect(ending.state["unfinishedOn"]).toBe(rest.unfinishedOn);
    const told = ending.state["warnings"] as string[];
    expect(told).toHaveLength(warnings.length);
    warnings.forEach((part, index) => {
        expect(told[index]).toContain(part);
    });
}

const converged = { currentHost: "global2", zoneState: "running" } as const;

/** Everything that ever ran in a story. */
class Telling {
    private olds: PropertyBag;
    private news: PropertyBag;
    private readonly names: string[] = [];

    constructor(
        private readonly story: Story,
        private readonly fleet: Fleet,
        private readonly pulumi: Pulumi,
        scene: FailureScene,
        start: { olds: PropertyBag; news: PropertyBag },
    ) {
        this.olds = start.olds;
        this.news = start.news;
        this.scene = scene;
    }

    private readonly scene: FailureScene;

    async tell(): Promise<void> {
        const { story, fleet } = this;
        let letGo = await this.scene.arrange?.(fleet);
        await this.preview(story.preview);
        const struck = this.scene.strike?.(fleet);
        const ending = await this.update(story.update, (kept) => {
            // Somebody else's migration ends by itself while it is waited for.
            if (kept.includes("waiting for that to end")) {
                void letGo?.();
                letGo = undefined;
            }
        });
        await struck;
        const isDone = ending.error === undefined && story.state === undefined;
        expectState(ending, this.olds, isDone ? converged : story.state);
        expect(held(fleet)).toEqual(story.holds);
        expect(recordsOn(fleet)).toEqual({ ...nothing, ...story.records });
        this.olds = ending.state;
        await (isDone || story.isSettled === true ? this.expectNothingLeft() : this.goOn(letGo));
        this.expectRules();
    }

    /** The next runs: with the cause still there, and without it. */
    private async goOn(letGo: (() => unknown) | undefined): Promise<void> {
        const { story, fleet } = this;
        const { again = {}, mended, converges } = story;
        if (converges !== undefined) {
            await this.converge(converges);
            return;
        }
        await this.preview(again.preview ?? story.preview);
        const next = await this.update(again.update ?? story.update);
        expectState(next, this.olds, again.state);
        expect(held(fleet)).toEqual(story.holds);
        expect(recordsOn(fleet)).toEqual({ ...nothing, ...(again.records ?? story.records) });
        this.olds = next.state;
        if (mended === undefined) {
            return;
        }
        await letGo?.();
        await story.mend?.(fleet);
        this.news = { ...this.news, ...story.rewrite };
        await this.converge(mended);
    }

    /** The run that ends in the wish. */
    private async converge(expected: NonNullable<Story["mended"]>): Promise<void> {
        const { fleet } = this;
        const { holds = ["absent", "running"], zoneState = "running", warnings = [] } = expected;
        await this.preview(expected.preview);
        const last = await this.update(expected.update);
        expectState(last, this.olds, { ...converged, zoneState, warnings });
        expect(held(fleet)).toEqual(holds);
        expect(recordsOn(fleet)).toEqual({ ...nothing, ...expected.records });
        this.olds = last.state;
        await this.expectNothingLeft();
    }

    private async expectNothingLeft(): Promise<void> {
        await this.preview(silence);
        expect(await this.pulumi.hasChanges(this.olds, this.news)).toBe(false);
    }

    private async preview(said: Said): Promise<void> {
        const before = held(this.fleet);
        const records = recordsOn(this.fleet);
        expectSaid(await this.pulumi.preview(this.olds, this.news), said);
        if (this.story.number !== 16) {
            // A dry run that meets another owner of the disk leaves `unavailable` on the target, which nothing may undo.
            expect(held(this.fleet)).toEqual(before);
        }
        expect(recordsOn(this.fleet)).toEqual(records);
        this.note();
    }

    private async update(said: Said, meanwhile?: (kept: string) => void): Promise<Ending> {
        const ending = await this.pulumi.update(this.olds, this.news, meanwhile);
        expectSaid(ending, said);
        this.note();
        return ending;
    }

    private note(): void {
        this.names.push(...this.fleet.commands().map(({ name }) => name));
        this.fleet.clearLog();
    }

    private expectRules(): void {
        const { story, fleet } = this;
        expect(secondCopies(fleet.history)).toHaveLength(story.secondCopies ?? 0);
        expect(this.names.filter((name) => name === "zoneadm migrate")).toHaveLength(story.migrations);
        expect(this.names.filter((name) => forbidden.test(name))).toEqual([]);
    }
}

/** Runs something on a story's scene, its failure arranged. */
export async function onScene(
    story: Pick<Story, "number" | "variant">,
    runs: (fleet: Fleet) => Pulumi,
    act: (pulumi: Pulumi, fleet: Fleet, start: ReturnType<typeof startOf>) => Promise<void>,
): Promise<void> {
    const scene = sceneOf(story);
    const fleet = await startFleet(scene.fleet);
    const pulumi = runs(fleet);
    const start = startOf(fleet, scene);
    try {
        await scene.arrange?.(fleet);
        await act(pulumi, fleet, start);
    } finally {
        pulumi.end();
        await fleet.stop();
    }
}

/** @param scene Default: the story's own, on hosts of the usual kind. */
export async function tell(
    story: Story,
    runs: (fleet: Fleet) => Pulumi,
    scene: FailureScene = sceneOf(story),
): Promise<void> {
    const fleet = await startFleet(scene.fleet);
    const pulumi = runs(fleet);
    try {
        await new Telling(story, fleet, pulumi, scene, startOf(fleet, scene)).tell();
    } finally {
        pulumi.end();
        await fleet.stop();
    }
}

export function titleOf(story: Story): string {
    const mode = failureModes.find(({ number }) => number === story.number);
    const way = story.by === "clock" ? " (verbs in process, under a fast clock)" : "";
    return `#${story.number} ${mode?.title ?? ""}${story.variant === undefined ? "" : `: ${story.variant}`}${way}`;
}

/** One test for each story: the first run, the next one, and the one after somebody has removed the cause. */
export function describeStories(group: string, stories: readonly Story[]): void {
    describe(group, () => {
        let provider: ProviderRuns;

        beforeAll(async () => {
            provider = await ProviderRuns.start();
        });
        afterAll(() => provider.stop());

        it.each(stories.map((story): [string, Story] => [titleOf(story), story]))("%s", async (_title, story) => {
            await tell(story, (fleet) => (story.by === "clock" ? hurriedRuns(fleet) : provider.on(fleet)));
        });
    });
}

import * as pulumi from "@pulumi/pulumi";
import { describeEngine } from "../engine/describeEngine";
import { createStack } from "../engine/stack";
import { startFleet } from "../solaris";
import { Later } from "./support/later";
import { hostsWith, type Scene, startScene, zoneProgram, type Zones } from "./support/zones";

describeEngine("inputs that are not known in a preview", () => {
    let scene: Scene;

    beforeAll(async () => {
        const names = ["late", "lateuser"];
        scene = await startScene({
            hosts: hostsWith(
                names.map((name) => ({ name })),
                [],
            ),
            zones: Object.fromEntries(names.map((name) => [name, { host: "global1" }])),
        });
    }, 60_000);

    afterAll(() => scene.stop());

    /** What a program says of a zone with one value that only another resource of the same run makes. */
    const changes: Readonly<Record<string, () => Zones[string]>> = {
        late: () => ({ host: new Later("host", "global2").value }),
        lateuser: () => ({ host: "global2", migration: { user: new Later("user", "zadm").value } }),
    };

    it.each([
        ["host", "late"],
        ["migration.user", "lateuser"],
    ])(
        "%s: that is said, no host is asked, and up moves the zone",
        async (property, name) => {
            scene.stack.setProgram(zoneProgram(() => ({ ...atHome(scene, name), [name]: changes[name]!() })));
            scene.fleet.clearLog();
            const preview = await scene.stack.preview();
            expect(preview.exitCode).toBe(0);
            expect(preview.messagesOf(name)).toEqual([
                `${property} is not known before \`pulumi up\`: the hosts were not asked and no dry run was made`,
            ]);
            expect(scene.fleet.commands()).toEqual([]);

            const up = await scene.stack.up();
            expect(up.exitCode).toBe(0);
            expect(up.messagesOf(name).join("\n")).toContain("moved global1 -> global2");
            expect(scene.fleet.zone("global2", name)?.state).toBe("running");
            expect(scene.count("zoneadm migrate -n", name)).toBe(1);

            const again = await scene.stack.preview();
            expect(again).toMatchObject({ exitCode: 0, resourceChanges: { same: 4 } });
            expect(again.messagesOf(name)).toEqual([]);
        },
        60_000,
    );
});

/** The other zones of a program, where they are. */
function atHome({ fleet }: Scene, except: string): Zones {
    const entries = ["global1", "global2"].flatMap((host) =>
        Object.values(fleet.state().hosts[host]!.zones).map(({ name }) => [name, { host }] as const),
    );
    return Object.fromEntries(entries.filter(([name]) => name !== except));
}

// What is secret in the hosts' configuration and in a zone's is the matter of secrets.test.ts.
describeEngine("a secret", () => {
    it("works as an input", async () => {
        const fleet = await startFleet({ hosts: hostsWith([{ name: "hidden" }], []) });
        const zone = (host: string): Zones => ({
            hidden: {
                host: pulumi.secret(host),
                migration: pulumi.secret({ user: "zadm", dryRun: "required" as const }),
            },
        });
        const stack = await createStack({
            program: zoneProgram(() => zone("global1")),
            config: fleet.pulumiConfig(),
        });
        try {
            expect(await stack.up({ skipPreview: true })).toMatchObject({ exitCode: 0 });
            stack.setProgram(zoneProgram(() => zone("global2")));
            const preview = await stack.preview();
            expect(preview.exitCode).toBe(0);
            expect(preview.messagesOf("hidden").join("\n")).toContain("dry run passed");
            expect(await stack.up({ skipPreview: true })).toMatchObject({ exitCode: 0 });
            expect(fleet.zone("global2", "hidden")?.state).toBe("running");
            const state = await stack.resourceState("hidden");
            for (const bag of [state?.inputs, state?.outputs]) {
                expect(bag?.host).toHaveProperty("ciphertext");
                expect(bag?.migration).toHaveProperty("ciphertext");
            }
            expect(await stack.preview()).toMatchObject({ exitCode: 0, resourceChanges: { same: 2 } });
        } finally {
            await stack.remove();
            await fleet.stop();
        }
    }, 60_000);
});

import { readFileSync } from "node:fs";
import * as path from "node:path";

import { describeEngine } from "../engine/describeEngine";
import { repositoryRoot } from "../engine/engine";
import type { RunResult } from "../engine/runResult";
import { createStack, type TestStack } from "../engine/stack";
import { type Fleet, secondCopies, startFleet } from "../solaris";
import { exampleProgram } from "./support/example";
import { contentOf, jobRecords, zonesOn } from "./support/records";

const storage = "iscsi://storage1/luname.naa.600144f0dbf8af1900005fd25e490003";
const profile = "/export/profiles/web1.xml";

it("is the program that the README shows", () => {
    const [readme = "", program] = ["README.md", "examples/zone-as-code/index.ts"].map((file) =>
        // Indented by two there, by four here.
        readFileSync(path.join(repositoryRoot, file), "utf8").replace(/\s+/g, " "),
    );
    expect(readme).toContain(`ts ${program}\`\`\``);
});

describeEngine("the example zone-as-code: a zone from its creation to its end", () => {
    let fleet: Fleet;
    let stack: TestStack;
    const set = (key: string, value: string): Promise<void> => stack.setConfig(`zone-as-code:${key}`, value);
    const both = (): string[] => ["global1", "global2"].map((host) => contentOf(fleet, host));
    const said = (result: RunResult): string => result.messagesOf("zone").join("\n");
    const outputs = async () => (await stack.resourceState("zone"))?.outputs;
    /** The states through which the zone goes on a host. */
    const statesOn = (host: string): string[] =>
        fleet.history.filter((entry) => entry.host === host && entry.from !== entry.to).map(({ to }) => to);

    beforeAll(async () => {
        fleet = await startFleet({
            hosts: [
                { name: "global1", files: { [profile]: "<service_bundle/>\n" } },
                { name: "global2", nextZoneId: 1754 },
            ],
            // Long enough for the status on the zone's row to be renewed.
            latency: { install: 1_500 },
        });
        stack = await createStack({
            project: "zone-as-code",
            program: exampleProgram("zone-as-code"),
            config: {
                ...fleet.pulumiConfig(),
                "zone-as-code:zoneName": "web1",
                "zone-as-code:host": "global1",
                "zone-as-code:storage": storage,
                "zone-as-code:profile": profile,
            },
        });
    });
    afterAll(async () => {
        await stack.remove();
        await fleet.stop();
    });
    beforeEach(() => {
        fleet.clearLog();
    });

    it("previews the creation, step by step, and changes nothing", async () => {
        const before = both();
        const result = await stack.preview();
        expect(result).toMatchObject({ exitCode: 0, resourceChanges: { create: 2 } });
        const text = said(result);
        expect(text).toMatch(/web1/);
        expect(text).toMatch(/configur[^]*install[^]*boot/i);
        expect(text).toContain(storage);
        expect(both()).toEqual(before);
    });

    it("creates, installs and boots the zone, and shows Solaris's own progress", async () => {
        const result = await stack.up({ skipPreview: true });
        expect(result).toMatchObject({ exitCode: 0, resourceChanges: { create: 2 } });
        expect(said(result)).toMatch(
            /configured web1 on global1[^]*installed web1 on global1[^]*web1 is up on global1/,
        );
        expect(result.statusOf("zone").some((status) => /^install\w*: ./i.test(status))).toBe(true);
        expect(statesOn("global1")).toEqual(["configured", "incomplete", "installed", "running"]);
        expect(fleet.zone("global1", "web1")?.config).toMatchObject({
            autoboot: true,
            hostCompatible: "memlzr",
            ncpus: 4,
            memory: "8G",
            devices: [{ id: 0, bootpri: 0, storage }],
        });
        const uuid = fleet.zone("global1", "web1")?.uuid;
        expect(await outputs()).toMatchObject({
            uuid,
            currentHost: "global1",
            zoneState: "running",
            warnings: [],
            configDrift: [],
            rebootNeededFor: [],
        });
        expect(result.outputs).toMatchObject({ runsOn: "global1", state: "running", uuid });
        expect(jobRecords(fleet, "global1")).toEqual([]);
    });

    it("shows no change then, asked with and without a look at the hosts", async () => {
        const before = both();
        for (const refresh of [false, true]) {
            const result = await stack.preview({ refresh, args: ["--expect-no-changes"] });
            expect(result).toMatchObject({ exitCode: 0, resourceChanges: { same: 2 } });
            expect(said(result)).toBe("");
        }
        expect(both()).toEqual(before);
    });

    it("changes the memory of the running zone", async () => {
        await set("memory", "12g");
        const before = both();
        const preview = await stack.preview();
        expect(preview).toMatchObject({ exitCode: 0, resourceChanges: { update: 1 } });
        expect(said(preview)).toContain("capped-memory physical: 8G -> 12G: at once, in the running zone");
        expect(both()).toEqual(before);

        const states = fleet.history.length;
        const up = await stack.up({ skipPreview: true });
        expect(up).toMatchObject({ exitCode: 0, resourceChanges: { update: 1 } });
        expect(said(up)).toContain("capped-memory physical: 8G -> 12G");
        const zone = fleet.zone("global1", "web1");
        expect(zone?.export).toContain("set physical=12G");
        expect(zone?.liveExport ?? zone?.export).toContain("set physical=12G");
        expect(fleet.history).toHaveLength(states);
        expect(await outputs()).toMatchObject({ configDrift: [], rebootNeededFor: [], warnings: [] });
    });

    it("moves it with that memory, after Solaris's dry run", async () => {
        await set("host", "global2");
        const before = both();
        const preview = await stack.preview();
        expect(preview).toMatchObject({ exitCode: 0, resourceChanges: { update: 1 } });
        expect(said(preview)).toMatch(/^live migration of web1 \(12 GiB, 4 vCPUs\): global1 -> global2$/m);
        expect(said(preview)).toContain("dry run passed; global2 is as it was before");
        expect(both()).toEqual(before);

        const { uuid } = (await outputs()) ?? {};
        const up = await stack.up({ skipPreview: true });
        expect(up).toMatchObject({ exitCode: 0, resourceChanges: { update: 1 } });
        expect(said(up)).toMatch(/moved global1 -> global2 in .*; seen running on global2/);
        expect([zonesOn(fleet, "global1"), zonesOn(fleet, "global2")]).toEqual([{}, { web1: "running" }]);
        expect(fleet.zone("global2", "web1")).toMatchObject({ uuid, config: { memory: "12G" } });
        expect(await outputs()).toMatchObject({ uuid, currentHost: "global2", zoneState: "running", warnings: [] });

        const after = both();
        const again = await stack.preview({ refresh: true, args: ["--expect-no-changes"] });
        expect(again).toMatchObject({ exitCode: 0, resourceChanges: { same: 2 } });
        expect(both()).toEqual(after);
    });

    it("says what a deletion policy will destroy, and touches no host for it", async () => {
        await set("deletionPolicy", "delete");
        const before = both();
        const preview = await stack.preview();
        expect(preview).toMatchObject({ exitCode: 0, resourceChanges: { update: 1 } });
        // A destroy runs no program, so this is where a preview can say it.
        expect(said(preview)).toContain(storage);
        const result = await stack.up({ skipPreview: true });
        expect(result).toMatchObject({ exitCode: 0, resourceChanges: { update: 1 } });
        expect(both()).toEqual(before);
    });

    it("deletes it, and only now what is on its disk is destroyed", async () => {
        expect(fleet.wipedStorage).toEqual([]);
        const states = statesOn("global2").length;
        const result = await stack.destroy();
        expect(result).toMatchObject({ exitCode: 0, resourceChanges: { delete: 2 } });
        expect(said(result)).toContain(storage);
        expect([zonesOn(fleet, "global1"), zonesOn(fleet, "global2")]).toEqual([{}, {}]);
        expect(statesOn("global2").slice(states)).toEqual([
            "shutting_down",
            "installed",
            "incomplete",
            "configured",
            "absent",
        ]);
        expect(fleet.wipedStorage).toMatchObject([{ host: "global2", zone: "web1", storage }]);
        expect((await stack.exportState()).resources ?? []).toEqual([]);
        expect([jobRecords(fleet, "global1"), jobRecords(fleet, "global2")]).toEqual([[], []]);
        expect(secondCopies(fleet.history)).toEqual([]);
    });
});

import { readdir, readFile } from "node:fs/promises";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";

import { describeEngine } from "../engine/describeEngine";
import type { RunResult } from "../engine/runResult";
import { createStack, type TestStack } from "../engine/stack";
import { type FleetSpec, startFleet } from "../solaris";
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

const secrets = {
    password: "planted-password-fb21",
    passphrase: "planted-passphrase-9c07",
    keysource: "planted-keysource-d3a8",
};

describeEngine("a secret", () => {
    // A configuration that global2 cannot import.
    const sealed = { keysource: secrets.keysource, hostCompatible: "level2" };
    /** Logs in to global1 by password; the zones there have keys. */
    const fleetSpec: FleetSpec = {
        hosts: [
            {
                name: "global1",
                login: { publicKey: false, password: secrets.password },
                zones: [
                    { name: "keyed", config: { keysource: secrets.keysource } },
                    { name: "sealed", config: sealed },
                    { name: "sealedtoo", config: sealed },
                ],
            },
            { name: "global2", hostCompatible: ["level1"] },
        ],
    };
    const inventory = {
        global1: { identityFile: undefined, agent: false, password: secrets.password },
        global2: { agent: false, passphrase: secrets.passphrase },
    };

    /** Everything that a run has shown, and every file of the stack. */
    async function expectNothingInClear(stack: TestStack, results: readonly RunResult[]): Promise<void> {
        const shown = results.map(({ stdout, stderr, events, outputs }) => {
            return [stdout, stderr, JSON.stringify(events), JSON.stringify(outputs)].join("\n");
        });
        const root = path.resolve(path.dirname(stack.checkpointFile), "../../../..");
        const files = (await readdir(root, { recursive: true, withFileTypes: true })).filter((file) => file.isFile());
        expect(files.map(({ name }) => name)).toContain(path.basename(stack.checkpointFile));
        const texts = await Promise.all(files.map((file) => readFile(path.join(file.parentPath, file.name), "latin1")));
        for (const [name, secret] of Object.entries(secrets)) {
            expect({ name, shown: shown.filter((text) => text.includes(secret)) }).toEqual({ name, shown: [] });
            const holders = files.filter((_, index) => texts[index]?.includes(secret)).map((file) => file.name);
            expect({ name, holders }).toEqual({ name, holders: [] });
        }
    }

    /** Runs everything that could show a secret, with a configuration that `configure` has set. */
    async function exercise(configure: (hosts: HostsConfig, stack: TestStack) => Promise<void>): Promise<void> {
        const fleet = await startFleet(fleetSpec);
        const at = (host: string): Zones => ({ keyed: { host }, sealed: { host }, sealedtoo: { host } });
        let zones = at("global1");
        const stack = await createStack({ program: zoneProgram(() => zones) });
        const results: RunResult[] = [];
        const step = async (operation: Promise<RunResult>): Promise<RunResult> => {
            const result = await operation;
            results.push(result);
            return result;
        };
        try {
            await configure(fleet.inventory(inventory), stack);
            const adopted = await step(stack.up());
            expect(adopted).toMatchObject({ exitCode: 0, outputs: { keyed: "global1", sealed: "global1" } });
            expect(adopted.diagnostics.filter(({ severity }) => severity !== "info")).toEqual([]);

            // Where a configuration cannot be imported Solaris echoes it, with the zone's key: when its own import
            // fails, in the dry run and in the migration, and (perhaps) when it is the provider that imports it.
            const hostOverrides = { global2: { anets: [{ id: 0, lowerLink: "net1" }] } };
            zones = { ...at("global2"), sealedtoo: { host: "global2", hostOverrides } };
            const refused = await step(stack.preview());
            expect(refused.messagesOf("sealed").join("\n")).toContain("[configuration not shown]");
            expect(refused.messagesOf("sealedtoo").join("\n")).toContain("TARGET_PREPARE_FAILED");
            zones = { ...zones, sealed: { host: "global2", migration: { dryRun: "skip" } } };
            const failed = await step(stack.up({ skipPreview: true }));
            expect(failed.exitCode).toBe(1);
            expect(failed.messagesOf("sealed").join("\n")).toMatch(/MIGRATION_FAILED[^]*\[configuration not shown\]/);
            expect(fleet.zone("global2", "keyed")?.config.keysource).toBe(secrets.keysource);

            expect((await step(stack.refresh())).exitCode).toBe(0);
            await expectNothingInClear(stack, results);
        } finally {
            await stack.remove();
            await fleet.stop();
        }
    }

    it("is not shown or stored in clear where solaris:hosts is a secret as a whole", async () => {
        await exercise((hosts, stack) => stack.setConfig("solaris:hosts", JSON.stringify(hosts), true));
    }, 90_000);

    it("is not shown or stored in clear where single keys of solaris:hosts are secrets", async () => {
        await exercise(async (hosts, stack) => {
            const secretKeys = new Set(["password", "passphrase"]);
            const settings = Object.entries(hosts).flatMap(([host, keys]) =>
                leaves(keys, `solaris:hosts.${host}`).map(([key, value]) => {
                    const kind = secretKeys.has(key.split(".").at(-1) ?? "") ? "--secret" : "--plaintext";
                    return [kind, `${key}=${value}`];
                }),
            );
            const set = await stack.cli("config", "set-all", "--path", ...settings.flat());
            expect(set.exitCode).toBe(0);
        });
    }, 90_000);

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

type HostsConfig = Record<string, Record<string, unknown>>;

/** The single values in an object, by their path. */
function leaves(value: unknown, at: string): [string, string][] {
    if (typeof value !== "object" || value === null) {
        return value === undefined ? [] : [[at, typeof value === "string" ? value : JSON.stringify(value)]];
    }
    return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${at}.${key}`));
}

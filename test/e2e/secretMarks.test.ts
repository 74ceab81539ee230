import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { KernelZoneArgs } from "pulumi-solaris";

import { describeEngine } from "../engine/describeEngine";
import type { Verb } from "../engine/operation";
import { changingCommands } from "./support/records";
import { mediaOfFiles, mediaOfRun, OwnOutput } from "./support/secretsMedia";
import { randomText } from "./support/secretsPlanted";
import { type Medium, SecretsSearch } from "./support/secretsSearch";
import { type Scene, startScene, type Zones } from "./support/zones";

const { secret } = pulumi;

const values = {
    bootargs: `-m milestone=${randomText()}`,
    "bootargs of another hand": `-m milestone=${randomText()}`,
    "new bootargs": `-m milestone=${randomText()}`,
    "an attr's value": randomText(),
    "an attr's new value": randomText(),
    "a part of a disk's URI": randomText(),
    "an admin": `op${randomText().slice(0, 18)}`,
    "a manifest": randomText(),
    "a feature that the host does not know": `f${randomText()}`,
    "bootargs without their mark": `-m milestone=${randomText()}`,
};
const manifest = `/export/manifests/${values["a manifest"]}.xml`;

type Config = Exclude<KernelZoneArgs["config"], undefined | Promise<unknown> | pulumi.OutputInstance<unknown>>;

/** A zone with a secret in every kind of place; the attr `pin` has one that is too short to be known by itself. */
function vault(config: Config = {}, more: Partial<KernelZoneArgs> = {}): Zones[string] {
    return {
        host: "global1",
        adopt: false,
        config: {
            bootargs: secret(values.bootargs),
            virtualCpu: { ncpus: 4 },
            cappedMemory: { physical: secret("8g") },
            anets: [{ id: 0, lowerLink: "net0" }],
            devices: [
                {
                    id: 0,
                    bootpri: 0,
                    storage: pulumi.interpolate`iscsi://storage1/luname.naa.${secret(values["a part of a disk's URI"])}`,
                },
            ],
            admins: [{ user: secret(values["an admin"]), auths: ["login"] }],
            attrs: [
                { name: "contract", value: secret(values["an attr's value"]) },
                { name: "pin", value: secret("7") },
                { name: "comment", value: "of our own" },
            ],
            ...config,
        },
        install: { manifest: secret(manifest) },
        deletionPolicy: "delete",
        ...more,
    };
}

const changed: Config = {
    bootargs: secret(values["new bootargs"]),
    cappedMemory: { physical: secret("12g") },
    attrs: [{ name: "contract", value: secret(values["an attr's new value"]) }],
};

describeEngine("values that the program has marked as secrets", () => {
    let scene: Scene;
    const media: Medium[] = [];
    const said = new Map<string, string>();
    const run = async (name: string, verb: Verb, exitCode = 0): Promise<void> => {
        const output = new OwnOutput();
        try {
            const result = await scene.stack[verb]();
            // The SDK itself writes every resource's inputs, in clear, into the engine's debug log.
            const events = result.events.filter(({ diagnosticEvent }) => String(diagnosticEvent?.severity) !== "debug");
            media.push(...mediaOfRun(name, { ...result, events }));
            said.set(name, result.messagesOf("vault").join("\n"));
            expect([name, result.exitCode]).toEqual([name, exitCode]);
        } finally {
            media.push(output.stop());
        }
        media.push(...(await mediaOfFiles(path.resolve(path.dirname(scene.stack.checkpointFile), "../../../.."))));
        media.push({ name: `state after ${name}`, text: (await scene.stack.cli("stack", "export")).stdout });
    };
    const byHand = (...commands: string[]) =>
        scene.fleet.typed("global1", "zonecfg", "-z", "vault", commands.join("; "));

    beforeAll(async () => {
        scene = await startScene({
            hosts: [
                { name: "global1", hostCompatible: ["level1"], files: { [manifest]: "<auto_install/>\n" } },
                { name: "global2", hostCompatible: ["level1"] },
            ],
            zones: { vault: vault() },
            adopted: false,
        });
        await run("preview of the creation", "preview");
        await run("creation", "up");
        await run("preview of no change", "preview");

        await byHand(`set bootargs="${values["bootargs of another hand"]}"`, "select attr name=pin; set value=3; end");
        await run("refresh", "refresh");
        scene.setZones({ vault: vault({}, { driftPolicy: { configuration: "fail" } }) });
        await run("preview of drift", "preview", 1);

        const unknown = secret(values["a feature that the host does not know"]);
        scene.setZones({ vault: vault({ ...changed, hostCompatible: unknown }) });
        await run("refused change", "up", 1);
        const storage = secret(`iscsy://${values["a part of a disk's URI"]}`);
        scene.setZones({ vault: vault({ ...changed, devices: [{ id: 0, bootpri: 0, storage }] }) });
        await run("preview of bad input", "preview", 1);
        scene.setZones({ vault: vault(changed) });
        await run("change", "up");

        // A move succeeds, the change after it is refused: the outputs keep what was declared before, without its marks.
        const { bootargs: _, ...unmarked } = changed;
        const plain = { ...unmarked, bootargs: "-v", attrs: [{ name: "contract", value: "none" }] };
        scene.setZones({ vault: vault({ ...plain, hostCompatible: unknown }, { host: "global2" }) });
        await run("move with a refused change", "up", 1);
        scene.setZones({ vault: vault(plain, { host: "global2" }) });
        await run("change without marks", "up");
        await run("refresh after it", "refresh");
        await run("destroy", "destroy");
    }, 400_000);
    afterAll(() => scene.stop());

    it("are in nothing that is shown or kept", () => {
        const secrets = Object.entries(values).map(([name, value]) => ({ name, value }));
        expect(new SecretsSearch(secrets).find(media)).toEqual([]);
    });

    it("are hidden at their own properties where they are short", () => {
        for (const text of said.values()) {
            expect(text).not.toMatch(/\b(?:value "?[37]\b|8 ?G|12 ?G|8192M)/i);
        }
    });

    it("leave what is said readable: properties, counts, and what is no secret", () => {
        expect(said.get("creation")).toMatch(
            /creates vault on global1 \(\[not shown\], 4 vCPUs\)[^]*install by \[not shown\][^]*vault is up on global1/,
        );
        expect(said.get("preview of no change")).toBe("");
        expect(said.get("refresh")).toMatch(/bootargs: changed \(not shown\)\n *attr pin value: changed \(not shown\)/);
        expect(said.get("preview of drift")).toMatch(/^CONFIG_DRIFTED[^]*attr pin value: changed \(not shown\)/);
        expect(said.get("refused change")).toMatch(
            /attr comment: removed \(type string, value of our own\)[^]*CONFIG_REFUSED: global1 refuses config\.hostCompatible[^]*On line 4:\n *\[not shown\]: /,
        );
        expect(said.get("preview of bad input")).toMatch(/config\.devices\.0\.storage: must be a storage URI/);
        expect(said.get("change")).toContain("configuration on global1: attr contract value: changed (not shown)");
        expect(said.get("move with a refused change")).toMatch(/moved global1 -> global2[^]*CONFIG_REFUSED/);
        expect(said.get("refresh after it")).toContain("bootargs: changed (not shown)");
        expect(said.get("destroy")).toContain("device 0: [not shown]");
    });
});

describeEngine("a mark that comes or goes", () => {
    const quiet = values["bootargs without their mark"];
    let scene: Scene;
    const state = async (): Promise<string> => (await scene.stack.cli("stack", "export")).stdout;

    beforeAll(async () => {
        scene = await startScene({
            hosts: [{ name: "global1", zones: [{ name: "db", config: { bootargs: quiet } }] }],
            zones: { db: { host: "global1", config: { bootargs: quiet } } },
        });
    }, 120_000);
    afterAll(() => scene.stop());

    it("is written into the state, and changes nothing on any host", async () => {
        expect(await state()).toContain(quiet);
        scene.change({ db: { config: { bootargs: secret(quiet) } } });
        const marked = await scene.stack.up();
        expect(marked).toMatchObject({ exitCode: 0, resourceChanges: { update: 1 } });
        expect(await state()).not.toContain(quiet);
        expect((await scene.stack.preview()).resourceChanges).not.toHaveProperty("update");
        expect((await scene.stack.refresh()).exitCode).toBe(0);
        expect(await state()).not.toContain(quiet);

        scene.change({ db: { config: { bootargs: quiet } } });
        expect(await scene.stack.up()).toMatchObject({ exitCode: 0, resourceChanges: { update: 1 } });
        expect(await state()).toContain(quiet);
        expect((await scene.stack.preview()).resourceChanges).not.toHaveProperty("update");
        expect(changingCommands(scene.fleet)).toEqual([]);
    });
});

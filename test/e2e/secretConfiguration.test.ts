import * as pulumi from "@pulumi/pulumi";

import { describeEngine } from "../engine/describeEngine";
import { type Scene, startScene } from "./support/zones";

const secret = "8d1c0e74aa";
const outputsThatQuote = ["configDrift", "rebootNeededFor", "warnings"];

describeEngine("a value of config that the program has marked as a secret", () => {
    let scene: Scene;
    const outputsOf = async (zone: string) => (await scene.stack.resourceState(zone))?.outputs;
    const state = async (): Promise<string> => (await scene.stack.cli("stack", "export")).stdout;

    beforeAll(async () => {
        const names = ["sealed", "open", "keyed"];
        scene = await startScene({
            hosts: [{ name: "global1", zones: names.map((name) => ({ name })) }],
            zones: {
                sealed: { host: "global1", config: { bootargs: pulumi.secret(`-m milestone=${secret}`) } },
                open: { host: "global1", config: { bootargs: pulumi.output("-m verbose") } },
                keyed: {
                    host: "global1",
                    config: { bootargs: "-m verbose", keysource: pulumi.secret({ raw: "0123456789abcdef" }) },
                },
            },
        });
        for (const name of names) {
            await scene.fleet.typed("global1", "zonecfg", "-z", name, "set bootargs=-v");
        }
    }, 120_000);
    afterAll(() => scene.stop());

    it("is in no output in clear, where an output quotes it; without such a value they stay readable", async () => {
        expect((await scene.stack.refresh()).exitCode).toBe(0);
        const text = await state();
        expect(text).not.toContain(secret);
        const { deployment } = JSON.parse(text) as {
            deployment: { resources: { urn: string; additionalSecretOutputs?: string[] }[] };
        };
        const marked = deployment.resources
            .filter(({ additionalSecretOutputs = [] }) => additionalSecretOutputs.length > 0)
            .map(({ urn, additionalSecretOutputs }) => [urn.split("::").at(-1), additionalSecretOutputs]);
        expect(marked).toEqual([["sealed", outputsThatQuote]]);
        for (const name of ["open", "keyed"]) {
            expect((await outputsOf(name))?.["configDrift"]).toContain("bootargs: -m verbose -> -v");
        }
        expect(Array.isArray((await outputsOf("sealed"))?.["configDrift"])).toBe(false);
    });

    it("is in nothing that a preview tells, of the resource's properties or in words", async () => {
        const { events, exitCode, messagesOf } = await scene.stack.preview();
        expect(exitCode).toBe(0);
        // The SDK itself writes every resource's inputs, in clear, into the engine's debug log.
        const told = events.filter(({ diagnosticEvent }) => String(diagnosticEvent?.severity) !== "debug");
        expect(JSON.stringify(told)).toContain("sealed");
        expect(JSON.stringify(told)).not.toContain(secret);
        expect(messagesOf("sealed").join("\n")).toContain("bootargs: changed (not shown)");
        expect(messagesOf("open").join("\n")).toContain("bootargs: -v -> -m verbose");
    });
});

import * as pulumi from "@pulumi/pulumi";
import {
    getCompatibility,
    getCompatibilityOutput,
    getHost,
    getHostOutput,
    getZone,
    getZoneOutput,
    KernelZone,
} from "pulumi-solaris";

import { describeEngine } from "../engine/describeEngine";
import { createStack, type TestStack } from "../engine/stack";
import { type Fleet, startFleet } from "../solaris";
import { Later } from "./support/later";
import { changingCommands } from "./support/records";

const key = "0123456789abcdef0123456789abcdef";

describeEngine("look-ups in a program", () => {
    let fleet: Fleet;
    let stack: TestStack;
    let known: Record<string, unknown> = {};

    beforeAll(async () => {
        fleet = await startFleet({
            hosts: [
                { name: "global1", zones: [{ name: "db", config: { keysource: key } }] },
                { name: "global2" },
                { name: "sparc1", architecture: "sparc" },
            ],
        });
        stack = await createStack({
            config: fleet.pulumiConfig({ sparc1: { connectTimeout: 1 } }),
            program: async () => {
                known = {};
                const db = await getZone({ zoneName: "db" });
                const fit = (await getCompatibility("db", ["sparc1", "global2"])).filter(({ ok }) => ok);
                known = { host: db?.host, fit: fit.map(({ host }) => host), nosuch: await getZone({ zoneName: "no" }) };
                // What a look-up tells can be what a zone is made from.
                const zone = new KernelZone("db", {
                    zoneName: "db",
                    host: db?.host ?? "",
                    adopt: true,
                    ...(db === undefined ? {} : { config: db.config }),
                });
                const later = new Later("name", "global2").value;
                return {
                    cpus: (await getHost("global1")).cpus,
                    state: getZoneOutput({ zoneName: zone.zoneName, host: zone.currentHost }).apply((it) => it?.state),
                    release: getHostOutput(later).apply(({ release }) => release),
                    fit: getCompatibilityOutput(pulumi.output("db"), [later]).apply(([one]) => one?.ok),
                };
            },
        });
    }, 60_000);

    afterAll(async () => {
        await stack.remove();
        await fleet.stop();
    });

    it("are answered in a preview, except for what is not known yet", async () => {
        const preview = await stack.preview();
        expect(preview).toMatchObject({ exitCode: 0 });
        expect(known).toEqual({ host: "global1", fit: ["global2"], nosuch: undefined });
        expect(preview.messagesOf("db")).toEqual(["takes over db on global1 as it is (running)"]);
        expect(changingCommands(fleet)).toEqual([]);
    });

    it("are answered in an update, as outputs too, and bring no secret into the state", async () => {
        const up = await stack.up({ skipPreview: true });
        expect(up).toMatchObject({
            exitCode: 0,
            outputs: { cpus: 64, state: "running", release: "11.4.48.123.0", fit: true },
        });
        expect(JSON.stringify(await stack.exportState())).not.toContain(key);
        expect(fleet.host("global2").connections.total).toBeLessThanOrEqual(2);
    });

    it("fail the program where a host cannot be asked and the zone is on none of the others", async () => {
        await fleet.host("sparc1").down();
        const preview = await stack.preview();
        await fleet.host("sparc1").up();
        expect(preview.ok).toBe(false);
        const said = preview.diagnostics.map(({ message }) => message).join("\n");
        expect(said).toContain("HOST_UNREACHABLE: no is on none of the hosts that answer, and sparc1 cannot be asked");
    });
});

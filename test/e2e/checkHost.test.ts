import { checkHost, type CheckHostOptions, type HostReport, KernelZone } from "pulumi-solaris";

import { describeEngine } from "../engine/describeEngine";
import type { RunResult } from "../engine/runResult";
import { createStack, type TestStack } from "../engine/stack";
import { type Fleet, startFleet } from "../solaris";

const secret = "planted-password-51c7";

describeEngine("checkHost in a program", () => {
    let fleet: Fleet;
    let stack: TestStack;
    /** What the next run of the program asks for. */
    let asked: { host: string; options?: CheckHostOptions };
    let report: HostReport | undefined;

    beforeAll(async () => {
        fleet = await startFleet({
            hosts: [
                {
                    name: "global1",
                    zones: [{ name: "kzone1" }],
                    profiles: ["Zone Migration", "Zone Configuration", "Zone Management"],
                },
                { name: "global2" },
                { name: "older", release: "11.3" },
                { name: "unfit", services: { "svc:/system/rad:local": "disabled" }, login: { publicKey: true } },
            ],
        });
        const inventory = fleet.inventory({ unfit: { password: secret }, global2: { passphrase: secret } });
        stack = await createStack({
            config: { "solaris:hosts": JSON.stringify(inventory), "solaris:sshConfig": "none" },
            program: async () => {
                report = undefined;
                report = await checkHost(asked.host, asked.options);
                const zone = new KernelZone("kzone1", { zoneName: "kzone1", host: "global1", adopt: true });
                return { host: zone.currentHost };
            },
        });
    }, 60_000);

    afterAll(async () => {
        await stack.remove();
        await fleet.stop();
    });

    /** What was said with the table of a host in it. */
    function tables({ diagnostics }: RunResult): { severity: string; message: string }[] {
        return diagnostics
            .filter(({ message }) => message.includes("CHECK  ") && message.includes("RESULT"))
            .map(({ severity, message }) => ({ severity, message }));
    }

    it("logs the table in a preview, over the connection that the zone's preview uses, and gives the report", async () => {
        asked = { host: "global1", options: { targets: ["global2"], onFailure: "fail" } };
        const result = await stack.preview();
        expect(result).toMatchObject({ exitCode: 0, resourceChanges: { create: 2 } });
        expect(tables(result)).toEqual([{ severity: "info", message: expect.stringMatching(/^global1\n/) as string }]);
        expect(result.stdout).toMatch(/login to target +ok +zadm here -> zadm@global2/);
        expect(report?.rows.map(({ outcome }) => outcome)).toEqual(report?.rows.map(() => "ok"));
        expect(result.messagesOf("kzone1")).toEqual(["takes over kzone1 on global1 as it is (running)"]);
        expect(fleet.host("global1").connections.total).toBe(1);
    });

    it("does so in an update too", async () => {
        asked = { host: "global1" };
        const result = await stack.up({ skipPreview: true });
        expect(result).toMatchObject({ exitCode: 0, outputs: { host: "global1" } });
        expect(tables(result)).toHaveLength(1);
        expect(report?.host).toBe("global1");
    });

    it("warns of what is not quite right, and of what has failed; the program goes on", async () => {
        for (const host of ["older", "unfit"]) {
            asked = { host };
            const result = await stack.preview();
            expect(result.exitCode).toBe(0);
            expect(tables(result)).toEqual([
                { severity: "warning", message: expect.stringContaining(`${host}\n`) as string },
            ]);
            expect(report?.host).toBe(host);
        }
    });

    it("fails the program where it is to, with the table and what has failed", async () => {
        asked = { host: "unfit", options: { onFailure: "fail" } };
        const result = await stack.preview();
        expect(result).toMatchObject({ ok: false });
        expect(tables(result)[0]).toMatchObject({ severity: "error" });
        const said = result.diagnostics.map(({ message }) => message).join("\n");
        expect(said).toContain("HOST_CHECK_FAILED: unfit is not set up for moving zones");
        expect(said).toContain("services: svc:/system/rad:local is disabled");
        expect(report).toBeUndefined();
        expect(`${result.stdout}${result.stderr}${said}`).not.toContain(secret);
    });
});

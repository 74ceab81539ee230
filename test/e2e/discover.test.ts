import { execFile } from "node:child_process";
import { copyFile, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import type { PulumiFn } from "@pulumi/pulumi/automation";

import { runCommandLine } from "../../provider/cli/runCommandLine";
import { describeEngine } from "../engine/describeEngine";
import { repositoryRoot } from "../engine/engine";
import { createStack, type TestStack } from "../engine/stack";
import { type Fleet, startFleet, type ZoneSpec } from "../solaris";
import { changingCommands } from "./support/records";

const key = "0123456789abcdef0123456789abcdef";
const run = promisify(execFile);

/** Thirty zones, no two kinds of which are configured alike. */
const lab: ZoneSpec[] = Array.from({ length: 30 }, (_, index) => {
    const name = `kz${String(index).padStart(2, "0")}`;
    const kinds: Omit<ZoneSpec, "name">[] = [
        {},
        { config: { keysource: key, cpuArch: "migration-class1", hostCompatible: "memlzr" } },
        { config: { autoboot: true, bootargs: "kz=d -k -m verbose", memory: "2048M", ncpus: 2 } },
        { config: { admins: [{ user: "jdoe", auths: "migrate,login" }], autoshutdown: "suspend" } },
        { config: { suspend: { path: "/system/zones/%{zonename}/suspend" }, hostid: null } },
        {
            config: {
                anets: [
                    { id: 0, lowerLink: "net0", macAddress: "auto", autoMacAddress: "2:8:20:0:1:2" },
                    { id: 1, lowerLink: "net1", macAddress: "2:8:20:e7:b8:79", vlanId: 12 },
                ],
                devices: [
                    { id: 0, storage: "dev:/dev/zvol/dsk/%{global-rootzpool}/zones/%{zonename}/disk%{id}", bootpri: 0 },
                    { id: 1, storage: "nfs://admin:staff@nas1/export/kz/data1" },
                ],
            },
        },
        { extra: ["set boot-priority=high"], state: "installed" },
    ];
    return { name, ...kinds[index % kinds.length] };
});

describeEngine("discover --write", () => {
    let fleet: Fleet;
    let stack: TestStack;
    let root: string;
    let project: string;

    beforeAll(async () => {
        const on = (host: number): ZoneSpec[] => lab.filter((_, index) => index % 3 === host);
        fleet = await startFleet({
            hosts: [
                { name: "global1", zones: on(0) },
                // A left-over of a zone that has moved away.
                { name: "global2", zones: [...on(1), { name: "kz00", state: "configured" }] },
                { name: "global3", zones: on(2) },
            ],
        });
        root = await mkdtemp(path.join(tmpdir(), "pulumi-solaris-discover-"));
        project = path.join(root, "lab");
        stack = await createStack({ program: generatedProgram(() => project), config: fleet.pulumiConfig() });
    }, 60_000);

    afterAll(async () => {
        await stack.remove();
        await fleet.stop();
        await rm(root, { recursive: true, force: true });
    });

    it("writes a project of all zones of a lab", async () => {
        const [stdout, stderr] = [new PassThrough(), new PassThrough()];
        const exitCode = await runCommandLine(
            ["discover", "--all", "--hosts-file", "-", "--ssh-config", "none", "--write", project],
            { stdin: Readable.from([JSON.stringify(fleet.inventory())]), stdout, stderr },
        );
        stdout.end();
        stderr.end();
        expect(await text(stderr)).toContain(`wrote ${project}: 30 zones, 1 not taken over`);
        expect(await text(stdout)).toContain("kz00 on global2");
        expect(exitCode).toBe(0);
        expect(changingCommands(fleet)).toEqual([]);
        const program = await readFile(path.join(project, "index.ts"), "utf8");
        expect(program).not.toContain(key);
        expect(program.match(/\n {4}config: \{\n/g)).toHaveLength(30);
    });

    it("writes a program that fits the types of this package", async () => {
        await symlink(path.join(repositoryRoot, "node_modules"), path.join(project, "node_modules"));
        const tsc = path.join(repositoryRoot, "node_modules/typescript/bin/tsc");
        const { stdout } = await run(process.execPath, [tsc, "--noEmit", "-p", project]);
        expect(stdout).toBe("");
    }, 120_000);

    it("writes a project whose preview shows no difference, and takes the zones over", async () => {
        fleet.clearLog();
        const preview = await stack.preview();
        expect(preview).toMatchObject({ exitCode: 0, resourceChanges: { create: 31 } });
        const hostOf = (index: number): string => `global${(index % 3) + 1}`;
        const said = lab.map(({ name }) => preview.messagesOf(name));
        expect(said).toEqual(
            lab.map(({ name, state = "running" }, index) => [
                `takes over ${name} on ${hostOf(index)} as it is (${state})`,
            ]),
        );
        expect(preview.diagnostics.filter(({ severity }) => severity === "warning")).toEqual([]);

        const up = await stack.up({ skipPreview: true });
        expect(up).toMatchObject({ exitCode: 0, resourceChanges: { create: 31 } });
        for (const { name } of lab) {
            expect((await stack.resourceState(name))?.outputs).toMatchObject({ configDrift: [], warnings: [] });
        }
        const again = await stack.preview({ refresh: true });
        expect(again).toMatchObject({ exitCode: 0, resourceChanges: { same: 31 } });
        expect(changingCommands(fleet)).toEqual([]);
        expect(JSON.stringify(await stack.exportState())).not.toContain(key);
    }, 120_000);
});

/** The `index.ts` of a project, as an inline program. */
function generatedProgram(directory: () => string): PulumiFn {
    let runs = 0;
    return async () => {
        runs += 1;
        // A module is loaded once a process; each run is to load it afresh, as `pulumi` itself would.
        const file = path.join(directory(), `run${runs}.ts`);
        await copyFile(path.join(directory(), "index.ts"), file);
        return createRequire(__filename)(file) as Record<string, unknown>;
    };
}

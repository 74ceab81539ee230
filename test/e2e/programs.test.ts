import { execFile } from "node:child_process";
import * as path from "node:path";
import { promisify } from "node:util";

import { providerShim } from "../../provider/dynamic/shim";
import { describeEngine } from "../engine/describeEngine";
import { type Fleet, startFleet } from "../solaris";
import { type ChildProgram, type Installation, ProgramProject } from "./support/childProgram";
import { hostsWith } from "./support/zones";

const tsNode = ["--require", "ts-node/register"];
const tsx = ["--import", "tsx"];

const published = ["CommonJS TypeScript under ts-node", "ESM JavaScript"];

const programs: Readonly<Record<string, ChildProgram>> = {
    "CommonJS TypeScript under ts-node": { name: "commonjs-typescript", file: "index.ts", nodeArguments: tsNode },
    "CommonJS TypeScript under tsx": { name: "commonjs-typescript", file: "index.ts", nodeArguments: tsx },
    "ESM TypeScript under tsx": { name: "esm-typescript", file: "index.ts", nodeArguments: tsx },
    "ESM JavaScript": { name: "esm-javascript", file: "index.mjs", nodeArguments: [] },
    "CommonJS JavaScript": { name: "commonjs-javascript", file: "index.cjs", nodeArguments: [] },
};

const installations: readonly Installation[] = ["linked", "packed"];
const cases = installations.flatMap((installation) =>
    Object.entries(programs)
        // Of the published package the two ways that resolve it most differently: with its types, and as an ES module.
        .filter(([title]) => installation === "linked" || published.includes(title))
        .map(([title, program], index) => ({ installation, title, program, zone: `${installation}${index}` })),
);

describeEngine("programs in every way of writing and running them", () => {
    let fleet: Fleet;
    const projects = new Map<Installation, ProgramProject>();

    beforeAll(async () => {
        fleet = await startFleet({
            hosts: hostsWith(
                cases.map(({ zone }) => ({ name: zone, config: { memory: "1G" } })),
                [],
            ),
        });
        for (const installation of installations) {
            projects.set(installation, await ProgramProject.create(installation));
        }
    }, 60_000);

    afterAll(async () => {
        await Promise.all([...projects.values()].map((project) => project.remove()));
        await fleet.stop();
    });

    it.each(cases)(
        "$title, package $installation: takes over, previews and moves",
        async ({ installation, program, zone }) => {
            const project = projects.get(installation)!;
            const { output, steps } = await (await project.start(program, zone, fleet)).ended;
            const all = Object.entries(steps).map(([step, { ok }]) => `${step}: ${ok ? "ok" : "failed"}`);
            expect({ all, output: all.length === 3 ? "" : output }).toEqual({
                all: ["create: ok", "preview: ok", "up: ok"],
                output: "",
            });
            const said = (step: string): string =>
                (steps[step]?.diagnostics ?? [])
                    .filter(({ urn, ephemeral }) => urn?.endsWith(`::${zone}`) === true && ephemeral !== true)
                    .map(({ message }) => message)
                    .join("\n");
            expect(said("create")).toContain(`took over ${zone} on global1`);
            expect(said("preview")).toContain("dry run passed; global2 is as it was before");
            expect(said("up")).toContain("moved global1 -> global2");
            expect(fleet.zone("global2", zone)?.state).toBe("running");
            expect(fleet.zone("global1", zone)).toBeUndefined();

            const { resource } = await project.stored(zone);
            expect(resource?.outputs?.currentHost).toBe("global2");
            expect([resource?.inputs?.__provider, resource?.outputs?.__provider]).toEqual([providerShim, providerShim]);
            expect(Buffer.byteLength(providerShim)).toBeLessThanOrEqual(2_200);
            const state = await project.stateText(zone);
            expect(state).not.toContain("only-of-the-program");
            expect(state).not.toContain(project.directory);
        },
        90_000,
    );
});

describe("a program under pulumi.runtime.setMocks", () => {
    it("makes its zones, with no engine and no hook", async () => {
        const file = path.join(__dirname, "programs/mocks/index.cjs");
        const { stdout } = await promisify(execFile)(process.execPath, [file], { timeout: 30_000 });
        expect(JSON.parse(/^RESULTS (.*)$/m.exec(stdout)?.[1] ?? "null")).toEqual({
            id: "id-of-db",
            currentHost: "global1",
            zoneName: "kzone1",
            made: [{ type: "pulumi-nodejs:dynamic/solaris:KernelZone", name: "db" }],
        });
    }, 40_000);
});

import { stat } from "node:fs/promises";

import { describeEngine } from "../engine/describeEngine";
import type { RunResult } from "../engine/runResult";
import { createStack, type TestStack } from "../engine/stack";
import { type Fleet, startFleet } from "../solaris";
import { zoneProgram, type Zones } from "./support/zones";

const hostNames = ["global1", "global2", "global3", "global4"];
const sizes = [1, 20, 100];
const moving = 20;

/** The zones on each host, dealt in turn. */
function spread(count: number): Zones {
    const names = Array.from({ length: count }, (_, index) => `zone${index}`);
    return Object.fromEntries(names.map((name, index) => [name, { host: hostNames[index % hostNames.length]! }]));
}

/** What a run cost the hosts. */
interface Cost {
    /** New connections, of the busiest host. */
    connections: number;
    /** The commands of the busiest host, by name. */
    commands: Record<string, number>;
}

describeEngine("a hundred zones on four hosts", () => {
    let fleet: Fleet;
    let stack: TestStack;
    let zones: Zones = {};
    const report: string[] = [];

    beforeAll(async () => {
        fleet = await startFleet({
            hosts: hostNames.map((name) => ({
                name,
                zones: Object.entries(spread(100))
                    .filter(([, { host }]) => host === name)
                    .map(([zone]) => ({ name: zone, config: { memory: "1G" } })),
            })),
        });
        stack = await createStack({
            program: zoneProgram(() => zones),
            config: fleet.pulumiConfig(),
        });
    }, 60_000);

    afterAll(async () => {
        await stack.remove();
        await fleet.stop();
        process.stderr.write(`\n${report.map((line) => `  ${line}\n`).join("")}`);
    });

    async function measure(
        what: string,
        operation: () => Promise<RunResult>,
    ): Promise<{ result: RunResult; cost: Cost }> {
        fleet.clearLog();
        const hosts = Object.values(fleet.hosts);
        const before = hosts.map(({ connections }) => connections.total);
        const result = await operation();
        expect({ what, exitCode: result.exitCode, errors: result.ok ? "" : result.stdout }).toEqual({
            what,
            exitCode: 0,
            errors: "",
        });
        const busiest = hosts.reduce((most, host) => (host.commands.length > most.commands.length ? host : most));
        const commands: Record<string, number> = {};
        for (const { name } of busiest.commands) {
            commands[name] = (commands[name] ?? 0) + 1;
        }
        const connections = Math.max(...hosts.map((host, index) => host.connections.total - before[index]!));
        report.push(
            `${what}: ${(result.durationMs / 1000).toFixed(1)} s; per host at most ${connections} connections, ` +
                `${busiest.commands.length} commands`,
        );
        return { result, cost: { connections, commands } };
    }

    const refreshed: Cost[] = [];

    it.each(sizes)(
        "%d zones: taken over, a preview asks no host, a refresh asks each host once",
        async (count) => {
            zones = spread(count);
            const adopted = await measure(`${count} zones: up`, () => stack.up());
            expect(Object.keys(adopted.result.outputs)).toHaveLength(count);
            // One for the hooks in the program's process, one for the provider.
            expect(adopted.cost.connections).toBeLessThanOrEqual(2);

            const preview = await measure(`${count} zones: preview, no change`, () => stack.preview());
            expect(preview.cost).toEqual({ connections: 0, commands: {} });
            expect(preview.result.resourceChanges).toEqual({ same: count + 1 });
            expect(preview.result.diagnostics).toEqual([]);

            const refresh = await measure(`${count} zones: preview --refresh`, () => stack.preview({ refresh: true }));
            expect(refresh.result.resourceChanges).toEqual({ same: count + 1 });
            expect(refresh.cost.connections).toBe(1);
            refreshed.push(refresh.cost);
        },
        60_000,
    );

    it("a refresh runs as many commands on a host for a hundred zones as for one", () => {
        expect(refreshed).toHaveLength(sizes.length);
        for (const cost of refreshed) {
            expect(cost).toEqual(refreshed[0]);
        }
    });

    it(`${moving} of them move in one up, each once`, async () => {
        const names = Object.keys(zones).slice(0, moving);
        zones = { ...zones };
        for (const name of names) {
            const from = hostNames.indexOf(zones[name]!.host as string);
            zones = { ...zones, [name]: { host: hostNames[(from + 1) % hostNames.length]! } };
        }
        const { result, cost } = await measure(`${moving} of 100 zones: up with moves`, () => stack.up());
        expect(result.resourceChanges).toMatchObject({ update: moving, same: 100 - moving + 1 });
        // The program's for the preview, which may be open from an earlier run of this process, and the provider's.
        expect(cost.connections).toBeLessThanOrEqual(2);
        for (const name of names) {
            const to = zones[name]!.host as string;
            const on = hostNames.filter((host) => fleet.zone(host, name) !== undefined);
            expect({ name, on, state: fleet.zone(to, name)?.state }).toEqual({ name, on: [to], state: "running" });
        }
        const migrations = fleet.commands().filter(({ name }) => name === "zoneadm migrate");
        expect(migrations.map(({ zone }) => zone).sort()).toEqual([...names].sort());
        // Once in the preview and once before the move.
        expect(fleet.commands().filter(({ name }) => name === "zoneadm migrate -n")).toHaveLength(2 * moving);
        expect((await measure("afterwards: preview, no change", () => stack.preview())).cost.connections).toBe(0);
    }, 60_000);

    it("the state takes at most 2.5 KB for each", async () => {
        const bytes = (await stat(stack.checkpointFile)).size / Object.keys(zones).length;
        report.push(`state: ${Math.round(bytes)} bytes a zone`);
        expect(bytes).toBeLessThan(2_500);
    });
});

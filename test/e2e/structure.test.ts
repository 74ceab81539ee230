import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { KernelZone } from "pulumi-solaris";

import { describeEngine } from "../engine/describeEngine";
import type { RunResult } from "../engine/runResult";
import { createStack, type TestStack } from "../engine/stack";
import { type CommandLogEntry, type Fleet, startFleet } from "../solaris";
import { changingCommands } from "./support/records";
import { hostsWith, zoneProgram } from "./support/zones";

const zoneNames = [
    ...["eastdb", "westdb", "renamed", "first", "second", "third", "hooked", "ignored", "protected", "retained"],
    ...["targeted", "other", "replaced", "logged"],
];

/** A program, as a function of the host on which its zones shall be. */
type ProgramAt = (host: string) => PulumiFn;

function program(make: (host: string) => void): ProgramAt {
    return (host) => () => {
        make(host);
        return Promise.resolve({});
    };
}

const zone = (zoneName: string, host: string, opts?: pulumi.CustomResourceOptions, name = zoneName): KernelZone =>
    new KernelZone(name, { zoneName, host, adopt: true }, opts);

class Site extends pulumi.ComponentResource {
    constructor(kind: "East" | "West", host: string) {
        super(`company:site:${kind}`, "site");
        zone(`${kind.toLowerCase()}db`, host, { parent: this }, "db");
    }
}

describeEngine("zones in programs of every structure", () => {
    let fleet: Fleet;
    let stack: TestStack;

    beforeAll(async () => {
        fleet = await startFleet({
            hosts: hostsWith(
                zoneNames.map((name) => ({ name, config: { memory: "1G" } })),
                [],
            ),
        });
        stack = await createStack({
            program: zoneProgram(() => ({})),
            config: fleet.pulumiConfig(),
        });
    }, 60_000);

    afterAll(async () => {
        await stack.remove();
        await fleet.stop();
    });

    /** Takes the program's zones over on global1. What an earlier program had is forgotten, for it is not in this one. */
    async function adopt(at: ProgramAt): Promise<void> {
        stack.setProgram(at("global1"));
        expect(await stack.up({ skipPreview: true })).toMatchObject({ exitCode: 0 });
        fleet.clearLog();
        stack.setProgram(at("global2"));
    }

    function expectOn(host: "global1" | "global2", ...names: string[]): void {
        const other = host === "global1" ? "global2" : "global1";
        for (const name of names) {
            expect({ name, on: host, zone: fleet.zone(host, name) }).toMatchObject({ zone: { state: "running" } });
            expect({ name, on: other, zone: fleet.zone(other, name) }).toEqual({ name, on: other, zone: undefined });
        }
    }

    function saidOn(urn: string, result: RunResult): string {
        return result.diagnostics
            .filter((one) => one.urn === urn && !one.ephemeral)
            .map(({ message }) => message)
            .join("\n");
    }

    /** No message stands on the row of a resource that is not in the program. */
    async function expectNoPhantomRows(result: RunResult): Promise<void> {
        const urns = (await stack.exportState()).resources?.map(({ urn }) => urn) ?? [];
        const rows = result.diagnostics.flatMap(({ urn }) => urn ?? []);
        expect(rows.filter((urn) => !urns.includes(urn))).toEqual([]);
    }

    it("under components, with one name under two types: messages are on each zone's own row", async () => {
        await adopt(
            program((host) => {
                new Site("East", host);
                new Site("West", host);
            }),
        );
        const urn = (kind: string): string =>
            `urn:pulumi:dev::test::company:site:${kind}$pulumi-nodejs:dynamic/solaris:KernelZone::db`;
        const resources = (await stack.exportState()).resources ?? [];
        expect(resources.map((resource) => resource.urn)).toEqual(expect.arrayContaining([urn("East"), urn("West")]));

        const result = await stack.up();
        expect(result.exitCode).toBe(0);
        for (const [kind, name] of [
            ["East", "eastdb"],
            ["West", "westdb"],
        ] as const) {
            expect(saidOn(urn(kind), result)).toContain(`live migration of ${name}`);
            expect(saidOn(urn(kind), result)).toContain("dry run passed");
            expect(saidOn(urn(kind), result)).toContain("moved global1 -> global2");
        }
        await expectNoPhantomRows(result);
        expectOn("global2", "eastdb", "westdb");
    }, 60_000);

    it("renamed with an alias: nothing changes, and the next move is on the new row", async () => {
        const named = (name: string, opts: pulumi.CustomResourceOptions = {}): ProgramAt =>
            program((host) => zone("renamed", host, opts, name));
        await adopt(named("before"));
        const after = named("after", { aliases: [{ name: "before" }] });
        stack.setProgram(after("global1"));
        expect(await stack.up()).toMatchObject({ exitCode: 0, resourceChanges: { same: 2 } });
        expect(fleet.commands()).toEqual([]);
        stack.setProgram(after("global2"));
        const moved = await stack.up();
        expect(moved.exitCode).toBe(0);
        expect(moved.messagesOf("after").join("\n")).toContain("moved global1 -> global2");
        await expectNoPhantomRows(moved);
        fleet.moveZone("renamed", "global2", "global1");
        const refreshed = await stack.refresh();
        expect(refreshed.messagesOf("after").join("\n")).toContain("it is on global1 now");
        await expectNoPhantomRows(refreshed);
    }, 60_000);

    it("in a chain of dependsOn: they move one after the other, in that order", async () => {
        await adopt(
            program((host) => {
                const first = zone("first", host);
                const second = zone("second", host, { dependsOn: first });
                zone("third", host, { dependsOn: [second] });
            }),
        );
        const result = await stack.up();
        expect(result.exitCode).toBe(0);
        const moves = fleet.commands().filter(({ name }) => name === "zoneadm migrate");
        expect(moves.map((entry) => entry.zone)).toEqual(["first", "second", "third"]);
        const end = ({ time, durationMs = 0 }: CommandLogEntry): number => time + durationMs;
        expect(moves[1]!.time).toBeGreaterThanOrEqual(Math.floor(end(moves[0]!)));
        expect(moves[2]!.time).toBeGreaterThanOrEqual(Math.floor(end(moves[1]!)));
        expectOn("global2", "first", "second", "third");
    }, 60_000);

    it("with hooks of the user's own: those run too", async () => {
        const calls: string[] = [];
        await adopt(
            program((host) => {
                const note = (what: string) =>
                    new pulumi.ResourceHook(
                        what,
                        () => {
                            calls.push(`${what}, ${pulumi.runtime.isDryRun() ? "preview" : "up"}`);
                        },
                        { onDryRun: true },
                    );
                zone("hooked", host, { hooks: { beforeUpdate: [note("before")], afterUpdate: [note("after")] } });
            }),
        );
        const result = await stack.up();
        expect(result.exitCode).toBe(0);
        expect(result.messagesOf("hooked").join("\n")).toContain("dry run passed");
        expect(calls.map((call) => call.split(",")[0])).toEqual(["before", "after", "before", "after"]);
        expectOn("global2", "hooked");
    }, 60_000);

    it('with ignoreChanges: ["host"]: a changed host is no change, and no host is asked', async () => {
        await adopt(program((host) => zone("ignored", host, { ignoreChanges: ["host"] })));
        const result = await stack.up();
        expect(result).toMatchObject({ exitCode: 0, resourceChanges: { same: 2 } });
        expect(fleet.commands()).toEqual([]);
        expectOn("global1", "ignored");
    }, 60_000);

    it("with protect and retainOnDelete: the zone moves; what is removed from the program stays as it is", async () => {
        const both = program((host) => {
            zone("protected", host, { protect: true });
            zone("retained", host, { retainOnDelete: true });
        });
        await adopt(both);
        expect(await stack.up({ skipPreview: true })).toMatchObject({ exitCode: 0 });
        expectOn("global2", "protected", "retained");
        fleet.clearLog();

        stack.setProgram(program(() => undefined)("global2"));
        const refused = await stack.up({ skipPreview: true });
        expect(refused.exitCode).not.toBe(0);
        expect(refused.stdout).toContain("protect");
        expect(await stack.resourceState("protected")).toBeDefined();

        const urn = (await stack.resourceState("protected"))!.urn;
        expect(await stack.cli("state", "unprotect", "--yes", urn)).toMatchObject({ exitCode: 0 });
        expect(await stack.up({ skipPreview: true })).toMatchObject({ exitCode: 0 });
        expect(await stack.resourceState("retained")).toBeUndefined();
        expect(fleet.commands()).toEqual([]);
        expectOn("global2", "protected", "retained");
    }, 60_000);

    it("with --target: only that zone is asked about and moved", async () => {
        await adopt(
            program((host) => {
                zone("targeted", host);
                zone("other", host);
            }),
        );
        const { urn } = (await stack.resourceState("targeted"))!;
        const result = await stack.up({ target: [urn] });
        expect(result.exitCode).toBe(0);
        expect(result.messagesOf("other")).toEqual([]);
        expect(fleet.commands().filter((entry) => entry.zone === "other")).toEqual([]);
        expectOn("global2", "targeted");
        expectOn("global1", "other");
    }, 60_000);

    it('with replaceOnChanges: ["host"] or `pulumi up --replace`: the zone is never destroyed', async () => {
        const replacing = program((host) => zone("replaced", host, { replaceOnChanges: ["host"] }));
        await adopt(replacing);
        const { urn, id } = (await stack.resourceState("replaced"))!;

        // Asked for a replacement on another host: that would be a new zone, which is refused.
        const elsewhere = await stack.up({ args: [`--replace=${urn}`] });
        expect(elsewhere.exitCode).toBe(1);
        expect(elsewhere.stdout).toContain("ZONE_ELSEWHERE");
        expect(changingCommands(fleet)).toEqual([]);
        expectOn("global1", "replaced");

        const moved = await stack.up();
        expect(moved).toMatchObject({ exitCode: 0, resourceChanges: { update: 1 } });
        expect(moved.resourceChanges.replace).toBeUndefined();
        expectOn("global2", "replaced");
        fleet.clearLog();

        // Asked for a replacement where it is: the resource is made anew, the zone is taken over as it is.
        const replaced = await stack.up({ args: [`--replace=${urn}`] });
        expect(replaced.exitCode).toBe(0);
        expect(changingCommands(fleet)).toEqual([]);
        expectOn("global2", "replaced");
        expect(await stack.resourceState("replaced")).toMatchObject({ id, outputs: { currentHost: "global2" } });
    }, 60_000);

    it("with a program that logs against the zone right after making it: that does not hang", async () => {
        const logging = program((host) => {
            const logged = zone("logged", host);
            void pulumi.log.info("the program speaks", logged);
            void pulumi.log.warn("and warns", logged);
        });
        await adopt(logging);
        const preview = await stack.preview({ timeoutMs: 30_000 });
        expect(preview.exitCode).toBe(0);
        expect(preview.messagesOf("logged").join("\n")).toContain("dry run passed");
        expect(preview.messagesOf("logged")).toContain("the program speaks");
        expect(await stack.up({ timeoutMs: 30_000, skipPreview: true })).toMatchObject({ exitCode: 0 });
        expectOn("global2", "logged");
    }, 60_000);
});

describeEngine("two stacks in one process at once", () => {
    it("have hosts and messages of their own", async () => {
        // The same names in both: nothing but the stack tells them apart.
        const fleets = await Promise.all(
            ["4G", "2G"].map((memory) => startFleet({ hosts: hostsWith([{ name: "twin", config: { memory } }], []) })),
        );
        let host = "global1";
        const stacks = await Promise.all(
            fleets.map((fleet) =>
                createStack({
                    program: zoneProgram(() => ({ twin: { host } })),
                    config: fleet.pulumiConfig(),
                }),
            ),
        );
        try {
            const adopted = await Promise.all(stacks.map((stack) => stack.up({ skipPreview: true })));
            expect(adopted.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
            host = "global2";
            const moved = await Promise.all(stacks.map((stack) => stack.up()));
            expect(moved.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
            expect(moved.map((result) => /\d GiB/.exec(result.messagesOf("twin").join("\n"))?.[0])).toEqual([
                "4 GiB",
                "2 GiB",
            ]);
            for (const fleet of fleets) {
                expect(fleet.zone("global2", "twin")?.state).toBe("running");
                expect(fleet.commands().filter(({ name }) => name === "zoneadm migrate")).toHaveLength(1);
            }
        } finally {
            await Promise.all([...stacks.map((stack) => stack.remove()), ...fleets.map((fleet) => fleet.stop())]);
        }
    }, 60_000);
});

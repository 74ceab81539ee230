import { KernelZone } from "pulumi-solaris";

import { describeEngine } from "../engine/describeEngine";
import { hostsWith, type Scene, startScene, zoneProgram, type Zones } from "./support/zones";

describeEngine("bad input, before any host is touched", () => {
    let scene: Scene;
    let connections: number;

    beforeAll(async () => {
        scene = await startScene({
            hosts: hostsWith([{ name: "web" }, { name: "kept" }], []),
            zones: { web: { host: "global1" } },
        });
        connections = scene.connections();
    });
    afterAll(() => scene.stop());
    afterEach(() => {
        expect(scene.connections()).toBe(connections);
        expect(scene.fleet.commands()).toEqual([]);
    });

    /** Previews a program that must fail, and gives what is said on the zone's row. */
    async function refused(zones: Zones): Promise<string> {
        scene.stack.setProgram(zoneProgram(() => zones));
        const result = await scene.stack.preview();
        expect(result).toMatchObject({ ok: false, exitCode: 1 });
        return result.messagesOf("web").join("\n");
    }

    it("names every fault of a zone's arguments at its own property", async () => {
        const said = await refused({
            web: {
                host: "globl2",
                zoneName: "web!",
                adopt: true,
                hostOverrides: { global22: { anets: [{ id: 0, lowerLink: "net1" }] } },
                migration: { port: 70_000, timeouts: { migrate: "soon" }, scheme: "telnet" as "ssh" },
                colour: "green",
            } as Zones[string],
        });
        expect(said).toContain(
            '"globl2" is neither in solaris:hosts (known: global1, global2) nor known to OpenSSH; did you mean "global2"?',
        );
        expect(said).toContain(
            '"global22" is neither in solaris:hosts (known: global1, global2) nor known to OpenSSH; did you mean "global2"?',
        );
        expect(said).toContain(
            "must be a zone name: a letter or digit, then up to 62 letters, digits, `-`, `_` or `.`",
        );
        expect(said).toContain("must be a port number, 1 to 65535");
        expect(said).toContain("must be a number of seconds or a duration such as `90s`, `10m` or `2h`");
        expect(said).toMatch(/colour.* is not known here; known are zoneName, host/);
        for (const property of ["host", "zoneName", "colour"]) {
            expect(said).toContain(`property ${property} value`);
        }
        for (const path of [
            "hostOverrides.global22",
            "migration.port",
            "migration.scheme",
            "migration.timeouts.migrate",
        ]) {
            expect(said).toContain(`has a problem: ${path}: `);
        }
        expect(said).not.toContain("<nil>");
    });

    it("asks for what is missing", async () => {
        const said = await refused({ web: { host: "", zoneName: undefined } });
        expect(said).toContain("property host value {} has a problem: must name a host");
        expect(said).toContain("property zoneName value {<nil>} has a problem: is required");
    });

    it("refuses options that exclude each other", async () => {
        const said = await refused({
            web: {
                host: "global2",
                hostOverrides: { global2: { anets: [{ id: 0, lowerLink: "net1" }] } },
                migration: { overwriteTargetConfig: true },
            },
        });
        expect(said).toContain("has a problem: migration.overwriteTargetConfig: ");
        expect(said).toContain(
            "cannot be combined with hostOverrides for global2: the source's configuration would overwrite them",
        );
    });

    it("refuses to rename a zone, and says what to do instead", async () => {
        const said = await refused({ web: { host: "global1", zoneName: "kept" } });
        expect(said).toContain(
            'cannot change from "web" to "kept": a zone is not renamed or replaced. ' +
                "To manage another zone, give the resource another name; " +
                "the old zone runs on untouched when its resource is removed.",
        );
        expect((await scene.stack.resourceState("web"))?.inputs?.zoneName).toBe("web");
    });

    it("tells what is wrong with null where JavaScript lets a program write it", async () => {
        scene.stack.setProgram(() => {
            const written = { zoneName: "fresh", host: "global1", config: null, hostOverrides: null };
            new KernelZone("fresh", written as never, null as never);
            return Promise.resolve({});
        });
        const result = await scene.stack.preview();
        expect(result).toMatchObject({ ok: false });
        expect(result.messagesOf("fresh").join("\n")).toMatch(/config .*(?:must be an object|is required)/);
        expect(result.stdout + result.stderr).not.toContain("TypeError");
    });

    it("refuses the import option in favour of adopt", async () => {
        scene.stack.setProgram(() => {
            new KernelZone("kept", { zoneName: "kept", host: "global1" }, { import: "kept" });
            return Promise.resolve({});
        });
        const result = await scene.stack.preview();
        expect(result).toMatchObject({ ok: false });
        expect(result.stdout).toContain(
            'the option "import" does not work with KernelZone; write adopt: true and the host on which the zone is',
        );
    });

    describe("in solaris:hosts", () => {
        const noChange: Zones = { web: { host: "global1" } };

        it("names each fault by its path, and shows no value", async () => {
            const hosts = {
                ...scene.fleet.inventory(),
                global1: { address: "two words", port: 70_000, usr: "zadm", password: "" },
                "-global2": {},
                global3: "hunter2",
            };
            await scene.stack.setConfig("solaris:hosts", JSON.stringify(hosts));
            const said = await refused(noChange);
            expect(said).toContain("HOSTS_CONFIG_INVALID: the configuration value `solaris:hosts` is malformed");
            for (const path of ["global1.address", "global1.port", "global1.password", "-global2", "global3"]) {
                expect(said).toContain(`solaris:hosts.${path}: `);
            }
            expect(said).toContain("must be a port number, 1 to 65535");
            expect(said).toMatch(/solaris:hosts\.global1: .*usr/);
            expect(said).not.toMatch(/two words|hunter2/);
        });

        it.each([
            ["is not an object", "global1.example.com"],
            ["is malformed", "[]"],
        ])("says that the value %s", async (what, value) => {
            await scene.stack.setConfig("solaris:hosts", value);
            expect(await refused(noChange)).toMatch(
                new RegExp(`HOSTS_CONFIG_INVALID: the configuration value \`solaris:hosts\` ${what}`),
            );
        });

        it("says that there is none, and how to write it", async () => {
            expect(await scene.stack.cli("config", "rm", "solaris:hosts")).toMatchObject({ exitCode: 0 });
            const said = await refused(noChange);
            expect(said).toContain('HOST_UNKNOWN: "global1" is neither in solaris:hosts (which is empty or not set)');
            expect(said).toContain("global1: { address: global1.example.com, user: zadm }");
        });
    });
});

import { setTimeout as pause } from "node:timers/promises";
import { dryRun } from "../../../provider/migration/dryRun";
import { phaseOf, phaseStatus } from "../../../provider/solaris/migrateTranscript";
import { seedFleet } from "../../solaris";
import { changesMade, hostsWithOneZone, planFor, startWorld, statesOf, type World } from "./world";

let world: World;
afterEach(() => world.stop());

const attempt = async (plan?: Parameters<typeof planFor>[4]) =>
    dryRun(world.context.hosts, await planFor(world, "kzone1", "global1", "global2", plan), world.reporter);

describe("a dry run", () => {
    it("gives Solaris's own lines, shows each phase, and leaves zone and target as they were", async () => {
        world = await startWorld();
        const { lines, error, typeFlag } = await attempt();
        expect(error).toBeUndefined();
        expect(typeFlag).toBe(true);
        expect(lines).toEqual([
            "zoneadm: zone 'kzone1': Importing zone configuration.",
            "zoneadm: zone 'kzone1': Attaching zone.",
            "zoneadm: zone 'kzone1': Booting zone in 'migrating-in' mode.",
            "zoneadm: zone 'kzone1': Checking migration compatibility.",
            "zoneadm: zone 'kzone1': Cleaning up.",
            "zoneadm: zone 'kzone1': Dry-run migration successful.",
        ]);
        const phases = ["configure", "attach", "boot", "check", "cleanUp", "complete"] as const;
        expect(world.reporter.texts("status")).toEqual([
            "dry run: starting",
            ...phases.map((phase) => `dry run: ${phaseStatus[phase]}`),
        ]);
        expect(world.reporter.texts("status").filter((text) => text.length > 60)).toEqual([]);
        expect([statesOf(world, "global1"), statesOf(world, "global2")]).toEqual(["running", undefined]);
        expect(changesMade(world)).toEqual(["global1 zoneadm migrate -n"]);
    });

    it("asks for a live move, by the route and cipher of the program, and in no case for an overwrite", async () => {
        world = await startWorld(hostsWithOneZone(["global1", "global2"]));
        await attempt({ cipher: "aes-128-gcm", route: { user: "root" }, overwriteTargetConfig: true });
        const [command] = world.fleet.commands().filter(({ name }) => name === "zoneadm migrate -n");
        expect(command?.commandLine).toBe(
            "exec /usr/bin/env LC_ALL=C /usr/bin/pfexec /usr/sbin/zoneadm -z kzone1 migrate -n -t live -c aes-128-gcm ssh://root@global2",
        );
    });

    it("that is refused says why, where and what to do (example 46)", async () => {
        world = await startWorld();
        const plan = await planFor(world, "kzone2", "global1", "global2");
        const { error } = await dryRun(world.context.hosts, plan, world.reporter);
        expect(error).toMatchObject({
            code: "DRY_RUN_REFUSED",
            details: { host: "global1", command: "zoneadm migrate -n", exitCode: 1, property: "host" },
        });
        expect(error?.message).toContain("kzone2 has 8 active vCPUs, but its configuration on global2 allows 4");
        expect(error?.details.lines).toContain("zone 'kzone2': virtual-cpu maximum of 4.");
    });

    it("that is refused for a reason nobody knows is shown in Solaris's own words", async () => {
        world = await startWorld();
        const lines = ["zoneadm: zone 'kzone1': attach failed:", "zone 'kzone1': error: something unheard of"];
        world.fleet.addFault("global1", { kind: "refuse", command: "zoneadm migrate -n", lines });
        const { error } = await attempt();
        expect(error?.details).toMatchObject({
            message: "Solaris refuses to move kzone1 from global1 to global2",
            lines,
        });
        expect(error?.details.remedy).toBeUndefined();
    });

    it("never shows the configuration that Solaris echoes", async () => {
        const fleet = seedFleet();
        fleet.hosts[0]!.zones = [{ name: "kzone1", config: { hostCompatible: "memlzr", keysource: "TOPSECRET" } }];
        fleet.hosts[1]!.hostCompatible = ["native"];
        world = await startWorld(fleet);
        const { error, lines } = await attempt();
        expect(lines).toContain("[configuration not shown]");
        expect(error?.message).toContain("global2 does not know the value memlzr");
        expect(`${error?.message}${lines.join()}${JSON.stringify(world.reporter.reports)}`).not.toContain("TOPSECRET");
    });

    it("on a release without -t is made without it, and is believed where it boots in migrating-in mode", async () => {
        world = await startWorld(hostsWithOneZone(["global1", "global2"], { release: "11.3.36.20.0" }));
        const { error, typeFlag, lines } = await attempt();
        expect(error).toBeUndefined();
        expect(typeFlag).toBe(false);
        expect(lines.some((line) => phaseOf(line) === "boot")).toBe(true);
        expect(changesMade(world)).toEqual(["global1 zoneadm migrate -n", "global1 zoneadm migrate -n"]);
    });

    it("on a release without -t is not believed where it is that of another kind of move", async () => {
        world = await startWorld(hostsWithOneZone(["global1", "global2"], { release: "11.3.36.20.0" }));
        const plan = await planFor(world, "kzone1", "global1", "global2");
        world.fleet.setZone("global1", "kzone1", { state: "installed", auxiliary: ["suspended"] });
        const { error } = await dryRun(world.context.hosts, plan, world.reporter);
        expect(error?.message).toContain("is not that of a live move");
    });

    it("that asks for a password is not waited for", async () => {
        world = await startWorld(hostsWithOneZone(["global1", "global2"], { trustedBy: [] }));
        const { error } = await attempt();
        expect(error?.code).toBe("PASSWORD_PROMPT");
        expect(error?.message).toContain("Password:");
    });

    it("whose connection breaks is neither passed nor refused", async () => {
        world = await startWorld();
        const plan = await planFor(world, "kzone1", "global1", "global2");
        world.fleet.addFault("global1", {
            kind: "drop-connection",
            when: "during",
            lines: 2,
            command: "zoneadm migrate -n",
        });
        const { error } = await dryRun(world.context.hosts, plan, world.reporter);
        expect(error?.code).toBe("CONNECTION_LOST");
    });

    it("that does not end is given up at its time limit", async () => {
        world = await startWorld();
        const plan = await planFor(world, "kzone1", "global1", "global2", { time: { dryRun: 0.1 } });
        world.fleet.addFault("global1", { kind: "hang", command: "zoneadm migrate -n" });
        const { error } = await dryRun(world.context.hosts, plan, world.reporter);
        expect(error?.code).toBe("COMMAND_TIMEOUT");
    });

    it("throws where the source cannot be reached at all", async () => {
        world = await startWorld();
        const plan = await planFor(world, "kzone1", "global1", "global2");
        await world.fleet.host("global1").down();
        await pause(50);
        await expect(dryRun(world.context.hosts, plan, world.reporter)).rejects.toMatchObject({
            code: "HOST_UNREACHABLE",
        });
    });
});

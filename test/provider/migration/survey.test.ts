import { SolarisError } from "../../../provider/errors/solarisError";
import { survey, type SurveyRequest } from "../../../provider/migration/survey";
import { otherUuid, ourUuid } from "./sightings";
import { changesMade, hostsWithOneZone, startWorld, type World } from "./world";

let world: World;
afterEach(() => world.stop());

const ask = (request: Partial<SurveyRequest> = {}) =>
    survey(world.context.hosts, { zone: "kzone1", lastSeenOn: "global1", wish: "global2", ...request });

const threeHosts = () => hostsWithOneZone(["global1", "global2", "global3"]);

async function codeOf(work: Promise<unknown>): Promise<string> {
    const error: unknown = await work.then(
        () => undefined,
        (thrown: unknown) => thrown,
    );
    return SolarisError.isInstance(error) ? error.code : String(error);
}

describe("a survey", () => {
    it("finds everything for a move, by reads on two hosts over one connection each", async () => {
        world = await startWorld(threeHosts());
        const found = await ask();
        expect(found).toMatchObject({
            kind: "toMove",
            survey: { source: { host: "global1" }, target: { kind: "absent", host: "global2" } },
        });
        expect(changesMade(world)).toEqual([]);
        expect(Object.values(world.fleet.hosts).map(({ connections }) => connections.total)).toEqual([1, 1, 0]);
    });

    it("takes the running configuration where it differs from the stored one", async () => {
        world = await startWorld();
        world.fleet.setZone("global1", "kzone1", { liveConfig: { memory: "6G" } });
        const found = await ask();
        expect(found.kind === "toMove" && found.survey.sourceConfiguration.script).toContain("set physical=6G");
    });

    it("brings the configuration that the target has", async () => {
        world = await startWorld();
        const found = await ask({ zone: "kzone2" });
        expect(found.kind === "toMove" && found.survey.targetConfiguration?.script).toContain("set ncpus=4");
    });

    it("finds a zone that somebody has moved to a third host, and one that is there already", async () => {
        world = await startWorld(threeHosts());
        world.fleet.moveZone("kzone1", "global1", "global3");
        expect(await ask()).toMatchObject({ kind: "toMove", survey: { source: { host: "global3" } } });
        world.fleet.moveZone("kzone1", "global3", "global2");
        expect(await ask()).toMatchObject({ kind: "alreadyThere", sighting: { host: "global2" } });
    });

    it("sees a migration that is under way", async () => {
        world = await startWorld(threeHosts());
        world.fleet.markZone("global1", "kzone1", "migrating-out");
        expect(await ask()).toEqual({ kind: "moving", source: "global1" });
    });

    it("fails where the target cannot be asked, even if the zone is found", async () => {
        world = await startWorld(threeHosts());
        await world.fleet.host("global2").down();
        expect(await codeOf(ask())).toBe("HOST_UNREACHABLE");
    });

    it("fails where the zone may be on a host that cannot be asked, and names that host", async () => {
        world = await startWorld(threeHosts());
        world.fleet.moveZone("kzone1", "global1", "global3");
        await world.fleet.host("global3").down();
        await expect(ask()).rejects.toThrow(/on none of the hosts that answer, and global3 cannot be asked/);
    });

    it("fails where the zone does not run on the one host that answers, and the host that had it is silent", async () => {
        world = await startWorld(threeHosts());
        world.fleet.moveZone("kzone1", "global1", "global2");
        world.fleet.setZone("global2", "kzone1", { state: "installed" });
        await world.fleet.host("global1").down();
        await expect(ask()).rejects.toThrow(
            /whether kzone1 is on global2 cannot be told .*, and global1 cannot be asked/,
        );
    });

    it("looks on all hosts before it believes a name alone, and takes up a move to one of them", async () => {
        world = await startWorld({
            hosts: [
                { name: "global1", zones: [] },
                { name: "global2", list: { uuids: false }, zones: [{ name: "kzone1", uuid: otherUuid }] },
                { name: "global3", zones: [{ name: "kzone1", uuid: ourUuid }] },
            ],
        });
        await expect(ask({ uuid: ourUuid })).rejects.toThrow(
            /SPLIT_BRAIN: kzone1 is seen running on global2 and global3/,
        );
        world.fleet.setZone("global3", "kzone1", { state: "installed" });
        await expect(ask({ uuid: ourUuid })).rejects.toThrow(
            /whether the kzone1 on global2 is the one that global3 shows as installed cannot be told: global2 shows no UUID/,
        );
        world.fleet.removeZone("global3", "kzone1");
        expect(await ask({ uuid: ourUuid })).toMatchObject({ kind: "alreadyThere", sighting: { host: "global2" } });
    });

    it("fails where no host has the zone, or only a configuration of it", async () => {
        world = await startWorld(threeHosts());
        const nowhere = ask({ zone: "nowhere" });
        expect(await codeOf(nowhere)).toBe("ZONE_NOT_FOUND");
        await expect(nowhere).rejects.toThrow(/What to do: If it is gone for good: run `pulumi refresh`/);
        world.fleet.setZone("global1", "kzone1", { state: "configured" });
        await expect(ask()).rejects.toThrow(/only a configuration on global1/);
    });

    it("fails where the only zone of that name is another one", async () => {
        world = await startWorld(threeHosts());
        expect(await codeOf(ask({ uuid: otherUuid }))).toBe("ZONE_FOREIGN");
    });

    it("stops at a zone that runs on both hosts", async () => {
        world = await startWorld({
            hosts: ["global1", "global2"].map((name) => ({ name, zones: [{ name: "kzone1" }] })),
        });
        expect(await codeOf(ask())).toBe("SPLIT_BRAIN");
    });
});

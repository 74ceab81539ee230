import { isUnfinishedCreation } from "../../../provider/kernelZone/unfinishedCreation";
import { remove } from "../../../provider/kernelZone/remove";
import { changesMade } from "../migration/world";
import { Recorder } from "../migration/recorder";
import type { FaultOf } from "../../solaris/faults";
import { hidden } from "./bags";
import { CreationStage, halfMade, partialOf, wantedWith } from "./creationStage";
import { threeHosts } from "./stage";

const stage = new CreationStage();

describe("an installation that fails", () => {
    const broken = (leaves: "configured" | "incomplete"): FaultOf<"install-fails"> => ({
        kind: "install-fails",
        command: "zoneadm install",
        lines: ["ERROR: no such archive"],
        times: 1,
        leaves,
    });

    it.each(["configured", "incomplete"] as const)(
        "and leaves the zone %s is in the state, with Solaris's words; the next update makes it to the end",
        async (leaves) => {
            await stage.start(threeHosts());
            stage.fleet.addFault("global1", broken(leaves));
            const partial = await partialOf(stage.make());
            expect(partial.message).toMatch(/INSTALL_FAILED: kzone1 could not be installed[^]*ERROR: no such archive/);
            expect(partial.properties).toMatchObject({ currentHost: "global1", zoneState: leaves, ...hidden });
            expect(isUnfinishedCreation(partial.properties)).toBe(true);
            const { outs } = await stage.goOn(partial);
            expect(outs).toMatchObject({ currentHost: "global1", zoneState: "running" });
            expect(isUnfinishedCreation(outs)).toBe(false);
            expect(stage.installs()).toHaveLength(2);
            expect(changesMade(stage).filter((change) => change.includes("uninstall"))).toHaveLength(
                leaves === "incomplete" ? 1 : 0,
            );
        },
    );

    it.each([
        [
            "848611d4",
            "kzone1 could not be installed on global1: a disk of it is in use by global3, which has hostid 848611d4",
        ],
        ["0c0ffee0", "kzone1 could not be installed on global1"],
    ])("because the host with hostid %s uses a disk names that host where it is known", async (hostid, message) => {
        const { hosts } = threeHosts();
        await stage.start({
            hosts: hosts.map((host, at) => (at === 2 ? { ...host, hostid: "848611d4" } : host)),
        });
        const inUse = `zone 'kzone1': error: ERROR: zone kzone1 is in use by host with  hostid ${hostid}`;
        stage.fleet.addFault("global1", { ...broken("configured"), lines: [inUse] });
        const partial = await partialOf(stage.make());
        expect(partial.message.split("\n")).toContain(`INSTALL_FAILED: ${message}`);
        expect(partial.message).toContain(inUse);
    });

    it("is made with another configuration where the program has changed by then", async () => {
        await stage.start(threeHosts());
        stage.fleet.addFault("global1", broken("configured"));
        const partial = await partialOf(stage.make());
        await stage.goOn(partial, wantedWith({ cappedMemory: { physical: "4g" } }));
        expect(stage.zone()?.config).toMatchObject({ memory: "4G", ncpus: 2 });
        expect(stage.installs()).toHaveLength(2);
    });

    it("leaves nothing behind where the program names another host by then", async () => {
        await stage.start(threeHosts());
        stage.fleet.addFault("global1", broken("configured"));
        const partial = await partialOf(stage.make());
        const { outs } = await stage.goOn(partial, { host: "global2" });
        expect(outs).toMatchObject({ currentHost: "global2", zoneState: "running" });
        expect(stage.everywhere()).toEqual([undefined, "running", undefined]);
    });

    it("is known again, made and deleted under another name of the resource, which an alias gives it", async () => {
        await stage.start(threeHosts());
        const renamed = { __urn: "urn:pulumi:dev::p::t::renamed", deletionPolicy: "delete" };
        stage.fleet.addFault("global1", { ...broken("configured"), times: 3 });
        const first = await partialOf(stage.make());
        const second = await partialOf(stage.goOn(first, renamed));
        const third = await partialOf(stage.goOn(second, renamed));
        expect(third.message).toMatch(/INSTALL_FAILED/);
        await remove(third.properties, new Recorder(), () => stage.again());
        expect(stage.everywhere()).toEqual([undefined, undefined, undefined]);
    });

    it("is refused on another host as long as it is half-installed", async () => {
        await stage.start(threeHosts());
        stage.fleet.addFault("global1", broken("incomplete"));
        const partial = await partialOf(stage.make());
        await expect(stage.goOn(partial, { host: "global2" })).rejects.toMatchObject({ code: "ZONE_ELSEWHERE" });
        expect(stage.everywhere()).toEqual(["incomplete", undefined, undefined]);
    });

    it("is not uninstalled without the record that proves whose it was", async () => {
        await stage.start(threeHosts({ global1: [halfMade("incomplete")] }));
        const partial = await partialOf(stage.make());
        expect(partial.message).toMatch(/INSTALL_UNSAFE: kzone1 is incomplete on global1, and there is no record/);
        expect(partial.properties).toMatchObject({ zoneState: "incomplete" });
        expect(changesMade(stage)).toEqual([]);
    });
});

describe("a boot that fails", () => {
    it("is in the state, with the zone installed; the next update boots it", async () => {
        await stage.start(threeHosts({}, { memory: "1G" }));
        const partial = await partialOf(stage.make());
        expect(partial.message).toMatch(/BOOT_FAILED: kzone1 could not be booted on global1/);
        expect(partial.properties).toMatchObject({ zoneState: "installed", uuid: stage.zone()?.uuid });
        const next = await partialOf(stage.goOn(partial));
        expect(next.message).toMatch(/BOOT_FAILED/);
        expect(next.id).toBe(partial.id);
        expect(stage.installs()).toHaveLength(1);
    });
});

import { create } from "../../../provider/kernelZone/create";
import { placeZone } from "../../../provider/kernelZone/placement";
import { read } from "../../../provider/kernelZone/read";
import { remove } from "../../../provider/kernelZone/remove";
import { failureOf } from "../failureOf";
import { changesMade, jobRecords, startRun, statesOf } from "../migration/world";
import { inputs, outputs } from "./bags";
import { CreationStage, wanted } from "./creationStage";
import { threeHosts } from "./stage";

const stage = new CreationStage();

describe("a run that is killed", () => {
    const start = async () => {
        await stage.start(threeHosts());
        stage.hurry();
    };
    /** A run that is killed while the installation is held in its middle. */
    const killedInInstall = async () => {
        await start();
        const held = stage.fleet.holdInstall({ zone: "kzone1", lines: 2 });
        const first = startRun(stage.fleet);
        void create(inputs(wanted), first.context);
        await held.reached;
        await first.kill();
        return held;
    };

    it("while the zone is being installed: the next one follows the job and makes the zone to the end", async () => {
        const held = await killedInInstall();
        const second = startRun(stage.fleet);
        const making = create(inputs(wanted), second.context);
        for (let looks = 0; !second.reporter.kept.includes("following that"); looks++) {
            expect(looks).toBeLessThan(2_000);
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
        held.letGo();
        expect((await making).outs).toMatchObject({ zoneState: "running" });
        expect(stage.installs()).toHaveLength(1);
        expect(jobRecords(stage, "global1")).toEqual([]);
    });

    it("and while the job goes on, the zone is neither moved nor deleted, and a refresh takes it for no move", async () => {
        await start();
        const held = stage.fleet.holdInstall({ zone: "kzone1", lines: 2 });
        const making = create(inputs(wanted), startRun(stage.fleet).context);
        await held.reached;
        const { context, reporter } = startRun(stage.fleet);
        const olds = outputs("global1", { uuid: stage.zone()?.uuid });
        const before = changesMade(stage);
        for (const refused of [
            placeZone("the-id", olds, inputs({ host: "global2" }), context, { wish: "global2" }),
            remove({ ...olds, deletionPolicy: "delete" }, reporter, () => context),
        ]) {
            const error = await failureOf(refused);
            expect(error).toMatchObject({ code: "ZONE_BUSY" });
            expect(String(error)).toMatch(/is being installed on global1 at this moment[^]*started at/);
        }
        const { props } = await read("the-id", olds, context);
        expect(props).not.toHaveProperty("unfinishedOn");
        expect(changesMade(stage)).toEqual(before);
        held.letGo();
        await making;
    });

    it("together with the host: the next one takes the half-installed zone away first", async () => {
        await killedInInstall();
        await stage.fleet.reboot("global1", { downMs: 1_000 });
        expect(statesOf(stage, "global1")).toBe("incomplete");
        const second = startRun(stage.fleet);
        expect((await create(inputs(wanted), second.context)).outs).toMatchObject({ zoneState: "running" });
        expect(second.reporter.kept).toContain("uninstalling what a failed installation has left");
        expect(stage.installs()).toHaveLength(2);
    });

    it.each(["zonecfg -f", "zoneadm boot"])(
        "by a link that breaks around %s: the same run goes on",
        async (command) => {
            await start();
            for (const when of ["before", "after"] as const) {
                stage.fleet.addFault("global1", { kind: "drop-connection", when, command, times: 1 });
            }
            const { outs } = await create(inputs(wanted), startRun(stage.fleet).context);
            expect(outs).toMatchObject({ zoneState: "running" });
            expect(stage.installs()).toHaveLength(1);
        },
    );
});

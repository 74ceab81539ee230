import { isUnfinishedCreation } from "../../../provider/kernelZone/unfinishedCreation";
import { PartialFailure } from "../../../provider/kernelZone/partialFailure";
import { previewCreate } from "../../../provider/kernelZone/previewCreate";
import { previewUpdate } from "../../../provider/kernelZone/previewUpdate";
import { update } from "../../../provider/kernelZone/update";
import { failureOf } from "../failureOf";
import { Recorder } from "../migration/recorder";
import { changesMade, connect, jobRecords, statesOf } from "../migration/world";
import type { HostSpec } from "../../solaris";
import { inputs } from "./bags";
import { CreationStage, halfMade, token, wanted, wantedWith } from "./creationStage";
import { threeHosts } from "./stage";

const stage = new CreationStage();

describe("making a zone", () => {
    it("configures, installs, boots it and waits until it is up; nothing of the making is left over", async () => {
        await stage.start(threeHosts());
        const { id, outs } = await stage.make();
        expect(changesMade(stage)).toEqual([
            "global1 zonecfg -f",
            "global1 zoneadm install",
            // The zone is booted with a mark that says that it is installed ...
            "global1 zonecfg -f",
            "global1 zoneadm boot",
            // ... and only now it says that it is made.
            "global1 zonecfg -f",
        ]);
        expect(statesOf(stage, "global1")).toBe("running");
        expect(stage.zone()?.config).toMatchObject({ memory: "2G", ncpus: 2, autoboot: true });
        expect(stage.zone()?.export).toContain(`set value=${token}.made`);
        expect(id).toBe(stage.zone()?.uuid);
        expect(outs).toMatchObject({ currentHost: "global1", zoneState: "running", uuid: id, warnings: [] });
        expect(isUnfinishedCreation(outs)).toBe(false);
        expect(jobRecords(stage, "global1")).toEqual([]);
        expect(stage.fleet.wipedStorage).toEqual([]);
    });

    it("shows Solaris's own progress", async () => {
        await stage.start(
            threeHosts(
                {},
                {
                    installOutput: [
                        "Installing packages: 10%",
                        "Installing packages: 90%",
                        "Creating the boot environment of the new zone: 10%",
                    ],
                },
            ),
        );
        await stage.make();
        const statuses = stage.reporter.texts("status").filter((text) => text.startsWith("installing: "));
        expect(statuses[0]).toBe("installing: starting");
        expect(new Set(statuses).size).toBe(statuses.length);
        expect(statuses).toContain("installing: Creating the boot environment of the ...");
        expect(stage.reporter.texts("status")).toContain("installing: Installing packages: 90%");
        // The zone's row keeps what was shown last.
        expect(stage.reporter.texts("status").slice(-2)).toEqual(["marking kzone1 as made", "kzone1 is up on global1"]);
        expect(stage.reporter.kept).toMatch(
            /configured kzone1 on global1\ninstalled kzone1 on global1 in .*\nkzone1 is up on global1/,
        );
    });

    it.each<[what: string, host: Partial<HostSpec>]>([
        ["completes what it is given", { zonecfg: { completes: true } }],
        ["prints lists one by one", { zonecfg: { lists: "add" } }],
        ["prints around its answers", { noise: { stdout: "Welcome!\n", trailingStdout: "Bye.\n" } }],
        ["shows no UUIDs", { list: { uuids: false } }],
    ])("does so on a host that %s", async (_what, host) => {
        await stage.start(threeHosts({}, host));
        expect((await stage.make()).outs).toMatchObject({ zoneState: "running" });
        expect(changesMade(stage)).toHaveLength(5);
    });

    it("leaves it installed where it shall not run", async () => {
        await stage.start(threeHosts());
        const { outs } = await stage.make({ state: "installed" });
        expect(outs).toMatchObject({ zoneState: "installed" });
        expect(changesMade(stage).at(-1)).toBe("global1 zonecfg -f");
    });

    it("passes on from what it is installed", async () => {
        await stage.start(threeHosts({}, { archives: { "/archives/golden.uar": {} }, files: { "/p.xml": "<x/>" } }));
        const request = { archive: "/archives/golden.uar", profile: "/p.xml", options: { "install-size": "32g" } };
        await stage.make({ install: request });
        const argv = stage.fleet
            .commands()
            .find(({ name }) => name === "zoneadm install")
            ?.argv.join(" ");
        expect(argv).toContain("-a /archives/golden.uar -c /p.xml -x install-size=32g");
    });

    it("waits until the guest is up", async () => {
        await stage.start({ ...threeHosts(), latency: { guestBoot: 600 } });
        const { outs } = await stage.make();
        expect(outs).toMatchObject({ zoneState: "running" });
        expect(stage.reporter.texts("status").some((text) => text.includes("to come up"))).toBe(true);
    });

    it("makes the overrides of its host part of it", async () => {
        await stage.start(threeHosts());
        await stage.make({ hostOverrides: { global1: { anets: [{ id: 0, lowerLink: "net0" }] } } });
        expect(stage.zone()?.export).toContain("set lower-link=net0");
    });

    it("has no difference from config afterwards", async () => {
        await stage.start(threeHosts());
        expect((await stage.make()).outs).toMatchObject({ configDrift: [] });
    });

    it("goes on with what a run has left that died before the zone was made, without a state", async () => {
        await stage.start(threeHosts({ global1: [halfMade("running")] }));
        const { outs } = await stage.make();
        expect(outs).toMatchObject({ zoneState: "running", uuid: stage.zone()?.uuid });
        expect(changesMade(stage)).toEqual(["global1 zonecfg -f"]);
        expect(stage.zone()?.export).toContain(`set value=${token}.made`);
        // It runs, so its configuration is left to the next update, which the state has to call for.
        expect(outs["configDrift"]).toEqual(expect.arrayContaining([expect.stringMatching(/capped-memory physical/)]));
    });
});

describe("a zone that was made to the end, and has moved live, which leaves the stored configuration behind", () => {
    const moved = { ...wanted, host: "global2" };

    /** Makes the zone and moves it; what the preview of the move has said. */
    async function makeAndMove(): Promise<string> {
        await stage.start(threeHosts());
        const { id, outs } = await stage.make();
        const reporter = new Recorder();
        await previewUpdate(outs, inputs(moved), connect(stage.fleet, reporter));
        await update(id, outs, inputs(moved), stage.again());
        expect(stage.everywhere()).toEqual([undefined, "running", undefined]);
        return reporter.kept;
    }

    it("is not told that its mark differs from the stored one", async () => {
        expect(await makeAndMove()).not.toContain("LIVE_CONFIG_DIFFERS");
    });

    it("is never installed again once it is detached: its disks hold its system", async () => {
        await makeAndMove();
        await stage.fleet.typed("global2", "zoneadm", "-z", "kzone1", "shutdown");
        await stage.fleet.typed("global2", "zoneadm", "-z", "kzone1", "detach");
        expect(stage.everywhere()).toEqual([undefined, "configured", undefined]);
        const before = stage.installs();
        for (const host of ["global1", "global2"]) {
            await expect(stage.make({ host }, stage.again())).rejects.toMatchObject({ code: "INSTALL_UNSAFE" });
            const shown = previewCreate(inputs({ ...wanted, host }), stage.again());
            await expect(shown).rejects.toMatchObject({ code: "INSTALL_UNSAFE" });
        }
        expect(stage.installs()).toEqual(before);
        expect(stage.fleet.wipedStorage).toEqual([]);
    });
});

describe("a zone that was made to the end, of which the state does not know", () => {
    it.each<[policy: string, host: string]>([
        ["delete", "global1"],
        ["retain", "global1"],
        ["delete", "global2"],
    ])(
        "is not taken over without adopt (%s, %s), and no state is written by which it would be",
        async (policy, host) => {
            await stage.start(threeHosts());
            await stage.make();
            const before = changesMade(stage);
            const error = await failureOf(stage.make({ deletionPolicy: policy, host }, stage.again()));
            expect(error).not.toBeInstanceOf(PartialFailure);
            expect(error).toMatchObject({ code: "ZONE_EXISTS", details: { property: "adopt" } });
            expect(String(error)).toContain('adopt: true, host: "global1"');
            expect(changesMade(stage)).toEqual(before);
            expect(statesOf(stage, "global1")).toBe("running");
        },
    );

    it("is not said to be made further by a preview", async () => {
        await stage.start(threeHosts());
        await stage.make();
        const shown = previewCreate(inputs(wanted), stage.again());
        await expect(shown).rejects.toMatchObject({ code: "ZONE_EXISTS" });
    });
});

describe("a configuration that zonecfg refuses", () => {
    it("is traced back to the property, and nothing is left", async () => {
        await stage.start(threeHosts());
        const failed = stage.make(wantedWith({ cpuArch: "no-such-class" }));
        await expect(failed).rejects.toMatchObject({ code: "CONFIG_REFUSED", details: { property: "config.cpuArch" } });
        expect(stage.everywhere()).toEqual([undefined, undefined, undefined]);
    });
});

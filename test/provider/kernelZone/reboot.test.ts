import { diff } from "../../../provider/kernelZone/diff";
import type { PropertyBag } from "../../../provider/kernelZone/state";
import { previewUpdate } from "../../../provider/kernelZone/previewUpdate";
import { read } from "../../../provider/kernelZone/read";
import { connect } from "../migration/world";
import { inputs } from "./bags";
import {
    boots,
    byHand,
    change,
    failure,
    infos,
    pages,
    preview,
    start,
    state,
    warnings,
    world,
    zone,
} from "./changeStage";

describe("a reboot", () => {
    const config = { config: { cappedMemory: { pagesizePolicy: "smallest-only" } }, allowReboot: true };

    it("whose boot is refused is finished by the next update, whatever the state says", async () => {
        await start();
        world.fleet.addFault("global1", { kind: "refuse", command: "zoneadm boot", lines: ["no way"], times: 1 });
        const { properties } = await failure(change(config));
        expect([zone()?.state, properties["zoneState"]]).toEqual(["installed", "installed"]);
        expect(diff(properties, inputs(config)).changes).toBe(true);
        const refreshed = await read("the-id", properties, connect(world.fleet, world.reporter));
        expect(diff(refreshed.props, inputs(config)).changes).toBe(true);
        const outs = await change(config, refreshed.props);
        expect([zone()?.state, outs["zoneState"]]).toEqual(["running", "running"]);
        expect(diff(outs, inputs(config)).changes).toBe(false);
    });

    it("that a killed run has left between shutdown and boot is finished, and told", async () => {
        await start();
        world.fleet.setZone("global1", "kzone1", { state: "installed" });
        await change(config);
        expect(zone()?.state).toBe("running");
        expect(world.reporter.texts("warn").join()).toMatch(/was found halted; it may be a reboot of ours/);
    });

    it("is not made for a zone that was halted and has nothing to be rebooted for", async () => {
        await start();
        world.fleet.setZone("global1", "kzone1", { state: "installed" });
        const outs = await change({ ...config, deletionPolicy: "shutdown" }, state(config));
        expect([zone()?.state, outs["zoneState"]]).toEqual(["installed", "installed"]);
        expect(world.reporter.texts("warn").join()).toMatch(/found halted; it stays so, because state is not set/);
    });

    it("is not made for what the program does not declare", async () => {
        await start();
        const declared = { config: { autoboot: true }, allowReboot: true };
        const outs = await change(declared);
        await byHand("set bootargs=-v");
        const { props } = await read("the-id", outs, connect(world.fleet, world.reporter));
        expect(diff(props, inputs(declared)).changes).toBe(false);
        await change({ ...declared, config: { autoboot: false } }, props);
        expect(boots()).toBe(0);
    });

    it("is not made for a value that the running zone shows in another form", async () => {
        await start();
        const other = zone()?.export.replace("physical=4G", "physical=4096M") ?? "";
        world.fleet.setZone("global1", "kzone1", { liveExport: other });
        const declared = { config: { cappedMemory: { physical: "4g" }, autoboot: true }, allowReboot: true };
        const outs = await change(declared);
        expect([boots(), outs["rebootNeededFor"]]).toEqual([0, []]);
    });

    it("is made on a release that shows no running configuration", async () => {
        await start({ zonecfg: { live: false } });
        const outs = await change(config);
        expect([boots(), outs["rebootNeededFor"]]).toEqual([1, []]);
    });
});

describe("a boot that is owed", () => {
    const config = { ...pages("smallest-only"), allowReboot: true };
    const failedBoot = async () => {
        await start();
        world.fleet.addFault("global1", { kind: "refuse", command: "zoneadm boot", lines: ["no way"], times: 1 });
        return (await failure(change(config))).properties;
    };

    it.each([
        ["", config],
        [", and reboots are not allowed any more", { ...config, allowReboot: false }],
    ])("is told by the preview and made by the update%s", async (_, program) => {
        const owing = await failedBoot();
        await preview(program, owing);
        expect(warnings()).toContain(
            "a reboot of ours has stopped kzone1 and not brought it up again, so it is booted",
        );
        expect(infos()).toContain("kzone1 will be booted on global1 (it is installed now)");
        expect(zone()?.state).toBe("installed");
        const outs = await change(program, owing);
        expect([zone()?.state, outs["zoneState"]]).toEqual(["running", "running"]);
        expect(diff(outs, inputs(program)).changes).toBe(false);
    });

    it("is told by the preview of a program that declares no configuration", async () => {
        const owing = await failedBoot();
        await preview({}, owing);
        expect(infos()).toContain("kzone1 will be booted on global1 (it is installed now)");
        expect((await change({}, owing))["zoneState"]).toBe("running");
    });

    it.each<[string, PropertyBag, boolean]>([
        ["somebody has booted the zone", {}, true],
        ["it shall not run any more", { state: "installed" }, false],
    ])("is forgotten where %s", async (_, more, byHandBooted) => {
        const owing = await failedBoot();
        if (byHandBooted) {
            await world.fleet.typed("global1", "zoneadm", "-z", "kzone1", "boot");
        }
        const program = { ...config, ...more };
        const before = zone()?.state;
        const later = connect(world.fleet, world.reporter);
        await previewUpdate(owing, inputs(program), later);
        expect(infos()).toMatch(/kzone1 is owed no boot any more .*`pulumi up` only records it/);
        const outs = await change(program, owing);
        expect(zone()?.state).toBe(before);
        expect(diff(outs, inputs(program)).changes).toBe(false);
    });

    it("by a run that may have been cut short is told, and made only where reboots are allowed", async () => {
        await start();
        world.fleet.setZone("global1", "kzone1", { state: "installed" });
        await preview(config);
        expect(warnings()).toMatch(/may be a reboot of ours that was cut short, so it is booted/);
        expect(infos()).toContain("kzone1 will be booted on global1");
        await preview(pages("smallest-only"));
        expect(warnings()).toMatch(/neither state nor allowReboot is set\. To have it booted, write state: "running"/);
        await change(pages("smallest-only"));
        expect(zone()?.state).toBe("installed");
    });

    it("is remembered through a move that fails", async () => {
        // Somebody has moved it away from global2 since.
        const owing = { ...(await failedBoot()), host: "global2", currentHost: "global2" };
        const program = { ...config, host: "global2", migration: { method: "cold" } };
        world.fleet.addFault("global1", { kind: "refuse", command: "zoneadm migrate", lines: ["no"], times: 1 });
        const { properties } = await failure(change(program, owing));
        expect(properties).toMatchObject({ currentHost: "global1", zoneState: "installed" });
        const outs = await change(program, properties);
        expect([zone("global2")?.state, outs["zoneState"]]).toEqual(["running", "running"]);
        expect(diff(outs, inputs(program)).changes).toBe(false);
    });
});

describe("what even a reboot has not done away with", () => {
    const config = { ...pages("smallest-only"), allowReboot: true };
    const survivor = /^after the reboot still not so: .*pagesize-policy.*smallest-only/;
    const rebootInVain = async () => {
        await start();
        // The running zone never shows it.
        const stdout = zone()?.export ?? "";
        world.fleet.addFault("global1", { kind: "answer", command: "zonecfg -r export", stdout, exitStatus: 0 });
        const outs = await change(config);
        expect(boots()).toBe(1);
        expect(outs).toMatchObject({ rebootNeededFor: [], warnings: [expect.stringMatching(survivor)] });
        return outs;
    };

    it("is no reason to reboot again, and told as long as it is so", async () => {
        const outs = await rebootInVain();
        expect(diff(outs, inputs(config)).changes).toBe(false);
        const { props } = await read("the-id", outs, connect(world.fleet, world.reporter));
        expect(diff(props, inputs(config)).changes).toBe(false);
        const more = { ...config, config: { ...config.config, autoboot: true } };
        await preview(more, props);
        expect(world.reporter.texts("info").at(-1)).toMatch(/autoboot/);
        expect(world.reporter.texts("info").at(-1)).not.toMatch(/reboot/);
        const again = await change(more, props);
        expect(again).toMatchObject({ rebootNeededFor: [], warnings: [expect.stringMatching(survivor)] });
        expect(boots()).toBe(1);
        world.fleet.clearFaults();
        expect((await change({ ...more, ...config }, again))["warnings"]).toEqual([]);
    });

    it("is one where the program says something else there", async () => {
        const outs = await rebootInVain();
        const other = { ...config, ...pages("largest-only") };
        const again = await change(other, outs);
        expect(boots()).toBe(2);
        expect(again["warnings"]).toEqual([expect.stringMatching(/largest-only/)]);
    });

    it("is told once where the zone is rebooted for something else", async () => {
        const outs = await rebootInVain();
        const other = { ...config, config: { ...config.config, bootargs: "-v" } };
        const again = await change(other, outs);
        expect(boots()).toBe(2);
        expect(again["warnings"]).toEqual([
            expect.stringMatching(/^after the reboot.*bootargs/),
            expect.stringMatching(survivor),
        ]);
    });

    it("may stand in the warnings alone, as an earlier build has left it", async () => {
        const { __outlastedReboot: _, ...outs } = await rebootInVain();
        expect(diff(outs, inputs(config)).changes).toBe(false);
        const { props } = await read("the-id", outs, connect(world.fleet, world.reporter));
        expect(await change(config, props)).toMatchObject({
            rebootNeededFor: [],
            warnings: [expect.stringMatching(survivor)],
        });
    });
});

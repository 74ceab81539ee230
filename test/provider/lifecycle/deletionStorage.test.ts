import { sharedStorage, unreadElsewhere, type DeletionView } from "../../../provider/lifecycle/deletionStorage";
import { nextDeletionStep } from "../../../provider/lifecycle/deletionSteps";
import { known, unknown } from "../../../provider/solaris/hostFacts";
import type { ZoneConfigurations } from "../../../provider/solaris/parseConfigurations";
import { parseExport, type ZoneConfiguration } from "../../../provider/solaris/zoneConfiguration";
import { absent, otherUuid, there, uuid } from "./views";

const lun = "luname.naa.600144f0dbf8af1900005fd25e490079";
const data = "luname.naa.600144f0dbf8af1900005fd25e490080";

/** A configuration with these devices: the first one is booted from. */
function disks(...storage: string[]): ZoneConfiguration {
    const devices = storage.flatMap((uri, index) => [
        "add device",
        `set id=${index}`,
        `set storage=${uri}`,
        ...(index === 0 ? ["set bootpri=0"] : []),
        "end",
    ]);
    return parseExport(["create -b", "set brand=solaris-kz", ...devices, ""].join("\n"))!;
}

const stored = (configuration: ZoneConfiguration): ZoneConfigurations => ({
    stored: known(configuration),
    running: undefined,
});

type Zones = Readonly<Record<string, ZoneConfigurations>>;

const having = (view: DeletionView, zones: Zones = {}, unread: [zone: string, state: string][] = []): DeletionView => ({
    ...view,
    others: {
        configurations: new Map(Object.entries(zones)),
        unread: unread.map(([zone, state]) => ({ zone, state, reason: "exit code 1" })),
    },
});

const mine = disks(`iscsi://s1/${lun}`, `iscsi://s1/${data}`);
const here = (zones: Zones = {}, unread: [string, string][] = [], state = "running"): DeletionView =>
    having(
        there("global1", state, { zone: { uuid }, ownership: "made", configuration: mine }),
        { kzone1: stored(mine), ...zones },
        unread,
    );
const judge = (...views: DeletionView[]) => sharedStorage(views, views[0]!, "kzone1");

describe("the storage of a zone that is to be deleted", () => {
    it.each([
        ["its boot disk", `iscsi:///${lun}`, "device 0"],
        ["a data disk of it", `lu:${data}`, "device 1"],
    ])("is not destroyed where another zone boots from %s, on whichever host", (_what, uri, part) => {
        for (const error of [
            judge(here({ other: stored(disks(uri)) }), having(absent("global2"))),
            judge(here(), having(absent("global2"), { other: stored(disks(uri)) })),
        ]) {
            const { host = "" } = error!.details;
            expect(error).toMatchObject({
                code: "DELETION_UNSAFE",
                message: expect.stringContaining(
                    `its ${part} on global1 is also device 0 of other on ${host} (${uri})`,
                ) as string,
                details: { property: "deletionPolicy", remedy: expect.stringContaining("delete other") as string },
            });
        }
    });

    it("is not destroyed where both have but data on it", () => {
        const theirs = disks("nfs://a:b@nas/kz/boot", `iscsi://s2/${data}`);
        expect(judge(here({ other: stored(theirs) }))).toMatchObject({
            details: { host: "global1", lines: [`device 1: iscsi://s1/${data} is device 1 of other on global1`] },
        });
    });

    it("is not destroyed where only the running configuration of another one names it", () => {
        const theirs = { stored: known(disks("nfs://a:b@nas/kz/boot")), running: known(disks(`iscsi:///${data}`)) };
        expect(judge(here({ other: theirs }))?.code).toBe("DELETION_UNSAFE");
    });

    it("is its own where a move has left a configuration of it", () => {
        const left = having(there("global2", "configured"), { kzone1: stored(mine) });
        expect(judge(here(), left)).toBeUndefined();
    });

    it("is another one's where that has its name and is more than configured", () => {
        const twin = having(there("global2", "installed", { zone: { uuid: otherUuid } }), { kzone1: stored(mine) });
        expect(judge(here(), twin)?.message).toContain("also device 0 of kzone1 on global2");
    });

    it("is its own where others have other disks, and files of the same name on other hosts", () => {
        const file = disks("file:///export/kz");
        const view = there("global1", "installed", { zone: { uuid }, configuration: file });
        expect(judge(having(view), having(absent("global2"), { other: stored(file) }))).toBeUndefined();
        expect(judge(here({ other: stored(disks("iscsi:///luname.naa.600144f0aa")) }))).toBeUndefined();
    });

    it.each(["running", "installed", "incomplete", "unavailable"])(
        "is not destroyed where the configuration of one that is %s could not be read",
        (state) => {
            expect(judge(here(), having(absent("global2"), {}, [["other", state]]))).toMatchObject({
                code: "DELETION_UNSAFE",
                details: { host: "global2", lines: [`other on global2 (${state}): exit code 1`] },
            });
        },
    );

    it("is destroyed, with a warning, where one that is only configured could not be read", () => {
        const views = [
            here(),
            having(absent("global2"), { other: { stored: unknown("exit code 1"), running: undefined } }, [
                ["other", "configured"],
            ]),
        ];
        expect(judge(...views)).toBeUndefined();
        expect(unreadElsewhere(views, "global1", "kzone1")).toEqual(["other on global2 (configured): exit code 1"]);
        expect(unreadElsewhere([here({}, [["kzone1", "running"]])], "global1", "kzone1")).toEqual([]);
    });

    it.each(["running", "down", "installed", "incomplete"])(
        "is compared before a zone that is %s is touched",
        (state) => {
            const views = [here({ other: stored(disks(`iscsi:///${data}`)) }, [], state)];
            const wish = { zone: "kzone1", uuid };
            expect(nextDeletionStep(views, { ...wish, policy: "delete" })).toMatchObject({
                kind: "refuse",
                error: { code: "DELETION_UNSAFE" },
            });
            expect(nextDeletionStep(views, { ...wish, policy: "shutdown" }).kind).not.toBe("refuse");
        },
    );
});

import { storageFindings, storageInUse } from "../../../provider/lifecycle/creationStorage";
import type { ZoneView } from "../../../provider/lifecycle/zoneView";
import { known, unknown } from "../../../provider/solaris/hostFacts";
import { parseExport, type ZoneConfiguration } from "../../../provider/solaris/zoneConfiguration";
import { absent, there } from "./views";

const lun = "luname.naa.600144f0dbf8af1900005fd25e490079";

/** A configuration of one resource, by its lines. */
function configuration(type: string, ...lines: string[]): ZoneConfiguration {
    const script = [
        "create -b",
        "set brand=solaris-kz",
        `add ${type}`,
        ...lines.map((line) => `set ${line}`),
        "end",
        "",
    ];
    return parseExport(script.join("\n"))!;
}

const disk = (storage: string, ...more: string[]) => configuration("device", "id=0", `storage=${storage}`, ...more);

/** `host`, on which `other` has that configuration. */
const beside = (host: string, stored: ZoneConfiguration, other = "other", view = absent(host)): ZoneView => ({
    ...view,
    neighbours: known(new Map([[other, { stored: known(stored), running: undefined }]])),
});

function judge(document: ZoneConfiguration, views: ZoneView[]): string | undefined {
    const [here] = views;
    return storageInUse(views, here!, { zone: "kzone1", host: "global1", document })?.code;
}

describe("storage that another zone uses", () => {
    it.each<[what: string, ours: string, theirs: string]>([
        ["the same URI", `iscsi://s1/${lun}`, `iscsi://s1/${lun}`],
        ["a logical unit by another host of it", `iscsi://s1/${lun}`, `iscsi://192.0.2.1:3260/${lun}`],
        ["a logical unit by no host of it", `iscsi://s1/${lun}`, `iscsi:///${lun.replace("600144f0", "600144F0")}`],
        ["a logical unit over another transport", `iscsi://s1/${lun}`, `lu:${lun}`],
        [
            "a logical unit by the name of its disk",
            `iscsi://s1/${lun}`,
            "dev:dsk/c0t600144F0DBF8AF1900005FD25E490079d0",
        ],
        ["a file of NFS, of another owner there", "nfs://a:b@nas/kz/disk0", "nfs://c:d@nas/kz/disk0"],
    ])("is refused on every host: %s", (_what, ours, theirs) => {
        expect(judge(disk(ours), [absent("global1"), beside("global2", disk(theirs))])).toBe("STORAGE_IN_USE");
        expect(judge(disk(ours), [beside("global1", disk(theirs))])).toBe("STORAGE_IN_USE");
    });

    it.each<[what: string, ours: string, theirs: string]>([
        ["a volume", "dev:/dev/zvol/dsk/rpool/kz", "dev:zvol/rdsk/rpool/kz"],
        ["a disk", "dev:dsk/c0t1d0", "dev:///dev/dsk/c0t1d0"],
        ["a file", "file://a:b@/export/kz", "file:///export/kz"],
    ])("is refused on its own host alone: %s", (_what, ours, theirs) => {
        expect(judge(disk(ours), [beside("global1", disk(theirs))])).toBe("STORAGE_IN_USE");
        expect(judge(disk(ours), [absent("global1"), beside("global2", disk(theirs))])).toBeUndefined();
    });

    it("is that of a disk by its path too, on its own host", () => {
        const path = configuration("device", "id=0", "match=/dev/rdsk/c0t1d0");
        expect(judge(disk("dev:dsk/c0t1d0"), [beside("global1", path)])).toBe("STORAGE_IN_USE");
        expect(judge(path, [absent("global1"), beside("global2", path)])).toBeUndefined();
    });

    it("is known through the tokens in its name, which stand for something else in each zone", () => {
        const token = "nfs://a:b@nas/kz/%{zonename}.%{id}";
        expect(judge(disk(token), [beside("global1", disk(token))])).toBeUndefined();
        expect(judge(disk(token), [beside("global1", disk("nfs://a:b@nas/kz/kzone1.0"))])).toBe("STORAGE_IN_USE");
    });

    it("is that of a suspended image too", () => {
        const suspend = configuration("suspend", `storage=iscsi:///${lun}`);
        expect(judge(disk(`iscsi:///${lun}`), [beside("global1", suspend)])).toBe("STORAGE_IN_USE");
        const file = configuration("suspend", "path=/export/image");
        expect(judge(file, [beside("global1", file)])).toBe("STORAGE_IN_USE");
    });

    it("is not its own: of the zone's name, on whichever host", () => {
        const own = disk(`iscsi:///${lun}`);
        expect(judge(own, [beside("global1", own, "kzone1"), beside("global2", own, "kzone1")])).toBeUndefined();
    });

    it("is refused for what is half-made on it, also where the program names another one by now", () => {
        const old = disk(`iscsi:///${lun}`);
        const here = there("global1", "incomplete", { ownership: "making", configuration: old });
        expect(judge(disk("nfs://a:b@nas/kz/d"), [beside("global1", old, "other", here)])).toBe("STORAGE_IN_USE");
    });

    it("is a warning where both have data on it and boot from another", () => {
        const data = (boot: string): ZoneConfiguration => {
            const script = ["add device", "set id=1", `set storage=${boot}`, "set bootpri=0", "end", ""].join("\n");
            return parseExport(`create -b\nadd device\nset id=0\nset storage=iscsi:///${lun}\nend\n${script}`)!;
        };
        const [ours, theirs] = [data("nfs://a:b@nas/kz/a"), data("nfs://a:b@nas/kz/b")];
        const views = [beside("global1", theirs)];
        expect(judge(ours, views)).toBeUndefined();
        expect(storageFindings(views, { zone: "kzone1", host: "global1", document: ours })).toMatchObject([
            { severity: "warning", lines: [expect.stringContaining("device 0 of other on global1")] },
        ]);
    });

    it("is a warning where it is not known", () => {
        const views: ZoneView[] = [
            { ...absent("global1"), neighbours: unknown("no answer") },
            {
                ...absent("global2"),
                neighbours: known(new Map([["other", { stored: unknown("exit code 1"), running: undefined }]])),
            },
        ];
        const document = disk(`iscsi:///${lun}`);
        expect(judge(document, views)).toBeUndefined();
        expect(storageFindings(views, { zone: "kzone1", host: "global1", document })).toMatchObject([
            { severity: "warning", lines: ["global1: no answer", "other on global2: exit code 1"] },
        ]);
    });
});

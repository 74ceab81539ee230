import { codesOf, configuration, device, findingOf, findingsOf, inputOf, withExisting } from "./inputs";

const wwn = "c0t600144F0DBF8AF1900005FD25E490003d0";

describe("devices on local storage (#12)", () => {
    const devices = [
        device(0),
        device(1, "set storage=dev:/dev/zvol/dsk/rpool/kz1"),
        device(2, "set match=/dev/zvol/rdsk/rpool/kz2"),
        device(3, "set storage=file://admin:staff@/export/kz3"),
    ].join("\n");

    it("are each an error of its own, with URI or match and both ways out", () => {
        const input = inputOf({ sourceConfiguration: configuration({ devices }) });
        const findings = findingsOf(input, "STORAGE_LOCAL");
        expect(findings.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
            "error: device 1 of kzone1 is storage of global1 alone: dev:/dev/zvol/dsk/rpool/kz1",
            "error: device 2 of kzone1 is storage of global1 alone: match=/dev/zvol/rdsk/rpool/kz2",
            "error: device 3 of kzone1 is storage of global1 alone: file://admin:staff@/export/kz3",
        ]);
        expect(findings[0]?.remedy).toMatch(/zoneadm -z kzone1 move -p URI\n.*archiveadm create -z kzone1/);
    });

    it("that may be shared are a warning", () => {
        const input = inputOf({
            sourceConfiguration: configuration({ devices: device(0, `set storage=dev:dsk/${wwn}`) }),
        });
        expect(codesOf(input)).toEqual(["warning STORAGE_LOCAL"]);
        expect(findingOf(input, "STORAGE_LOCAL").message).toContain(wwn);
    });
});

describe("a warm move (#47)", () => {
    const suspendOf = (lines: string) =>
        inputOf({
            method: "warm",
            sourceConfiguration: configuration({ more: lines === "" ? "" : `add suspend\n${lines}\nend` }),
        });

    it.each([
        ["", "has no suspend resource", "add suspend; set storage=URI; end"],
        ["set path=/system/zones/kzone1/suspend", "path /system/zones/kzone1/suspend, a file of global1", "clear path"],
        ["set storage=dev:/dev/zvol/dsk/rpool/s", "on storage of global1 alone (dev:", "set storage=URI"],
    ])("is impossible with the suspend resource %j", (lines, said, advised) => {
        const finding = findingOf(suspendOf(lines), "SUSPEND_STORAGE_MISSING");
        expect(finding).toMatchObject({ severity: "error", property: "migration.method" });
        expect(finding.message).toContain(said);
        expect(finding.remedy).toContain(advised);
        expect(finding.remedy).toContain("8 GiB or more");
    });

    it("is possible with one on shared storage, and other methods need none", () => {
        expect(codesOf(suspendOf("set storage=iscsi://s/luname.naa.50"))).toEqual([]);
        expect(codesOf(inputOf({ method: "live" }))).toEqual([]);
        expect(codesOf(inputOf({ method: "cold" }))).toEqual([]);
    });
});

describe("storage in the target's configuration (#11)", () => {
    it("is the same in other letters", () => {
        const uri = (id: string): string => device(0, `set storage=iscsi://storage1/luname.naa.${id}`);
        const sourceConfiguration = configuration({ devices: uri("600144F0AB") });
        expect(codesOf(withExisting({ devices: uri("600144f0ab") }, { sourceConfiguration }))).toEqual([]);
    });

    it("that differs by id is a warning that names both sides", () => {
        const devices = `${device(0, "set storage=nfs://a:b@nas/x")}\n${device(2)}`;
        const input = withExisting({ devices });
        expect(findingOf(input, "DEVICES_DIFFER")).toMatchObject({
            severity: "warning",
            host: "global2",
            lines: [
                "device 0: iscsi://storage1/luname.naa.600144f0 on global1, nfs://a:b@nas/x on global2",
                "device 2: none on global1, iscsi://storage1/luname.naa.600144f2 on global2",
            ],
        });
        expect(codesOf({ ...input, overwriteTargetConfig: true })).toEqual([]);
    });
});

import { storageUriProblem } from "../../../../provider/kernelZone/config/storageUri";

describe("storage URIs", () => {
    // The forms of solaris-facts 4.4 and 5.1.
    it.each([
        "dev:dsk/c0t0d0s0",
        "dev:///dev/dsk/c0t0d0",
        "dev:/dev/zvol/dsk/rpool/VARSHARE/zones/kzone1/disk0",
        "dev:/dev/zvol/dsk/%{global-rootzpool}/VARSHARE/zones/%{zonename}/disk%{id}",
        "dev:chassis/SYS/HDD0/disk",
        "lu:luname.naa.600144F0DBF8AF190000",
        "lu:luname.eui.0021280001cf80f6",
        "lu:initiator.naa.2100001d38089fb0,target.naa.2100001d38089fb1,luname.naa.5000c5000288fa25",
        "iscsi:///luname.naa.600144f03d70c80000004ea57da10001",
        "iscsi://storage1/luname.naa.501337600144f0dbf8af1900",
        "iscsi://192.0.2.5:3260/luname.naa.600144f03d70c80000004ea57da10001",
        "iscsi://[2001:db8::5]:3260/luname.naa.600144f03d70c80000004ea57da10001",
        "iscsi://storage1/target.iqn.1986-03.com.sun:02:5a3e,lun.0",
        "iscsi://storage1/luname.naa.600144f0%{id}",
        "nfs://admin:staff@nas1/export/kz/data1",
        "nfs://60001:60001@nas1:2049/export/kz/%{zonename}",
        "file://root:sys@/zones/disk0",
    ])("takes %s", (uri) => {
        expect(storageUriProblem(uri)).toBeUndefined();
    });

    it.each<[string, RegExp]>([
        ["", /must be a storage URI of one of the schemes dev, lu, iscsi, nfs, file$/],
        ["/dev/dsk/c0t0d0", /not a path: write `dev:\/dev\/dsk\/c0t0d0`/],
        ["iscis:///luname.naa.1", /iscis is none, did you mean iscsi\?/],
        ["https://storage1/disk", /https is none$/],
        ["constructor:x", /constructor is none/],
        ["dev:", /must have the form `dev:/],
        ["dev:/zones/disk0", /must have the form `dev:/],
        ["dev:zvol", /must have the form `dev:/],
        ["lu:600144f0", /must have the form `lu:luname/],
        ["lu:luname.naa.600144fg", /must have the form `lu:luname/],
        ["lu:target.naa.1,luname.naa.2", /must have the form `lu:luname/],
        ["iscsi://storage1", /must have the form `iscsi:/],
        ["iscsi:///target.iqn.1986-03.com.sun:02:5a3e,lun.0", /must have the form `iscsi:/],
        ["iscsi://storage1:70000/luname.naa.1", /must have the form `iscsi:/],
        ["iscsi://storage1/target.iqn.1986-03.com.sun:02:5a3e", /must have the form `iscsi:/],
        ["nfs://nas1/export/kz", /must have the form `nfs:/],
        ["nfs://admin@nas1/export/kz/d", /must have the form `nfs:/],
        ["nfs://admin:staff@nas1", /must have the form `nfs:/],
        ["file://relative", /must have the form `file:/],
        ["dev:dsk/c0 t0", /must not hold blanks/],
        ["dev:dsk/%{zonename", /token that is not closed/],
        ["dev:dsk/%{Zone}", /token that is not closed or named/],
        ['dev:dsk/c0"', /must not hold `"`/],
        ["04da6b54-80e4-46f7-96ec-b56ff0331ba9", /must be a storage URI/],
    ])("refuses %p", (uri, problem) => {
        expect(storageUriProblem(uri)).toMatch(problem);
    });
});

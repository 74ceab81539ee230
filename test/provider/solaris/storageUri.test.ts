import { type StorageNames, expandTokens, namedDisk, parseStorageUri } from "../../../provider/solaris/storageUri";

const id = "600144f0dbf8af1900005fd25e490003";
const wwn = "c0t600144F0DBF8AF1900005FD25E490003d0";
const lun = `luname.naa.${id}`;

describe("the locality", () => {
    it.each([
        ["nfs://admin:staff@nas1/export/kz/data1", "shared"],
        ["iscsi://storage1/luname.naa.600144f0dbf8af1900005fd25e490003", "shared"],
        ["iscsi:///luname.naa.600144f0dbf8af1900005fd25e490003", "shared"],
        ["lu:luname.naa.600144f0dbf8af1900005fd25e490003", "shared"],
        ["something-new://x", "shared"],
        ["dev:/dev/zvol/dsk/rpool/VARSHARE/zones/kzone1/disk0", "local"],
        ["dev:zvol/dsk/rpool/disk0", "local"],
        ["dev:/dev/zvol/dsk/%{global-rootzpool}/VARSHARE/zones/%{zonename}/disk%{id}", "local"],
        ["dev:dsk/c0t0d0s0", "local"],
        ["dev:///dev/dsk/c1t0d0", "local"],
        ["file://admin:staff@/export/disk0", "local"],
        [`dev:dsk/${wwn}`, "unsure"],
        ["dev:chassis/SYS/HDD0/disk", "unsure"],
    ])("of %s is %s", (uri, locality) => {
        expect(parseStorageUri(uri).locality).toBe(locality);
    });
});

describe("the comparable form", () => {
    it.each([
        ["iscsi://Storage1/luname.naa.600144F0DB", "iscsi://Storage1/luname.naa.600144f0db"],
        ["iscsi://Nas/luname.NAA.60AB", "iscsi://Nas/luname.naa.60ab"],
        ["nfs://A:B@nas/Export", "nfs://A:B@nas/Export"],
        ["nfs://A:B@nas/Export/naa.AB", "nfs://A:B@nas/Export/naa.AB"],
        ["dev:/dev/zvol/dsk/rpool/Disk", "dev:/dev/zvol/dsk/rpool/Disk"],
    ])("of %s is %s", (uri, comparable) => {
        expect(parseStorageUri(uri).comparable).toBe(comparable);
    });
});

describe("a disk", () => {
    it.each<[what: string, a: StorageNames, b: StorageNames]>([
        [
            "a unit by another host of it",
            { storage: `iscsi://s1/${lun}` },
            { storage: `iscsi://192.0.2.1:3260/${lun}` },
        ],
        ["a unit over another transport", { storage: `iscsi:///${lun}` }, { storage: `lu:${lun}` }],
        [
            "a unit by its whole way",
            { storage: `lu:initiator.naa.21,target.naa.22,${lun}` },
            { storage: `lu:luname.NAA.${id.toUpperCase()}` },
        ],
        ["a unit by the name of its disk", { storage: `iscsi:///${lun}` }, { storage: `dev:dsk/${wwn}` }],
        ["a unit by its raw disk", { storage: `lu:${lun}` }, { match: `/dev/rdsk/${wwn}` }],
        ["a file of NFS, of another owner", { storage: "nfs://a:b@nas/kz/d" }, { storage: "nfs://c:d@nas/kz/d" }],
        ["a volume", { storage: "dev:/dev/zvol/dsk/rpool/kz" }, { storage: "dev:zvol/rdsk/rpool/kz" }],
        ["a path", { storage: "dev:///dev/dsk/c0t1d0" }, { match: "/dev/rdsk/c0t1d0" }],
        ["a file", { storage: "file://a:b@/export/kz" }, { path: "/export/kz" }],
        ["a name with its id in it", { storage: "nfs://a:b@nas/kz.%{id}", id: 3 }, { storage: "nfs://a:b@nas/kz.3" }],
    ])("is the same one: %s", (_what, a, b) => {
        expect(namedDisk(a)).toBeDefined();
        expect(namedDisk(a)).toBe(namedDisk(b));
    });

    it.each<[what: string, a: StorageNames, b: StorageNames]>([
        // The id in a short name can be that of a port, with several units behind it.
        [
            "a short id in its name",
            { storage: "lu:luname.naa.5000c5000288fa25" },
            { match: "/dev/dsk/c0t5000C5000288FA25d0" },
        ],
        ["a slice of it", { storage: `lu:${lun}` }, { match: `/dev/dsk/${wwn}s0` }],
        ["one behind a unit", { storage: `lu:${lun}` }, { match: `/dev/dsk/${wwn.slice(0, -1)}1` }],
        ["a volume in another case", { match: "/dev/zvol/dsk/rpool/a" }, { match: "/dev/zvol/dsk/rpool/A" }],
        ["a token in its id", { storage: `lu:${lun}%{zonename}` }, { storage: `lu:${lun}` }],
    ])("is another one: %s", (_what, a, b) => {
        expect(namedDisk(a)).toBeDefined();
        expect(namedDisk(a)).not.toBe(namedDisk(b));
    });

    it("is not told without a name, or by an id that is not there", () => {
        expect(namedDisk({ id: 0 })).toBeUndefined();
        expect(namedDisk({ storage: "dev:zvol/dsk/rpool/disk%{id}" })).toBeUndefined();
    });

    it.each([
        [`iscsi://s1/${lun}`, true],
        [`dev:dsk/${wwn}`, true],
        ["nfs://a:b@nas/kz/d", true],
        ["nfs://a:b@nas/%{global-rootzpool}/d", false],
        ["dev:dsk/c0t1d0", false],
        ["file:///export/kz", false],
    ])("of %s is the same one on all hosts: %s", (uri, same) => {
        expect(parseStorageUri(uri).sameOnAllHosts).toBe(same);
    });
});

it("puts in what tokens stand for, and keeps those of which it is not known", () => {
    const uri = "nfs://a:b@nas/%{global-rootzpool}/%{zonename}/%{id}";
    expect(expandTokens(uri, { zonename: "kz$&", id: 0 })).toBe("nfs://a:b@nas/%{global-rootzpool}/kz$&/0");
    expect(expandTokens(uri, { zonename: "kz1" })).toBe("nfs://a:b@nas/%{global-rootzpool}/kz1/%{id}");
});

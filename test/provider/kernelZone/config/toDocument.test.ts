import { configSchema, type ConfigProps } from "../../../../provider/kernelZone/config/configSchema";
import { documentOf, wishedDocument } from "../../../../provider/kernelZone/config/toDocument";
import { describeEdit } from "../../../../provider/solaris/configuration/describe";
import type { ConfigurationDocument } from "../../../../provider/solaris/configuration/document";
import { editsBetween } from "../../../../provider/solaris/configuration/edits";
import { markName, withMark } from "../../../../provider/solaris/configuration/mark";
import { parseExport } from "../../../../provider/solaris/configuration/parseExport";
import { printCreation } from "../../../../provider/solaris/configuration/printScript";
import { wholeConfig } from "./wholeConfig";

const found = document(`create -b
set brand=solaris-kz
set autoboot=false
set autoshutdown=shutdown
set bootargs="-m verbose"
set cpu-arch=migration-class1
set host-compatible=level1,memlzr
set hostid=0x6f038b0b
add anet
set lower-link=net0
set configure-allowed-address=true
set link-protection=mac-nospoof
set mac-address=auto
set auto-mac-address=2:8:20:e7:b8:79
set vlan-id=12
set id=0
end
add anet
set lower-link=net1
set mac-address=2:8:20:0:0:1
set id=1
end
add device
set storage=iscsi://storage1/luname.naa.600144f0dbf8af1900005fd25e490003
set bootpri=0
set id=0
end
add virtual-cpu
set ncpus=4
end
add capped-memory
set physical=8G
set pagesize-policy=largest-available
end
add suspend
set path=/system/zones/%{zonename}/suspend
end
add keysource
set raw=0123
end
add admin
set user=jdoe
set auths=migrate
end
add npiv
set over-hba=c10
set id=0
end
`);

function document(text: string): ConfigurationDocument {
    const parsed = parseExport(text);
    if (parsed === undefined) {
        throw new Error("the export cannot be read");
    }
    return { properties: parsed.properties, resources: parsed.resources };
}

/** What a config changes of the zone, in words. */
function changes(config: ConfigProps, before?: ConfigProps, of = found): string[] {
    const wished = wishedDocument(of, configSchema.parse(config), before && configSchema.parse(before));
    return editsBetween(of, wished).map(describeEdit);
}

const disk = { id: 0, storage: "iscsi://storage1/luname.naa.600144f0dbf8af1900005fd25e490003", bootpri: 0 };

describe("the document of a new zone", () => {
    it("has all that is declared, under zonecfg's names", () => {
        expect(printCreation(documentOf(configSchema.parse(wholeConfig))).script).toBe(`create -b
set brand=solaris-kz
set autoboot=true
set autoshutdown=suspend
set bootargs="kz=d -k -m verbose"
set boot-priority=high
set cpu-arch=migration-class1
set host-compatible=level1,memlzr
set hostid=0x6f038b0b
set pool=pool_default
set scheduling-class=FSS
set tenant=tenantA
set boot-disk-protection=true
set fs-allowed=ufs,pcfs
add anet
set lower-link=net0
set allowed-address=192.0.2.10/24,2001:db8::10/64
set configure-allowed-address=true
set defrouter=192.0.2.1
set allowed-dhcp-cids=kz1
set link-protection=mac-nospoof
set mac-address=2:8:20:e7:b8:79
set vlan-id=12
set priority=high
set rxrings=2
set txrings=sw
set mtu=1500
set maxbw=100M
set bwshare=20
set rxfanout=2
set iov=off
set lro=auto
set ring-group=auto
set id=0
set vsi-vers=1
set cos=3
end
add anet
set lower-link=auto
set mac-address=random
set mac-prefix=2:8:20
set id=1
end
add anet
set mac-address=factory
set mac-slot=1
set evs=tenantA/switch1
set vport=vport0
set id=2
end
add net
set physical=net3
set allowed-address=192.0.2.11/24
set configure-allowed-address=false
set defrouter=router1
set id=3
end
add device
set storage=iscsi://storage1/luname.naa.600144f0dbf8af1900005fd25e490003
set bootpri=0
set id=0
end
add device
set storage=nfs://admin:staff@nas1/export/kz/data1
set allow-partition=true
set allow-raw-io=false
set id=1
end
add device
set match=/dev/dsk/c9t0d0
set id=2
add invented a
add invented b
end
add virtual-cpu
set ncpus=4
set importance=1
end
add capped-memory
set physical=8G
set pagesize-policy=fixed
set pagesize=2G
set memlzr=strict
end
add suspend
set storage=iscsi://storage1/luname.naa.501337600144f0dbf8af1900
end
add verified-boot
set policy=enforce
set cert=file:///etc/certs/a.pem,file:///etc/certs/b.pem
end
add keysource
set raw=0123456789abcdef
end
add admin
set user=jdoe
set auths=login,migrate
end
add attr
set name=owner
set type=string
set value="web team"
end
add attr
set name=rack
set type=uint
set value=12
end
add npiv
set id=0
set over-hba=c10
end
`);
    });

    it("has nothing that is not declared", () => {
        expect(documentOf(configSchema.parse({ bootargs: "", cappedMemory: {} }))).toEqual({
            properties: new Map([["brand", ["solaris-kz"]]]),
            resources: [],
        });
    });
});

describe("the document that is wished for", () => {
    it.each<[string, ConfigProps]>([
        ["nothing", {}],
        ["what is there", { autoboot: false, cpuArch: "migration-class1" }],
        ["what Solaris does by itself", { bootPriority: "normal" }],
        ["memory in another unit", { cappedMemory: { physical: 8 * 1024 ** 3 } }],
        ["lists in another order", { hostCompatible: "memlzr,level1", admins: [{ user: "jdoe", auths: ["migrate"] }] }],
        [
            "a part of the properties of a resource",
            { anets: [{ id: 0 }, { id: 1, lowerLink: "net1" }], devices: [disk] },
        ],
        [
            "a MAC address with leading zeros",
            {
                anets: [
                    { id: 1, macAddress: "02:08:20:00:00:01" },
                    { id: 0, iov: "off" },
                ],
            },
        ],
        [
            "a world wide name in capitals",
            {
                devices: [
                    {
                        ...disk,
                        storage: disk.storage
                            .toUpperCase()
                            .replace("ISCSI://STORAGE1/LUNAME.NAA", "iscsi://storage1/luname.naa"),
                    },
                ],
            },
        ],
        ["a hostid without 0x", { hostid: "6F038B0B" }],
    ])("is what is found where %s is declared", (_, config) => {
        expect(changes(config)).toEqual([]);
    });

    it("changes what is declared otherwise, and nothing else", () => {
        expect(
            changes({
                autoboot: true,
                cappedMemory: { physical: "12g" },
                anets: [{ id: 0, lowerLink: "net5" }, { id: 1 }],
            }),
        ).toEqual(["autoboot: false -> true", "anet 0 lower-link: net0 -> net5", "capped-memory physical: 8G -> 12G"]);
    });

    it("clears what was declared and is no more", () => {
        expect(changes({ autoboot: false }, { autoboot: false, bootargs: "-m verbose" })).toEqual([
            "bootargs: -m verbose -> not set",
        ]);
        expect(changes({}, { virtualCpu: { ncpus: 4 }, properties: { "cpu-arch-new": "x" } })).toEqual([
            "virtual-cpu: removed (ncpus 4)",
        ]);
        expect(changes({ anets: [{ id: 0 }, { id: 1 }] }, { anets: [{ id: 0, vlanId: 12 }, { id: 1 }] })).toEqual([
            "anet 0 vlan-id: 12 -> not set",
        ]);
    });

    it("keeps what zonecfg does not clear, and what was never declared", () => {
        const before = { cappedMemory: { physical: "8g", pagesizePolicy: "largest-available" } } as const;
        expect(changes({ cappedMemory: { pagesizePolicy: "largest-available" } }, before)).toEqual([]);
        expect(changes({}, {})).toEqual([]);
    });

    it("never takes away a zone's key: without it nobody can read what is encrypted", () => {
        expect(changes({}, { keysource: { raw: "0123" } })).toEqual([]);
    });

    it("takes an empty text for none", () => {
        expect(changes({ bootargs: "", pool: "" })).toEqual(["bootargs: -m verbose -> not set"]);
    });

    it("takes a declared list for the whole: what is not in it goes, what is new comes", () => {
        expect(changes({ anets: [{ id: 1 }, { id: 4, lowerLink: "net2" }], admins: [] })).toEqual([
            expect.stringMatching(/^anet 0: removed/),
            "admin jdoe: removed (auths migrate)",
            "anet 4: added (lower-link net2)",
        ]);
    });

    it("keeps a list that is no longer declared", () => {
        expect(changes({}, { anets: [{ id: 0 }, { id: 1 }], devices: [disk], resources: [] })).toEqual([]);
    });

    it("takes the resources of other types for a whole as well", () => {
        expect(changes({ resources: [] })).toEqual([expect.stringMatching(/^npiv 0: removed/)]);
        expect(changes({ resources: [{ type: "npiv", properties: { id: 0 } }] })).toEqual([]);
        expect(changes({ resources: [{ type: "npiv", properties: { id: 0, "over-hba": "c11" } }] })).toEqual([
            "npiv 0 over-hba: c10 -> c11",
        ]);
    });

    it("takes away what cannot stand beside what is new", () => {
        const storage = "iscsi://storage1/luname.naa.501337600144f0dbf8af1900";
        expect(changes({ suspend: { storage } })).toEqual([
            "suspend path: /system/zones/%{zonename}/suspend -> not set",
            `suspend storage: not set -> ${storage}`,
        ]);
        expect(changes({ cappedMemory: { memoryReserve: "zones" } })).toEqual([
            "capped-memory pagesize-policy: largest-available -> not set",
            "capped-memory memory-reserve: not set -> zones",
        ]);
        expect(changes({ devices: [{ id: 0, match: "/dev/dsk/c1t0d0", bootpri: 0 }] })).toHaveLength(2);
    });

    it("keeps the address that Solaris has made, whatever else of the anet changes", () => {
        const wished = wishedDocument(found, configSchema.parse({ anets: [{ id: 0, vlanId: 13 }, { id: 1 }] }));
        expect(wished.resources[0]?.properties.get("auto-mac-address")).toEqual(["2:8:20:e7:b8:79"]);
    });

    it("never takes away the provider's own mark", () => {
        const marked = withMark(found, "token");
        expect(changes({ attrs: [] }, undefined, marked)).toEqual([]);
        expect(changes({ attrs: [{ name: "owner", value: "me" }] }, { attrs: [] }, marked)).toEqual([
            "attr owner: added (type string, value me)",
        ]);
        expect(markName).toBe("pulumi-solaris");
    });
});

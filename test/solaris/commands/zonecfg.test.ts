import type { Fleet } from "../index";
import { feed, startHost, stopHost, type } from "./oneHost";

let fleet: Fleet;

afterEach(stopHost);

const blank = ["create -b", "set brand=solaris-kz"];

function exported(zone: string): string {
    return fleet.zone("global1", zone)?.export ?? "";
}

describe("what zonecfg takes", () => {
    beforeEach(async () => {
        fleet = await startHost();
    });

    it.each([
        ["a value with blanks", ['set bootargs="kz=d -k; #1"'], 'set bootargs="kz=d -k; #1"'],
        ["blanks round the sign", ["set autoboot = true"], "set autoboot=true"],
        ["several commands on a line, and a comment", ["set autoboot=true; set pool=p # why"], "set pool=p"],
        [
            "a list in brackets",
            ["add admin", "set user=j", "set auths=(migrate,login)", "end"],
            "set auths=migrate,login",
        ],
        ["a list in quotes", ['set host-compatible="level1,memlzr"'], "set host-compatible=level1,memlzr"],
        ["additions to a list", ["set fs-allowed=ufs", "add fs-allowed pcfs"], "set fs-allowed=ufs,pcfs"],
        ["removals from a list", ["set fs-allowed=ufs,pcfs", "remove fs-allowed ufs"], "set fs-allowed=pcfs"],
        ["a range of CPUs", ["add virtual-cpu", "set ncpus=2-4", "end"], "set ncpus=2-4"],
        ["a size in megabytes", ["add capped-memory", "set physical=4096M", "end"], "set physical=4096M"],
        [
            "a structured list",
            ["add rctl", "set name=zone.max-lwps", "add value (priv=privileged,limit=10,action=deny)", "end"],
            "add value (priv=privileged,limit=10,action=deny)",
        ],
        ["an attribute", ["add attr", "set name=a-1", "set type=string", 'set value="x y"', "end"], 'set value="x y"'],
        [
            "tokens",
            ["add device", "set storage=dev:/dev/zvol/dsk/%{zonename}", "end"],
            "set storage=dev:/dev/zvol/dsk/%{zonename}",
        ],
    ])("%s", async (_what, lines, expected) => {
        expect(await feed("kz", ...blank, ...lines)).toMatchObject({ status: 0, lines: "" });
        expect(exported("kz").split("\n")).toContain(expected);
        const again = await feed("copy", ...exported("kz").trimEnd().split("\n"));
        expect(again).toMatchObject({ status: 0, lines: "" });
        expect(exported("copy")).toBe(exported("kz"));
    });

    it.each([
        ["an unknown property", ["set nosuch=1"], "On line 3:\nnosuch: No such property type\n"],
        ["an unknown resource", ["add nosuch"], "On line 3:\nnosuch: No such resource type\n"],
        ["an unknown property of a resource", ["add anet", "set x=1"], "On line 4:\nx: No such property type\n"],
        ["a linkname", ["add anet", "set linkname=net0"], "On line 4:\nlinkname: No such property type\n"],
        ["no truth value", ["set autoboot=yes"], "On line 3:\nyes: Invalid argument\n"],
        ["no hostid", ["set hostid=6f03"], "On line 3:\n6f03: Invalid argument\n"],
        ["a VLAN out of range", ["add anet", "set vlan-id=4095"], "On line 4:\n4095: Invalid argument\n"],
        ["no MAC address", ["add anet", "set mac-address=2:8:20"], "On line 4:\n2:8:20: Invalid argument\n"],
        ["a size off the unit", ["add capped-memory", "set physical=3M"], "On line 4:\n3M: Invalid argument\n"],
        ["an authorization that is none", ["add admin", "set auths=fly"], "On line 4:\nfly: Invalid argument\n"],
        ["storage that is no URI", ["add device", "set storage=/x"], "On line 4:\n/x: Invalid argument\n"],
        ["a property that is missing", ["add net", "end"], "On line 4:\nphysical: Required property missing\n"],
        ["neither of two", ["add device", "end"], "On line 4:\ndevice: Insufficient specification\n"],
        ["a resource left open", ["add anet"], "On line 3:\nanet: Insufficient specification\n"],
        [
            "an id that is taken",
            ["add anet", "set id=0", "end", "add anet", "set id=0", "end"],
            "On line 8:\nA anet resource with the id '0' already exists.\n",
        ],
        [
            "a second of a kind that is one",
            ["add suspend", "set path=/a", "end", "add suspend"],
            "On line 6:\nThe suspend resource already exists.\n",
        ],
        ["a resource that is not there", ["select anet id=7"], "On line 3:\nanet: No such resource with that id\n"],
        [
            "an element that is not there",
            ["remove fs-allowed ufs"],
            "On line 3:\nfs-allowed: No such property with that id\n",
        ],
        ["to clear what is needed", ["clear brand"], "On line 3:\nbrand: Clearing this property is not allowed\n"],
        ["blanks without quotes", ["set bootargs=a b"], "syntax error on line 3\nusage:\n"],
        ["an open quote", ['set bootargs="a'], "syntax error on line 3\nusage:\n"],
        ["an unknown command", ["destroy"], "syntax error on line 3\nusage:\n"],
        [
            "a page size without its policy",
            ["add capped-memory", "set physical=4G", "set pagesize=2M", "end"],
            "On line 6:\npagesize: Incompatible settings\n",
        ],
    ])("and refuses %s", async (_what, lines, expected) => {
        expect(await feed("kz", ...blank, ...lines)).toMatchObject({ status: 1, stdout: "", stderr: expected });
        expect(fleet.zone("global1", "kz")).toBeUndefined();
    });
});

describe("editing", () => {
    const disk = "lu:luname.naa.600144f0dbf8af1900005fd25e490003";

    beforeEach(async () => {
        const anets = [{ id: 0 }, { id: 1, lowerLink: "net1" }];
        const attrs = [{ name: "owner", value: "me" }];
        fleet = await startHost({ zones: [{ name: "kz", state: "configured", config: { anets, attrs } }] });
    });

    it("selects, sets, clears, adds and removes", async () => {
        const lines = [
            ...["select anet id=1", "set vlan-id=7", "clear lower-link", "end"],
            ...["select attr name=owner", "set value=you", "end"],
            ...["add device", `set storage=${disk}`, "set id=1", "end"],
            ...["remove anet id=0", "remove capped-memory", "clear autoshutdown", "verify"],
        ];
        expect(await feed("kz", ...lines)).toMatchObject({ status: 0, lines: "" });
        const zone = fleet.zone("global1", "kz");
        expect(zone?.config.anets).toMatchObject([{ id: 1, vlanId: 7, lowerLink: undefined }]);
        expect(zone?.config.devices).toMatchObject([{ id: 0 }, { id: 1, storage: disk }]);
        expect(zone).toMatchObject({ attrs: { owner: "you" }, config: { memory: null, autoshutdown: null } });
        expect(fleet.configurationHistory).toMatchObject([
            { host: "global1", zone: "kz", part: "stored", by: "zonecfg commit", user: "zadm", to: zone?.export },
        ]);
    });

    it("stores all of a script or nothing, unless it commits in between", async () => {
        const before = exported("kz");
        expect((await feed("kz", "set autoboot=true", "set nosuch=1")).status).toBe(1);
        expect(exported("kz")).toBe(before);
        expect((await feed("kz", "set autoboot=true", "commit", "set nosuch=1")).status).toBe(1);
        expect(fleet.zone("global1", "kz")?.config.autoboot).toBe(true);
        expect((await feed("kz", "set autoboot=false", "revert", "set pool=p", "exit", "nonsense")).status).toBe(0);
        expect(fleet.zone("global1", "kz")?.config.autoboot).toBe(true);
        expect(exported("kz")).toContain("set pool=p\n");
        expect((await feed("kz", "set pool=q", "exit -F")).status).toBe(0);
        expect(exported("kz")).toContain("set pool=p\n");
    });

    it("takes -F for all of a kind", async () => {
        const refused = await feed("kz", "remove anet");
        expect(refused.stderr).toContain("There are multiple instances of this resource.");
        expect((await feed("kz", "remove -F anet")).status).toBe(0);
        expect(fleet.zone("global1", "kz")?.config.anets).toEqual([]);
    });

    it("begins with a template", async () => {
        expect((await feed("new", "create")).status).toBe(0);
        expect(fleet.zone("global1", "new")?.config).toMatchObject({
            ncpus: 4,
            memory: "4G",
            hostCompatible: "memlzr",
            anets: [{ id: 0, lowerLink: "auto" }],
            devices: [{ id: 0, bootpri: 0 }],
        });
        expect((await feed("small", "create -t SYSsolaris-kz-minimal")).status).toBe(0);
        expect(fleet.zone("global1", "small")?.config).toMatchObject({ ncpus: 1, memory: "2G" });
        expect((await feed("none", "create -t nosuch")).stderr).toContain("nosuch: No such zone configured");
        expect(await feed("kz", "create -F -b", "set brand=solaris-kz")).toMatchObject({
            status: 0,
            stdout: "Zone kz already exists; overwriting.\n",
        });
        expect(exported("kz")).toBe("create -b\nset brand=solaris-kz\n");
    });

    it("fails at the commit where somebody else was faster", async () => {
        fleet.addFault("global1", { kind: "concurrent-edit", statements: ["set pool=theirs"], times: 1 });
        const refused = await feed("kz", "set autoboot=true");
        expect(refused.status).toBe(1);
        expect(exported("kz")).toContain("set pool=theirs");
        expect(fleet.zone("global1", "kz")?.config.autoboot).toBe(false);
        expect((await feed("kz", "set autoboot=true")).status).toBe(0);
    });

    it("asks before it deletes, and refuses where nobody can answer", async () => {
        const refused = await type("zonecfg -z kz delete");
        expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining("-F not specified") as string });
        expect((await type("zonecfg -z kz delete -F")).status).toBe(0);
        expect(fleet.zone("global1", "kz")).toBeUndefined();
        expect(fleet.configurationHistory.at(-1)).toMatchObject({ part: "stored", by: "zonecfg delete", to: "" });
    });
});

describe("a host's own ways", () => {
    it("knows more properties and resources", async () => {
        fleet = await startHost({ zonecfg: { properties: ["new-one"], resources: { gadget: ["size"] } } });
        const lines = ["set new-one=1", "add gadget", "set size=3", "end"];
        expect(await feed("kz", ...blank, ...lines)).toMatchObject({ status: 0, lines: "" });
        expect(exported("kz")).toContain("add gadget\nset size=3\nend\n");
    });

    it("completes what was added", async () => {
        fleet = await startHost({ zonecfg: { completes: true } });
        await feed("kz", ...blank, "add anet", "end", "add anet", "set lower-link=net1", "end");
        expect(fleet.zone("global1", "kz")?.config.anets).toMatchObject([
            { id: 0, lowerLink: "auto", macAddress: "auto" },
            { id: 1, lowerLink: "net1" },
        ]);
    });

    it("prints lists by add", async () => {
        const zones = [{ name: "kz", config: { hostCompatible: "level1,memlzr" } }];
        fleet = await startHost({ zonecfg: { lists: "add" }, zones });
        const { stdout } = await type("zonecfg -z kz export");
        expect(stdout).toContain("add host-compatible level1\nadd host-compatible memlzr\n");
    });

    it("does not know -r", async () => {
        fleet = await startHost({ zonecfg: { live: false }, zones: [{ name: "kz" }] });
        const { status, stderr } = await type("zonecfg -z kz -r export");
        expect([status, stderr.split("\n")[1]]).toEqual([2, "usage:"]);
    });

    it("starts with any configuration", async () => {
        const text = ["create -b", "set brand=solaris-kz", "set future=1", "add gadget", "set a=b", "end", ""].join(
            "\n",
        );
        fleet = await startHost({ zones: [{ name: "kz", state: "configured", export: text }] });
        expect((await type("zonecfg -z kz export")).stdout).toBe(text);
        fleet.setZone("global1", "kz", { config: { memory: "8G" } });
        expect(exported("kz")).toContain("add gadget\nset a=b\nend\n");
        expect(exported("kz")).toContain("set physical=8G\n");
    });
});

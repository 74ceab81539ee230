import { discoveryOf } from "../../../provider/discover/discovery";
import { renderDiscovery } from "../../../provider/discover/render";
import { renderTokens } from "../../../provider/discover/renderTokens";
import { known } from "../../../provider/solaris/hostFacts";
import { failedHost, readHostOf, usual } from "./readings";

it("is a table of the hosts, one of the zones, and what stands in the way", () => {
    const local = "add device\nset storage=dev:/dev/zvol/dsk/rpool/z\nset id=0\nend";
    const text = renderDiscovery(
        discoveryOf([
            readHostOf("global1", [
                { name: "db" },
                { name: "web", stored: local },
                { name: "web2", stored: local },
                { name: "old" },
            ]),
            readHostOf("global2", [{ name: "old", state: "configured", stored: usual.replace("8G", "4G") }]),
            readHostOf("sparc1", [], { processorType: known("sparc"), maintenance: known(inMaintenance) }),
            failedHost("gone"),
        ]),
    );
    expect(text).toBe(
        [
            "HOST     RELEASE        CPU    CPUS  MEMORY   KERNEL ZONES  NOTE",
            "global1  11.4.48.123.0  i386   64    256 GiB  4",
            "global2  11.4.48.123.0  i386   64    256 GiB  1",
            "sparc1   11.4.48.123.0  sparc  64    256 GiB  0             in maintenance mode",
            "gone     ?              ?      ?     ?        ?             HOST_UNREACHABLE: gone does not answer",
            "",
            "ZONE  HOST     STATE       CPUS  MEMORY  STORAGE  LIVE TO               NOT LIVE TO",
            "db    global1  running     4     8 GiB   shared   global2               sparc1 (TARGET_IN_MAINTENANCE); gone (HOST_UNREACHABLE)",
            "old   global1  running     4     8 GiB   shared   global2*              sparc1 (TARGET_IN_MAINTENANCE); gone (HOST_UNREACHABLE)",
            "old   global2  configured  4     4 GiB   shared   (configuration only)",
            "web   global1  running     ?     ?       local    -                     global2 (STORAGE_LOCAL); sparc1 (TARGET_IN_MAINTENANCE); gone (HOST_UNREACHABLE)",
            "web2  global1  running     ?     ?       local    -                     global2 (STORAGE_LOCAL); sparc1 (TARGET_IN_MAINTENANCE); gone (HOST_UNREACHABLE)",
            "",
            "What stands in the way of a live move:",
            "  db, old, web, web2 on global1, to sparc1: TARGET_IN_MAINTENANCE: sparc1 is in maintenance mode and takes no zones; by root, today: disks",
            "  db, old, web, web2 on global1, to sparc1: ARCHITECTURE_DIFFERS: global1, where db is, has processors of the family i386, sparc1 of sparc",
            "  web, web2 on global1, to global2, sparc1: STORAGE_LOCAL: device 0 of web is storage of global1 alone: dev:/dev/zvol/dsk/rpool/z",
            "",
            "* What may stand in the way of a live move, Solaris's dry run decides:",
            "  old on global1, to global2: MEMORY_DIFFERS: the memory of old must be the same on both hosts; capped-memory physical: 8G on global1, 4G on global2",
            "  old on global1, to global2: TARGET_CONFIG_LEFTOVER: global2 has a configuration of old already, under which it will be booted there; it differs from the one on global1 in one thing",
            "",
            "Configurations without a zone, mostly left-overs of zones that have moved away:",
            "  old on global2",
        ].join("\n"),
    );
});

const inMaintenance = {
    kind: "maintenance" as const,
    records: [{ user: "root", date: "today", message: "disks" }],
};

it("names the zones that a stack may manage already", () => {
    const made = `${usual}\nadd attr\nset name=pulumi-solaris\nset type=string\nset value=0123.made\nend`;
    const readings = [
        readHostOf("global1", [{ name: "db", stored: made }, { name: "old" }, { name: "web", stored: made }]),
        // What a zone has left behind is nobody's zone.
        readHostOf("global2", [
            { name: "db", state: "configured", stored: made },
            { name: "unread", stored: undefined },
        ]),
    ];
    const discovery = discoveryOf(readings);
    expect(discovery.zones.map(({ madeByPulumi }) => madeByPulumi)).toEqual([true, true, false, null, true]);
    expect(renderDiscovery(discovery).split("\n").slice(-2)).toEqual([
        "Made by a KernelZone (attr `pulumi-solaris`): another stack may manage them. Take them over only if none does.",
        "  db, web on global1",
    ]);
});

it("says once what the tokens in it stand for", () => {
    const volume =
        "add device\nset storage=dev:/dev/zvol/dsk/%{global-rootzpool}/zones/%{zonename}/disk%{id}\nset id=0\nend";
    const zones = ["db", "web"].map((name) => ({ name, stored: volume }));
    const text = renderDiscovery(discoveryOf([readHostOf("global1", zones), readHostOf("global2")]));
    expect(text).toContain("dev:/dev/zvol/dsk/%{global-rootzpool}/zones/%{zonename}/disk%{id}");
    expect(text.split("\n").slice(-2)).toEqual([
        "",
        "Tokens of zonecfg in what is stored: %{global-rootzpool} for the host's root pool, %{id} for the id of the device, %{zonename} for the zone's name.",
    ]);
    expect(renderTokens("as %{other}")).toEqual([
        "Tokens of zonecfg in what is stored: %{other} for what Solaris puts there.",
    ]);
});

it("says so where there are no zones, and where there is no other host", () => {
    expect(renderDiscovery(discoveryOf([readHostOf("a")]))).toMatch(/\n\nNo kernel zones\.$/);
    expect(renderDiscovery(discoveryOf([readHostOf("a", [{ name: "z" }])]))).toContain("(no other host)");
});

it("counts many hosts instead of naming them", () => {
    const others = Array.from({ length: 6 }, (_, index) => readHostOf(`h${index}`));
    const zone = readHostOf("a", [{ name: "z" }]);
    expect(renderDiscovery(discoveryOf([zone, ...others]))).toContain("  all 6 others\n".trimEnd());
    const sparc = readHostOf("s", [], { processorType: known("sparc") });
    expect(renderDiscovery(discoveryOf([zone, ...others, sparc]))).toMatch(/6 of 7 +s \(ARCHITECTURE_DIFFERS\)/);
});

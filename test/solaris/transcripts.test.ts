import { readTranscript, transcriptNames } from "../fixtures/transcript";
import { type FleetSpec, type Fleet, type HostSpec, startFleet, type ZoneSpec } from "./index";
import { run } from "./testClient";

let fleet: Fleet | undefined;

afterEach(async () => {
    await fleet?.stop();
    fleet = undefined;
});

/** Two hosts: `zone` on global1, and what the test adds. */
async function pair(
    zone: ZoneSpec,
    source: Partial<HostSpec> = {},
    target: Partial<HostSpec> = {},
    more: Partial<FleetSpec> = {},
): Promise<Fleet> {
    fleet = await startFleet({
        hosts: [
            { name: "global1", requirePrivilege: "none", zones: [zone], ...source },
            { name: "global2", requirePrivilege: "none", aliases: ["target-host"], user: "user", ...target },
        ],
        ...more,
    });
    return fleet;
}

const migrate = "zoneadm -z kzone1 migrate ssh://global2";
const dryRun = "zoneadm -z kzone1 migrate -n ssh://global2";
const configured: ZoneSpec = { name: "kzone1", state: "configured" };

/** Columns of the book's hand-set tables, whatever their widths. */
function cells(text: string): string[][] {
    return text
        .trim()
        .split("\n")
        .map((line) => line.trim().split(/\s+/));
}

describe("fixtures", () => {
    it("all name their source with a confidence tag", () => {
        for (const name of transcriptNames()) {
            const { source, text } = readTranscript(name);
            expect(source).toMatch(/\[[CAIU][^\]]*\]/);
            expect(text.endsWith("\n")).toBe(true);
            expect(text).not.toMatch(/^# /m);
        }
    });
});

describe("the seed's procedure", () => {
    it("prints steps 2 to 5", async () => {
        const hosts = await pair({ name: "kzone" }, { wording: "seed-procedure" }, { nextZoneId: 1753 });
        const before = await run(hosts, "global1", "zoneadm list -cv");
        expect(cells(before.stdout)).toEqual(cells(readTranscript("seed-step-2-list").text));
        const tried = await run(hosts, "global1", "zoneadm -z kzone migrate -n rad-uri:user@target-host");
        expect(tried).toMatchObject({ status: 0, stdout: "", stderr: readTranscript("seed-step-3-dry-run").text });
        const moved = await run(hosts, "global1", "zoneadm -z kzone migrate rad-uri:user@target-host");
        const [start = "", end = ""] = readTranscript("seed-step-4-migrate").text.split("…\n");
        expect(moved.status).toBe(0);
        expect(moved.stderr.startsWith(start)).toBe(true);
        expect(moved.stderr.endsWith(end)).toBe(true);
        const after = await run(hosts, "global2", "zoneadm list -cv");
        expect(cells(after.stdout)).toEqual(cells(readTranscript("seed-step-5-list").text));
    });

    it("prints example 45", async () => {
        const hosts = await pair({ name: "kzone1" }, { wording: "seed-example-45" }, { zones: [configured] });
        const moved = await run(hosts, "global1", migrate);
        expect(moved).toMatchObject({ status: 0, stderr: readTranscript("seed-example-45-migrate").text });
    });

    it("prints example 46 and leaves the target's configuration as it was", async () => {
        const hosts = await pair({ name: "kzone1", config: { ncpus: 8 } }, {}, { zones: [configured] });
        const before = hosts.state();
        const tried = await run(hosts, "global1", dryRun);
        expect(tried).toMatchObject({ status: 1, stdout: "", stderr: readTranscript("seed-example-46-dry-run").text });
        expect(hosts.state()).toEqual(before);
    });

    it("runs example 47 from one host to the other", async () => {
        const zone: ZoneSpec = { name: "kzone1", liveConfig: { memory: "6G" } };
        const hosts = await pair(zone, {}, { links: ["net1"] });
        const refused = await run(hosts, "global1", dryRun);
        expect(refused.status).toBe(1);
        const printed = readTranscript("seed-example-47-commands").text.trim().split("\n");
        const [carry = "", edit = "", tryIt = ""] = printed;
        expect(await run(hosts, "global1", carry)).toMatchObject({ status: 0, stdout: "" });
        // As printed, the quotes are gone when the target's shell reads the line: ssh joins its arguments with blanks.
        const unquoted = await run(hosts, "global1", edit);
        expect(unquoted.status).toBe(127);
        expect(unquoted.stderr).toContain("sh: end: not found\n");
        const quoted = edit.replace("'", `"'`).replace(/'$/, `'"`);
        expect(await run(hosts, "global1", quoted)).toMatchObject({ status: 0, lines: "" });
        expect(await run(hosts, "global1", tryIt)).toMatchObject({ status: 0, stdout: "" });
        const there = hosts.zone("global2", "kzone1");
        expect(there).toMatchObject({ state: "configured", config: { memory: "6G" } });
        expect(there?.config.anets[0]?.lowerLink).toBe("net1");
    });
});

describe("other wordings", () => {
    it.each([
        ["secure-migration", "secure-migration", [configured]],
        ["migrate-importing", "secure-migration", []],
        ["migrate-halting-first", "seed-procedure", [configured]],
        ["migrate-import-on-destination", "import-on-destination", []],
    ] as const)("prints %s", async (name, wording, zones) => {
        const hosts = await pair({ name: "kzone1" }, { wording }, { zones: [...zones] });
        expect(await run(hosts, "global1", migrate)).toMatchObject({ status: 0, stderr: readTranscript(name).text });
    });

    it.each([
        ["dry-run-clean-up-last", "clean-up-last", []],
        ["dry-run-using-existing", "secure-migration", [configured]],
    ] as const)("prints %s", async (name, wording, zones) => {
        const hosts = await pair({ name: "kzone1" }, { wording }, { zones: [...zones] });
        expect(await run(hosts, "global1", dryRun)).toMatchObject({ status: 0, stderr: readTranscript(name).text });
    });

    it("prints the warm dry run", async () => {
        const hosts = await pair({ name: "kzone", state: "installed", auxiliary: ["suspended"] });
        const tried = await run(hosts, "global1", "zoneadm -z kzone migrate -n ssh://global2");
        expect(tried).toMatchObject({ status: 0, stderr: readTranscript("dry-run-warm").text });
    });
});

describe("failures", () => {
    it("prints the whole configuration when the target does not know a value", async () => {
        const config = { hostCompatible: "memlzr", autoboot: null, autoshutdown: null, hostid: null, keysource: "top" };
        const wording = "import-on-destination";
        const hosts = await pair({ name: "mykz", config }, { wording }, { hostCompatible: ["level1"] });
        const tried = await run(hosts, "global1", "zoneadm -z mykz migrate ssh://global2");
        const [start = "", end = ""] = readTranscript("failure-host-compatible").text.split("...\n");
        expect(tried.status).toBe(1);
        expect(tried.stderr.startsWith(start)).toBe(true);
        expect(tried.stderr.endsWith(end)).toBe(true);
        expect(tried.stderr).toContain("set raw=top");
        expect(hosts.zone("global2", "mykz")).toBeUndefined();
    });

    it("prints what is known of the CPU class mismatch", async () => {
        const hosts = await pair({ name: "kzone1" }, {}, { cpuClass: "class2" });
        const tried = await run(hosts, "global1", dryRun);
        expect(tried.status).toBe(1);
        let from = 0;
        for (const line of readTranscript("failure-cpu-class").text.trim().split("\n")) {
            const at = tried.stderr.indexOf(line, from);
            expect(at).toBeGreaterThanOrEqual(from);
            from = at + line.length;
        }
    });

    it("prints the ciphers of the target", async () => {
        const hosts = await pair({ name: "kzone1" });
        const tried = await run(hosts, "global1", "zoneadm -z kzone1 migrate -c aes-128-cbc ssh://global2");
        expect(tried).toMatchObject({ status: 1, stderr: readTranscript("failure-cipher").text });
    });

    it("prints the shortage of memory, each line with the zone's prefix", async () => {
        const hosts = await pair({ name: "kzone1", config: { memory: "16G" } }, {}, { memory: "8G" });
        const tried = await run(hosts, "global1", dryRun);
        const prefixed = readTranscript("failure-memory").text.replaceAll(/^(?=.)/gm, "zone 'kzone1': ");
        expect(tried.status).toBe(1);
        expect(tried.stderr).toContain(`boot failed:\n${prefixed}zoneadm: zone kzone1: call to zoneadmd(8) failed`);
    });

    it("prints who uses the disk", async () => {
        const hosts = await pair({ name: "kzone1" }, { hostid: "848611d4" });
        hosts.addZone("global2", { name: "kzone1", state: "unavailable", uuid: hosts.zone("global1", "kzone1")?.uuid });
        const tried = await run(hosts, "global2", "zoneadm -z kzone1 attach");
        expect(tried).toMatchObject({ status: 1, stderr: readTranscript("host-data-in-use").text });
    });
});

describe("zoneadm list", () => {
    async function one(host: Partial<HostSpec>): Promise<Fleet> {
        fleet = await startFleet({ hosts: [{ name: "global1", requirePrivilege: "none", ...host }] });
        return fleet;
    }

    it("prints the table", async () => {
        const zones: ZoneSpec[] = [
            { name: "kzone1", state: "configured" },
            { name: "kernel-zone", id: 58 },
        ];
        const hosts = await one({ zones });
        const { stdout } = await run(hosts, "global1", "zoneadm list -cv");
        // The sample joins two machines, so that a zone that does not run stands before one that does.
        expect(stdout.split("\n").sort()).toEqual(readTranscript("list-table").text.split("\n").sort());
        hosts.addZone("global1", { name: "conzone", state: "configured" });
        const again = await run(hosts, "global1", "zoneadm list -civ");
        expect(again.stdout).toContain(readTranscript("list-table-puppet").text);
    });

    it("prints the parsable form, with and without the tenth field", async () => {
        const zones: ZoneSpec[] = [
            { name: "z1", brand: "solaris", state: "installed" },
            { name: "z2", brand: "solaris", state: "unavailable", zonepath: "/z21" },
            { name: "z4", brand: "solaris", state: "incomplete" },
            { name: "kz", state: "installed", zonepath: "/system/volatile/zones/kz1/zonepath" },
            { name: "s10", brand: "solaris10", state: "installed" },
        ];
        const expected = readTranscript("list-parsable").text;
        const hosts = await one({ zones, list: { uuids: false } });
        expect(await run(hosts, "global1", "zoneadm list -cp")).toMatchObject({ status: 0, stdout: expected });
        await hosts.stop();
        const older = await one({ zones, list: { uuids: false, fields: 9 } });
        const { stdout } = await run(older, "global1", "zoneadm list -cp");
        expect(stdout).toBe(expected.replaceAll(/:$/gm, ""));
    });

    it("prints a UUID, and escapes a colon in a path", async () => {
        const uuid = "29be88cb-e61a-4204-8d9b-f4a61bf0efdd";
        const hosts = await one({
            list: { fields: 9 },
            zones: [
                { name: "myzone", uuid, state: "installed", readWrite: "R" },
                { name: "colon", brand: "solaris", state: "installed", zonepath: "/a:b" },
            ],
        });
        const { stdout } = await run(hosts, "global1", "zoneadm -z myzone list -p");
        // The sample's id 4 does not go with its state; here the zone that is not running has none.
        expect(stdout).toBe(readTranscript("list-parsable-uuid").text.replace(/^4/, "-").replace(/:$/m, ""));
        expect((await run(hosts, "global1", "zoneadm -z colon list -p")).stdout).toContain(":/a\\:b:");
    });

    it("prints auxiliary states, or refuses -s in combinations", async () => {
        const zones: ZoneSpec[] = [{ name: "kzone1" }, { name: "kzone3", auxiliary: ["debugging"] }];
        const hosts = await one({ zones });
        const expected = readTranscript("list-auxiliary").text;
        expect(await run(hosts, "global1", "zoneadm list -s")).toMatchObject({ status: 0, stdout: expected });
        expect((await run(hosts, "global1", "zoneadm list -cs")).status).toBe(0);
        await hosts.stop();
        const older = await one({ zones, list: { auxiliary: "with-zone" } });
        const refused = await run(older, "global1", "zoneadm list -cs");
        expect(refused.status).toBe(2);
        expect(refused.stderr).toContain("usage:");
        const single = await run(older, "global1", "zoneadm -z kzone3 list -s");
        expect(single.stdout.split("\n")[1]).toBe("kzone3          running            debugging");
    });

    it("prints its errors", async () => {
        const hosts = await one({});
        const both = await run(hosts, "global1", "zoneadm list -pv");
        expect(both).toMatchObject({ status: 1, stderr: readTranscript("list-exclusive").text });
        const none = await run(hosts, "global1", "zoneadm -z nosuch list -p");
        expect(none).toMatchObject({ status: 1, stderr: readTranscript("list-no-such-zone").text });
        expect((await run(hosts, "global1", "zoneadm -z nosuch list -c")).status).toBe(2);
    });
});

describe("zonecfg", () => {
    const storage = "iscsi://storage1/luname.naa.600144f0dbf8af1900005fd25e490003";
    const suspend = { storage: "iscsi://storage1/luname.naa.501337600144f0dbf8af1900" };

    it("exports the composed example, and takes it back", async () => {
        const hosts = await pair({
            name: "kzone1",
            config: {
                cpuArch: "migration-class1",
                hostCompatible: "memlzr",
                hostid: "0x6f038b0b",
                anets: [{ id: 0, lowerLink: "net0", autoMacAddress: "2:8:20:e7:b8:79" }],
                devices: [
                    { id: 0, storage, bootpri: 0 },
                    { id: 1, storage: "nfs://admin:staff@nas1/export/kz/data1" },
                ],
                memory: "8G",
                pagesizePolicy: "largest-available",
                suspend,
                keysource: "...redacted...",
                admins: [{ user: "jdoe", auths: "migrate" }],
            },
        });
        const expected = readTranscript("zonecfg-export-full").text;
        expect(await run(hosts, "global1", "zonecfg -z kzone1 export")).toMatchObject({ status: 0, stdout: expected });
        expect((await run(hosts, "global2", "zonecfg -z kzone1 -f -", expected)).status).toBe(0);
        expect(hosts.zone("global2", "kzone1")?.export).toBe(expected);
    });

    it("takes Oracle's test configuration, keeping its tokens", async () => {
        const hosts = await pair({ name: "kzone1" });
        const input = readTranscript("zonecfg-commands-puppet").text;
        expect(await run(hosts, "global2", "zonecfg -z conzone -f -", input)).toMatchObject({ status: 0, stderr: "" });
        const { stdout } = await run(hosts, "global2", "zonecfg -z conzone export");
        expect(stdout.split("\n").sort()).toEqual(input.split("\n").sort());
    });

    it("prints info as on 11.3", async () => {
        const storage0 = "dev:/dev/zvol/dsk/%{global-rootzpool}/VARSHARE/zones/%{zonename}/disk%{id}";
        const config = {
            hostid: "0x2e7d2173",
            ncpus: null,
            anets: [{ id: 0, lowerLink: "auto" }],
            devices: [{ id: 0, storage: storage0, bootpri: 0 }],
        };
        const hosts = await pair({ name: "kzone1", config }, { release: "11.3.36.10.0" });
        const expected = readTranscript("zonecfg-info").text;
        expect((await run(hosts, "global1", "zonecfg -z kzone1 info")).stdout).toBe(expected);
    });

    it("prints one resource", async () => {
        const config = { suspend: { storage: "iscsi://system/luname.naa.501337600144f0dbf8af1900" } };
        const hosts = await pair({ name: "kzone1", config });
        const { stdout } = await run(hosts, "global1", "zonecfg -z kzone1 info suspend");
        expect(cells(stdout)).toEqual(cells(readTranscript("zonecfg-info-suspend").text));
    });

    it("prints its errors", async () => {
        const hosts = await pair({ name: "kzone1" }, {}, { zones: [configured], hostCompatible: [] });
        const exists = await run(hosts, "global2", "zonecfg -z kzone1 -f -", "create -b\n");
        expect(exists).toMatchObject({ status: 1, stderr: readTranscript("zonecfg-create-exists").text });
        const unknown = "create -b\nset brand=solaris-kz\nset host-compatible=memlzr\n";
        const invalid = await run(hosts, "global2", "zonecfg -z mykz -f -", unknown);
        expect(invalid).toMatchObject({ status: 1, stderr: readTranscript("zonecfg-invalid-argument").text });
        expect(hosts.zone("global2", "mykz")).toBeUndefined();
        const none = await run(hosts, "global2", "zonecfg -z nosuch export");
        expect(none).toMatchObject({ status: 1, stderr: readTranscript("zonecfg-no-such-zone").text });
        const installed = await run(hosts, "global1", "zonecfg -z kzone1 -f -", "create -b -F\n");
        expect(installed.stderr).toContain("Zone kzone1 already installed; create not allowed.");
        const removed = await run(hosts, "global1", "zonecfg -z kzone1 delete -F");
        expect(removed.status).toBe(1);
        expect(removed.stderr).toContain("Zone state is invalid");
    });
});

import { SolarisError } from "../../../provider/errors/solarisError";
import { checkCreation } from "../../../provider/lifecycle/creationChecks";
import type { CreationRequest } from "../../../provider/lifecycle/creationRequest";
import { describeCreation } from "../../../provider/lifecycle/describeCreation";
import { describeDeletion } from "../../../provider/lifecycle/describeDeletion";
import { parseExport } from "../../../provider/solaris/zoneConfiguration";
import { known, unknown, type HostFacts } from "../../../provider/solaris/hostFacts";
import { soundFacts } from "../migration/preflight/inputs";
import { absent, ended, installJob, silent, there, token } from "./views";

const disk = "iscsi://storage1/luname.naa.600144f0dbf8af1900005fd25e490079";
const script = `create -b
set brand=solaris-kz
add anet
set id=0
set lower-link=net1
end
add device
set id=0
set storage=${disk}
set bootpri=0
end
add capped-memory
set physical=8G
end
add virtual-cpu
set ncpus=4
end
add keysource
set raw=the-secret-key
end
`;
const document = parseExport(script)!;
const request: CreationRequest = {
    zone: "kzone1",
    host: "global1",
    token,
    fresh: true,
    document,
    wish: () => document,
    pathOf: () => "config",
    install: { archive: "/a.uar", profile: "/p.xml", timeoutMs: 1 },
    state: "running",
    bootMs: 1,
};
const facts = (more: Partial<HostFacts> = {}): HostFacts => soundFacts("global1", more);
const codes = (more: Partial<HostFacts>) =>
    checkCreation({ zone: "kzone1", facts: facts(more), document }).map(({ code, severity }) => `${severity} ${code}`);

describe("a creation in words", () => {
    const lines = (views: Parameters<typeof describeCreation>[1]["views"]) =>
        describeCreation(request, { views, facts: facts() }).lines.join("\n");

    it("names its steps, from what it is installed and on which storage", () => {
        expect(lines([absent("global1")])).toBe(
            [
                "creates kzone1 on global1 (8G, 4 vCPUs)",
                "  configure (5 resources)",
                `  install from /a.uar, with the profile /p.xml, on ${disk}`,
                "  boot, and wait until it is up",
            ].join("\n"),
        );
    });

    it("begins where an earlier run has come to its end", () => {
        const incomplete = there("global1", "incomplete", {
            ownership: "making",
            configuration: document,
            installs: [installJob(ended.badly)],
        });
        expect(lines([incomplete])).toMatch(
            /^goes on making kzone1 on global1\n {2}uninstall what a failed installation has left\n {2}install from/,
        );
        const running = { ...incomplete, installs: [installJob({ kind: "alive" })] };
        expect(lines([running])).toMatch(/follow the installation that is under way on global1\n {2}boot/);
    });

    it("names no installation where the zone is installed already, and only its configuration changes", () => {
        const installed = there("global1", "installed", {
            ownership: "making",
            configuration: parseExport("create -b\n")!,
        });
        expect(lines([installed])).toBe(
            [
                "goes on making kzone1 on global1",
                "  change the configuration of the installed zone, before it is booted",
                "  boot, and wait until it is up",
            ].join("\n"),
        );
    });

    it("is a refusal where an up would refuse", () => {
        const views = [absent("global1"), silent("global2")];
        expect(describeCreation(request, { views, facts: facts() }).refusal).toMatchObject({
            code: "HOST_UNREACHABLE",
        });
    });

    it("never shows a key", () => {
        const described = describeCreation(request, { views: [absent("global1")], facts: facts() });
        expect(JSON.stringify([described, describeDeletion("kzone1", "global1", document)])).not.toContain(
            "the-secret-key",
        );
    });
});

describe("what speaks against a creation", () => {
    it("is nothing on a host that has what the zone needs", () => {
        expect(codes({ links: known(["net0", "net1"]) })).toEqual([]);
    });

    it.each<[string, Partial<HostFacts>, string]>([
        [
            "maintenance mode",
            { maintenance: known({ kind: "maintenance", records: [{ user: "ops", date: "today", message: "SRU" }] }) },
            "error TARGET_IN_MAINTENANCE",
        ],
        ["another system", { release: known({ system: "Linux", version: "6.1" }) }, "error ZONE_WRONG_BRAND"],
        ["an older release", { release: known({ system: "SunOS", version: "11.3" }) }, "warning TARGET_RELEASE_OLDER"],
        ["too little memory", { memoryBytes: known(4 * 1024 ** 3) }, "warning TARGET_MEMORY_SHORT"],
        ["too few processors", { processors: known(2) }, "warning TARGET_PROCESSORS_FEW"],
        ["a missing link", { links: known(["net7"]) }, "warning LOWER_LINK_MISSING"],
        ["what is not told", { maintenance: unknown("no answer") }, "warning FACTS_UNKNOWN"],
    ])("is %s", (_what, more, code) => {
        expect(codes({ links: known(["net1"]), ...more })).toEqual([code]);
    });
});

describe("a deletion in words", () => {
    it("lists the storage that an uninstall touches", () => {
        expect(describeDeletion("kzone1", "global1", document).join("\n")).toMatch(
            new RegExp(`kzone1 is destroyed on global1[^]*device 0: ${disk}$`),
        );
    });

    it("says why it would be refused as things are", () => {
        const shared = new SolarisError("DELETION_UNSAFE", {
            message: "db1 has a disk of it",
            lines: ["device 0: ..."],
        });
        expect(describeDeletion("kzone1", "global1", document, shared).slice(-2)).toEqual([
            "  as things are, that would be refused (DELETION_UNSAFE): db1 has a disk of it",
            "    device 0: ...",
        ]);
    });
});

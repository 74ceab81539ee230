import { known } from "../../../../provider/solaris/hostFacts";
import { otherUuid, ourUuid, seen } from "../sightings";
import { codesOf, findingOf, findingsOf, inputOf, soundFacts } from "./inputs";

describe("source and target", () => {
    it("that are one machine under two names are found, and nothing else about the two (#50)", () => {
        const targetFacts = soundFacts("global2", { machine: soundFacts("global1").machine, links: known(["net7"]) });
        const input = inputOf({ targetFacts, target: seen("global2", "running") });
        expect(codesOf(input)).toEqual(["error SAME_MACHINE"]);
        expect(findingOf(input, "SAME_MACHINE")).toMatchObject({
            property: "host",
            message: "global1 and global2 are the same machine (hostid 00000001, node name global1)",
        });
    });

    it("that are clones with one hostid are two as long as their names differ", () => {
        const machine = known({ hostid: "00000001", nodeName: "global2" });
        expect(codesOf(inputOf({ targetFacts: soundFacts("global2", { machine }) }))).toEqual([]);
    });

    it("of different processor families cannot exchange zones (#52)", () => {
        const targetFacts = soundFacts("global2", { processorType: known("i386"), processorModels: known(["Xeon"]) });
        const input = inputOf({ targetFacts });
        expect(codesOf(input)).toEqual(["error ARCHITECTURE_DIFFERS"]);
        expect(findingOf(input, "ARCHITECTURE_DIFFERS").message).toMatch(/global1.* sparc, global2 of i386/);
    });

    it.each(["global1", "global2"])("before 11.4 do not know cold migration: %s", (name) => {
        const release = known({ system: "SunOS", version: "11.3" });
        const facts = (host: string) => soundFacts(host, host === name ? { release } : {});
        const deviations = { sourceFacts: facts("global1"), targetFacts: facts("global2") };
        const [finding, ...more] = findingsOf(inputOf({ ...deviations, method: "cold" }), "COLD_NOT_SUPPORTED");
        expect(more).toEqual([]);
        expect(finding).toMatchObject({ severity: "error", host: name, property: "migration.method" });
        expect(finding?.message).toContain(`${name} runs Solaris 11.3`);
        expect(findingsOf(inputOf(deviations), "COLD_NOT_SUPPORTED")).toEqual([]);
    });
});

describe("the target", () => {
    it("in maintenance mode takes no zones (#28): who, when and why", () => {
        const maintenance = known({
            kind: "maintenance" as const,
            records: [{ user: "root", date: "2026-11-23", message: "new disks" }],
        });
        const input = inputOf({ targetFacts: soundFacts("global2", { maintenance }) });
        expect(codesOf(input)).toEqual(["error TARGET_IN_MAINTENANCE"]);
        expect(findingOf(input, "TARGET_IN_MAINTENANCE").message).toContain("by root, 2026-11-23: new disks");
        // The source may be evacuated all the same: that is what the mode is for.
        expect(codesOf(inputOf({ sourceFacts: soundFacts("global1", { maintenance }) }))).toEqual([]);
    });

    it.each(["installed", "running", "incomplete", "unavailable", "running migrating-in"])(
        "has the name taken by another zone that is %s (#29)",
        (states) => {
            const finding = findingOf(inputOf({ target: seen("global2", states, otherUuid) }), "TARGET_NAME_TAKEN");
            expect(finding.severity).toBe("error");
            expect(finding.lines).toEqual([`UUID on global1: ${ourUuid}`, `UUID on global2: ${otherUuid}`]);
            expect(finding.message).toMatch(/already has a zone kzone1 which is \w+, and that is another one$/);
            expect(finding.remedy).not.toMatch(/detach|delete/);
        },
    );

    it.each(["installed", "unavailable"])("holds an entry of the same zone that is %s (#29)", (state) => {
        const { message, remedy } = findingOf(inputOf({ target: seen("global2", state) }), "TARGET_NAME_TAKEN");
        expect(message).toMatch(/and that has the same UUID$/);
        expect(remedy).toContain("zoneadm -z kzone1 detach\nzonecfg -z kzone1 delete -F");
        expect(remedy).toContain("Never uninstall it");
    });

    it("that runs the same zone gets no advice to take it apart", () => {
        const { remedy } = findingOf(inputOf({ target: seen("global2", "running") }), "TARGET_NAME_TAKEN");
        expect(remedy).not.toMatch(/detach|delete/);
    });

    it("where no UUID is known tells neither", () => {
        const input = inputOf({ source: seen("global1", "running", ""), target: seen("global2", "installed", "") });
        expect(findingOf(input, "TARGET_NAME_TAKEN").message).toMatch(/which is installed$/);
        expect(findingOf({ ...input, uuid: ourUuid }, "TARGET_NAME_TAKEN").lines?.[0]).toContain(ourUuid);
    });
});

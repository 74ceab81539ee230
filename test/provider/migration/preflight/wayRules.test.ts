import { concern } from "../../../../provider/migration/preflight/findings";
import { known, unknown, type HostFacts } from "../../../../provider/solaris/hostFacts";
import { codesOf, findingOf, findingsOf, inputOf, soundFacts } from "./inputs";

const by = (scheme: "ssh" | "rads" | "radg") => ({
    destination: { scheme, user: "zadm", address: "global2.example.com", port: undefined },
});

function services(states: Readonly<Record<string, string>>): Partial<HostFacts> {
    return { services: known(new Map(Object.entries({ "svc:/system/rad:local": "online", ...states }))) };
}

describe("the scheme", () => {
    it("rads asks for a password, which nobody can give (#24)", () => {
        const input = inputOf({
            ...by("rads"),
            targetFacts: soundFacts("global2", services({ "svc:/system/rad:remote": "online" })),
        });
        expect(codesOf(input)).toEqual(["error PASSWORD_PROMPT"]);
        expect(findingOf(input, "PASSWORD_PROMPT").property).toBe("migration.scheme");
    });

    it("radg needs rad:remote on the target (#22)", () => {
        expect(findingOf(inputOf(by("radg")), "SERVICE_NOT_ONLINE")).toMatchObject({
            severity: "warning",
            host: "global2",
            message: "svc:/system/rad:remote is disabled on global2",
            remedy: "Enable it, as root on global2: svcadm enable svc:/system/rad:remote",
        });
        expect(codesOf(inputOf(by("ssh")))).toEqual([]);
    });
});

describe("services", () => {
    it.each([
        ["disabled", /svcadm enable/],
        ["maintenance", /svcs -xv/],
    ])("rad:local that is %s is told of either host", (state, remedy) => {
        for (const name of ["global1", "global2"]) {
            const facts = (host: string) =>
                soundFacts(host, host === name ? services({ "svc:/system/rad:local": state }) : {});
            const input = inputOf({ sourceFacts: facts("global1"), targetFacts: facts("global2") });
            const finding = findingOf(input, "SERVICE_NOT_ONLINE");
            expect(finding.message).toBe(`svc:/system/rad:local is ${state} on ${name}`);
            expect(finding.remedy).toMatch(remedy);
        }
    });

    it("for the memory are told where there are some and none is online (#23); their name is unconfirmed", () => {
        const off = soundFacts("global1", services({ "svc:/network/kz-migr:stream": "disabled" }));
        const finding = findingOf(inputOf({ sourceFacts: off }), "SERVICE_NOT_ONLINE");
        expect(finding.message).toContain("svc:/network/kz-migr:stream is disabled on global1");
        expect(codesOf(inputOf({ sourceFacts: off, method: "cold" }))).toEqual([]);
        expect(codesOf(inputOf({ sourceFacts: soundFacts("global1", services({})) }))).toEqual([]);
    });

    it("are not judged where they are not known", () => {
        expect(codesOf(inputOf({ sourceFacts: soundFacts("global1", { services: unknown("svcs: no") }) }))).toEqual([]);
    });
});

it("what trying the login has found is among the findings (#24, #25)", () => {
    const loginFinding = concern("TARGET_LOGIN_FAILED", { message: "no", property: "host" });
    expect(codesOf(inputOf({ loginFinding }))).toEqual(["warning TARGET_LOGIN_FAILED"]);
});

describe("rights", () => {
    const rights = (profiles: readonly string[], authorizations: readonly string[]): Partial<HostFacts> => ({
        profiles: known(new Set(profiles)),
        authorizations: known(authorizations),
    });
    const on = (host: "sourceFacts" | "targetFacts", profiles: readonly string[], auths: readonly string[] = []) => ({
        [host]: soundFacts(host === "sourceFacts" ? "global1" : "global2", rights(profiles, auths)),
    });

    it.each([
        [["zone migration"], []],
        [[], ["solaris.zone.migrate"]],
        [[], ["solaris.zone.*"]],
        [[], ["solaris.zone.migrate/kzone1"]],
    ])("to migrate are there by profiles %j and authorizations %j", (profiles, auths) => {
        expect(codesOf(inputOf(on("sourceFacts", profiles, auths)))).toEqual([]);
    });

    it("to migrate are missing on the source (#26)", () => {
        const input = inputOf(on("sourceFacts", ["zone cold migration"], ["solaris.zone.migrate/kzone2"]));
        expect(codesOf(input)).toEqual(["warning RIGHTS_NOT_FOUND"]);
        const finding = findingOf(input, "RIGHTS_NOT_FOUND");
        expect(finding.host).toBe("global1");
        expect(finding.message).toContain("neither the profile Zone Migration nor solaris.zone.migrate for kzone1");
        expect(finding.remedy).toContain('usermod -P +"Zone Migration" -A +solaris.zone.migrate zadm');
        // For a zone that does not run the lesser right does.
        expect(codesOf({ ...input, method: "cold" })).toEqual([]);
    });

    it("to put a configuration there are missing on the target (#27)", () => {
        const input = inputOf(on("targetFacts", ["zone migration"]));
        expect(findingOf(input, "RIGHTS_NOT_FOUND")).toMatchObject({ host: "global2", severity: "warning" });
        expect(findingOf(input, "RIGHTS_NOT_FOUND").message).toContain("Zone Configuration");
        // Another user goes there, whose rights are not known.
        const asOther = { ...by("ssh").destination, user: "mig" };
        expect(codesOf({ ...input, destination: asOther })).toEqual([]);
    });

    it("to stop and boot the zone are needed on both where it is stopped for the move", () => {
        const input = inputOf({ method: "cold", stopsFirst: true });
        expect(
            findingsOf(input, "RIGHTS_NOT_FOUND").map(({ host, message }) => [
                host,
                message.includes("solaris.zone.manage"),
            ]),
        ).toEqual([
            ["global1", true],
            ["global2", true],
        ]);
    });

    it.each(["sudo", "none"] as const)("of a host with privilege %s, or of root, are not judged", (privilege) => {
        const none = { sourceFacts: soundFacts("global1", rights([], [])) };
        expect(codesOf(inputOf({ ...none, sourceHost: { name: "global1", user: "zadm", privilege } }))).toEqual([]);
        const root = soundFacts("global1", { ...rights([], []), userId: known(0) });
        expect(codesOf(inputOf({ sourceFacts: root }))).toEqual([]);
    });

    it("that are not known are not missed", () => {
        const sourceFacts = soundFacts("global1", { ...rights([], []), profiles: unknown("profiles: no") });
        expect(codesOf(inputOf({ sourceFacts }))).toEqual([]);
    });
});

describe("facts that are not known", () => {
    it("are told where an error would rest on them", () => {
        const input = inputOf({
            targetFacts: soundFacts("global2", {
                maintenance: unknown("sysadm maintain -l: exit code 1"),
                processorType: unknown("uname -p: not understood; vax"),
                links: unknown("dladm: no"),
            }),
        });
        expect(codesOf(input)).toEqual(["warning FACTS_UNKNOWN"]);
        expect(findingOf(input, "FACTS_UNKNOWN")).toMatchObject({
            host: "global2",
            lines: ["uname -p: not understood; vax", "sysadm maintain -l: exit code 1"],
        });
    });

    it("are not told where nothing rests on them", () => {
        const maintenance = unknown("sysadm: no");
        const release = unknown("uname: no");
        const sourceFacts = soundFacts("global1", { maintenance, release });
        expect(codesOf(inputOf({ sourceFacts }))).toEqual([]);
        expect(codesOf(inputOf({ sourceFacts, method: "cold" }))).toEqual(["warning FACTS_UNKNOWN"]);
    });
});

import { hasProfile, parseProfiles, rightsProfiles } from "../../../provider/solaris/profiles";

describe("parseProfiles", () => {
    it.each([
        ["indented below the user's name", "zadm:\n          Zone Migration\n          All\n"],
        ["one a line", "Zone Migration\nAll\n"],
        ["behind the user's name, with commas", "zadm : Zone Migration, All\n"],
        ["in another case, with noise", "Welcome: have fun\r\nZONE MIGRATION\r\nbye\r\n"],
    ])("finds a profile %s", (_what, text) => {
        const profiles = parseProfiles(text);
        expect(hasProfile(profiles, "Zone Migration")).toBe(true);
        expect(hasProfile(profiles, "Zone Configuration")).toBe(false);
    });

    it("takes no profile for another whose name begins or ends alike", () => {
        const profiles = parseProfiles("Zone Cold Migration\nZone Migration Watcher\nNo Zone Migration\n");
        expect(hasProfile(profiles, "Zone Migration")).toBe(false);
    });
});

it("the call needs no rights", () => {
    expect(rightsProfiles()).toMatchObject({ program: "/usr/bin/profiles", args: [], privileged: false });
});

import { ENGINE_VERSION, isAtLeast, MINIMUM_VERSION, parseVersion } from "./versions";

describe("parseVersion", () => {
    it.each([
        ["v3.255.0\n", "3.255.0"],
        ["3.255.0", "3.255.0"],
        ["v3.256.0-alpha.x1a2b3c\n", "3.256.0-alpha.x1a2b3c"],
        ["warning: a newer version is out\nv3.204.1\n", "3.204.1"],
    ])("reads %j", (printed, version) => {
        expect(parseVersion(printed)).toBe(version);
    });

    it.each(["", "(devel)", "pulumi: not found", "v3.255"])("finds none in %j", (printed) => {
        expect(parseVersion(printed)).toBeUndefined();
    });
});

describe("isAtLeast", () => {
    it.each([
        ["3.204.0", true],
        ["3.204.1", true],
        ["3.1000.0", true],
        ["4.0.0", true],
        ["3.204.0-alpha.1", true],
        ["3.203.9", false],
        ["3.99.0", false],
        ["2.300.0", false],
    ])("%s", (version, enough) => {
        expect(isAtLeast(version, "3.204.0")).toBe(enough);
    });

    it("lets the version that is built pass", () => {
        expect(isAtLeast(ENGINE_VERSION, MINIMUM_VERSION)).toBe(true);
    });
});

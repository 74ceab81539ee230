import { judgeRelease, parseRelease, systemRelease } from "../../../provider/solaris/release";
import fc from "../../fuzz";

describe("parseRelease", () => {
    const release = { system: "SunOS", version: "11.4.48.123.0" };

    it.each([
        ["a plain answer", "SunOS 11.4.48.123.0\n"],
        ["carriage returns", "SunOS 11.4.48.123.0\r\n"],
        ["noise before and after", "Welcome to Linux free zone\nSunOS 11.4.48.123.0\nbye\n"],
        ["no newline", "SunOS 11.4.48.123.0"],
    ])("reads %s", (_what, text) => {
        expect(parseRelease(text)).toEqual(release);
    });

    it("reads other systems' answers too", () => {
        expect(parseRelease("Linux #1 SMP Debian 6.1.4-1\n")).toEqual({
            system: "Linux",
            version: "#1 SMP Debian 6.1.4-1",
        });
    });

    it.each(["", "\n", "SunOS\n", "uname: not found\n", "11.4.48.123.0\n"])("sees none in %j", (text) => {
        expect(parseRelease(text)).toBeUndefined();
    });

    it("never throws on arbitrary text", () => {
        fc.assert(fc.property(fc.string(), (text) => void parseRelease(text)));
    });
});

it.each([
    ["SunOS", "11.4", "11.4"],
    ["SunOS", "11.4.48.123.0", "11.4"],
    ["SunOS", "11.4.0.15.0", "11.4"],
    ["SunOS", "11.10.1", "11.4"],
    ["SunOS", "12.0", "11.4"],
    ["SunOS", "11.3", "older"],
    ["SunOS", "11.2.8.4.0", "older"],
    ["SunOS", "Generic_147147-26", "other"],
    ["SunOS", "omnios-r151046-abc", "other"],
    ["SunOS", "10.0", "other"],
    ["Linux", "11.4", "other"],
])("%s %s is %s", (system, version, verdict) => {
    expect(judgeRelease({ system, version })).toBe(verdict);
});

it("the call needs no rights", () => {
    expect(systemRelease()).toMatchObject({ program: "/usr/bin/uname", args: ["-sv"], privileged: false });
});

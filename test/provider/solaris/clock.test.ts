import { parseUtcTime, utcTime } from "../../../provider/solaris/clock";
import fc from "../../fuzz";

const time = Date.UTC(2026, 10, 23, 10, 20, 30);

it.each([
    ["2026-11-23T10:20:30Z\n", time],
    ["motd of 2026-11-23\r\n2026-11-23T10:20:30Z\r\nbye\r\n", time],
    ["2026-13-99T10:20:30Z\n", undefined],
    ["Mon Nov 23 10:20:30 UTC 2026\n", undefined],
    ["+%Y-%m-%dT%H:%M:%SZ\n", undefined],
    ["", undefined],
])("%j is %s", (text, expected) => {
    expect(parseUtcTime(text)).toBe(expected);
});

it("never throws on arbitrary text", () => {
    fc.assert(fc.property(fc.string(), (text) => void parseUtcTime(text)));
});

it("the call needs no rights", () => {
    expect(utcTime()).toMatchObject({
        program: "/usr/bin/date",
        args: ["-u", "+%Y-%m-%dT%H:%M:%SZ"],
        privileged: false,
    });
});

import { listMaintenance, parseMaintenance } from "../../../provider/solaris/sysadm";
import fc from "../../fuzz";

describe("parseMaintenance", () => {
    it.each([
        ["admin:root:2026-11-23T00:00:00Z:disk swap", "root", "2026-11-23T00:00:00Z", "disk swap"],
        ["admin:root:2026-11-23T00\\:00\\:00Z:disk swap: bay 4", "root", "2026-11-23T00:00:00Z", "disk swap: bay 4"],
        ["admin:jdoe:Mon Nov 23 10:00:00 2026:-\r", "jdoe", "Mon Nov 23 10:00:00 2026", "-"],
        ["admin:jdoe:Nov 23:", "jdoe", "Nov 23", ""],
    ])("reads the record %j", (line, user, date, message) => {
        expect(parseMaintenance([line])).toEqual({ kind: "maintenance", records: [{ user, date, message }] });
    });

    it("reads a record between other lines, and several", () => {
        const lines = ["TYPE:USER", "admin:root:d:one", "", "admin:root:d:two"];
        expect(parseMaintenance(lines)).toMatchObject({ records: [{ message: "one" }, { message: "two" }] });
    });

    it.each([
        [[]],
        [["", "  "]],
        [["sysadm: the system is not in maintenance mode"]],
        [["sysadm:   no active maintenance"]],
        [["No maintenance mode."]],
    ])("takes %j as none", (lines) => {
        expect(parseMaintenance(lines)).toEqual({ kind: "none" });
    });

    it.each([
        [["Welcome"], ["Welcome"]],
        [["sysadm: insufficient privileges"], ["sysadm: insufficient privileges"]],
        [["sysadm: not in maintenance", "what: ever"], ["what: ever"]],
        [["sysadm:a:b:c"], ["sysadm:a:b:c"]],
    ])("does not guess what %j means", (lines, unknown) => {
        expect(parseMaintenance(lines)).toEqual({ kind: "unknown", lines: unknown });
    });

    it("never throws on arbitrary text", () => {
        fc.assert(fc.property(fc.array(fc.string()), (lines) => void parseMaintenance(lines)));
    });
});

it("the call needs no rights", () => {
    expect(listMaintenance()).toMatchObject({
        program: "/usr/sbin/sysadm",
        args: ["maintain", "-l", "-p", "-o", "type,user,date,message"],
        privileged: false,
    });
});

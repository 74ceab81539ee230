import { hostid, nodeName, parseMachineIdentity, sameMachine } from "../../../provider/solaris/machine";
import fc from "../../fuzz";

describe("parseMachineIdentity", () => {
    const identity = { hostid: "848611d4", nodeName: "global1" };

    it.each([
        ["plain answers", "848611d4\n", "global1\n"],
        ["a hostid in capitals with 0x", "0x848611D4\n", "global1\n"],
        ["carriage returns", "848611d4\r\n", "global1\r\n"],
        ["noise before them", "Welcome to global1!\nmail\n\n848611d4\n", "Last login: today\nmotd\nglobal1\n"],
        ["no newline", "848611d4", "global1"],
    ])("reads %s", (_what, id, name) => {
        expect(parseMachineIdentity(id, name)).toEqual(identity);
    });

    it.each([
        ["no hostid", "", "global1\n"],
        ["no node name", "848611d4\n", "\n"],
        ["a hostid of nine digits", "848611d45\n", "global1\n"],
        ["an error for a hostid", "sh: /usr/bin/hostid: not found\n", "global1\n"],
        ["an error for a node name", "848611d4\n", "uname: not found\n"],
    ])("sees none with %s", (_what, id, name) => {
        expect(parseMachineIdentity(id, name)).toBeUndefined();
    });

    it("never throws on arbitrary text", () => {
        fc.assert(
            fc.property(fc.string(), fc.string(), (id, name) => {
                const parsed = parseMachineIdentity(id, name);
                expect(parsed?.hostid ?? "0").toMatch(/^[0-9a-f]{1,8}$/);
            }),
        );
    });
});

describe("sameMachine", () => {
    it("needs both to be the same: cloned machines share a hostid", () => {
        const one = { hostid: "848611d4", nodeName: "global1" };
        expect(sameMachine(one, { ...one })).toBe(true);
        expect(sameMachine(one, { ...one, nodeName: "global2" })).toBe(false);
        expect(sameMachine(one, { ...one, hostid: "848611d5" })).toBe(false);
    });
});

it("the calls need no rights", () => {
    expect([hostid(), nodeName()]).toMatchObject([
        { program: "/usr/bin/hostid", args: [], privileged: false },
        { program: "/usr/bin/uname", args: ["-n"], privileged: false },
    ]);
});

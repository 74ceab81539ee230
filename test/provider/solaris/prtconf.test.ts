import { parsePhysicalMemory, physicalMemory } from "../../../provider/solaris/prtconf";

const gib = 1024 ** 3;

describe("parsePhysicalMemory", () => {
    it.each([
        ["Memory size: 32768 Megabytes\n", 32 * gib],
        ["Memory size: 2 Gigabytes", 2 * gib],
        ["Memory size: 1048576 Kilobytes\r\n", gib],
    ])("reads %j", (text, bytes) => {
        expect(parsePhysicalMemory(text)).toBe(bytes);
    });

    it.each(["", "Memory size: unable to determine\n", "Memory size: 5 Megabytes of many\n", "memory\n"])(
        "sees none in %j",
        (text) => {
            expect(parsePhysicalMemory(text)).toBeUndefined();
        },
    );
});

it("the call needs no rights, and names programs by their paths", () => {
    const { program, args, privileged, reads } = physicalMemory();
    expect([program, privileged, reads]).toEqual(["/bin/sh", false, true]);
    expect(args[1]).toMatch(/^\/usr\/sbin\/prtconf \| \/usr\/bin\/grep /);
});

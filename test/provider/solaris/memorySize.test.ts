import { comparableMemory, describeMemory, parseMemory, printMemory } from "../../../provider/solaris/memorySize";
import fc from "../../fuzz";

const gibibyte = 1024 ** 3;

describe("parseMemory", () => {
    it.each([
        ["8G", 8 * gibibyte],
        ["8g", 8 * gibibyte],
        ["4096M", 4 * gibibyte],
        ["4194304K", 4 * gibibyte],
        ["2T", 2048 * gibibyte],
        ["4.75G", 4.75 * gibibyte],
        ["16GB", 16 * gibibyte],
        ["8 GiB", 8 * gibibyte],
        ["8589934592", 8 * gibibyte],
        [" 1M\n", 1024 ** 2],
    ])("reads %p", (text, bytes) => {
        expect(parseMemory(text)).toBe(bytes);
    });

    it.each(["", "G", "-1G", "8X", "1,5G", "8G8", "0x10", "eight"])("does not guess at %p", (text) => {
        expect(parseMemory(text)).toBeUndefined();
    });
});

it("compares sizes in whatever unit they are written, and leaves alone what is none", () => {
    expect(comparableMemory("4g")).toBe(comparableMemory("4096M"));
    expect(comparableMemory("all")).toBe("all");
});

describe("printMemory", () => {
    it.each([
        [8 * gibibyte, "8G"],
        [4.75 * gibibyte, "4864M"],
        [2048 * gibibyte, "2T"],
        [1025, "1025"],
        [0, "0"],
    ])("prints %d as %s", (bytes, text) => {
        expect(printMemory(bytes)).toBe(text);
    });

    it("is read as the same size", () => {
        fc.assert(
            fc.property(fc.maxSafeNat(), (bytes) => {
                expect(parseMemory(printMemory(bytes))).toBe(bytes);
            }),
        );
    });
});

describe("describeMemory", () => {
    it.each([
        [8 * gibibyte, "8 GiB"],
        [4.75 * gibibyte, "4.75 GiB"],
        [8 * gibibyte + 1024 ** 2, "8 GiB"],
        [512 * 1024 ** 2, "512 MiB"],
    ])("shows %d as %s", (bytes, text) => {
        expect(describeMemory(bytes)).toBe(text);
    });

    it("rounds up where less would not do", () => {
        expect(describeMemory(8 * gibibyte + 1024 ** 2, Math.ceil)).toBe("8.01 GiB");
    });
});

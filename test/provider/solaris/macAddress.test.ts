import { comparableMac, normalMac } from "../../../provider/solaris/macAddress";
import fc from "../../fuzz";

it.each([
    ["02:08:20:0A:00:FF", "2:8:20:a:0:ff"],
    [" 2-8-20-a-0-ff ", "2:8:20:a:0:ff"],
    ["2:8:20:a:0", undefined],
    ["2:8:20:a:0:100", undefined],
    ["2:8:20:a:0:gg", undefined],
    ["auto", undefined],
    ["", undefined],
])("%j in Solaris's spelling is %j", (text, mac) => {
    expect(normalMac(text)).toBe(mac);
});

it("compares what means the same as the same", () => {
    expect(comparableMac("02:08:20:0A:00:FF")).toBe("2:8:20:a:0:ff");
});

it.each(["auto", "Factory", "2:8:20:a:0"])("compares %j, which is no address, as it is", (text) => {
    expect(comparableMac(text)).toBe(text);
});

it("knows an address in every spelling of its octets", () => {
    const octets = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 6, maxLength: 6 });
    fc.assert(
        fc.property(octets, fc.constantFrom(":", "-"), (each, separator) => {
            const padded = each.map((octet) => octet.toString(16).toUpperCase().padStart(2, "0")).join(separator);
            expect(normalMac(padded)).toBe(each.map((octet) => octet.toString(16)).join(":"));
        }),
    );
});

import { parseJumps } from "../../../../provider/transport/inventory/jumpSpec";
import fc from "../../../fuzz";

describe("a list of hosts to connect through", () => {
    it.each([
        ["none", []],
        [" NONE ", []],
        ["bastion", [{ name: "bastion" }]],
        ["zadm@bastion:2222", [{ name: "bastion", user: "zadm", port: 2222 }]],
        ["ssh://zadm@bastion:2222", [{ name: "bastion", user: "zadm", port: 2222 }]],
        ["ssh://bastion/", [{ name: "bastion" }]],
        ["outer,inner.example.com:22", [{ name: "outer" }, { name: "inner.example.com", port: 22 }]],
        ["outer , inner", [{ name: "outer" }, { name: "inner" }]],
        ["[2001:db8::1]:2222", [{ name: "2001:db8::1", port: 2222 }]],
        ["a@b@bastion", undefined],
        ["first.last@bastion", [{ name: "bastion", user: "first.last" }]],
        ["", undefined],
        ["bastion,", undefined],
        ["bastion:0", undefined],
        ["bastion:65536", undefined],
        ["bastion:ssh", undefined],
        ["-oProxyCommand=reboot", undefined],
        ["bastion;reboot", undefined],
        ["$(reboot)", undefined],
        ["a b", undefined],
        ["2001:db8::1", undefined],
    ])("%p", (spec, hops) => {
        expect(parseJumps(spec)).toEqual(hops);
    });

    it("is read or turned down, whatever it is, and never gives a name that is an option", () => {
        fc.assert(
            fc.property(fc.string({ unit: "binary" }), (spec) => {
                for (const { name, port } of parseJumps(spec) ?? []) {
                    expect(name).toMatch(/^[^-\s]\S*$/);
                    expect(port ?? 22).toBeGreaterThan(0);
                }
            }),
        );
    });
});

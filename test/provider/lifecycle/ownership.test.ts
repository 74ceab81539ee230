import { isOurs, marked, ownershipOf, tokenOf } from "../../../provider/lifecycle/ownership";
import type { ConfigurationDocument } from "../../../provider/solaris/configuration/document";

const blank: ConfigurationDocument = { properties: new Map([["brand", ["solaris-kz"]]]), resources: [] };
const token = tokenOf("urn:pulumi:dev::p::t::zone");

describe("the mark of a zone that we have made", () => {
    it("is made from the resource's URN, and is no other resource's", () => {
        expect(token).toMatch(/^[0-9a-f]{32}$/);
        expect(tokenOf("urn:pulumi:dev::p::t::zone")).toBe(token);
        expect(tokenOf("urn:pulumi:prod::p::t::zone")).not.toBe(token);
        expect(() => tokenOf("")).toThrow(TypeError);
    });

    it("tells whether the zone was ever installed; there is one of it", () => {
        const making = marked(blank, token, "making");
        const installed = marked(making, token, "installed");
        const made = marked(installed, token, "made");
        expect([blank, making, installed, made].map((document) => ownershipOf(document, token))).toEqual([
            "unmarked",
            "making",
            "installed",
            "made",
        ]);
        expect(made.resources).toHaveLength(1);
        const other = tokenOf("urn:pulumi:prod::p::t::zone");
        expect([making, made].map((document) => isOurs(ownershipOf(document, other)))).toEqual([false, false]);
    });
});

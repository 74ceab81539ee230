import * as pulumi from "@pulumi/pulumi";
import { getCompatibility, getCompatibilityOutput, getHost, getHostOutput, getZone, getZoneOutput } from "../../sdk";
import { mockEngine, valueOf } from "./mocks";

describe.each([true, false])("under mocks no host is contacted (preview: %s)", (preview) => {
    beforeEach(() => mockEngine(preview));

    it("and no zone is found", async () => {
        expect(await getZone({ zoneName: "kzone1" })).toBeUndefined();
        const args = { zoneName: pulumi.output("kzone1"), host: "global1" };
        expect(await valueOf(getZoneOutput(args))).toBeUndefined();
    });

    it("and nothing is known of a host", async () => {
        const nothing = { host: "global1", zones: [], unknown: ["under mocks no host is asked"] };
        expect(await getHost("global1")).toEqual(nothing);
        expect(await valueOf(getHostOutput(pulumi.output("global1")))).toEqual(nothing);
    });

    it("and nothing speaks against a move", async () => {
        const fit = [{ host: "global2", ok: true, findings: [] }];
        expect(await getCompatibility("kzone1", ["global2"])).toEqual(fit);
        const names = [pulumi.output("global2")];
        expect(await valueOf(getCompatibilityOutput(pulumi.output("kzone1"), names))).toEqual(fit);
        expect(await valueOf(getCompatibilityOutput({ zoneName: pulumi.output("kzone1") }, names))).toEqual(fit);
    });
});

import * as pulumi from "@pulumi/pulumi";
import {
    checkHost,
    getCompatibility,
    getCompatibilityOutput,
    getHost,
    getHostOutput,
    getZone,
    getZoneOutput,
} from "../../sdk";
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
        expect(await getCompatibility("kzone1", ["global2", "global2"])).toEqual(fit);
        const names = [pulumi.output("global2")];
        expect(await valueOf(getCompatibilityOutput(pulumi.output("kzone1"), names))).toEqual(fit);
        expect(await valueOf(getCompatibilityOutput({ zoneName: pulumi.output("kzone1") }, names))).toEqual(fit);
    });
});

describe("a call with an argument that cannot be one", () => {
    beforeEach(() => mockEngine());

    // As a program in JavaScript, or one that reads its configuration, can write it.
    const wrong = (value: unknown) => value as never;
    it.each<[call: string, made: () => Promise<unknown>, says: string]>([
        ["a name that no zone has", () => getZone({ zoneName: "no pe" }), "getZone: zoneName must be a zone name: "],
        ["no name", () => getZone({ zoneName: "" }), "getZone: zoneName must be a zone name: "],
        ["the host itself", () => getZone({ zoneName: "global" }), "getZone: zoneName `global` is the host itself"],
        ["an undefined name", () => getZone({ zoneName: wrong(undefined) }), "getZone: zoneName is required"],
        ["a name alone", () => getZone(wrong("kzone1")), "getZone: its argument must be an object, as in { zoneName: "],
        ["nothing", () => getZone(wrong(undefined)), "getZone: its argument is required"],
        ["an empty host", () => getZone({ zoneName: "kzone1", host: "" }), "getZone: host must not be empty"],
        ["both wrong", () => getZone(wrong({ host: "" })), "getZone: zoneName is required; host must not be empty"],
        ["no host", () => getHost(wrong(undefined)), "getHost: host is required"],
        ["an empty host", () => getHost(""), "getHost: host must not be empty"],
        ["a host as an object", () => getHost(wrong({ host: "global1" })), "getHost: host must be the name of a host"],
        ["no zone", () => getCompatibility("", ["global2"]), "getCompatibility: zone.zoneName must be a zone name: "],
        ["null", () => getCompatibility(wrong(null), ["global2"]), "getCompatibility: zone must be an object, as in"],
        ["a single host", () => getCompatibility("kzone1", wrong("global2")), "hosts must be a list of hosts"],
        ["an empty host", () => getCompatibility("kzone1", ["global2", ""]), "hosts[1] must not be empty"],
        ["a method", () => getCompatibility("kzone1", [], { method: wrong("hot") }), "options.method Invalid option"],
        ["options", () => getCompatibility("kzone1", [], wrong(null)), "options must be an object"],
        ["no host", () => checkHost(""), "checkHost: host must not be empty"],
        ["targets", () => checkHost("global1", { targets: [""] }), "checkHost: options.targets[0] must not be empty"],
    ])("names it: %s", async (_call, made, says) => {
        await expect(made()).rejects.toMatchObject({
            code: "ARGUMENT_INVALID",
            message: expect.stringContaining(says) as string,
        });
    });
});

import { diff } from "../../../provider/kernelZone/diff";
import {
    describeAcceptedDrift,
    leavesConfiguration,
    requireNoDrift,
    wishedHost,
} from "../../../provider/kernelZone/drift";
import { parseInputs, type PropertyBag } from "../../../provider/kernelZone/state";
import { inputs, outputs } from "./bags";

const elsewhere = (policy: string, more: PropertyBag = {}): PropertyBag =>
    outputs("global2", { host: "global1", driftedTo: "global2", driftPolicy: { location: policy }, ...more });
const wants = (policy: string, more: PropertyBag = {}): PropertyBag =>
    inputs({ host: "global1", driftPolicy: { location: policy }, ...more });
const hostFor = (olds: PropertyBag, news: PropertyBag) => wishedHost(olds, news, parseInputs(news));

describe("a zone that somebody else has moved", () => {
    it("is moved back by default", () => {
        expect(diff(elsewhere("correct"), wants("correct")).changes).toBe(true);
        expect(hostFor(elsewhere("correct"), wants("correct"))).toBe("global1");
    });

    it("stays where it is under accept, until the program asks for another host", () => {
        expect(diff(elsewhere("accept"), wants("accept")).changes).toBe(false);
        expect(hostFor(elsewhere("accept"), wants("accept"))).toBe("global2");
        const next = wants("accept", { host: "global3" });
        expect(diff(elsewhere("accept"), next).changes).toBe(true);
        expect(hostFor(elsewhere("accept"), next)).toBe("global3");
    });

    it("is told to be left there, only under accept and as long as it is", () => {
        const told = (olds: PropertyBag, news: PropertyBag) => describeAcceptedDrift(olds, news, parseInputs(news));
        expect(told(elsewhere("correct"), wants("accept"))).toEqual([
            'kzone1 is left on global2, where somebody has moved it, until `host` changes (it says global1): driftPolicy.location is "accept"',
        ]);
        expect(told(elsewhere("accept"), wants("correct"))).toEqual([]);
        expect(told(elsewhere("accept"), wants("accept", { host: "global3" }))).toEqual([]);
    });

    it("is not taken for accepted where it is a move of ours that is not finished", () => {
        const half = elsewhere("accept", { driftedTo: undefined });
        expect(diff(half, wants("accept")).changes).toBe(true);
        expect(hostFor(half, wants("accept"))).toBe("global1");
    });

    it("stops under fail, with the host on which it is", () => {
        const news = wants("fail");
        expect(diff(elsewhere("fail"), news).changes).toBe(true);
        expect(() => {
            requireNoDrift(elsewhere("fail"), news, parseInputs(news));
        }).toThrow(/ZONE_MOVED_AWAY: .*kzone1 to global2; the program says global1/);
        const agreed = wants("fail", { host: "global2" });
        requireNoDrift(elsewhere("fail"), agreed, parseInputs(agreed));
    });
});

describe("a configuration that somebody else has changed", () => {
    const config = { autoboot: true };
    const drift = ["autoboot: true -> false"];
    const found = (policy: string) =>
        outputs("global1", { config, configDrift: drift, driftPolicy: { configuration: policy } });
    const declared = (policy: string, more: PropertyBag = config) =>
        inputs({ host: "global1", config: more, driftPolicy: { configuration: policy } });

    it("is changed back by default", () => {
        expect(diff(found("correct"), declared("correct")).changes).toBe(true);
        expect(leavesConfiguration(found("correct"), declared("correct"), parseInputs(declared("correct")))).toBe(
            false,
        );
    });

    it("is left under accept, until the program changes config", () => {
        const news = declared("accept");
        expect(diff(found("accept"), news).changes).toBe(false);
        expect(leavesConfiguration(found("accept"), news, parseInputs(news))).toBe(true);
        const other = declared("accept", { autoboot: false });
        expect(diff(found("accept"), other).changes).toBe(true);
        expect(leavesConfiguration(found("accept"), other, parseInputs(other))).toBe(false);
    });

    it("is told to be left, with the differences, only under accept and as long as it is", () => {
        const told = (news: PropertyBag) => describeAcceptedDrift(found("correct"), news, parseInputs(news));
        expect(told(declared("accept"))).toEqual([
            'the configuration of kzone1 is left as somebody has changed it, until `config` changes: driftPolicy.configuration is "accept" (program -> global1):\n' +
                "  autoboot: true -> false",
        ]);
        expect(told(declared("correct"))).toEqual([]);
        expect(told(declared("accept", { autoboot: false }))).toEqual([]);
    });

    it("stops under fail, with the differences", () => {
        const news = declared("fail");
        expect(diff(found("fail"), news).changes).toBe(true);
        expect(() => {
            requireNoDrift(found("fail"), news, parseInputs(news));
        }).toThrow(/CONFIG_DRIFTED[^]*autoboot: true -> false/);
    });

    it("is no concern of a program that declares none", () => {
        const olds = outputs("global1", { configDrift: drift });
        expect(diff(olds, inputs({ host: "global1" })).changes).toBe(false);
    });
});

describe("diff of the state", () => {
    it.each([
        ["running", "running", false],
        ["running", "installed", true],
        ["installed", "running", true],
        ["installed", "installed", false],
    ])("of a zone that is %s and shall be %s", (zoneState, state, changes) => {
        expect(diff(outputs("global1", { zoneState, state }), inputs({ host: "global1", state })).changes).toBe(
            changes,
        );
    });

    it("sees a reboot that is due once it is allowed", () => {
        const olds = outputs("global1", { config: {}, rebootNeededFor: ["x"], allowReboot: true });
        expect(diff(olds, inputs({ host: "global1", config: {}, allowReboot: true })).changes).toBe(true);
        const not = outputs("global1", { config: {}, rebootNeededFor: ["x"] });
        expect(diff(not, inputs({ host: "global1", config: {} })).changes).toBe(false);
    });
});

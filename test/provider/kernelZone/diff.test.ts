import { unknownValue } from "../../../provider/kernelZone/check";
import { diff } from "../../../provider/kernelZone/diff";
import fc from "../../fuzz";
import { inputs, outputs } from "./bags";

const changed = (olds: Parameters<typeof diff>[0], news: Parameters<typeof diff>[1]) => diff(olds, news).changes;

describe("diff of the host", () => {
    it("compares the wish with what was seen, not with the wish before", () => {
        expect(changed(outputs("global1"), inputs({ host: "global1" }))).toBe(false);
        expect(changed(outputs("global1"), inputs({ host: "global2" }))).toBe(true);
        const drifted = { ...outputs("global1"), currentHost: "global2" };
        expect(changed(drifted, inputs({ host: "global1" }))).toBe(true);
        expect(changed(drifted, inputs({ host: "global2" }))).toBe(false);
    });

    it("is a change as long as a move has left something to finish, even where the zone is as wished", () => {
        expect(changed(outputs("global2", { unfinishedOn: "global1" }), inputs({ host: "global2" }))).toBe(true);
        expect(changed(outputs("global2", { unfinishedOn: undefined }), inputs({ host: "global2" }))).toBe(false);
    });

    it("means the same when refresh asks with what was read and the stored inputs", () => {
        const stored = inputs({ host: "global1" });
        expect(changed(outputs("global1"), stored)).toBe(false);
        expect(changed({ ...stored, ...outputs("global1"), currentHost: "global3" }, stored)).toBe(true);
    });

    it("takes a host that is not known yet for a change", () => {
        expect(changed(outputs("global1"), inputs({ host: unknownValue }))).toBe(true);
        expect(changed({ ...outputs("global1"), currentHost: unknownValue }, inputs({ host: unknownValue }))).toBe(
            true,
        );
    });

    it("does with the wish where an older release has written no observation", () => {
        expect(changed(inputs({ host: "global1" }), inputs({ host: "global1" }))).toBe(false);
        expect(changed(inputs({ host: "global1" }), inputs({ host: "global2" }))).toBe(true);
    });
});

describe("diff of the settings", () => {
    it.each([
        [
            "a duration in another unit",
            { migration: { timeouts: { migrate: "10m" } } },
            { migration: { timeouts: { migrate: 600 } } },
        ],
        [
            "a default written out",
            {},
            { migration: { method: "live", dryRun: "required", overwriteTargetConfig: false } },
        ],
        ["empty objects written out", {}, { migration: { timeouts: {} }, hostOverrides: {}, deletionPolicy: "retain" }],
        ["another order of keys", { migration: { user: "a", port: 1 } }, { migration: { port: 1, user: "a" } }],
    ])("is no change: %s", (_name, before, after) => {
        expect(changed(outputs("global1", before), inputs(after))).toBe(false);
        expect(changed(outputs("global1", after), inputs(before))).toBe(false);
    });

    it.each([
        ["another time limit", { migration: { timeouts: { migrate: 601 } } }],
        ["another policy", { migration: { dryRun: "warn" } }],
        ["an override", { hostOverrides: { global2: { anets: [{ id: 0, lowerLink: "net1" }] } } }],
        ["no adopt", { adopt: false }],
        ["a setting that is not known yet", { migration: { user: unknownValue } }],
    ])("is a change: %s", (_name, after) => {
        expect(changed(outputs("global1", { migration: { timeouts: { migrate: "10m" } } }), inputs(after))).toBe(true);
    });

    it("never counts hidden keys or outputs", () => {
        const before = outputs("global1", { lastMigration: { from: "a", to: "b" }, warnings: ["x"], uuid: "u" });
        expect(changed(before, inputs({ __provider: "a newer shim", __urn: "another", __new: 1 }))).toBe(false);
    });
});

describe("diff of what is marked as a secret", () => {
    const marked = (...paths: string[]) => ({ __secretPaths: paths });

    it("is a change where a mark comes or goes: the engine encrypts the outputs anew in an update only", () => {
        expect(changed(outputs("global1", marked()), inputs(marked("config")))).toBe(true);
        expect(changed(outputs("global1", marked("config")), inputs(marked()))).toBe(true);
        expect(changed(outputs("global1", marked("config")), inputs(marked("install")))).toBe(true);
    });

    it("is none where they are the same, and no mark at all is one too", () => {
        expect(changed(outputs("global1", marked("a", "b")), inputs(marked("b", "a")))).toBe(false);
        expect(changed(outputs("global1"), inputs(marked()))).toBe(false);
        expect(changed(outputs("global1"), inputs(marked("config")))).toBe(true);
        expect(changed(outputs("global1", marked("config")), inputs())).toBe(true);
    });
});

describe("diff of anything", () => {
    const bags = fc.oneof(
        fc.object(),
        fc.record(
            {
                host: fc.anything(),
                currentHost: fc.anything(),
                zoneName: fc.anything(),
                migration: fc.anything(),
                hostOverrides: fc.anything(),
                warnings: fc.anything(),
                lastMigration: fc.anything(),
            },
            { requiredKeys: [] },
        ),
    );

    it("never throws, always answers yes or no, and never asks for a replacement", () => {
        fc.assert(
            fc.property(bags, bags, (olds, news) => {
                const result = diff(olds, news);
                expect(typeof result.changes).toBe("boolean");
                expect(Object.keys(result)).toEqual(["changes"]);
            }),
            { numRuns: 1_000 },
        );
    });
});

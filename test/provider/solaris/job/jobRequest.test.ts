import { parseRequest, requestLines, type JobRequest } from "../../../../provider/solaris/job/jobRequest";
import fc from "../../../fuzz";

const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }).filter((value) => !/[\n\r]/.test(value));
const request: fc.Arbitrary<JobRequest> = fc.record(
    {
        id: text,
        zone: text,
        uuid: text,
        from: text,
        to: text,
        method: fc.constantFrom("live" as const, "warm" as const, "cold" as const, "install" as const),
        token: text,
        bootAfterwards: fc.boolean(),
        targetHad: fc.boolean(),
        by: text,
        asked: text,
    },
    { requiredKeys: ["id", "zone", "from", "to", "method", "bootAfterwards", "targetHad", "by", "asked"] },
);

describe("a job's request", () => {
    it("is read back as it was written, with what the host adds and what a later release may add", () => {
        fc.assert(
            fc.property(request, (written) => {
                expect(parseRequest(requestLines(written))).toEqual(written);
                const added = ["since=2025-03-01T10:00:00Z", "client=192.0.2.7", "colour=blue", "no sign", ""];
                expect(parseRequest([...requestLines(written), ...added])).toEqual({
                    ...written,
                    since: "2025-03-01T10:00:00Z",
                    client: "192.0.2.7",
                });
            }),
        );
    });

    it("cannot be forged by a line break in a value", () => {
        const lines = requestLines({
            ...fc.sample(request, 1)[0]!,
            by: "ops@laptop\nto=elsewhere\r\nid=evil",
            to: "global2",
            id: "abc",
        });
        expect(parseRequest(lines)).toMatchObject({ id: "abc", to: "global2", by: "ops@laptop to=elsewhere  id=evil" });
    });

    it("is none without id, zone, hosts, or a method that is known, whatever else stands there", () => {
        const whole = ["id=a", "zone=z", "from=f", "to=t", "method=live"];
        expect(parseRequest(whole)).toBeDefined();
        for (const missing of whole) {
            expect(parseRequest(whole.filter((line) => line !== missing))).toBeUndefined();
        }
        expect(parseRequest([...whole, "method=teleport"])).toBeUndefined();
        fc.assert(fc.property(fc.array(fc.string()), (noise) => parseRequest(noise) === undefined));
    });

    it("takes nothing away in doubt: what was on the target counts as having been there", () => {
        const whole = ["id=a", "zone=z", "from=f", "to=t", "method=live"];
        expect(parseRequest(whole)).toMatchObject({ targetHad: true, bootAfterwards: false, by: "unknown" });
        expect(parseRequest([...whole, "targetHad=noth"])).toMatchObject({ targetHad: true });
        expect(parseRequest([...whole, "targetHad=nothing"])).toMatchObject({ targetHad: false });
    });
});

import { DeclaredZones } from "../../../provider/kernelZone/declaredZones";
import type { PropertyBag } from "../../../provider/kernelZone/state";
import { inputs, outputs } from "./bags";

const urn = (name: string) => `urn:pulumi:dev::p::t::${name}`;
const uuids = ["0f3a0b4e-0000-4000-8000-00000000000a", "0f3a0b4e-0000-4000-8000-00000000000b"] as const;
const old = (more: PropertyBag = {}) => outputs("global1", { __urn: urn("old"), uuid: uuids[0], ...more });
const wished = (name: string, more: PropertyBag = {}) => inputs({ __urn: urn(name), ...more });
const seen = (name: string, host: string, uuid?: string) =>
    outputs(host, { __urn: urn(name), ...(uuid === undefined ? {} : { uuid }) });

describe("who is the zone now of which an entry of the state is deleted", () => {
    let declared: DeclaredZones;
    beforeEach(() => {
        declared = new DeclaredZones();
    });

    it("is nobody where nothing is declared, as in a destroy, or another zone is", () => {
        expect(declared.heirOf(old())).toBeUndefined();
        declared.declare(wished("new", { zoneName: "kzone2" }));
        declared.observe(urn("new"), { ...seen("new", "global1", uuids[0]), zoneName: "kzone2" });
        expect(declared.heirOf(old())).toBeUndefined();
    });

    it("is nobody where only a refresh has compared it", () => {
        declared.observe(urn("old"), old());
        expect(declared.heirOf(old())).toBeUndefined();
    });

    it("is the resource itself where the program has it still, wherever its zone is", () => {
        declared.declare(wished("old", { host: "global3" }));
        expect(declared.heirOf(old())).toEqual({ name: "old", role: "itself" });
        declared.observe(urn("old"), seen("old", "global3", uuids[1]));
        expect(declared.heirOf(old())).toEqual({ name: "old", role: "itself" });
    });

    it("is the resource itself also where it is another zone by now, as only a replacement lets pass", () => {
        declared.declare(wished("old", { zoneName: "kzone2" }));
        expect(declared.heirOf(old())).toEqual({ name: "old", role: "anotherZone" });
        declared.declare(wished("old"));
        expect(declared.heirOf(old())).toEqual({ name: "old", role: "itself" });
    });

    it.each<[what: string, state: PropertyBag, host: string, uuid: string | undefined, isHeir: boolean]>([
        ["the same UUID", old(), "global2", uuids[0], true],
        ["another UUID on the same host", old(), "global1", uuids[1], false],
        ["another UUID elsewhere", old(), "global2", uuids[1], false],
        ["no UUID in the state, the same host", old({ uuid: undefined }), "global1", uuids[0], true],
        ["no UUID in the state, elsewhere", old({ uuid: undefined }), "global2", uuids[0], false],
        ["no UUID seen, the same host", old(), "global1", undefined, true],
        ["no UUID at all, elsewhere", old({ uuid: undefined }), "global2", undefined, false],
        ["a state that tells neither host nor UUID", { zoneName: "kzone1" }, "global2", uuids[0], true],
    ])("is told by UUID, else by host: %s", (_what, state, host, uuid, isHeir) => {
        declared.declare(wished("new", { host }));
        declared.observe(urn("new"), seen("new", host, uuid));
        expect(declared.heirOf(state)).toEqual(isHeir ? { name: "new", role: "other" } : undefined);
    });

    it("may be a resource that was not seen to be any zone, wherever it shall be", () => {
        declared.declare(wished("new", { host: "global2" }));
        const heir = { name: "new", role: "unproven" };
        expect(declared.heirOf(old())).toEqual(heir);
        expect(declared.heirOf(old({ uuid: undefined }))).toEqual(heir);
    });

    it("is one that was seen rather than one that was not", () => {
        declared.declare(wished("failed"));
        declared.declare(wished("new"));
        declared.observe(urn("new"), seen("new", "global1", uuids[0]));
        expect(declared.heirOf(old())).toMatchObject({ name: "new", role: "other" });
    });

    it("keeps what is known through the second check of a replacement", () => {
        declared.declare(wished("new"));
        declared.observe(urn("new"), seen("new", "global2", uuids[1]));
        declared.declare(wished("new"));
        expect(declared.heirOf(old())).toBeUndefined();
    });

    it("does not mind inputs that say nothing yet", () => {
        declared.declare({});
        declared.declare({ __urn: urn("new"), zoneName: 7 });
        declared.declare({ __urn: "", zoneName: "kzone1" });
        declared.observe(undefined, {});
        expect(declared.heirOf(old())).toBeUndefined();
        expect(declared.heirOf({})).toBeUndefined();
    });
});

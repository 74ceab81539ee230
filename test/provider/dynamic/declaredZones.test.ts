import { hostsWithOneZone } from "../migration/world";
import { Rig } from "./rig";

describe("the deletion of an entry of the state, in one provider process", () => {
    let rig: Rig;
    const old = { deletionPolicy: "delete" };
    beforeEach(async () => {
        rig = await Rig.start(hostsWithOneZone(["global1", "global2"]));
        await rig.configure();
    });
    afterEach(() => rig.stop());
    const zone = () => rig.fleet.zone("global1", "kzone1")?.state;
    const warnings = (urn: string) => rig.messagesOf(urn).filter(({ text }) => text.includes("is not deleted"));

    it("leaves the zone alone after the creation of a replacement, and before it", async () => {
        const { provider } = rig;
        const { urn, inputs } = rig.zone("kzone1");
        const first = await provider.create(inputs(old));
        await provider.check({}, inputs(old));
        await provider.delete(first.id, first.properties);
        const { id, properties } = await provider.create(inputs(old));
        await provider.delete(id, properties);
        expect(warnings(urn)).toHaveLength(2);
        expect(zone()).toBe("running");
    });

    it("leaves it alone for another resource, by what its diff has told", async () => {
        const { provider } = rig;
        const { urn, inputs } = rig.zone("kzone1");
        const { id, properties } = await provider.create(inputs(old));
        const other = `${urn}-other`;
        await provider.check(inputs({ __urn: other }), inputs({ __urn: other }));
        await provider.diff({ ...properties, __urn: other }, inputs({ __urn: other }));
        await provider.delete(id, properties);
        expect(warnings(urn)).toHaveLength(1);
        expect(zone()).toBe("running");
    });

    it("deletes it where only a refresh has looked at it, and for two entries at once once", async () => {
        const { provider } = rig;
        const { inputs } = rig.zone("kzone1");
        const { id, properties } = await provider.create(inputs(old));
        const read = await provider.read(id, properties);
        await provider.diff(read.properties, inputs(old));
        await Promise.all([provider.delete(id, properties), provider.delete(id, properties)]);
        expect(zone()).toBeUndefined();
        expect(rig.fleet.wipedStorage).toHaveLength(1);
    });
});

import { plantedDefects } from "./defects";
import { patchedSources } from "./plant";

test.each(plantedDefects)("the text that $name replaces is in the provider once", (defect) => {
    expect(() => patchedSources(defect)).not.toThrow();
});

test("each planted defect has a name of its own", () => {
    expect(new Set(plantedDefects.map(({ name }) => name)).size).toBe(plantedDefects.length);
});

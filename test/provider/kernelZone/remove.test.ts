import { remove } from "../../../provider/kernelZone/remove";
import { Recorder } from "../migration/recorder";
import { outputs } from "./bags";

describe("removing the resource", () => {
    it("says that the zone is left as it is; there is nothing by which a host could be asked", () => {
        const reporter = new Recorder();
        remove(outputs("global2"), reporter);
        expect(reporter.reports).toEqual([
            { kind: "info", text: "kzone1 is no longer managed; it is left as it is on global2" },
        ]);
    });

    it("does so for a state of which nothing is known but the name", () => {
        const reporter = new Recorder();
        remove({ zoneName: "kzone1" }, reporter);
        expect(reporter.kept).toContain("left as it is on its host");
    });
});

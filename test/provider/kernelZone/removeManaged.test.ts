import type { Heir, HeirRole } from "../../../provider/kernelZone/declaredZones";
import { remove } from "../../../provider/kernelZone/remove";
import { failureOf } from "../failureOf";
import { Recorder } from "../migration/recorder";
import { outputs } from "./bags";

const never = () => {
    throw new Error("no host is to be asked");
};

describe("removing a resource whose zone another one of the program is now", () => {
    const state = (deletionPolicy: string) => outputs("global1", { deletionPolicy });
    const heir = (role: HeirRole): Heir => ({ name: "new", role });

    it.each([
        ["delete", "deleted"],
        ["shutdown", "shut down"],
    ])("does nothing to the zone (%s), asks no host, and says why and how", async (policy, done) => {
        const reporter = new Recorder();
        await remove(state(policy), reporter, never, heir("other"));
        expect(reporter.texts("warn")).toEqual([
            expect.stringMatching(
                `^kzone1 is not ${done}, although deletionPolicy is "${policy}": the resource new of the program is ` +
                    `this zone now; only the old entry in the state is forgotten\n  to really have it ${done}: remove new`,
            ),
        ]);
        expect(reporter.reports).toHaveLength(1);
    });

    it.each<[role: HeirRole, said: RegExp]>([
        [
            "itself",
            /Pulumi replaces the resource, and the new one is this very zone[^]*remove the resource from the program/,
        ],
        [
            "anotherZone",
            /by one of another zone, and no replacement destroys a zone[^]*take it over by a resource of its own/,
        ],
    ])("says that Pulumi replaces it where it is the resource itself (%s)", async (role, said) => {
        const reporter = new Recorder();
        await remove(state("delete"), reporter, never, heir(role));
        expect(reporter.texts("warn").join()).toMatch(said);
    });

    it("keeps the resource in the state where the other one has not become any zone", async () => {
        const reporter = new Recorder();
        expect(await failureOf(remove(state("delete"), reporter, never, heir("unproven")))).toMatchObject({
            code: "DELETION_UNSAFE",
            details: { message: expect.stringContaining("the resource new of the program may be this zone") as string },
        });
        expect(reporter.reports).toEqual([]);
    });

    it("is no matter for retain", async () => {
        const reporter = new Recorder();
        await remove(state("retain"), reporter, never, heir("unproven"));
        expect(reporter.kept).toContain("it is left as it is on global1");
    });
});

import { describeJobOrigin, describeJobProgress, runningFor } from "../../../provider/migration/underWay";
import type { Job } from "../../../provider/solaris/job/jobList";
import { requestOf } from "../solaris/job/jobHost";

const job = (more: Partial<Job> = {}): Job => ({
    ...requestOf("kzone1", "abc"),
    since: "2025-03-01T10:00:01Z",
    now: "2025-03-01T10:00:36Z",
    client: "192.0.2.7",
    state: { kind: "alive" },
    log: [],
    ...more,
});

describe("a job that is met under way", () => {
    it("tells who has started it, since when, and from where, as far as that is known", () => {
        expect(describeJobOrigin(job())).toBe("started at 2025-03-01T10:00:01Z by ops@laptop, login from 192.0.2.7");
        const { since: _, client: __, ...bare } = job();
        expect(describeJobOrigin(bare)).toBe("started by ops@laptop");
    });

    it("tells how far it is by its log, steps and a configuration's lines left out", () => {
        expect(describeJobProgress(job())).toMatch(/^starting, 35 s$/);
        const log = [
            "@abc step migrate",
            "zoneadm: zone 'kzone1': Importing zone configuration.",
            "zoneadm: zone 'kzone1': Attaching zone.",
            "zoneadm: zone 'kzone1': Starting migration.",
        ];
        const before = describeJobProgress(job({ log: log.slice(0, 3) }));
        const after = describeJobProgress(job({ log }));
        expect(before).toMatch(/, 35 s$/);
        expect(after).not.toBe(before);
        const echoed = [
            "-----BEGIN CONFIGURATION-----",
            "zoneadm: zone 'kzone1': Starting migration.",
            "set keysource=raw",
        ];
        expect(describeJobProgress(job({ log: [...log.slice(0, 3), ...echoed] }))).toBe(before);
    });

    it("goes by the host's clock alone, and says nothing where that was set back or is not told", () => {
        expect(runningFor(job())).toBe(35);
        expect(runningFor(job({ now: "2025-03-01T09:00:00Z" }))).toBeUndefined();
        expect(runningFor(job({ now: "noon" }))).toBeUndefined();
        const { now: _, ...untold } = job();
        expect(runningFor(untold)).toBeUndefined();
        expect(describeJobProgress(untold)).toBe("starting");
    });
});

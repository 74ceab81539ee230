import type { MovePlan } from "../../../provider/migration/plan";
import { jobSteps, stepsOf } from "../../../provider/migration/steps";
import { timeLimits } from "../../../provider/migration/timeLimits";

const plan = (more: Partial<MovePlan> = {}): MovePlan => ({
    zone: "kzone1",
    from: "global1",
    to: "global2",
    method: "live",
    bootAfterwards: false,
    overrides: [],
    size: {},
    uri: "ssh://zadm@global2",
    targetConfiguration: { kind: "imported" },
    sourceConfiguration: { script: "create -b\n", properties: new Map(), resources: [] },
    limits: timeLimits(undefined, {}),
    ...more,
});
const linesOf = (deviations: Partial<MovePlan>, typeFlag = true): string[] =>
    jobSteps(stepsOf(plan(deviations), typeFlag), "pfexec").map(({ name, argv }) => `${name}: ${argv.join(" ")}`);
const zoneadm = "/usr/bin/pfexec /usr/sbin/zoneadm -z kzone1";

describe("the steps of a move", () => {
    it("are one for a live one, with `-t live` where the release takes it", () => {
        expect(linesOf({})).toEqual([`migrate: ${zoneadm} migrate -t live ssh://zadm@global2`]);
        expect(linesOf({}, false)).toEqual([`migrate: ${zoneadm} migrate ssh://zadm@global2`]);
    });

    it.each([
        ["warm", "suspend"],
        ["cold", "shutdown"],
    ] as const)(
        "of a %s one stop the zone, dry-run it as it is then, and move it; never with `-t live`",
        (method, stop) => {
            expect(linesOf({ method, stop, bootAfterwards: true })).toEqual([
                `${stop}: ${zoneadm} ${stop}`,
                `dryRun: ${zoneadm} migrate -n ssh://zadm@global2`,
                `migrate: ${zoneadm} migrate ssh://zadm@global2`,
            ]);
            expect(linesOf({ method })).toEqual([`migrate: ${zoneadm} migrate ssh://zadm@global2`]);
        },
    );

    it("overwrite the target's configuration in the migration only, for no dry run can try that", () => {
        const overwritten = { targetConfiguration: { kind: "overwritten" } } as const;
        expect(linesOf({ method: "cold", stop: "shutdown", ...overwritten }).map((line) => line.split(":")[0])).toEqual(
            ["shutdown", "migrate"],
        );
        expect(linesOf(overwritten)[0]).toContain(" -w ");
    });

    it("take the rights that the host's login has", () => {
        const argvOf = (privilege: "pfexec" | "sudo" | "none") =>
            jobSteps(stepsOf(plan(), true), privilege)[0]?.argv.slice(0, 3);
        expect(argvOf("sudo")).toEqual(["/usr/bin/sudo", "-n", "/usr/sbin/zoneadm"]);
        expect(argvOf("none")?.[0]).toBe("/usr/sbin/zoneadm");
    });

    it("never halt, uninstall or delete, nor force anything", () => {
        for (const method of ["live", "warm", "cold"] as const) {
            for (const stop of [undefined, "suspend", "shutdown"] as const) {
                const all = linesOf({ method, ...(stop === undefined ? {} : { stop }) }).join("\n");
                expect(all).not.toMatch(/halt|uninstall|delete|force| -R| -F/);
            }
        }
    });
});

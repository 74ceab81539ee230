import type { MigrationRecord } from "pulumi-solaris";

import { describeEngine } from "../engine/describeEngine";
import type { RunResult } from "../engine/runResult";
import type { HostSpec } from "../solaris";
import { changingCommands, zonesOn } from "./support/records";
import { type Scene, startScene } from "./support/zones";

const livePhases = ["attach", "boot", "check", "complete", "configure", "detach", "finish", "migrate", "suspend"];

/** A kind of source host: how it deviates, what its dry run must show, and the phases of its migration. */
interface Variant {
    host: Omit<HostSpec, "name" | "zones">;
    shown: string[];
    /** Default: all. */
    phases?: string[];
}

const variants: Record<string, Variant> = {
    secureMigration: { host: { wording: "secure-migration" }, shown: ["Importing zone configuration."] },
    seedProcedure: { host: { wording: "seed-procedure" }, shown: ["Importing zone configuration."] },
    seedExample45: {
        host: { wording: "seed-example-45" },
        shown: ["Importing zone configuration."],
        phases: livePhases.filter((phase) => phase !== "suspend"),
    },
    importOnDestination: {
        host: { wording: "import-on-destination" },
        shown: ["Importing zone configuration on destination."],
    },
    cleanUpLast: {
        host: { wording: "clean-up-last" },
        shown: ["Dry-run migration successful.\n  zoneadm: zone 'cleanUpLast': Cleaning up."],
    },
    // Without -t the provider cannot ask for a live move; the dry run shows that it is one.
    olderRelease: {
        host: { release: "11.3.36.10.0", list: { auxiliary: "with-zone", fields: 9, globalMacProfile: "" } },
        shown: ["zoneadm on host-olderRelease has no `-t live`; the dry run shows that the move is live"],
    },
    german: { host: { locale: "de" }, shown: ["Checking migration compatibility."] },
    japanese: { host: { locale: "ja" }, shown: ["Checking migration compatibility."] },
    noisy: {
        host: {
            noise: {
                banner: "Authorized uses only. Password: none of your business.\r\n",
                stdout: "Last login: Mon Nov 23\n   1 message\n-bash: warning: here be dragons\n",
                stderr: "You have mail.\ntput: unknown terminal\n",
                trailingStdout: "logout\n",
            },
        },
        shown: ["Dry-run migration successful."],
    },
    rootBySudo: { host: { requirePrivilege: "sudo" }, shown: ["Dry-run migration successful."] },
    fewSessions: { host: { maxSessions: 1 }, shown: ["Dry-run migration successful."] },
};

const zones = Object.keys(variants);
const hostOf = (zone: string): string => `host-${zone}`;

describeEngine("pulumi up from hosts of every kind", () => {
    let scene: Scene;
    let result: RunResult;

    beforeAll(async () => {
        scene = await startScene({
            hosts: [
                ...Object.entries(variants).map(([name, { host }]) => ({
                    ...host,
                    name: hostOf(name),
                    zones: [{ name }],
                })),
                { name: "target" },
            ],
            zones: Object.fromEntries(zones.map((zone) => [zone, { host: hostOf(zone) }])),
        });
        scene.change(Object.fromEntries(zones.map((zone) => [zone, { host: "target" }])));
        result = await scene.stack.up();
    }, 60_000);
    afterAll(() => scene.stop());

    it("succeeds", () => {
        expect(result).toMatchObject({ exitCode: 0, resourceChanges: { update: zones.length } });
        expect(zonesOn(scene.fleet, "target")).toEqual(Object.fromEntries(zones.map((zone) => [zone, "running"])));
    });

    it.each(zones)("understands a host of the kind %s", async (zone) => {
        const { shown, phases = livePhases } = variants[zone]!;
        const [preview = "", ...rest] = result.messagesOf(zone);
        expect(preview).toContain(`live migration of ${zone} (4 GiB, 4 vCPUs): ${hostOf(zone)} -> target`);
        expect(preview).toContain("dry run passed; target is as it was before");
        shown.forEach((line) => expect(preview).toContain(line));
        expect(rest).toEqual([expect.stringMatching(/^moved .*; seen running on target$/)]);
        const { outputs } = (await scene.stack.resourceState(zone)) ?? {};
        expect(outputs).toMatchObject({ currentHost: "target", zoneState: "running", warnings: [] });
        expect(Object.keys((outputs?.lastMigration as MigrationRecord).phases).sort()).toEqual(phases);
        expect(changingCommands(scene.fleet).filter((one) => one.startsWith(`${hostOf(zone)}:`))).toEqual(
            // An older zoneadm turns down the first try of each dry run for its -t.
            [
                ...Array<string>(zone === "olderRelease" ? 4 : 2).fill("zoneadm migrate -n"),
                "zoneadm migrate",
                "zonecfg delete",
            ].map((name) => `${hostOf(zone)}: ${name}`),
        );
        expect(zonesOn(scene.fleet, hostOf(zone))).toEqual({});
    });
});

import type { Answer } from "../../../provider/hostCheck/answer";
import type { CheckRow } from "../../../provider/hostCheck/report";
import {
    configurableZones,
    privilegedReadRow,
    profileRows,
    rootRow,
    sudoManagementRows,
    sudoRows,
} from "../../../provider/hostCheck/rightsRows";
import { installZone } from "../../../provider/solaris/zoneadmInstall";
import { bootZone } from "../../../provider/solaris/zoneadmLifecycle";
import { migrate } from "../../../provider/solaris/zoneadmMigrate";
import { applyScript, deleteConfiguration, exportConfiguration } from "../../../provider/solaris/zonecfg";
import { answered, missing, none } from "./answers";

const pfexec = { user: "zadm", privilege: "pfexec" } as const;
const sudo = { user: "zadm", privilege: "sudo" } as const;
const root = { user: "zadm", privilege: "none" } as const;

const line = ({ outcome, detail }: CheckRow): string => `${outcome}: ${detail}`;

describe("profileRows", () => {
    const all = answered("zadm:\n          Zone Migration\n          Zone Configuration\n          Zone Management\n");
    const nothing = answered("zadm:\n          Basic Solaris User\n");

    it.each<[string, Answer, Answer, string[]]>([
        [
            "profiles",
            all,
            answered("\n"),
            [
                "ok: to migrate zones: profile Zone Migration",
                "ok: to read and write configurations: profile Zone Configuration",
                "ok: to create, boot, stop and delete zones: profile Zone Management",
            ],
        ],
        [
            "authorizations by a wildcard",
            nothing,
            answered("solaris.device.cdrw,solaris.zone.*\n"),
            [
                "ok: to migrate zones: authorization solaris.zone.migrate",
                "ok: to read and write configurations: authorization solaris.zone.config",
                "ok: to create, boot, stop and delete zones: authorization solaris.zone.manage",
            ],
        ],
        [
            "one zone's authorization",
            nothing,
            answered("solaris.zone.migrate/kzone1,solaris.zone.config,solaris.zone.manage/kzone2\n"),
            [
                "warning: to migrate zones: solaris.zone.migrate for kzone1 only",
                "ok: to read and write configurations: authorization solaris.zone.config",
                "warning: to create, boot, stop and delete zones: solaris.zone.manage for kzone2 only",
            ],
        ],
        [
            "none of them",
            nothing,
            answered("solaris.device.cdrw\n"),
            [
                "failed: to migrate zones: neither profile Zone Migration nor solaris.zone.migrate",
                "failed: to read and write configurations: neither profile Zone Configuration nor solaris.zone.config",
                "warning: to create, boot, stop and delete zones: neither profile Zone Management nor solaris.zone.manage",
            ],
        ],
        [
            "no auths, but profiles",
            all,
            missing("/usr/bin/auths"),
            [
                "ok: to migrate zones: profile Zone Migration",
                "ok: to read and write configurations: profile Zone Configuration",
                "ok: to create, boot, stop and delete zones: profile Zone Management",
            ],
        ],
        [
            "no profiles",
            missing("/usr/bin/profiles"),
            answered("solaris.zone.migrate\n"),
            [
                "ok: to migrate zones: authorization solaris.zone.migrate",
                "warning: /usr/bin/profiles is not there, so this cannot be told",
                "warning: /usr/bin/profiles is not there, so this cannot be told",
            ],
        ],
        [
            "no answer",
            none("COMMAND_TIMEOUT"),
            answered(""),
            ["failed: what has happened", "failed: what has happened", "failed: what has happened"],
        ],
    ])("with %s", (_what, profiles, auths, rows) => {
        expect(profileRows("zadm", profiles, auths).map(line)).toEqual(rows);
    });

    it("names the command that gives the right, for the login's own user", () => {
        const remedies = profileRows("mig", nothing, answered("")).map(({ remedy }) => remedy);
        expect(remedies).toEqual([
            expect.stringMatching(/\nusermod -P \+"Zone Migration" -A \+solaris\.zone\.migrate mig$/),
            expect.stringMatching(/\nusermod -P \+"Zone Configuration" -A \+solaris\.zone\.config mig$/),
            expect.stringMatching(
                /^Running zones can be moved without it\..*\nusermod -P \+"Zone Management" -A \+solaris\.zone\.manage mig$/,
            ),
        ]);
    });

    it("a profile for cold migration alone is not enough", () => {
        const cold = answered("Zone Cold Migration\n");
        const [migrate] = profileRows("zadm", cold, answered("solaris.zone.migrate.cold\n"));
        expect(migrate).toMatchObject({ outcome: "failed", code: "PRIVILEGE_MISSING" });
    });
});

it("the zones whose configuration may be read are known where they are named", () => {
    expect(configurableZones(answered("solaris.zone.config/kzone2\n"))).toEqual(["kzone2"]);
    expect(configurableZones(answered("solaris.zone.config,solaris.zone.config/kzone2\n"))).toBeUndefined();
    expect(configurableZones(missing("/usr/bin/auths"))).toBeUndefined();
});

describe("privilegedReadRow", () => {
    const list = answered("0:global:running:/::solaris:shared:-:none:\n");
    const refused = none("PRIVILEGE_MISSING", "zonecfg export was refused").error;

    it.each<[string, Parameters<typeof privilegedReadRow>, string]>([
        [
            "a zone",
            [pfexec, { list, exported: { zone: "kzone1", error: undefined } }],
            "ok: pfexec reads the configuration of kzone1",
        ],
        [
            "no zone",
            [pfexec, { list, exported: undefined }],
            "ok: pfexec runs zoneadm; no kernel zone here whose configuration could be read",
        ],
        [
            "no zone, by sudo",
            [sudo, { list, exported: undefined }],
            "ok: no kernel zone here whose configuration could be read",
        ],
        [
            "a refusal",
            [sudo, { list, exported: { zone: "kzone1", error: refused } }],
            "failed: zonecfg export was refused",
        ],
        [
            "no pfexec",
            [pfexec, { list: missing("/usr/bin/pfexec"), exported: undefined }],
            "failed: /usr/bin/pfexec is not there",
        ],
        [
            "no zoneadm",
            [pfexec, { list: missing("/usr/sbin/zoneadm"), exported: undefined }],
            "failed: /usr/sbin/zoneadm is not there",
        ],
        [
            "a list that fails",
            [pfexec, { list: answered("", 1, "no\n"), exported: undefined }],
            "failed: x failed on global1; no",
        ],
        ["no answer", [pfexec, { list: none("CONNECTION_LOST"), exported: undefined }], "failed: what has happened"],
    ])("with %s", (_what, [way, read], row) => {
        expect(line(privilegedReadRow(way, read))).toBe(row);
    });

    it("tells apart what to do where pfexec or sudo and where zoneadm is missing, and never to set what is set", () => {
        const remedy = (holder: typeof pfexec | typeof sudo, program: string): string | undefined =>
            privilegedReadRow(holder, { list: missing(program), exported: undefined }).remedy;
        expect(remedy(pfexec, "/usr/bin/pfexec")).toMatch(/set `privilege` of it to sudo.* none/);
        expect(remedy(sudo, "/usr/bin/sudo")).toMatch(/set `privilege` of it to pfexec.* none/);
        expect(remedy(pfexec, "/usr/sbin/zoneadm")).toMatch(/global zone/);
    });

    it("gives what was refused, by the host's own way to rights", () => {
        const exported = { zone: "kzone1", error: refused };
        expect(privilegedReadRow(pfexec, { list, exported }).remedy?.split("\n").slice(1)).toEqual([
            'usermod -P +"Zone Configuration" -A +solaris.zone.config zadm',
        ]);
        expect(privilegedReadRow(sudo, { list, exported }).remedy?.split("\n").slice(1)).toEqual([
            'Defaults:zadm env_keep += "LC_ALL"',
            "zadm ALL = (root) NOPASSWD: /usr/sbin/zonecfg -z * export",
        ]);
        const lost = { zone: "kzone1", error: none("CONNECTION_LOST").error };
        expect(privilegedReadRow(sudo, { list, exported: lost }).remedy).not.toMatch(/NOPASSWD/);
    });
});

describe("sudoRows", () => {
    const allowed = answered("/usr/sbin/zoneadm\n");
    const refused = answered("", 1, "sudo: a password is required\n");
    const move = { zone: "kzone1", uri: "ssh://global2", typeFlag: true, overwriteTargetConfig: false, timeoutMs: 1 };
    const [dryRun, migration] = [migrate({ ...move, dryRun: true }), migrate({ ...move, dryRun: false })];

    it("has a row for each program, with what is refused in it, and with the narrow rules for that alone", () => {
        const rows = sudoRows(sudo, [
            { call: dryRun, answer: allowed },
            { call: migration, answer: allowed },
            { call: exportConfiguration("kzone1", "stored"), answer: allowed },
            { call: applyScript("kzone1", ""), answer: refused },
            { call: deleteConfiguration("kzone1"), answer: answered("", 1) },
        ]);
        expect(rows.map(line)).toEqual([
            "ok: sudo allows zoneadm migrate -n, zoneadm migrate",
            "failed: sudo does not allow zonecfg -f -, zonecfg delete -F; sudo: a password is required",
        ]);
        expect(rows[1]).toMatchObject({ code: "PRIVILEGE_MISSING" });
        expect(rows[1]?.remedy?.split("\n").slice(1)).toEqual([
            'Defaults:zadm env_keep += "LC_ALL"',
            "zadm ALL = (root) NOPASSWD: /usr/sbin/zonecfg -z * -f -",
            "zadm ALL = (root) NOPASSWD: /usr/sbin/zonecfg -z * delete -F",
        ]);
    });

    it("names a rule once that two refused calls need", () => {
        const [row] = sudoRows(sudo, [
            { call: dryRun, answer: refused },
            { call: migration, answer: refused },
        ]);
        expect(row?.remedy?.match(/NOPASSWD/g)).toHaveLength(1);
        expect(row?.remedy).toMatch(/NOPASSWD: \/usr\/sbin\/zoneadm -z \* migrate \*$/);
    });

    it("has one where sudo is not there, and one where the connection breaks", () => {
        const gone = missing("/usr/bin/sudo");
        expect(
            sudoRows(sudo, [
                { call: migration, answer: gone },
                { call: exportConfiguration("kzone1", "stored"), answer: gone },
            ]).map(line),
        ).toEqual(["failed: /usr/bin/sudo is not there"]);
        const lost = none("CONNECTION_LOST");
        expect(sudoRows(sudo, [{ call: migration, answer: lost }]).map(line)).toEqual(["failed: what has happened"]);
    });
});

describe("sudoManagementRows", () => {
    const allowed = answered("/usr/sbin/zoneadm\n");
    const install = installZone("kzone1", { timeoutMs: 1 });

    it("warns of what is refused, with the rules for that alone, and fails nothing", () => {
        const [row, ...others] = sudoManagementRows(sudo, [
            { call: install, answer: answered("", 1, "sudo: a password is required\n") },
            { call: bootZone("kzone1"), answer: allowed },
        ]);
        expect(others).toEqual([]);
        expect(row).toMatchObject({
            outcome: "warning",
            detail: "to create, boot, stop and delete zones: sudo does not allow zoneadm install",
        });
        expect(row).not.toHaveProperty("code");
        expect(row?.remedy).toMatch(
            /^Running zones can be moved without it\..*\n.*env_keep.*\n.*zoneadm -z \* install \*$/,
        );
    });

    it("names what is allowed, and leaves a sudo that does not answer to the other rows", () => {
        expect(sudoManagementRows(sudo, [{ call: install, answer: allowed }]).map(line)).toEqual([
            "ok: to create, boot, stop and delete zones: sudo allows zoneadm install",
        ]);
        expect(sudoManagementRows(sudo, [{ call: install, answer: missing("/usr/bin/sudo") }])).toEqual([]);
    });
});

it.each<[string, Answer, string]>([
    ["root", answered("uid=0(root) gid=0(root)\n"), "ok: the login is root (uid 0)"],
    ["zadm", answered("uid=100(zadm) gid=10(staff)\n"), "failed: zadm is not root (uid 100), and `privilege` is none"],
    ["noise", answered("hello\n"), "warning: the answer of id is not understood; hello"],
    ["no id", missing("/usr/bin/id"), "warning: /usr/bin/id is not there, so this cannot be told"],
])("with privilege none and %s", (_what, id, row) => {
    expect(line(rootRow(root, id))).toBe(row);
});

it("a login that is not root is not told to set `privilege` to none", () => {
    const { remedy } = rootRow(root, answered("uid=100(zadm) gid=10(staff)\n"));
    expect(remedy).toMatch(/to pfexec[^]*\nusermod -P \+"Zone Migration"[^]*\nusermod -P \+"Zone Configuration"/);
    expect(remedy).not.toContain("to none");
});

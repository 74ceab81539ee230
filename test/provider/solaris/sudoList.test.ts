import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sudoAllows, sudoRule } from "../../../provider/solaris/sudoList";
import { migrate } from "../../../provider/solaris/zoneadmMigrate";
import { applyScript, deleteConfiguration, exportConfiguration } from "../../../provider/solaris/zonecfg";

it("asks sudo about a call with all its arguments, as something that changes nothing", () => {
    expect(sudoAllows(deleteConfiguration("kzone1"))).toMatchObject({
        program: "/usr/bin/sudo",
        args: ["-n", "-l", "/usr/sbin/zonecfg", "-z", "kzone1", "delete", "-F"],
        privileged: false,
        reads: true,
    });
});

const move = { zone: "kzone1", uri: "ssh://x", typeFlag: true, overwriteTargetConfig: true, timeoutMs: 1 };

const rules = [
    [deleteConfiguration("kzone1"), "/usr/sbin/zonecfg -z * delete -F"],
    [applyScript("kzone1", "x"), "/usr/sbin/zonecfg -z * -f -"],
    [exportConfiguration("kzone1", "stored"), "/usr/sbin/zonecfg -z * export"],
    [exportConfiguration("kzone1", "running"), "/usr/sbin/zonecfg -z * -r export"],
    [migrate({ ...move, dryRun: true }), "/usr/sbin/zoneadm -z * migrate *"],
    [migrate({ ...move, dryRun: false }), "/usr/sbin/zoneadm -z * migrate *"],
] as const;

it.each(rules)("the rule for a call leaves open the zone, and of a migration the rest: %#", (call, rule) => {
    expect(sudoRule(call)).toBe(rule);
});

it("the rules are those of the guide", () => {
    const guide = readFileSync(join(__dirname, "..", "..", "..", "docs", "guides", "hosts.md"), "utf8");
    const [, list = ""] = /Cmnd_Alias ZONE_MOVE = ([^]*?)\n\n/.exec(guide) ?? [];
    expect(new Set(list.split(/,\s*\\\s*/))).toEqual(new Set(rules.map(([, rule]) => rule)));
});

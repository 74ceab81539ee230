import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sudoAllows, sudoRule } from "../../../provider/solaris/sudoList";
import { installZone, uninstallZone } from "../../../provider/solaris/zoneadmInstall";
import { bootZone, shutdownZone, suspendZone } from "../../../provider/solaris/zoneadmLifecycle";
import { migrate } from "../../../provider/solaris/zoneadmMigrate";
import {
    applyLiveScript,
    applyScript,
    deleteConfiguration,
    exportConfiguration,
} from "../../../provider/solaris/zonecfg";

it("asks sudo about a call with all its arguments, as something that changes nothing", () => {
    expect(sudoAllows(deleteConfiguration("kzone1"))).toMatchObject({
        program: "/usr/bin/sudo",
        args: ["-n", "-l", "/usr/sbin/zonecfg", "-z", "kzone1", "delete", "-F"],
        privileged: false,
        reads: true,
    });
});

const move = { zone: "kzone1", uri: "ssh://x", typeFlag: true, overwriteTargetConfig: true, timeoutMs: 1 };

/** The rules by the alias under which the guide has them. */
const rules = [
    ["ZONE_MOVE", deleteConfiguration("kzone1"), "/usr/sbin/zonecfg -z * delete -F"],
    ["ZONE_MOVE", applyScript("kzone1", "x"), "/usr/sbin/zonecfg -z * -f -"],
    ["ZONE_MOVE", exportConfiguration("kzone1", "stored"), "/usr/sbin/zonecfg -z * export"],
    ["ZONE_MOVE", exportConfiguration("kzone1", "running"), "/usr/sbin/zonecfg -z * -r export"],
    ["ZONE_MOVE", migrate({ ...move, dryRun: true }), "/usr/sbin/zoneadm -z * migrate *"],
    ["ZONE_MOVE", migrate({ ...move, dryRun: false }), "/usr/sbin/zoneadm -z * migrate *"],
    ["ZONE_STOP", shutdownZone("kzone1"), "/usr/sbin/zoneadm -z * shutdown"],
    ["ZONE_STOP", suspendZone("kzone1"), "/usr/sbin/zoneadm -z * suspend"],
    ["ZONE_STOP", bootZone("kzone1"), "/usr/sbin/zoneadm -z * boot"],
    ["ZONE_OWN", installZone("kzone1", { archive: "/x.uar", timeoutMs: 1 }), "/usr/sbin/zoneadm -z * install *"],
    ["ZONE_OWN", uninstallZone("kzone1"), "/usr/sbin/zoneadm -z * uninstall -F"],
    ["ZONE_OWN", applyLiveScript("kzone1", "x"), "/usr/sbin/zonecfg -z * -r -f -"],
] as const;

it.each(rules)(
    "the rule for a call leaves open the zone, and what differs from call to call: %#",
    (_alias, call, rule) => {
        expect(sudoRule(call)).toBe(rule);
    },
);

it.each(["ZONE_MOVE", "ZONE_STOP", "ZONE_OWN"])("the rules are those of the guide: %s", (alias) => {
    const guide = readFileSync(join(__dirname, "..", "..", "..", "docs", "guides", "hosts.md"), "utf8");
    const [, list = ""] = new RegExp(`Cmnd_Alias ${alias} = ([^]*?)\\n\\n`).exec(guide) ?? [];
    expect(new Set(list.split(/,\s*\\\s*/))).toEqual(
        new Set(rules.filter(([own]) => own === alias).map(([, , rule]) => rule)),
    );
});

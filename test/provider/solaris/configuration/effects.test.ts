import type { ConfigurationDocument } from "../../../../provider/solaris/configuration/document";
import { editsBetween } from "../../../../provider/solaris/configuration/edits";
import { type Effect, effectOf } from "../../../../provider/solaris/configuration/effects";
import { exportOf } from "./simulatedZonecfg";

function configuration(...lines: string[]): ConfigurationDocument {
    return exportOf(`create -b\n${lines.join("\n")}\n`);
}

/** The effects of the edits between two configurations of one resource, or of the zone itself where it has no type. */
function effects(type: string, from: string[], to: string[], running?: ConfigurationDocument): Effect[] {
    const scope = (lines: string[]): ConfigurationDocument =>
        configuration(...(type === "" ? lines : [`add ${type}`, "set id=0", ...lines, "end"]));
    return editsBetween(scope(from), scope(to)).map((edit) => effectOf(edit, running).effect);
}

it.each<[string, string, Effect]>([
    ["", "brand", "never"],
    ["", "zonepath", "never"],
    ["", "zonename", "never"],
    ["", "autoboot", "stored"],
    ["", "autoshutdown", "stored"],
    ["", "boot-priority", "stored"],
    ["", "bootargs", "nextBoot"],
    ["", "cpu-arch", "nextBoot"],
    ["", "host-compatible", "nextBoot"],
    ["", "hostid", "nextBoot"],
    ["", "pool", "live"],
    ["", "scheduling-class", "liveUnconfirmed"],
    ["", "constructor", "liveUnconfirmed"],
    ["admin", "auths", "stored"],
    ["attr", "value", "stored"],
    ["anet", "lower-link", "live"],
    ["anet", "vlan-id", "live"],
    ["anet", "allowed-address", "nextBoot"],
    ["anet", "defrouter", "nextBoot"],
    ["anet", "evs", "nextBoot"],
    ["device", "storage", "liveUnconfirmed"],
    ["device", "bootpri", "nextBoot"],
    ["virtual-cpu", "ncpus", "live"],
    ["virtual-cpu", "importance", "liveUnconfirmed"],
    ["capped-memory", "physical", "live"],
    ["capped-memory", "pagesize-policy", "nextBoot"],
    ["capped-memory", "pagesize", "nextBoot"],
    ["capped-memory", "memory-reserve", "nextBoot"],
    ["suspend", "storage", "liveUnconfirmed"],
    ["keysource", "raw", "liveUnconfirmed"],
    ["constructor", "constructor", "liveUnconfirmed"],
])("of a change of %s %s", (type, property, effect) => {
    expect(effects(type, [`set ${property}=1`], [`set ${property}=2`])).toEqual([effect]);
    expect(effects(type, [`set ${property}=1`], [])).toEqual([effect]);
    expect(effects(type, [], [`set ${property}=1`])).toEqual([effect]);
});

it.each<[string, string[], Effect]>([
    ["anet", ["set id=0", "set configure-allowed-address=true"], "live"],
    ["device", ["set id=0", "set storage=dev:dsk/a"], "live"],
    ["attr", ["set name=a"], "stored"],
    ["admin", ["set user=a"], "stored"],
    ["virtual-cpu", ["set ncpus=4"], "liveUnconfirmed"],
    ["capped-memory", ["set physical=4G"], "liveUnconfirmed"],
    ["capped-memory", ["set physical=4G", "set pagesize-policy=fixed"], "nextBoot"],
    ["verified-boot", ["set policy=enforce"], "nextBoot"],
    ["suspend", ["set path=/a"], "liveUnconfirmed"],
    ["new-thing", ["set a=b"], "liveUnconfirmed"],
])("of a whole %s with %j", (type, lines, effect) => {
    const whole = configuration(`add ${type}`, ...lines, "end");
    const [empty] = [configuration()];
    expect([...editsBetween(empty, whole), ...editsBetween(whole, empty)].map((edit) => effectOf(edit))).toEqual([
        expect.objectContaining({ effect, why: expect.stringMatching(/^[a-zA-Z].*[^.]$/) as string }),
        expect.objectContaining({ effect }),
    ]);
});

it.each<[string, Effect]>([
    ["memlzr", "live"],
    ["level1,memlzr", "live"],
    ["level2", "live"],
    ["native", "live"],
    ["level1", "nextBoot"],
    ["", "nextBoot"],
])("of memory, where the zone runs with host-compatible=%s", (value, effect) => {
    const running = configuration(`set host-compatible=${value}`);
    expect(effects("capped-memory", ["set physical=4G"], ["set physical=8G"], running)).toEqual([effect]);
});

it("does not take all of a type away from a running zone because nothing names one of them", () => {
    const same = ["add device", "set storage=dev:dsk/a", "end"];
    const [edit] = editsBetween(configuration(...same, ...same), configuration(...same));
    expect(edit?.target.resource?.index).toBe(1);
    expect(edit && effectOf(edit).effect).toBe("nextBoot");
});

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
    ["device", "storage", "nextBoot"],
    ["device", "match", "nextBoot"],
    ["device", "allow-raw-io", "liveUnconfirmed"],
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

it("does not give a running zone again what only went because nothing names one of its kind", () => {
    const device = ["add device", "set storage=dev:dsk/a", "end"];
    const anet = ["add anet", "set lower-link=net0", "end"];
    for (const same of [device, anet]) {
        const planned = editsBetween(configuration(...same, ...same, ...same), configuration(...same, ...same));
        expect(planned.map(({ kind }) => kind)).toEqual(["remove", "remove", "remove", "add", "add"]);
        expect(planned.map((edit) => effectOf(edit).effect)).toEqual(planned.map(() => "nextBoot"));
    }
});

describe("of the boot disk of a running zone", () => {
    const unit = "luname.naa.600144F0DBF8AF1900005FD25E490003";
    const device = (...properties: string[]): string[] => [
        "add device",
        ...properties.map((property) => `set ${property}`),
        "end",
    ];
    const data = device(`storage=iscsi://storage1/luname.naa.600144f0dbf8af1900005fd25e490009`, "id=7");
    const boot = [`storage=iscsi://storage1/${unit}`, "bootpri=0"];

    it.each<[string, string[], string[]]>([
        ["another spelling", [...boot, "id=0"], [`storage=iscsi:///${unit.toLowerCase()}`, "bootpri=0", "id=0"]],
        ["another disk", [...boot, "id=0"], ["storage=dev:dsk/a", "bootpri=0", "id=0"]],
        ["another disk and another id", [...boot, "id=0"], ["storage=dev:dsk/a", "bootpri=0", "id=1"]],
        ["a new id", [...boot, "id=0"], [...boot, "id=1"]],
        ["a new id in another spelling", [...boot, "id=0"], [`storage=lu:${unit}`, "bootpri=0", "id=1"]],
        ["a new id, and no boot disk any more", [...boot, "id=0"], [`storage=lu:${unit}`, "id=1"]],
        ["a new id, and a boot disk only now", [`storage=lu:${unit}`, "id=0"], [...boot, "id=1"]],
        ["an id where there was none", boot, [`storage=iscsi:///${unit}`, "bootpri=0", "id=0"]],
        ["a match in place of its storage", [...boot, "id=0"], ["match=/dev/dsk/c0", "bootpri=0", "id=0"]],
        ["another right", [...boot, "id=0"], [...boot, "id=0", "allow-raw-io=true"]],
        ["a property that is not known", [...boot, "id=0"], [...boot, "id=0", "new-thing=x"]],
    ])("nothing is changed at once: %s", (_, from, to) => {
        const [found, wished] = [configuration(...data, ...device(...from)), configuration(...data, ...device(...to))];
        const planned = editsBetween(found, wished);
        expect(planned).not.toEqual([]);
        expect(planned.map((edit) => effectOf(edit, found).effect)).toEqual(planned.map(() => "nextBoot"));
    });

    it("nothing is taken away at once, nor where any disk may be it", () => {
        const [first, second] = [device("storage=dev:dsk/a", "id=0"), device("storage=dev:dsk/b", "id=1")];
        const unmarked = configuration(...first, ...second);
        const marked = configuration(...device(...boot, "id=0"), ...second);
        const effectsIn = (found: ConfigurationDocument, ...wished: string[]): Effect[] =>
            editsBetween(found, configuration(...wished)).map((edit) => effectOf(edit, found).effect);
        expect(effectsIn(marked, ...second)).toEqual(["nextBoot"]);
        expect(effectsIn(marked, ...device(...boot, "id=0"))).toEqual(["live"]);
        expect(effectsIn(unmarked, ...first)).toEqual(["nextBoot"]);
    });

    it("a disk that has moved to another id is the same disk, one whose place has its id in it is not", () => {
        const zvol = (id: number): string[] => device("storage=dev:/dev/zvol/dsk/rpool/disk%{id}", `id=${id}`);
        const found = configuration(...device(...boot, "id=0"), ...zvol(1));
        const planned = editsBetween(found, configuration(...device(...boot, "id=0"), ...zvol(2)));
        expect(planned.map((edit) => [edit.kind, effectOf(edit, found).effect])).toEqual([
            ["remove", "live"],
            ["add", "live"],
        ]);
        const moved = editsBetween(
            configuration(...device(...boot, "id=0"), ...data),
            configuration(...device(...boot, "id=0"), ...data.map((line) => line.replace("id=7", "id=8"))),
        );
        expect(moved.map((edit) => effectOf(edit, found).effect)).toEqual(["nextBoot", "nextBoot"]);
    });
});

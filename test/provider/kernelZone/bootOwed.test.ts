import { asBootOwed, bootDebt, describeBootDebt, isPaid, type BootDebt } from "../../../provider/kernelZone/bootOwed";
import type { PropertyBag } from "../../../provider/kernelZone/state";
import { asTakenOver } from "../../../provider/kernelZone/unapplied";
import type { ZoneState } from "../../../provider/solaris/zoneadmList";
import { inputs, outputs } from "./bags";

const config = { autoboot: true };
const ran = (more: PropertyBag = {}) => outputs("global1", more);
const owing = (more: PropertyBag = {}) => asBootOwed(outputs("global1", { zoneState: "installed", ...more }));
const due = { config, rebootNeededFor: ["x"] };
const drifted = { config, configDrift: ["x"], driftPolicy: { configuration: "accept" } };

it.each<[string, PropertyBag, PropertyBag, ZoneState, BootDebt]>([
    ["recorded, and not allowed any more", owing(), {}, "installed", "recorded"],
    ["recorded, and state says the same", owing(), { state: "running" }, "installed", "recorded"],
    ["recorded of a zone that is still going down", owing(), {}, "shutting_down", "recorded"],
    ["recorded, and somebody has booted it", owing(), {}, "running", "none"],
    ["recorded, and it shall not run any more", owing(), { state: "installed" }, "installed", "none"],
    ["another config, allowed", ran(), { config, allowReboot: true }, "installed", "presumed"],
    ["another config, not allowed", ran(), { config }, "installed", "notAllowed"],
    ["a reboot that was due", ran(due), { config, allowReboot: true }, "installed", "presumed"],
    ["taken over, and never given its config", asTakenOver(ran(due)), { config }, "installed", "notAllowed"],
    ["drift that is changed back", ran({ ...drifted, driftPolicy: {} }), { config }, "installed", "notAllowed"],
    ["drift that is accepted", ran(drifted), { ...drifted, allowReboot: true }, "installed", "unexplained"],
    ["nothing to apply", ran({ config }), { config, allowReboot: true }, "installed", "unexplained"],
    ["state decides", ran(), { config, allowReboot: true, state: "running" }, "installed", "none"],
    ["it runs", ran(), { config, allowReboot: true }, "running", "none"],
    ["it did not run before", ran({ zoneState: "installed" }), { config, allowReboot: true }, "installed", "none"],
    ["it is damaged", ran(), { config, allowReboot: true }, "incomplete", "none"],
])("a boot that may be owed: %s", (_, olds, news, seen, debt) => {
    expect(bootDebt(olds, inputs(news), seen)).toBe(debt);
});

it.each<[BootDebt, boolean, RegExp]>([
    ["recorded", true, /has stopped kzone1 and not brought it up again, so it is booted$/],
    ["presumed", true, /cut short, so it is booted$/],
    ["notAllowed", false, /stays so.*allowReboot.*write state: "running"$/],
    ["unexplained", false, /stays so.*zoneadm -z kzone1 boot$/],
])("a debt that is %s is paid: %s, and told", (debt, paid, words) => {
    expect(isPaid(debt)).toBe(paid);
    expect(describeBootDebt(debt, "kzone1")).toMatch(words);
});

import { isKeptOut } from "../../../provider/solaris/zoneLock";

// The text is the common ancestor's [A].
it("knows by Solaris's line that another zoneadm holds the lock", () => {
    expect(isKeptOut(["zoneadm: zone 'kzone1': another zoneadm may have an operation in progress."])).toBe(true);
});

it.each([[["zoneadm: zone 'kzone1': call to zoneadmd failed"]], [[]], [undefined]])("and by no other: %j", (lines) => {
    expect(isKeptOut(lines)).toBe(false);
});

import { migrationServices, parseServiceStates } from "../../../provider/solaris/svcs";

it("reads states, in any order and between other lines", () => {
    const text = [
        "Welcome to svc:/hell",
        "online         svc:/system/rad:local",
        "disabled       svc:/system/rad:remote\r",
        "offline*       svc:/network/kz-migr:stream",
        "svcs: Pattern 'x' doesn't match any instances",
    ].join("\n");
    expect([...parseServiceStates(text)]).toEqual([
        ["svc:/system/rad:local", "online"],
        ["svc:/system/rad:remote", "disabled"],
        ["svc:/network/kz-migr:stream", "offline*"],
    ]);
    expect(parseServiceStates("")).toEqual(new Map());
});

it("the call needs no rights", () => {
    expect(migrationServices()).toMatchObject({
        program: "/usr/bin/svcs",
        args: ["-H", "-o", "state,fmri", "svc:/network/kz-migr*", "svc:/system/rad:*"],
        privileged: false,
    });
});

import { findZones } from "../../../provider/discover/foundZones";
import { known } from "../../../provider/solaris/hostFacts";
import { failedHost, readHostOf } from "./readings";

const [one, two] = ["29be88cb-e61a-4204-8d9b-f4a61bf0efdd", "11111111-2222-4333-8444-555555555555"];

function rolesIn(...readings: Parameters<typeof findZones>[0]): string[] {
    return findZones(readings).map(({ name, on, role }) => `${name} on ${on.host}: ${role}`);
}

it("lists kernel zones by name and host, and no others", () => {
    const a = readHostOf("a", [{ name: "z2" }, { name: "native", brand: "solaris" }, { name: "z10" }]);
    expect(rolesIn(readHostOf("b", [{ name: "z10", uuid: two }]), failedHost("c"), a)).toEqual([
        "z10 on a: zone",
        "z10 on b: zone",
        "z2 on a: zone",
    ]);
});

it("tells a zone from what is left of it, by its UUID", () => {
    expect(
        rolesIn(
            readHostOf("a", [{ name: "z", state: "configured" }]),
            readHostOf("b", [{ name: "z", uuid: one }]),
            readHostOf("c", [{ name: "z", uuid: one, state: "unavailable" }]),
            readHostOf("d", [{ name: "z", uuid: two, state: "installed" }]),
        ),
    ).toEqual(["z on a: configurationOnly", "z on b: zone", "z on c: secondCopy", "z on d: zone"]);
});

it("tells both ends of a migration, and a zone that runs twice", () => {
    expect(
        rolesIn(
            readHostOf("a", [
                { name: "m", uuid: one, auxiliary: ["migrating-out"] },
                { name: "s", uuid: two },
            ]),
            readHostOf("b", [
                { name: "m", uuid: one, auxiliary: ["migrating-in"] },
                { name: "s", uuid: two },
            ]),
        ),
    ).toEqual(["m on a: moving", "m on b: moving", "s on a: splitBrain", "s on b: splitBrain"]);
});

it("looks at a machine once that was read under two names", () => {
    const machine = known({ hostid: "848611d4", nodeName: "a" });
    const zones = [{ name: "z", uuid: one }];
    expect(rolesIn(readHostOf("a", zones, { machine }), readHostOf("a-mgmt", zones, { machine }))).toEqual([
        "z on a: zone",
    ]);
});

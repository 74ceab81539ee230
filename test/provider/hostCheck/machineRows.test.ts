import { machineRows, type MachineReading } from "../../../provider/hostCheck/machineRows";
import { none } from "./answers";

const seen = (hostid: string, nodeName: string): MachineReading => ({ kind: "seen", machine: { hostid, nodeName } });
const unseen: MachineReading = { kind: "none", error: none("COMMAND_FAILED", "hostid failed on x").error };

it("tells the host's own identity, and that a target is another machine", () => {
    expect(machineRows(seen("0a", "global1"), [{ target: "b", reading: seen("0b", "global2") }])).toEqual([
        { check: "machine", outcome: "ok", detail: "hostid 0a, node name global1" },
        { check: "machine", outcome: "ok", detail: "b is another one (hostid 0b, node name global2)" },
    ]);
});

it("has failed where a target is the same machine by both, and by nothing less", () => {
    const [, same] = machineRows(seen("0a", "global1"), [{ target: "b", reading: seen("0a", "global1") }]);
    expect(same).toMatchObject({
        outcome: "failed",
        code: "SAME_MACHINE",
        detail: "b is this same machine (hostid 0a, node name global1)",
        remedy: expect.stringMatching(/\nhostid; uname -n$/) as string,
    });
    for (const other of [seen("0a", "global2"), seen("0b", "global1")]) {
        expect(machineRows(seen("0a", "global1"), [{ target: "b", reading: other }])[1]?.outcome).toBe("ok");
    }
});

it("has failed where the host does not tell who it is, as a move would; of a target it is left open", () => {
    expect(machineRows(unseen, [{ target: "b", reading: seen("0b", "x") }])).toMatchObject([
        { outcome: "failed", code: "COMMAND_FAILED" },
        { outcome: "skipped", detail: "of b: nothing to compare with" },
    ]);
    expect(machineRows(seen("0a", "x"), [{ target: "b", reading: unseen }])[1]).toEqual({
        check: "machine",
        outcome: "skipped",
        detail: "of b: hostid failed on x",
    });
});

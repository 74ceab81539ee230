import { applyEdits } from "../../../../provider/solaris/configuration/applyEdits";
import { type Edit, editsBetween } from "../../../../provider/solaris/configuration/edits";
import { saying } from "./documents";
import { exportOf } from "./simulatedZonecfg";

it("changes nothing by an edit whose target is not there", () => {
    const found = exportOf("create -b\nadd anet\nset id=0\nend\n");
    const others = editsBetween(
        exportOf("create -b\nadd anet\nset id=1\nset iov=on\nend\nadd device\nset id=1\nend\n"),
        exportOf("create -b\nadd anet\nset id=1\nset iov=off\nend\n"),
    );
    expect(others).toHaveLength(2);
    expect(saying(applyEdits(found, others))).toBe(saying(found));
});

it("changes the resource that was found to the end, also where the first edit takes away what it was found by", () => {
    const [first, other] = ["add device\nset match=/dev/dsk/a\nend\n", "add device\nset match=/dev/dsk/b\nend\n"];
    const found = exportOf(`create -b\n${first}${other}`);
    const resource = { type: "device", by: { property: "match", value: "/dev/dsk/a" } };
    const edits: Edit[] = [
        { kind: "clear", target: { resource, property: "match" }, from: ["/dev/dsk/a"] },
        { kind: "set", target: { resource, property: "storage" }, from: [], to: ["dev:dsk/c"] },
    ];
    const wished = exportOf(`create -b\nadd device\nset storage=dev:dsk/c\nend\n${other}`);
    expect(saying(applyEdits(found, edits))).toBe(saying(wished));
});

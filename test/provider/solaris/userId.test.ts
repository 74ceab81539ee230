import { parseUserId, userId } from "../../../provider/solaris/userId";

it.each([
    ["uid=0(root) gid=0(root)\n", 0],
    ["Welcome\nuid=100(zadm) gid=10(staff)\n", 100],
    ["id: not found\n", undefined],
    ["euid=0(root)\n", undefined],
])("%j is %s", (text, id) => {
    expect(parseUserId(text)).toBe(id);
});

it("the call needs no rights", () => {
    expect(userId()).toMatchObject({ program: "/usr/bin/id", args: [], privileged: false });
});

import { listDatalinks, parseDatalinks } from "../../../provider/solaris/dladm";

it("reads the names, each once, and passes messages over", () => {
    const text = "net0\r\nnet1\nkzone1/net0\nvlan10_0\nnet0\n\ndladm: could not open links\n: \n";
    expect(parseDatalinks(text)).toEqual(["net0", "net1", "kzone1/net0", "vlan10_0"]);
});

it("the call needs no rights", () => {
    expect(listDatalinks()).toMatchObject({
        program: "/usr/sbin/dladm",
        args: ["show-link", "-p", "-o", "link"],
        privileged: false,
        reads: true,
    });
});

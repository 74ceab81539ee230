import { parseProcessorType, processorType } from "../../../provider/solaris/processorType";

it.each([
    ["i386\n", "i386"],
    ["sparc\r\n", "sparc"],
    ["Welcome to the sparc host\ni386\nbye\n", "i386"],
    ["x86_64\n", undefined],
    ["", undefined],
])("%j is %s", (text, type) => {
    expect(parseProcessorType(text)).toBe(type);
});

it("the call needs no rights", () => {
    expect(processorType()).toMatchObject({ program: "/usr/bin/uname", args: ["-p"], privileged: false });
});

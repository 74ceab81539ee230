import { quoteCommand } from "../../provider/transport/commands/quote";
import fc from "../fuzz";
import { type Fleet, startFleet } from "./index";
import { run } from "./testClient";

let fleet: Fleet;

beforeAll(async () => {
    fleet = await startFleet({ hosts: [{ name: "global1", requirePrivilege: "pfexec" }] });
});

afterAll(() => fleet.stop());

describe("a simulated host's shell", () => {
    it("runs a command that the provider had to encode", async () => {
        const word = fc.string({ unit: fc.constantFrom(...Array.from("ab '\"\\$`!\n\t*~%é\u{1f600}")), maxLength: 8 });
        await fc.assert(
            fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 5 }), async (words) => {
                const { status, stdout, stderr } = await run(
                    fleet,
                    "global1",
                    quoteCommand(["/usr/bin/printf", "<%s>", ...words]),
                );
                expect({ status, stdout, stderr }).toEqual({
                    status: 0,
                    stdout: words.map((each) => `<${each}>`).join(""),
                    stderr: "",
                });
            }),
            { numRuns: 100 },
        );
    });

    it("logs it with the arguments that it meant", async () => {
        const line = quoteCommand([
            "/usr/bin/env",
            "LC_ALL=C",
            "/usr/bin/pfexec",
            "/usr/sbin/zoneadm",
            "-z",
            "it's",
            "list",
        ]);
        expect(await run(fleet, "global1", line)).toMatchObject({ status: 1 });
        expect(fleet.commands().at(-1)).toMatchObject({
            name: "zoneadm list",
            zone: "it's",
            argv: ["/usr/sbin/zoneadm", "-z", "it's", "list"],
            privileged: true,
        });
    });

    it.each([
        ["x=1; eval 'x=2'; echo $x", "2\n"],
        ["eval 'exit 3'; echo on", ""],
        ["echo $(exit 3; echo no) $?", "3\n"],
        ["/bin/sh -c 'echo $0 $# \"$2\"' zero one 'two three'", "zero 2 two three\n"],
        ["eval 'echo out; echo error >&2' 2>/dev/null", "out\n"],
        ["echo $(cat) < /dev/null", "\n"],
        ["printf 'a\\101%b%%\\n' 'b\\0303\\0251\\n'", "aAbé\n%\n"],
    ])("understands %s", async (line, printed) => {
        expect((await run(fleet, "global1", line)).stdout).toBe(printed);
    });
});

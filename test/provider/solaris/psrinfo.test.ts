import { listProcessors, parseProcessors } from "../../../provider/solaris/psrinfo";

const lines = (...texts: string[]): string => texts.map((text) => `${text}\n`).join("");

describe("parseProcessors", () => {
    it.each([
        [
            "x86 with two sockets",
            lines(
                "The physical processor has 8 virtual processors (0-7)",
                "  x86 (GenuineIntel 206D7 family 6 model 45 step 7 clock 2600 MHz)",
                "        Intel(r) Xeon(r) CPU E5-2670 0 @ 2.60GHz",
                "The physical processor has 8 virtual processors (8-15)",
                "  x86 (GenuineIntel 206D7 family 6 model 45 step 7 clock 2600 MHz)",
                "        Intel(r) Xeon(r) CPU E5-2670 0 @ 2.60GHz",
            ),
            { count: 16, models: ["Intel(r) Xeon(r) CPU E5-2670 0 @ 2.60GHz"] },
        ],
        [
            "SPARC with cores",
            lines(
                "The physical processor has 2 cores and 16 virtual processors (0-15)",
                "  The core has 8 virtual processors (0-7)",
                "  The core has 8 virtual processors (8-15)",
                "    SPARC-M7 (chipid 0, clock 4133 MHz)",
            ),
            { count: 16, models: ["SPARC-M7"] },
        ],
        [
            "x86 without a brand",
            lines(
                "The physical processor has 1 virtual processor (0)",
                "  x86 (AuthenticAMD family 23 model 49 step 0 clock 2250 MHz)",
            ),
            { count: 1, models: ["x86 (AuthenticAMD family 23 model 49 step 0)"] },
        ],
        [
            "a line for each, as without -p",
            lines(
                "0\ton-line   since 11/23/2026 00:00:00",
                "1\toff-line  since 11/23/2026 00:00:00",
                "psrinfo: a message",
            ),
            { count: 2, models: [] },
        ],
    ])("reads %s", (_what, text, processors) => {
        expect(parseProcessors(text)).toEqual(processors);
    });

    it.each(["", "psrinfo: not permitted\n", "The core has 8 virtual processors (0-7)\n"])(
        "sees none in %j",
        (text) => {
            expect(parseProcessors(text)).toBeUndefined();
        },
    );
});

it("the call needs no rights", () => {
    expect(listProcessors()).toMatchObject({ program: "/usr/sbin/psrinfo", args: ["-pv"], privileged: false });
});

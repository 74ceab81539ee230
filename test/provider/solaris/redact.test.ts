import { ConfigurationRedactor, redactLines } from "../../../provider/solaris/redact";
import { readTranscript } from "../../fixtures/transcript";
import fc from "../../fuzz";

const begin = "-----BEGIN CONFIGURATION-----";
const end = "-----END CONFIGURATION-----";
const mark = "[... 4711 bytes cut out ...]";
const secret = "set raw=5ecret";

describe("the configuration that Solaris echoes", () => {
    it("is hidden, and what stands before and after it is kept", () => {
        expect(redactLines(readTranscript("failure-host-compatible").text.trimEnd().split("\n"))).toEqual([
            "zoneadm: zone 'mykz': Importing zone configuration on destination.",
            "zoneadm: zone 'mykz': configuration failed:",
            "[configuration not shown]",
            "Error received from the target machine:",
            "On line 3:",
            "memlzr: Invalid argument",
        ]);
    });

    it.each([
        ["without an end", [begin, "add keysource", secret], ["[configuration not shown]"]],
        [
            "with prefixes before its marks",
            [`zone 'z': ${begin}`, secret, `zone 'z': ${end}`, "after"],
            ["[configuration not shown]", "after"],
        ],
        [
            "with the text of its end within a value",
            [begin, `set zonepath=/a${end}-b`, secret, `set pool=${end}`, secret, end, "after"],
            ["[configuration not shown]", "after"],
        ],
        [
            "begun twice",
            [begin, secret, begin, secret, end, "after"],
            ["[configuration not shown]", "[configuration not shown]", "after"],
        ],
        [
            "shown twice",
            [begin, secret, end, "between", begin, secret, end],
            ["[configuration not shown]", "between", "[configuration not shown]"],
        ],
        [
            "in carriage returns",
            [`${begin}\r`, `${secret}\r`, `${end}\r`, "after"],
            ["[configuration not shown]", "after"],
        ],
    ])("is hidden %s", (_what, lines, shown) => {
        expect(redactLines(lines)).toEqual(shown);
    });

    it.each([
        ["its beginning", [mark, secret, "add keysource", end, "after"], ["[configuration not shown]", "after"]],
        [
            "its beginning, and the text of its end stands within a value",
            [mark, secret, `set pool=${end}`, secret, end, "after"],
            ["[configuration not shown]", "after"],
        ],
        ["its end", [begin, secret, mark, "Error received:"], ["[configuration not shown]"]],
        ["its beginning, before its end has come", [mark, "set x=1", "Error received:"], [mark, "Error received:"]],
        [
            "nothing of it",
            ["before", mark, "after", begin, secret, end],
            ["before", mark, "after", "[configuration not shown]"],
        ],
    ])("is hidden where a cut in a long output took %s", (_what, lines, shown) => {
        expect(redactLines(lines)).toEqual(shown);
    });

    it("is hidden in live progress behind a cut in a long line, which may have held its beginning", () => {
        const redactor = new ConfigurationRedactor();
        expect([mark, secret, "On line 3:", end, "set x=1"].map((line) => redactor.line(line))).toEqual([
            mark,
            undefined,
            "On line 3:",
            undefined,
            "set x=1",
        ]);
    });

    it("is hidden line by line in live progress, also while its end has not come", () => {
        const redactor = new ConfigurationRedactor();
        expect(redactor.line("configuration failed:")).toBe("configuration failed:");
        expect(redactor.line(begin)).toBe("[configuration not shown]");
        expect(redactor.line("create -b")).toBeUndefined();
        expect(redactor.line(secret)).toBeUndefined();
        expect(redactor.line(end)).toBeUndefined();
        expect(redactor.line("On line 3:")).toBe("On line 3:");
    });

    it("never lets a line of a block through, whatever surrounds it", () => {
        const line = fc.constantFrom(begin, end, "plain", "zoneadm: zone 'z': Attaching zone.");
        fc.assert(
            fc.property(fc.array(line), fc.array(line), (before, after) => {
                const inside = redactLines([...before, begin, secret, ...after]);
                expect(inside).not.toContain(secret);
                const unmarked = before.filter((each) => each !== begin && each !== end);
                expect(redactLines(unmarked)).toEqual(unmarked);
            }),
        );
    });
});

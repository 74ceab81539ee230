import { SolarisError } from "../../../provider/errors/solarisError";
import { ConfigurationRedactor, redactLines } from "../../../provider/solaris/redact";
import { cutMark } from "../../../provider/transport/commands/cutText";
import { OutputCollector } from "../../../provider/transport/commands/output";
import fc from "../../fuzz";
import { hostileText, repeatable } from "./hostileText";
import { parsers } from "./parsers";

const inputs = 100_000;

// What the transport keeps of a line, and a good part of what it keeps of a stream.
const longestLine = 65_536;
const longText = 524_288;

describe.each(Object.entries(parsers))("reading %s", (_name, parse) => {
    it("throws nothing but a SolarisError and gives no answer that cannot be, whatever a host prints", () => {
        fc.assert(
            fc.property(hostileText, (text) => {
                try {
                    parse(text);
                } catch (error) {
                    if (!SolarisError.isInstance(error)) {
                        throw error;
                    }
                }
            }),
            { numRuns: inputs },
        );
    });

    it("takes a time that grows with the text only", () => {
        const mostCpuSeconds = 3;
        const slow = repeatable.filter((piece) => {
            const line = piece.repeat(longestLine / piece.length);
            const lines = `${piece}\n`.repeat(longText / (piece.length + 1));
            const before = process.cpuUsage();
            for (const text of [`${line}x`, `add virtual-cpu\nset ncpus=${line}x\nend`, lines]) {
                parse(`create -b\n${text}\n`);
            }
            const { user } = process.cpuUsage(before);
            return user > mostCpuSeconds * 1_000_000;
        });
        expect(slow).toEqual([]);
    });
});

describe("the configuration that Solaris echoes", () => {
    const begin = "-----BEGIN CONFIGURATION-----";
    const end = "-----END CONFIGURATION-----";
    const secret = "set raw=5ecret";
    const around = fc.array(
        fc.oneof(
            hostileText.map((text) => text.split("\n")),
            fc.constantFrom([begin], [end], [cutMark(7)], [`${end}${begin}`], [`${begin} ${end}`]),
        ),
        { maxLength: 4 },
    );
    const inside = fc.array(
        fc.oneof(
            fc.constantFrom(secret, `${secret}\r`, begin, cutMark(99)),
            fc.constantFrom(`set pool=${end}`, `set pool=a${end}`, `set pool=${end}-`),
            // Whatever a line of it may be, but for one that ends it.
            hostileText.map((text) => text.replaceAll("\n", " ")).filter((text) => !text.trimEnd().endsWith(end)),
        ),
        { maxLength: 5 },
    );

    it("is never shown, whatever surrounds it", () => {
        fc.assert(
            fc.property(around, inside, around, (before, block, after) => {
                const lines = [...before.flat(), begin, ...block, secret, end, ...after.flat()];
                const redactor = new ConfigurationRedactor();
                for (const shown of [redactLines(lines), lines.map((line) => redactor.line(line) ?? "")]) {
                    if (shown.some((line) => line.includes("5ecret"))) {
                        throw new Error(`shown: ${JSON.stringify(shown)}`);
                    }
                }
            }),
            { numRuns: inputs },
        );
    });

    it("is never shown where a part of it was cut out with one of its marks", () => {
        fc.assert(
            fc.property(around, inside, around, fc.nat(), fc.nat(), (before, block, after, from, count) => {
                const first = before.flat();
                const lines = [...first, begin, ...block, secret, secret, end, ...after.flat()];
                // The cut begins before the block or within it.
                const start = from % (first.length + block.length + 3);
                const cut = [
                    ...lines.slice(0, start),
                    cutMark(1234),
                    ...lines.slice(start + 1 + (count % lines.length)),
                ];
                const shown = redactLines(cut);
                if (shown.some((line) => line.includes("5ecret"))) {
                    throw new Error(`shown: ${JSON.stringify(shown)} of ${JSON.stringify(cut)}`);
                }
            }),
            { numRuns: inputs },
        );
    });

    it("is not shown of an output that was too long to be kept", () => {
        const output = new OutputCollector(() => 0, undefined, { text: 4000, lines: 4000, line: 200 });
        output.add(
            "stderr",
            Buffer.from(`${"before\n".repeat(40)}${begin}\n${`${secret}\n`.repeat(500)}${end}\nafter\n`),
        );
        const { lines } = output.finish();
        const shown = redactLines(lines.map(({ text }) => text));
        expect(shown.join("\n")).not.toContain("5ecret");
        expect(shown.at(-1)).toBe("after");
    });
});

import { valueOf } from "../../../provider/solaris/hostFacts";
import { parseConfigurations } from "../../../provider/solaris/parseConfigurations";
import fc from "../../fuzz";
import { hostileText } from "./hostileText";

const mark = "configurations-1b4e28ba";
const secret = "0123456789abcdef";
const exported = (physical: string): string =>
    `create -b\nset brand=solaris-kz\nadd capped-memory\nset physical=${physical}\nend\nadd keysource\nset raw=${secret}\nend\n`;

function block(word: string, text = ""): string {
    return `\n${mark} ${word}\n${text}`;
}

function zoneBlocks(name: string, ...blocks: string[]): string {
    return [block(`zone ${name} running`), ...blocks, block(`end ${name}`)].join("");
}

const memoryOf = (text: string): RegExpExecArray | null => /set physical=(\S+)/.exec(text);

describe("parseConfigurations", () => {
    it("gives what is stored and what runs, and nothing of what stands around them", () => {
        const text = [
            "Welcome!\ncreate -b\nset brand=solaris\n",
            zoneBlocks("a", block("stored 0", exported("8G")), block("live"), block("same")),
            zoneBlocks("b", block("stored 0", exported("8G")), block("live"), block("running 0", exported("4G"))),
            zoneBlocks("c", block("stored 0", exported("2G"))),
            block("rest d"),
            block("done", "bye\n"),
        ].join("");
        const answer = parseConfigurations(mark, text.replaceAll("\n", "\r\n"));
        const shown = [...(answer?.zones ?? [])].map(([name, { stored, running }]) => [
            name,
            memoryOf(valueOf(stored)?.script ?? "")?.[1],
            running === undefined ? "none" : memoryOf(valueOf(running)?.script ?? "")?.[1],
        ]);
        expect(shown).toEqual([
            ["a", "8G", "8G"],
            ["b", "8G", "4G"],
            ["c", "2G", "none"],
        ]);
        expect(answer?.rest).toEqual(["d"]);
    });

    it("says why a configuration could not be read, and shows nothing of what was printed of it", () => {
        const refused = block("zone a running", "sudo: a password is required\n") + block("stored 1", exported("8G"));
        const text = [
            refused + block("live", "a: Zone state is invalid\n") + block("running 1") + block("end a"),
            zoneBlocks("b", block("stored long")),
            zoneBlocks("c", block("stored 0", "what\n")),
            zoneBlocks("d"),
            block("done"),
        ].join("");
        const zones = parseConfigurations(mark, text)?.zones;
        expect([...(zones ?? [])]).toEqual([
            [
                "a",
                {
                    stored: { kind: "unknown", reason: "zonecfg export: exit code 1; sudo: a password is required" },
                    running: { kind: "unknown", reason: "zonecfg -r export: exit code 1; a: Zone state is invalid" },
                },
            ],
            [
                "b",
                {
                    stored: {
                        kind: "unknown",
                        reason: "zonecfg export: it prints more than a configuration can have",
                    },
                },
            ],
            ["c", { stored: { kind: "unknown", reason: "zonecfg export: not understood" } }],
            ["d", { stored: { kind: "unknown", reason: "zonecfg export: no whole answer came" } }],
        ]);
        expect(JSON.stringify([...(zones ?? [])])).not.toContain(secret);
    });

    it.each([
        ["2", ""],
        ["1", "usage:\n"],
    ])("a release that takes no -r (exit code %s) has no running configuration apart", (status, said) => {
        const text = `${zoneBlocks("a", block("stored 0", exported("8G")), block("live", said), block(`running ${status}`))}${block("done")}`;
        expect(parseConfigurations(mark, text)?.zones.get("a")?.running).toBeUndefined();
    });

    it("is not fooled by an answer that breaks off, or by a list that failed", () => {
        const whole = zoneBlocks("a", block("stored 0", exported("8G")));
        expect(parseConfigurations(mark, whole)).toBeUndefined();
        expect(parseConfigurations(mark, block("list 1"))).toBeUndefined();
        expect(parseConfigurations("configurations-2", `${whole}${block("done")}`)).toBeUndefined();
    });
});

it("never throws, and makes up no zone, whatever a host prints", () => {
    const words = [
        "zone a running",
        "stored 0",
        "live",
        "same",
        "running 0",
        "running long",
        "end a",
        "rest b",
        "done",
    ];
    const piece = fc.oneof(
        fc.constantFrom(...words.map((word) => `${mark} ${word}`), `${mark} `, exported("8G")),
        hostileText,
    );
    fc.assert(
        fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
            const answer = parseConfigurations(mark, pieces.join("\n"));
            expect([[], ["a"]]).toContainEqual([...(answer?.zones.keys() ?? [])]);
            for (const { stored, running } of answer?.zones.values() ?? []) {
                expect(stored.kind === "unknown" ? stored.reason : "").not.toContain(secret);
                expect(running?.kind === "unknown" ? running.reason : "").not.toContain(secret);
            }
        }),
        { numRuns: 2_000 },
    );
});

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseSections, sectionScript } from "../../../provider/solaris/sections";
import { openCall } from "../../../provider/solaris/tool";
import fc from "../../fuzz";
import { shells } from "../transport/loginShells";
import { temporaryDirectory } from "../transport/temporaryDirectory";
import { hostileText } from "./hostileText";
import { programsIn } from "./programsIn";

const mark = "facts-1b4e28ba";
const names = ["first", "second", "third"];

function printed(name: string, text: string, status = "0"): string {
    return `\n${mark} begin ${name}\n${text}\n${mark} end ${name} ${status}\n`;
}

describe("parseSections", () => {
    it("gives each section's lines and status, and nothing of what stands around them", () => {
        const text = `Welcome!\n${printed("first", "a\n\nb\n")}mail\r\n${printed("second", "", "127")}${mark}\n`;
        expect([...parseSections(mark, names, text)]).toEqual([
            ["first", { exitCode: 0, lines: ["a", "", "b"] }],
            ["second", { exitCode: 127, lines: [] }],
        ]);
    });

    it("takes a last line without an end, and carriage returns", () => {
        const text = printed("first", "no end").replaceAll("\n", "\r\n");
        expect(parseSections(mark, names, text).get("first")).toEqual({ exitCode: 0, lines: ["no end"] });
    });

    it.each([
        ["breaks off", `${mark} begin first\na\n`],
        ["has no status", `${mark} begin first\na\n${mark} end first\n`],
        ["has a status that is none", `${mark} begin first\na\n${mark} end first x\n`],
        ["has the end of another", `${mark} begin first\na\n${mark} end second 0\n`],
        ["is there twice", printed("first", "a") + printed("first", "b")],
        ["begins twice", `${mark} begin first\na\n${printed("first", "b")}`],
        ["has another within", `${mark} begin first\n${printed("second", "b")}${mark} end first 0\n`],
        ["has another mark", printed("first", "a").replaceAll(mark, "facts-2")],
        ["was not asked for", printed("fourth", "a")],
    ])("leaves out one that %s", (_what, text) => {
        const sections = parseSections(mark, names, text);
        expect(sections.has("first")).toBe(false);
        expect(sections.has("fourth")).toBe(false);
    });

    it("finds no section in noise, whatever a host prints, and every sound one beside it", () => {
        const noise = hostileText.filter((text) => !text.includes(mark));
        fc.assert(
            fc.property(noise, noise, noise, (before, inside, after) => {
                expect(parseSections(mark, names, before).size).toBe(0);
                const sections = parseSections(mark, names, `${before}${printed("second", inside)}${after}`);
                expect([...sections.keys()]).toEqual(["second"]);
                expect(sections.get("second")?.lines.every((line) => inside.includes(line))).toBe(true);
            }),
            { numRuns: 2_000 },
        );
    });

    it("never throws, and makes up no section, where marks stand in disorder", () => {
        const piece = fc.oneof(
            fc.constantFrom(...names.flatMap((name) => [`${mark} begin ${name}`, `${mark} end ${name} 0`])),
            hostileText,
        );
        fc.assert(
            fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
                const text = pieces.join("\n");
                for (const [name, { lines }] of parseSections(mark, names, text)) {
                    expect(text).toContain(`${mark} begin ${name}\n`);
                    expect(text).toContain(`${mark} end ${name} 0`);
                    expect(lines.join("\n")).not.toContain(`${mark} begin `);
                }
            }),
            { numRuns: 2_000 },
        );
    });
});

describe("sectionScript", () => {
    const directory = temporaryDirectory();
    const program = programsIn(directory);
    const talker = program("it's a talker", `echo "got: $*"; echo oops >&2; printf 'no end'; exit 3`);
    const reader = program("reader", "cat; echo done");
    const posix = shells.filter(({ name }) => !["tcsh", "csh", "fish"].includes(name));

    it.each(posix)("is run by $name: every program, its streams together, whatever the others do", ({ start }) => {
        const script = sectionScript(mark, {
            first: openCall("talker", talker, "a b", "c'd", "$HOME"),
            second: openCall("missing", join(directory, "missing")),
            third: openCall("reader", reader),
        });
        const [shell = "", ...args] = start;
        const result = spawnSync(shell, [...args, "-s"], { input: script, encoding: "utf8", timeout: 20_000 });
        expect(result.status).toBe(0);
        const sections = parseSections(mark, names, `motd\n${result.stdout}`);
        expect(sections.get("first")).toEqual({ exitCode: 3, lines: ["got: a b c'd $HOME", "oops", "no end"] });
        expect(sections.get("second")?.exitCode).toBe(127);
        // It was given nothing to read: neither the rest of the script nor anybody's terminal.
        expect(sections.get("third")).toEqual({ exitCode: 0, lines: ["done"] });
    });
});

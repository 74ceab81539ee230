import { spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { valueOf } from "../../../provider/solaris/hostFacts";
import { askConfigurations, parseConfigurations } from "../../../provider/solaris/readConfigurations";
import fc from "../../fuzz";
import { shells } from "../transport/loginShells";
import { temporaryDirectory } from "../transport/temporaryDirectory";
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

describe("the script", () => {
    const directory = temporaryDirectory();
    const program = (name: string, body: string): string => {
        const path = join(directory, name);
        writeFileSync(path, `#!/bin/sh\n${body}\n`);
        chmodSync(path, 0o755);
        return path;
    };
    const zoneadm = program(
        "zoneadm",
        `echo "zoneadm: broken: could not get state" >&2
echo '0:global:running:/::solaris:shared:-:none:'
echo '1:same:running:/a\\:b/c::solaris-kz:excl:-:solaris-kz:'
echo '2:other:running:/o::solaris-kz:excl:-:solaris-kz:'
echo '-:halted:installed:/h::solaris-kz:excl:-:solaris-kz:'
echo '-:gone:installed:/g::solaris-kz:excl:-:solaris-kz:'
echo '3:native:running:/n::solaris:excl:-::'`,
    );
    const zonecfg = program(
        "zonecfg",
        `cat >/dev/null
[ "$RIGHTS" = yes ] || { echo "zonecfg: only a privileged user may" >&2; exit 1; }
case "$*" in
    *gone*) echo "gone: No such zone configured" >&2; exit 1 ;;
    '-z other -r export') printf 'create -b\\nset brand=solaris-kz\\nset bootargs="a  *  \\\\n b"\\n' ;;
    *) printf 'create -b\\nset brand=solaris-kz\\nset pool=p\\n'; echo "warning" >&2 ;;
esac`,
    );
    const rights = program("rights", `RIGHTS=yes exec "$@"`);
    const posix = shells.filter(({ name }) => !["tcsh", "csh", "fish"].includes(name));

    /** Runs the script in a shell of this machine, with programs of the test in place of Solaris's. */
    function run(start: readonly string[], zones: readonly string[], limits: [string, string], prefix = rights) {
        const [, script = ""] = askConfigurations(mark, "pfexec").args;
        const [shell = "", ...options] = start;
        const args = ["-c", script, "sh", mark, zoneadm, zonecfg, ...limits, prefix, "--", ...zones];
        const result = spawnSync(shell, [...options, ...args], { encoding: "utf8", timeout: 20_000 });
        expect(result).toMatchObject({ status: 0, stderr: "" });
        return parseConfigurations(mark, `motd\n${result.stdout}`);
    }

    it.each(posix)("is run by $name: every kernel zone, in one go", ({ start }) => {
        const answer = run(start, [], ["100000", "100000"]);
        const { same, other, halted, gone, ...more } = Object.fromEntries(answer?.zones ?? []);
        expect(more).toEqual({});
        expect(answer?.rest).toEqual([]);
        expect(same?.running).toEqual(same?.stored);
        expect(valueOf(same!.stored)?.properties.get("pool")).toEqual(["p"]);
        expect(valueOf(other!.running!)?.properties.get("bootargs")).toEqual(["a  *  \\n b"]);
        expect(halted).toMatchObject({ stored: { kind: "known" }, running: undefined });
        expect(gone?.stored).toEqual({
            kind: "unknown",
            reason: "zonecfg export: exit code 1; gone: No such zone configured",
        });
    });

    it.each(posix)("is run by $name: asks for some, prints no more than there is room for", ({ start }) => {
        expect([...(run(start, ["gone", "halted"], ["100000", "100000"])?.zones.keys() ?? [])]).toEqual([
            "halted",
            "gone",
        ]);
        const full = run(start, [], ["100000", "1"]);
        expect([...(full?.zones.keys() ?? [])]).toEqual(["same"]);
        expect(full?.rest).toEqual(["other", "halted", "gone"]);
        expect(run(start, [], ["20", "100000"])?.zones.get("halted")?.stored).toMatchObject({
            reason: "zonecfg export: it prints more than a configuration can have",
        });
    });

    it("tells zones apart from configurations that may not be read", () => {
        const [plain] = posix;
        const answer = run(plain!.start, [], ["100000", "100000"], "/usr/bin/env");
        expect(answer?.zones.get("halted")?.stored).toEqual({
            kind: "unknown",
            reason: "zonecfg export: exit code 1; zonecfg: only a privileged user may",
        });
    });
});

it.each([
    ["pfexec", ["/usr/bin/pfexec"]],
    ["sudo", ["/usr/bin/sudo", "-n"]],
    ["none", []],
] as const)("asks with the rights that %s gives", (privilege, rights) => {
    const { args, privileged, reads } = askConfigurations(mark, privilege, ["kzone1"]);
    expect(args.slice(8)).toEqual([...rights, "--", "kzone1"]);
    expect({ privileged, reads }).toEqual({ privileged: false, reads: true });
});

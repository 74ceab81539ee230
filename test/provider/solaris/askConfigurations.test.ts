import { spawnSync } from "node:child_process";
import { askConfigurations } from "../../../provider/solaris/askConfigurations";
import { valueOf } from "../../../provider/solaris/hostFacts";
import { parseConfigurations } from "../../../provider/solaris/parseConfigurations";
import { shells } from "../transport/loginShells";
import { temporaryDirectory } from "../transport/temporaryDirectory";
import { programsIn } from "./programsIn";

const mark = "configurations-1b4e28ba";

describe("the script", () => {
    const program = programsIn(temporaryDirectory());
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

import { parseArguments } from "../../../provider/cli/arguments";
import fc from "../../fuzz";

const plain = {
    hosts: ["global1"],
    targets: [],
    hostsFile: undefined,
    fileOption: "--hosts-file",
    sshConfig: undefined,
    json: false,
};
const wide = {
    hosts: ["global1"],
    hostsFile: undefined,
    fileOption: "--hosts-file",
    sshConfig: undefined,
    json: false,
    write: undefined,
    probe: false,
};

it.each([
    [["check-host", "global1"], plain],
    [["check-host", "global1", "global2", "global1"], { ...plain, hosts: ["global1", "global2"] }],
    [["check-host", "--to", "a", "global1", "--to=b", "--to", "a"], { ...plain, targets: ["a", "b"] }],
    [["check-host", "--hosts-file", "-", "global1"], { ...plain, hostsFile: "-" }],
    [["check-host", "--hosts", "-", "global1"], { ...plain, hostsFile: "-", fileOption: "--hosts" }],
    [["--to", "discover", "check-host", "global1"], { ...plain, targets: ["discover"] }],
    [
        ["check-host", "global1", "--hosts-file=f.json", "--ssh-config", "none", "--json"],
        { ...plain, hostsFile: "f.json", sshConfig: "none", json: true },
    ],
    [["check-host", "--", "global1"], plain],
])("%j is understood", (args, request) => {
    expect(parseArguments(args)).toEqual({ kind: "check-host", request: { ...request, call: args } });
});

it.each([
    [["discover", "--hosts", "global1"], wide],
    [["--json", "discover", "--hosts", "global1"], { ...wide, json: true }],
    [["--hosts", "global1", "discover"], wide],
    [["discover", "--hosts", "a, b,a", "--hosts=c"], { ...wide, hosts: ["a", "b", "c"] }],
    [["discover", "--all", "--hosts-file", "-", "--probe"], { ...wide, hosts: "all", hostsFile: "-", probe: true }],
    [
        ["discover", "--hosts", "global1", "--write", "dir", "--ssh-config", "none", "--hosts-file", "f"],
        { ...wide, write: "dir", sshConfig: "none", hostsFile: "f" },
    ],
])("%j is understood", (args, request) => {
    expect(parseArguments(args)).toEqual({ kind: "discover", request: { ...request, call: args } });
});

it.each([
    [["--help"], undefined],
    [["-h"], undefined],
    [["help"], undefined],
    [["check", "--help"], undefined],
    [["help", "discover"], "discover"],
    [["help", "check-host"], "check-host"],
    [["discover", "--help"], "discover"],
    [["check-host", "--help"], "check-host"],
    [["check-host", "global1", "-h"], "check-host"],
])("%j asks for help", (args, command) => {
    expect(parseArguments(args)).toEqual({ kind: "help", command });
});

it("--version asks for the version", () => {
    expect(parseArguments(["--version"])).toEqual({ kind: "version" });
});

it.each([
    [[], /^no command$/],
    [["--json"], /^no command$/],
    [["check"], /^unknown command: check$/],
    [["check-hosts", "discover"], /^unknown command: check-hosts; did you mean check-host\?$/],
    [["--", "--json"], /^unknown command: --json$/],
    [["--yes", "indeed", "discover"], /^unknown option: --yes$/],
    [["help", "disover"], /^unknown command: disover; did you mean discover\?$/],
    [["help", "discover", "now"], /^unexpected: now$/],
])("%j is a mistake in finding the command", (args, message) => {
    expect(parseArguments(args)).toEqual({
        kind: "mistake",
        command: undefined,
        message: expect.stringMatching(message) as string,
    });
});

it.each([
    [["check-host"], /^no host to check: check-host HOST\.\.\.$/],
    [["check-host", "--hosts", "global1,global2"], /^no host to check: .*--hosts names a file here/],
    [["check-host", ""], /name is empty/],
    [["check-host", "global1", "--hosts", "f", "--hosts-file", "f"], /give one of them/],
    [["check-host", "global1", "--to", ""], /^--to needs a host$/],
    [["check-host", "global1", "--hosts", ""], /^--hosts needs a file, or - for/],
    [["check-host", "global1", "--hosts-file", "--json"], /^--hosts-file needs a file, or - for/],
    [["check-host", "global1", "--ssh-config="], /^--ssh-config needs a file, or none$/],
    [["check-host", "global1", "--targets", "global2"], /^unknown option: --targets$/],
    [["check-host", "global1", "--host-file", "f"], /^unknown option: --host-file; did you mean --hosts-file\?$/],
    [["check-host", "global1", "--__proto__"], /^unknown option: --__proto__$/],
    [["check-host", "global1", "-x"], /^unknown option: -x$/],
    [["check-host", "global1", "--to"], /^--to needs a host$/],
    [["check-host", "global1", "--json=yes"], /^--json takes no value$/],
    [["check-host", "global1", "--write", "dir"], /^unknown option: --write$/],
    [["discover"], /no host to read: --hosts A,B/],
    [["discover", "global1"], /unexpected: global1; name hosts with --hosts/],
    [["discover", "--hosts", "a,,b"], /name is empty/],
    [["discover", "--hosts", ""], /^--hosts needs hosts, separated by commas$/],
    [["discover", "--all"], /--all takes the hosts of --hosts-file/],
    [["discover", "--all", "--hosts", "a", "--hosts-file", "f"], /exclude each other/],
    [["discover", "--hosts", "a", "--write", ""], /^--write needs a directory$/],
    [["discover", "--hosts", "a", "--write"], /^--write needs a directory$/],
    [["discover", "--write", "--hosts", "a"], /^--write needs a directory$/],
    [["discover", "--hosts", "a", "--hosts-file="], /^--hosts-file needs a file/],
    [["discover", "--hosts", "a", "--to", "b"], /^unknown option: --to/],
])("%j is a mistake", (args, message) => {
    expect(parseArguments(args)).toEqual({
        kind: "mistake",
        command: args[0],
        message: expect.stringMatching(message) as string,
    });
});

it("whatever is typed is understood or a mistake", () => {
    const words = ["check-host", "discover", "help", "global1", "-", "--", "-h", "-x", "-hx", "", "=", "--hosts"];
    const options = ["--hosts-file", "--to", "--write", "--json", "--all", "--no-json", "--json=1", "--to=", "--to=-x"];
    const word = fc.oneof(fc.constantFrom(...words, ...options), fc.string());
    fc.assert(
        fc.property(fc.array(word, { maxLength: 6 }), (args) => {
            expect(["help", "version", "mistake", "check-host", "discover"]).toContain(parseArguments(args).kind);
        }),
        { numRuns: 1000 },
    );
});

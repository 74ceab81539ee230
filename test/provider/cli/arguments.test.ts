import { parseArguments } from "../../../provider/cli/arguments";

const plain = {
    hosts: ["global1"],
    targets: [],
    hostsFile: undefined,
    fileOption: "--hosts",
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
    [["check-host", "--hosts", "-", "global1"], { ...plain, hostsFile: "-" }],
    [
        ["check-host", "global1", "--hosts", "f.json", "--ssh-config", "none", "--json"],
        { ...plain, hostsFile: "f.json", sshConfig: "none", json: true },
    ],
    [["check-host", "--", "global1"], plain],
])("%j is understood", (args, request) => {
    expect(parseArguments(args)).toEqual({ kind: "check-host", request });
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
    expect(parseArguments(args)).toEqual({ kind: "discover", request });
});

it.each([
    [["--help"]],
    [["-h"]],
    [["discover", "--help"]],
    [["check-host", "--help"]],
    [["check-host", "global1", "-h"]],
])("%j asks for help", (args) => {
    expect(parseArguments(args)).toEqual({ kind: "help" });
});

it.each([
    [[], /no command/],
    [["check"], /unknown command: check/],
    [["check-host"], /no host/],
    [["check-host", ""], /name is empty/],
    [["check-host", "global1", "--to", ""], /name is empty/],
    [["check-host", "global1", "--hosts", ""], /--hosts: no file/],
    [["check-host", "global1", "--ssh-config="], /--ssh-config: no file/],
    [["check-host", "global1", "--targets", "global2"], /--targets/],
    [["check-host", "global1", "--to"], /--to/],
    [["check-host", "global1", "--json=yes"], /--json/],
    [["check-host", "global1", "--write", "dir"], /--write/],
    [["discover"], /no host to read: --hosts A,B/],
    [["discover", "global1"], /unexpected: global1; name hosts with --hosts/],
    [["discover", "--hosts", "a,,b"], /name is empty/],
    [["discover", "--hosts", ""], /name is empty/],
    [["discover", "--all"], /--all takes the hosts of --hosts-file/],
    [["discover", "--all", "--hosts", "a", "--hosts-file", "f"], /exclude each other/],
    [["discover", "--hosts", "a", "--write", ""], /--write: no directory/],
    [["discover", "--hosts", "a", "--hosts-file="], /--hosts-file: no file/],
    [["discover", "--hosts", "a", "--to", "b"], /--to/],
])("%j is a mistake", (args, message) => {
    expect(parseArguments(args)).toEqual({ kind: "mistake", message: expect.stringMatching(message) as string });
});

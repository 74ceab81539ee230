import { parseArguments } from "../../../provider/cli/arguments";

const plain = { hosts: ["global1"], targets: [], hostsFile: undefined, sshConfig: undefined, json: false };

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

it.each([[["--help"]], [["-h"]], [["check-host", "--help"]], [["check-host", "global1", "-h"]]])(
    "%j asks for help",
    (args) => {
        expect(parseArguments(args)).toEqual({ kind: "help" });
    },
);

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
])("%j is a mistake", (args, message) => {
    expect(parseArguments(args)).toEqual({ kind: "mistake", message: expect.stringMatching(message) as string });
});

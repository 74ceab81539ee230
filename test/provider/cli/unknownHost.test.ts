import type { HostsSource } from "../../../provider/cli/arguments";
import { resolveNames } from "../../../provider/cli/resolveNames";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "../transport/temporaryDirectory";

const directory = temporaryDirectory();
const sshConfig = join(directory, "ssh config");

beforeAll(() => {
    const known = join(directory, "known_hosts");
    writeFileSync(sshConfig, `Host global1\n    Port 2222\nHost *\n    UserKnownHostsFile "${known}"\n`);
});

/** What is told of a host that nothing knows. */
function told(source: Partial<HostsSource>, hosts?: object): string {
    const { call = [] } = source;
    const request = { hostsFile: undefined, fileOption: "--hosts-file", sshConfig: "none", call, ...source } as const;
    const resolved = resolveNames({ ...request, names: ["globl1"] }, hosts);
    return resolved.kind === "faults" ? resolved.faults.map(({ message }) => message).join("\n") : "no fault";
}

it("says where it has looked, and proposes the same call with the hosts of a stack", () => {
    const call = ["discover", "--hosts", "global1,globl1", "--ssh-config", sshConfig, "--write", "it's"];
    expect(told({ sshConfig, call })).toBe(
        [
            `HOST_UNKNOWN: "globl1" is neither in --ssh-config ${sshConfig} nor in known_hosts; did you mean "global1"?`,
            `  What to do: Use a name by which \`ssh -F '${sshConfig}'\` reaches the host, or give the hosts of a stack:`,
            "    pulumi config get solaris:hosts | npx pulumi-solaris discover --hosts global1,globl1 --ssh-config " +
                `'${sshConfig}' --write 'it'\\''s' --hosts-file -`,
        ].join("\n"),
    );
});

it("puts the hosts' file before the end of options", () => {
    const call = ["check-host", "--to", "a", "--", "globl1"];
    expect(told({ sshConfig, call })).toMatch(/npx pulumi-solaris check-host --to a --hosts-file - -- globl1$/);
});

it("does not speak of files that are not used", () => {
    expect(told({})).toContain('"globl1" is not in known_hosts\n');
    expect(told({ sshConfig: undefined })).toContain(
        '"globl1" is neither in OpenSSH\'s configuration nor in known_hosts',
    );
});

it("names the hosts of the file", () => {
    const file = { hostsFile: "hosts.json", call: ["check-host", "globl1"] };
    expect(told(file, { global1: {}, b: {} })).toMatch(
        /neither in --hosts-file hosts\.json \(known: global1, b\) nor in known_hosts; did you mean "global1"\?\n.*Use one of the names in --hosts-file hosts\.json,/,
    );
    expect(told(file, {})).toMatch(/hosts\.json \(which names no host\) nor .*\n.*Add the host to --hosts-file/);
});

it("says of a host on the way that it is on the way", () => {
    expect(told({ hostsFile: "f" }, { globl1: { proxyJump: "jmp" }, jump: {} })).toMatch(
        /on the way to globl1: "jmp" is neither in --hosts-file f \(known: globl1, jump\) nor in known_hosts/,
    );
});

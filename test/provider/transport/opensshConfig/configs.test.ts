import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OpenSshConfig } from "../../../../provider/transport/opensshConfig/opensshConfig";
import { temporaryDirectory } from "../temporaryDirectory";
import { hasSsh, ourOutcome, sourcesOf, sshOutcomes } from "./opensshOracle";

// `ssh` looks for the paths of `Include` under HOME, and wants nobody else to be able to write what it includes.
const home = temporaryDirectory();
const folder = join(__dirname, "configs");
cpSync(join(folder, "included"), join(home, ".ssh"), { recursive: true });
for (const entry of readdirSync(home, { recursive: true, withFileTypes: true })) {
    chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
}
chmodSync(join(home, ".ssh", "writable.conf"), 0o666);
const environment = { ...process.env, HOME: home, TEST_AGENT: "/run/test/agent.sock" };
process.env["TEST_AGENT"] = environment.TEST_AGENT;

const files = readdirSync(folder).filter((file) => file.endsWith(".conf"));
const compared = hasSsh ? describe : describe.skip;

compared(`the configurations of the folder${hasSsh ? "" : " (skipped: there is no ssh to compare with)"}`, () => {
    it.each(files)("%s is as `ssh -G` has it", (file) => {
        const path = join(folder, file);
        const names = /^# names: (.*)$/m.exec(readFileSync(path, "utf8"))![1]!.split(" ");
        expectAgreement(path, names);
    });
});

// What cannot stand in a file of the repository, where line ends and the like would not survive.
const odd: Readonly<Record<string, string>> = {
    "line ends with carriage returns": "Host a\r\n  User x\r\n\r\n  Port 2022 # c\r\n#\r\n",
    "no line end at the end": "Host a\n  User x",
    "form feeds and vertical tabs": "Host a\n\f\n\fUser x\n\vPort 2022\n",
    "a form feed at the end of a line": "Host a\f\n User x \f\t\n",
    "a carriage return within a line": "Host\ra\n User\rx\n IdentityFile /a\rb\n",
    "a NUL byte": "Host a\0b\n User x\0y\n\0\nPort 2022\n",
    "a byte order mark": "\ufeffHost a\n User x\n",
    "letters beyond ASCII": "Host ä a\n User müller\n UserKnownHostsFile /tmp/ä\n",
    "a keyword with letters beyond ASCII": "Hoſt a\n",
    "nothing at all": "",
    "blank lines only": " \t\n\n  \n",
    "an equals sign before the keyword": "=User x\n =Port 2022\n",
    "an equals sign alone": "=\n",
    "quotes within the keyword": 'Us"er" x\nPort"2022"\n',
    "nothing behind an equals sign": "User =\n",
    "a backslash at the end": "User x\\\n",
    "a very long line": `Host ${"a".repeat(20_000)} a\n User ${"x".repeat(5_000)}\n`,
    "a pattern too long for a list": `Match host ${"a*".repeat(600)},a\n User x\n`,
    "many stars": `Host ${"*a".repeat(30)}b *\n User x\n`,
    "a name that Object knows": "constructor x\n",
    "a value that Object knows": "StrictHostKeyChecking toString\n",
    "signs before numbers": 'Port +22\nServerAliveCountMax " 7"\nConnectTimeout +1m+5\n',
    "too many known_hosts files": `UserKnownHostsFile ${Array.from({ length: 33 }, (_, i) => `/f${i}`).join(" ")}\n`,
    "none beside other files": "Host b\nUserKnownHostsFile none /x\n",
    "many identity files": Array.from({ length: 101 }, (_, i) => `IdentityFile /k${i}\n`).join(""),
};

compared(`odd configurations${hasSsh ? "" : " (skipped: there is no ssh to compare with)"}`, () => {
    const directory = temporaryDirectory();
    mkdirSync(directory, { recursive: true });
    it.each(Object.entries(odd))("with %s are as `ssh -G` has them", (title, text) => {
        const path = join(directory, `${title.replaceAll(" ", "-")}.conf`);
        writeFileSync(path, text);
        expectAgreement(path, ["a", "b"]);
    });
});

function expectAgreement(path: string, names: readonly string[]): void {
    const config = new OpenSshConfig(sourcesOf(path, environment));
    const theirs = sshOutcomes(path, names, environment);
    expect(theirs).toHaveLength(names.length);
    expect(names.map((name) => [name, ourOutcome(config, name)])).toEqual(
        names.map((name, index) => [name, theirs[index]]),
    );
}

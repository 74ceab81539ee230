import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OpenSshConfig } from "../../../../provider/transport/opensshConfig/opensshConfig";
import { temporaryDirectory } from "../temporaryDirectory";
import { hasSsh, local, ourOutcome, sshOutcomesBy, type Outcome } from "./opensshOracle";

// `ssh` looks for its two usual files at fixed places: they are put there in a mount namespace of their own.
const canMount = spawnSync("unshare", ["-m", "mount", "--bind", "/tmp", "/tmp"]).status === 0;
const compared = hasSsh && canMount ? describe : describe.skip;
const reason = hasSsh && canMount ? "" : " (skipped: this needs ssh, and the right to make a mount namespace)";

const directory = temporaryDirectory();
const home = join(directory, "home");
const userFile = join(home, ".ssh", "config");
const etc = join(directory, "etc");
const systemFile = join(etc, "ssh_config");
mkdirSync(etc);
const environment = { ...process.env, HOME: local.home };

compared(`the usual two files${reason}`, () => {
    beforeEach(() => {
        rmSync(home, { recursive: true, force: true });
        mkdirSync(join(home, ".ssh"), { recursive: true });
        writeFileSync(join(home, ".ssh", "own"), "Port 2022\nIdentityFile /k\n", { mode: 0o600 });
        writeFileSync(join(etc, "part"), "ConnectTimeout 7\nHost b\n User system\n", { mode: 0o644 });
        writeFileSync(systemFile, "Host *\n Include part\n IdentityFile /k\n ServerAliveInterval 5\n", { mode: 0o644 });
        writeFileSync(userFile, "Host a\n User mine\n Include own\n ServerAliveInterval 9\n", { mode: 0o600 });
    });

    it("are read in the same order, with the same paths of Include", () => {
        expectAgreement(["a", "b"]);
    });

    it("may both be absent", () => {
        rmSync(userFile);
        rmSync(systemFile);
        expectAgreement(["a"]);
    });

    it.each(["~/x", "own"])("do not let the one for the machine include %s from a home directory", (path) => {
        writeFileSync(systemFile, `Host nobody\n Include ${path}\n`);
        expectAgreement(["a"]);
    });

    it.each([0o644, 0o640, 0o664, 0o620, 0o602, 0o666])(
        "are refused or not for the user's permissions, mode %o",
        (mode) => {
            chmodSync(userFile, mode);
            // What a group may do, releases and distributions differ in; the outcome for the group of one's own is Debian's.
            if ((mode & 0o020) === 0 || isDebian) {
                expectAgreement(["a"]);
            }
        },
    );

    it("are refused for a group that is not the user's own", () => {
        chownSync(userFile, process.getuid!(), 65_534);
        chmodSync(userFile, 0o660);
        expectAgreement(["a"]);
    });

    it("are refused for another owner of the user's", () => {
        chownSync(userFile, 12_345, process.getgid!());
        expectAgreement(["a"]);
    });

    it("are refused for an included file that others can write, in the one for the machine too", () => {
        chmodSync(join(etc, "part"), 0o646);
        expectAgreement(["a"]);
    });

    it("are not refused for a file for the machine that others can write", () => {
        chmodSync(systemFile, 0o666);
        expectAgreement(["b"]);
    });
});

const isDebian = spawnSync("ssh", ["-V"]).stderr.toString().includes("Debian");

function expectAgreement(names: readonly string[]): void {
    const config = new OpenSshConfig({
        userFile,
        systemFile,
        home: local.home,
        localUser: local.localUser,
        environment: { ...environment, HOME: home },
    });
    expect(names.map((name) => ourOutcome(config, name))).toEqual(theirs(names));
}

function theirs(names: readonly string[]): Outcome[] {
    const script = join(directory, "inside.sh");
    writeFileSync(script, `mount --bind ${home} ${local.home} && mount --bind ${etc} /etc/ssh && exec ssh -G "$1"\n`);
    return sshOutcomesBy(["unshare", "-m", "sh", script], names, environment);
}

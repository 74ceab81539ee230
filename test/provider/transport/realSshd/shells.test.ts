import { describeIsolatedSshd, describeSshd } from "../../../openssh/describeSshd";
import { loginNoise } from "../../../openssh/privateMachine";
import { Sshd, type SshdOptions } from "../../../openssh/sshd";
import { command, script, setUpLaboratory } from "./laboratory";

const oddArguments = [
    "it's",
    '"double"',
    "two\nlines\n",
    "\n",
    "bang! !! !$ !-1",
    "back\\slash\\",
    "\\!",
    "",
    "  blanks\t",
    "$HOME `id` $(id) ${x:-y}",
    "* ? [a-z] {a,b} ~ ~root",
    "#; & | < > ( ) % ^ =",
    "grün 漢字 \u{1f680}",
    "-n",
    "'",
    "''\n'!'\\'",
];

/** Prints its arguments, each ended by a NUL. */
const printArguments = command(["/bin/sh", "-c", 'printf "%s\\0" "$@"', "sh", ...oddArguments]);

interface Machine extends SshdOptions {
    readonly title: string;
    readonly shell: string;
    readonly debianPackage: string;
}

// Where dash is no login shell it reads no start-up file.
const machines: readonly Machine[] = [
    { title: "with bash", shell: "/bin/bash", debianPackage: "bash" },
    { title: "with bash whose start-up files print", shell: "/bin/bash", debianPackage: "bash", noisy: true },
    { title: "with dash", shell: "/bin/dash", debianPackage: "dash" },
    { title: "with tcsh", shell: "/usr/bin/tcsh", debianPackage: "tcsh" },
    { title: "with tcsh whose start-up files print", shell: "/usr/bin/tcsh", debianPackage: "tcsh", noisy: true },
    {
        title: "whose commands go through a login shell, with /etc/profile and .profile that print",
        shell: "/bin/bash",
        debianPackage: "bash",
        noisy: true,
        settings: ['ForceCommand /bin/bash -l -c "$SSH_ORIGINAL_COMMAND"'],
    },
];

for (const { title, debianPackage, ...options } of machines) {
    const tests = (): void => {
        const laboratory = setUpLaboratory();
        const noisy = options.noisy === true;
        let sshd: Sshd;

        beforeAll(async () => {
            sshd = await Sshd.start({ authorizedKeys: [laboratory.key.publicLine], ...options });
        });
        afterAll(() => sshd.stop());

        it("gets arguments of every kind as they are", async () => {
            const { stdout } = await laboratory.poolOf(sshd).run("global1", printArguments);
            expect(stdout.endsWith(oddArguments.map((argument) => `${argument}\0`).join(""))).toBe(true);
        });

        it("gets bytes that are no text as they are", async () => {
            const bytes = Uint8Array.of(0xff, 0xfe, 0x27, 0x0a, 0x21, 0x80, 0xc3);
            const print = command(["/bin/sh", "-c", 'printf %s "$1" | od -An -tx1', "sh", bytes]);
            const { stdout } = await laboratory.poolOf(sshd).run("global1", print);
            expect(stdout).toMatch(/ ff fe 27 0a 21 80 c3\n$/);
        });

        it("gives both streams apart, and the exit code", async () => {
            const print = script("echo one; echo two >&2; cat; exit 7");
            const result = await laboratory.poolOf(sshd).run("global1", { ...print, stdin: "three\n" });
            expect(result).toMatchObject({ kind: "exited", exitCode: 7 });
            expect(result.stdout.endsWith("one\nthree\n")).toBe(true);
            expect(result.stderr.endsWith("two\n")).toBe(true);
            expect(result.stderr).not.toContain("one");
            expect(result.stdout).not.toContain("two");
            // The machine is as noisy as it is said to be: else the test would show nothing.
            expect(result.stdout.includes(loginNoise.stdout)).toBe(noisy);
            expect(result.stderr.includes(loginNoise.stderr)).toBe(noisy);
        });

        it("gives exit code 255 as an exit code", async () => {
            const result = await laboratory.poolOf(sshd).run("global1", script("exit 255"));
            expect(result).toMatchObject({ kind: "exited", exitCode: 255 });
        });
    };
    describeIsolatedSshd(`an account ${title}`, tests, [options.shell, debianPackage]);
}

describeSshd("a command on a real server", () => {
    const laboratory = setUpLaboratory();

    it("that a signal ends is signalled, not exited", async () => {
        const sshd = await laboratory.sshd();
        const result = await laboratory.poolOf(sshd).run("global1", script("echo before; kill -9 $$"));
        expect(result).toMatchObject({ kind: "signalled", signal: "SIGKILL", stdout: "before\n" });
    });

    it("has nothing of the banner in its output", async () => {
        const banner = "Authorised use only.\nPassword: \u001b[31mred\n";
        const sshd = await laboratory.sshd({ banner });
        const result = await laboratory.poolOf(sshd).run("global1", script("echo only this"));
        expect(result).toMatchObject({ kind: "exited", exitCode: 0, stdout: "only this\n", stderr: "" });
    });

    it("gets a standard input of megabytes, and its output comes back whole", async () => {
        const sshd = await laboratory.sshd();
        const stdin = "grün\n".repeat(200_000);
        const result = await laboratory.poolOf(sshd).run("global1", command(["/bin/cat"], { stdin }));
        expect(result).toMatchObject({ kind: "exited", exitCode: 0 });
        expect(result.stdout === stdin).toBe(true);
    });
});

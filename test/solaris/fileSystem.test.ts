import { LocalHost } from "./shellHarness";

let host: LocalHost;

beforeEach(() => {
    host = new LocalHost();
});

afterEach(() => {
    host.stop();
});

/** What a command line prints, in the order of its two streams. */
async function printed(line: string, user?: string): Promise<string> {
    const { stdout, stderr } = await host.run(line, user);
    return stdout + stderr;
}

describe("a simulated host's files", () => {
    it("begin with the usual directories", async () => {
        expect(await printed("ls -ld /tmp /var/tmp /export/home/zadm; pwd; echo $HOME")).toMatch(
            /^drwxr-xr-x .* zadm +staff .* \/export\/home\/zadm\ndrwxrwxrwt .* root +root .* \/tmp\ndrwxrwxrwt .* \/var\/tmp\n\/export\/home\/zadm\n\/export\/home\/zadm\n$/,
        );
        expect(await printed("pwd; id", "root")).toBe("/root\nuid=0(root) gid=0(root)\n");
    });

    it("show what ls -ldn shows on Solaris", async () => {
        const { fileSystem } = host.model;
        fileSystem.write("/var/tmp/f", "text", { owner: "zadm", mode: 0o640 });
        fileSystem.symlink("/var/tmp/l", "f", { owner: "mallory" });
        fileSystem.mkdir("/var/tmp/d", { owner: "mallory", mode: 0o700 });
        const lines = (await printed("cd /var/tmp; ls -ldn f l d; ls -ld l")).split("\n");
        expect(lines[0]).toMatch(/^drwx------ {3}2 101 {6}10 +2 [A-Z][a-z]{2} [ \d]\d \d\d:\d\d d$/);
        expect(lines[1]).toMatch(/^-rw-r----- {3}1 100 {6}10 +4 .* f$/);
        expect(lines[2]).toMatch(/^lrwxrwxrwx {3}1 101 {6}10 +1 .* l -> f$/);
        expect(lines[3]).toMatch(/^lrwxrwxrwx {3}1 mallory {2}staff +1 .* l -> f$/);
    });

    it("are closed to others by their modes", async () => {
        const { fileSystem } = host.model;
        fileSystem.mkdir("/var/tmp/d", { owner: "zadm", mode: 0o700 });
        fileSystem.write("/var/tmp/d/f", "secret", { owner: "zadm", mode: 0o644 });
        fileSystem.write("/var/tmp/r", "secret", { owner: "zadm", mode: 0o600 });
        const line =
            "cat /var/tmp/d/f; ls /var/tmp/d; cd /var/tmp/d; cat /var/tmp/r; echo x >>/var/tmp/r; chmod 777 /var/tmp/d";
        expect(await printed(line, "mallory")).not.toContain("secret");
        expect((await host.run("cat /var/tmp/d/f", "mallory")).status).toBe(1);
        expect((await host.run("cat /var/tmp/d/f", "root")).stdout).toBe("secret");
        expect(fileSystem.status("/var/tmp/d")).toMatchObject({ mode: 0o700, owner: "zadm" });
    });

    it("are protected from others in a sticky directory", async () => {
        const { fileSystem } = host.model;
        fileSystem.mkdir("/var/tmp/d", { owner: "zadm", mode: 0o700 });
        fileSystem.write("/var/tmp/f", "kept", { owner: "zadm" });
        fileSystem.symlink("/var/tmp/l", "f", { owner: "zadm" });
        const attack = "cd /var/tmp; rm -rf d f l; mv d e; mv f g; mkdir x && mv x d; echo x >f; ln -s /etc l";
        expect((await host.run(attack, "mallory")).status).not.toBe(0);
        expect(fileSystem.list("/var/tmp")).toEqual(
            ["d", "f", "l", "x"].filter((name) => fileSystem.status(`/var/tmp/${name}`)),
        );
        expect(fileSystem.read("/var/tmp/f")).toBe("kept");
        expect((await host.run("cd /var/tmp && rm -r d f l")).status).toBe(0);
    });

    it("are found through symbolic links by open, cd and test, not by mkdir, ln and rm", async () => {
        const { fileSystem } = host.model;
        fileSystem.mkdir("/var/tmp/real", { owner: "zadm" });
        fileSystem.symlink("/var/tmp/link", "real", { owner: "mallory" });
        const line = `cd /var/tmp/link && echo x >f && [ -d /var/tmp/link ] && [ -L /var/tmp/link ] && cat ../real/f
/usr/bin/mkdir /var/tmp/link; ln f /var/tmp/link; ln -s f /var/tmp/link/f; rm /var/tmp/link; mkdir -p /var/tmp/link`;
        expect(await printed(line)).toBe(
            [
                "x",
                "mkdir: /var/tmp/link: File exists",
                "ln: /var/tmp/link/f: File exists",
                "ln: /var/tmp/link/f: File exists",
                "rm: /var/tmp/link: Permission denied",
                "",
            ].join("\n"),
        );
    });

    it("can be full or read-only", async () => {
        const { fileSystem } = host.model;
        fileSystem.full = true;
        expect(await printed("mkdir /var/tmp/d; echo $?; echo x >/var/tmp/f; echo $?")).toBe(
            "1\n1\nmkdir: /var/tmp/d: No space left on device\nsh: /var/tmp/f: cannot create [No space left on device]\n",
        );
        fileSystem.full = false;
        expect((await host.run(": >/var/tmp/f")).status).toBe(0);
        fileSystem.setReadOnly("/var/tmp");
        expect(await printed("mkdir /var/tmp/d; rm /var/tmp/f; echo x >>/var/tmp/f")).toBe(
            [
                "mkdir: /var/tmp/d: Read-only file system",
                "rm: /var/tmp/f: Read-only file system",
                "sh: /var/tmp/f: cannot create [Read-only file system]",
                "",
            ].join("\n"),
        );
    });

    it("fail to take more when there is no space left in the middle", async () => {
        const { fileSystem } = host.model;
        fileSystem.write("/var/tmp/f", "", { owner: "zadm" });
        fileSystem.full = true;
        const line = "exec 3>>/var/tmp/f; echo x >&3; echo $?; /usr/bin/printf x >&3; echo $?; : >&3; echo $?";
        expect((await host.run(line)).stdout).toBe("1\n1\n0\n");
        expect(fileSystem.read("/var/tmp/f")).toBe("");
    });

    it("have times that never go back, whatever the clock does", async () => {
        await host.run("cd /var/tmp; for f in a b c; do : >$f; done");
        host.model.clockOffset = -3600;
        expect(await printed("cd /var/tmp; : >d; touch a; ls -1t")).toBe("a\nd\nc\nb\n");
    });

    it("outlast a restart, but for /tmp", () => {
        const { fileSystem } = host.model;
        fileSystem.write("/tmp/f", "gone");
        fileSystem.write("/var/tmp/f", "there");
        fileSystem.restart();
        expect(fileSystem.read("/tmp/f")).toBeUndefined();
        expect(fileSystem.read("/var/tmp/f")).toBe("there");
    });

    it("tell wrong uses of their commands", async () => {
        const { stderr, status } = await host.run("mkdir -m abc d; mkdir; rm; mv a; ln a; chmod a; ls -Z; ps -Z");
        expect(status).toBe(2);
        expect(stderr.split("\n")).toHaveLength(9);
    });
});

import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The account that a server of the tests lets in. */
export interface Account {
    readonly user: string;
    readonly home: string;
}

/** What a private machine is to look like to whoever logs in. */
export interface MachineOptions {
    /** Login shell of `zadm`. */
    readonly shell: string;
    /** Whether its start-up files, and those of the machine, print on both streams. */
    readonly noisy: boolean;
}

/** What login scripts of a noisy machine print, on standard output and on standard error. */
export const loginNoise = { stdout: "Welcome to this machine!", stderr: "You have mail; quota 97 %." } as const;

/** The password of `zadm` on a private machine. */
export const accountPassword = "correct horse battery";

// The same in the form of crypt(3), SHA-512.
const passwordHash =
    "$6$solariszones$EUFk7UPllduaFVnB.zhF.iMm0TWCAgXuJUwjV7cSakWYODG3DYrOct7IKtd0YWkrTLP1eo7DR.hqKSRiluH2o1";

const uid = 64_321;
const noise = `echo '${loginNoise.stdout}'; /bin/sh -c "echo '${loginNoise.stderr}' >&2"\n`;

/**
 * Makes an /etc with one account, `zadm`, and its home. A server that is started by {@link isolate} sees it as its own,
 * while nothing of the machine that runs the tests changes.
 */
export function makePrivateMachine(directory: string, { shell, noisy }: MachineOptions): Account {
    const etc = join(directory, "etc");
    const home = join(directory, "home");
    // What belongs to the C library and the package: without it names are not resolved and the server's user is unknown.
    const system = readFileSync("/etc/passwd", "utf8")
        .split("\n")
        .filter((line) => /^(?:root|sshd|nobody):/.test(line));
    const files: Record<string, string> = {
        passwd: [...system, `zadm:x:${uid}:${uid}::${home}:${shell}`, ""].join("\n"),
        shadow: ["root:*:20000::::::", "sshd:!:20000::::::", `zadm:${passwordHash}:20000::::::`, ""].join("\n"),
        group: ["root:x:0:", "nogroup:x:65534:", `zadm:x:${uid}:`, ""].join("\n"),
        shells: ["/bin/sh", "/bin/bash", "/bin/dash", shell, ""].join("\n"),
        "nsswitch.conf": "passwd: files\ngroup: files\nshadow: files\nhosts: files\n",
        hosts: "127.0.0.1 localhost\n",
        "pam.d/sshd": "auth required pam_unix.so\naccount required pam_unix.so\nsession required pam_permit.so\n",
    };
    for (const name of noisy ? ["profile", "bash.bashrc", "csh.cshrc", "csh.login"] : []) {
        files[name] = noise;
    }
    mkdirSync(join(etc, "pam.d"), { recursive: true });
    for (const [name, text] of Object.entries(files)) {
        writeFileSync(join(etc, name), text);
    }
    chmodSync(join(etc, "shadow"), 0o600);
    if (existsSync("/etc/ld.so.cache")) {
        copyFileSync("/etc/ld.so.cache", join(etc, "ld.so.cache"));
    }
    mkdirSync(home);
    for (const name of noisy ? [".profile", ".bashrc", ".cshrc", ".login"] : []) {
        writeFileSync(join(home, name), noise);
    }
    chownSync(home, uid, uid);
    return { user: "zadm", home };
}

/**
 * The command line that runs another one where a private machine's /etc is the machine's, and /run/sshd is there. The
 * process is replaced twice, so its id is that of the command.
 */
export function isolate(directory: string, argv: readonly string[]): string[] {
    const script =
        'mount --bind "$1/etc" /etc && mount -t tmpfs none /run && mkdir -m 755 /run/sshd && shift && exec "$@"';
    return ["unshare", "--mount", "sh", "-c", script, "sh", directory, ...argv];
}

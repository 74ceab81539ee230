import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Debian's path of the OpenSSH server, which insists on being called by an absolute path. */
export const sshdPath = "/usr/sbin/sshd";

/** Whether a mount namespace can be had, in which a server sees accounts and login scripts of its own. */
export const canIsolate: boolean =
    process.getuid?.() === 0 &&
    spawnSync("unshare", ["--mount", "sh", "-c", "mount -t tmpfs none /mnt"], { stdio: "ignore" }).status === 0;

function missing(program: string, debianPackage: string): string | undefined {
    return existsSync(program) ? undefined : `there is no ${program} (Debian package ${debianPackage})`;
}

/**
 * `describe` for suites that need a real OpenSSH server. Where there is none they are skipped, with the reason on
 * standard error and in the title; under `CI=true` that is a failure, unless `SKIP_SSHD=1` says that it is meant.
 */
export function describeSshd(title: string, tests: () => void): void {
    const reason = missing(sshdPath, "openssh-server");
    const { CI, SKIP_SSHD } = process.env;
    if (reason !== undefined && CI === "true" && SKIP_SSHD !== "1") {
        describe(title, () => {
            it("needs an OpenSSH server", () => {
                throw new Error(`${reason}; SKIP_SSHD=1 leaves out what needs it`);
            });
        });
    } else {
        describeUnless(reason, title, tests);
    }
}

/**
 * `describe` for suites whose server needs accounts and login scripts of its own. Where none can be had they are skipped
 * loudly, also under `CI=true`.
 *
 * @param shell The login shell that they need, by its path, and Debian's package of it.
 */
export function describeIsolatedSshd(title: string, tests: () => void, shell?: readonly [string, string]): void {
    if (!existsSync(sshdPath)) {
        describeSshd(title, tests);
        return;
    }
    const isolation = canIsolate ? undefined : "no mount namespace can be made here (`unshare --mount`, as root)";
    describeUnless(isolation ?? (shell === undefined ? undefined : missing(...shell)), title, tests);
}

/** `it` for a test that needs a program which not every machine has; skipped loudly where it is absent. */
export function itWith(program: string, debianPackage: string, name: string, test: () => Promise<void>): void {
    const reason = missing(program, debianPackage);
    if (reason === undefined) {
        it(name, test);
    } else {
        announce(`${name}: ${reason}`);
        it.skip(`${name} (skipped: ${reason})`, test);
    }
}

function describeUnless(reason: string | undefined, title: string, tests: () => void): void {
    if (reason === undefined) {
        describe(title, tests);
    } else {
        announce(`${title}: ${reason}`);
        describe.skip(`${title} (skipped: ${reason})`, tests);
    }
}

function announce(text: string): void {
    process.stderr.write(`SKIPPED ${text}\n`);
}

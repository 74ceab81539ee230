import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { KeptPort } from "../solaris/keptPort";
import { readKey, type ClientKey } from "./clientKeys";
import { canIsolate, sshdPath } from "./describeSshd";
import { eventually } from "../eventually";
import { isolate, makePrivateMachine, type Account } from "./privateMachine";
import { descendants, killAll, processesWith } from "./processTree";

const run = promisify(execFile);

const hostKeyForms = {
    ed25519: ["-t", "ed25519"],
    ecdsa: ["-t", "ecdsa", "-b", "256"],
    rsa: ["-t", "rsa", "-b", "2048"],
} as const;

/** A type of host key. */
export type HostKeyType = keyof typeof hostKeyForms;

/** How a server is set up. */
export interface SshdOptions {
    /** The keys that it shows. Default: ed25519 alone. */
    readonly hostKeyTypes?: readonly HostKeyType[];
    /** Public key lines that may log in. */
    readonly authorizedKeys?: readonly string[];
    /** Lines of sshd_config, such as `MaxSessions 1`. They come first, and OpenSSH takes what it reads first. */
    readonly settings?: readonly string[];
    /** What is shown before the login. */
    readonly banner?: string;
    /** Login shell; for suites of describeIsolatedSshd. Default: /bin/bash. */
    readonly shell?: string;
    /** Whether login scripts print on both streams; for suites of describeIsolatedSshd. */
    readonly noisy?: boolean;
}

/**
 * OpenSSH's own server on a free port of 127.0.0.1, with keys, accounts and log of its own. Where mount namespaces can be
 * had it lets in `zadm` of a machine made for it, else the user who runs the tests.
 */
export class Sshd {
    readonly address = "127.0.0.1";
    #process: ChildProcess | undefined;
    /** While no server listens. */
    #kept: KeptPort | undefined;

    private constructor(
        /** Removed by stop(). */
        private readonly directory: string,
        readonly port: number,
        /** In the order of `hostKeyTypes`. */
        readonly hostKeys: readonly ClientKey[],
        /** Who logs in; commands run in `home`. */
        readonly account: Account,
    ) {}

    static async start(options: SshdOptions = {}): Promise<Sshd> {
        const directory = mkdtempSync(join(tmpdir(), "pulumi-solaris-sshd-"));
        let sshd: Sshd | undefined;
        try {
            // The account must get through to its home and its authorized_keys.
            chmodSync(directory, 0o711);
            const types = options.hostKeyTypes ?? ["ed25519"];
            const hostKeys = await Promise.all(types.map((type) => makeHostKey(directory, type)));
            const account = makeAccount(directory, options);
            const kept = await KeptPort.keep();
            sshd = new Sshd(directory, kept.port, hostKeys, account);
            sshd.#kept = kept;
            sshd.#configure(options);
            await sshd.#launch();
            return sshd;
        } catch (error) {
            await sshd?.stop();
            rmSync(directory, { recursive: true, force: true });
            throw error;
        }
    }

    /** Everything that the server has said since it was first started, at LogLevel VERBOSE. */
    log(): string {
        return readFileSync(this.#path("log"), "utf8");
    }

    /** How many lines of the log a pattern matches. */
    count(pattern: RegExp): number {
        return this.log()
            .split("\n")
            .filter((line) => pattern.test(line)).length;
    }

    /** Logins that succeeded, which is to say connections in use, since the server was first started. */
    get logins(): number {
        return this.count(/^Accepted \S+ for /);
    }

    /** TCP connections that the server has taken since it was first started. */
    get connections(): number {
        return this.count(/^Connection from /);
    }

    /** Commands that were started since the server was first started. */
    get commands(): number {
        return this.count(/^Starting session: /);
    }

    /** Processes of the server's connections and of what runs on them, now. */
    get processes(): number {
        return this.#process?.pid === undefined ? 0 : descendants(this.#process.pid).length;
    }

    /** Waits until every connection has ended, with all that ran on it. */
    async idle(): Promise<void> {
        await eventually("the server has no connection left", () => this.processes === 0);
    }

    /** A path in the account's home, as commands and tests see it. */
    inHome(name: string): string {
        return join(this.account.home, name);
    }

    /** Kills the server and everything that runs on it, as a crash of the machine would. */
    async kill(): Promise<void> {
        const child = this.#process;
        this.#process = undefined;
        if (child?.pid !== undefined && child.exitCode === null && child.signalCode === null) {
            const { pid } = child;
            const ended = once(child, "exit");
            killAll(() => [pid, ...descendants(pid), ...processesWith(this.#mark)]);
            await ended;
            this.#kept ??= await KeptPort.keep(this.port);
        } else {
            killAll(() => processesWith(this.#mark));
        }
    }

    /** Starts the server again after kill(), on the same port and with the same keys. */
    async restart(): Promise<void> {
        await this.kill();
        await this.#launch();
    }

    /** Kills the server and removes its directory. */
    async stop(): Promise<void> {
        await this.kill();
        this.#release();
        rmSync(this.directory, { recursive: true, force: true });
    }

    #configure({ settings = [], authorizedKeys = [], banner }: SshdOptions): void {
        const lines = [
            ...settings,
            ...(banner === undefined ? [] : [`Banner ${this.#path("banner")}`]),
            `ListenAddress ${this.address}:${this.port}`,
            ...this.hostKeys.map(({ file }) => `HostKey ${file}`),
            `AuthorizedKeysFile ${this.#path("authorized_keys")}`,
            `SetEnv ${this.#mark}`,
            `PidFile ${this.#path("sshd.pid")}`,
            "LogLevel VERBOSE",
            "PermitRootLogin yes",
            "StrictModes no",
            "UsePAM no",
            "UseDNS no",
            "PasswordAuthentication no",
            "KbdInteractiveAuthentication no",
        ];
        writeFileSync(this.#path("sshd_config"), `${lines.join("\n")}\n`);
        writeFileSync(this.#path("authorized_keys"), authorizedKeys.map((line) => `${line}\n`).join(""));
        writeFileSync(this.#path("log"), "");
        if (banner !== undefined) {
            writeFileSync(this.#path("banner"), banner);
        }
    }

    async #launch(): Promise<void> {
        const before = this.count(listening);
        const log = openSync(this.#path("log"), "a");
        const argv = [sshdPath, "-D", "-e", "-f", this.#path("sshd_config")];
        const [program = "", ...args] = canIsolate ? isolate(this.directory, argv) : argv;
        const child = spawn(program, args, { stdio: ["ignore", "ignore", log] });
        closeSync(log);
        this.#process = child;
        await eventually("the server listens", () => {
            if (child.exitCode !== null) {
                throw new Error(`the OpenSSH server has ended: ${this.log()}`);
            }
            return this.count(listening) > before;
        });
        this.#release();
    }

    #release(): void {
        this.#kept?.release();
        this.#kept = undefined;
    }

    /** Stands in the environment of every command, so that one whose connection is gone is found too. */
    get #mark(): string {
        return `TEST_SSHD=${this.directory}`;
    }

    #path(name: string): string {
        return join(this.directory, name);
    }
}

const listening = /^Server listening on /;

async function makeHostKey(directory: string, type: HostKeyType): Promise<ClientKey> {
    const file = join(directory, `host_${type}`);
    await run("ssh-keygen", ["-q", ...hostKeyForms[type], "-N", "", "-C", "", "-f", file]);
    return readKey(file);
}

function makeAccount(directory: string, { shell = "/bin/bash", noisy = false }: SshdOptions): Account {
    if (canIsolate) {
        return makePrivateMachine(directory, { shell, noisy });
    }
    const home = join(directory, "home");
    mkdirSync(home);
    const { username, uid } = userInfo();
    if (uid === 0) {
        // As the package's own service does. The directory stays: another server may have been started meanwhile.
        mkdirSync("/run/sshd", { recursive: true, mode: 0o755 });
    }
    return { user: username, home };
}

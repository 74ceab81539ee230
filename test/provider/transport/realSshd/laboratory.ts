import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "../../../../provider/transport/command";
import type { HostArgs } from "../../../../provider/transport/inventory/hostsSchema";
import { Inventory } from "../../../../provider/transport/inventory/inventory";
import { ConnectionPool } from "../../../../provider/transport/pool/pool";
import { makeKey, type ClientKey } from "../../../openssh/clientKeys";
import { Sshd, type SshdOptions } from "../../../openssh/sshd";

/** Servers, keys and connections for the tests of one suite. What a test starts is stopped after it. */
export interface Laboratory {
    /** For files of the tests; removed after the suite. */
    readonly directory: string;
    /** The key that every server lets in unless told otherwise. */
    readonly key: ClientKey;
    /** Has something stopped after the test; gives it back. */
    keep<T extends { stop(): Promise<void> }>(started: T): T;
    /** Starts a server. */
    sshd(options?: SshdOptions): Promise<Sshd>;
    /** Makes a pool for hosts as `solaris:hosts` describes them. OpenSSH's configuration is not read. */
    pool(hosts: Record<string, HostArgs>): ConnectionPool;
    /** Makes a pool for one server, called `global1`. */
    poolOf(sshd: Sshd, more?: HostArgs): ConnectionPool;
    /** Makes a pool for an inventory. */
    poolFor(inventory: Inventory): ConnectionPool;
    /** How a server is described in `solaris:hosts`: its key pinned, login with the suite's key. */
    settings(sshd: Sshd, more?: HostArgs): HostArgs;
    /** What the pools had to say so far in this test. */
    readonly notices: readonly string[];
}

/** Sets a suite up; to be called where it is described. */
export function setUpLaboratory(): Laboratory {
    let directory = "";
    let key: ClientKey | undefined;
    const stops: (() => Promise<void>)[] = [];
    const notices: string[] = [];
    beforeAll(async () => {
        directory = mkdtempSync(join(tmpdir(), "pulumi-solaris-test-"));
        key = await makeKey(directory, "client");
    });
    afterAll(() => rmSync(directory, { recursive: true, force: true }));
    afterEach(async () => {
        notices.length = 0;
        // What was started last depends on what was started first.
        for (const stop of stops.splice(0).reverse()) {
            await stop();
        }
    });
    const laboratory: Laboratory = {
        notices,
        get directory() {
            return directory;
        },
        get key() {
            if (key === undefined) {
                throw new Error("the suite has not begun yet");
            }
            return key;
        },
        keep: (started) => {
            stops.push(() => started.stop());
            return started;
        },
        sshd: async (options) =>
            laboratory.keep(await Sshd.start({ authorizedKeys: [laboratory.key.publicLine], ...options })),
        settings: (sshd, more) => ({
            address: sshd.address,
            port: sshd.port,
            user: sshd.account.user,
            identityFile: laboratory.key.file,
            agent: false,
            hostKey: sshd.hostKeys[0]!.publicLine,
            proxyJump: "none",
            connectTimeout: 10,
            ...more,
        }),
        pool: (hosts) => laboratory.poolFor(Inventory.parse(hosts, { sshConfig: "none" })),
        poolOf: (sshd, more) => laboratory.pool({ global1: laboratory.settings(sshd, more) }),
        poolFor: (inventory) => {
            const pool = new ConnectionPool(inventory, {
                idleMs: 60_000,
                events: { told: (text) => notices.push(text), status: () => undefined },
            });
            stops.push(() => pool.close());
            return pool;
        },
    };
    return laboratory;
}

/** A command of the tests; more than enough time. */
export function command(argv: Command["argv"], more: Partial<Command> = {}): Command {
    return { name: String(argv[0]), argv, timeoutMs: 30_000, ...more };
}

/** A script for the POSIX shell. */
export function script(text: string, more: Partial<Command> = {}): Command {
    return command(["/bin/sh", "-c", text], more);
}

/** Prints the account's name: a command that shows that a login has succeeded. */
export const whoAmI = command(["/usr/bin/id", "-un"]);

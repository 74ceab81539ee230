import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { makeKey } from "../openssh/clientKeys";
import { sshdPath } from "../openssh/describeSshd";
import { Sshd } from "../openssh/sshd";
import { clientEach, controlMaster, pool, sshEach, type Login, type Way } from "./commandWays";
import { DelayProxy } from "./delayProxy";

/** How many commands are run in one round, in which way, and how many of them side by side. */
export interface Load {
    readonly way: Way;
    readonly atOnce: number;
    readonly count: number;
    /** Whether one command is run before the clock is started, so that connecting takes no part. */
    readonly warm: boolean;
}

/** What a load has cost at one distance. */
export interface LoadSamples extends Load {
    readonly roundTripMs: number;
    /** Milliseconds for all commands, one number for each round. */
    readonly wallMs: number[];
}

/** How many commands run side by side, and how many there are then. */
export const sideBySide = 8;
export const manyCommands = 200;

/** As many commands as are needed where the time for one does not depend on how many there are. */
export function fewCommands(roundTripMs: number): number {
    if (roundTripMs === 0) {
        return 40;
    }
    return roundTripMs < 50 ? 24 : 8;
}

/** The loads of one round at a distance. */
export function loadsAt(roundTripMs: number): Load[] {
    const many = { atOnce: sideBySide, count: manyCommands, warm: false };
    const each = { atOnce: sideBySide, count: fewCommands(roundTripMs), warm: false };
    const alone = { atOnce: 1, count: fewCommands(roundTripMs), warm: true };
    return [
        { way: pool, ...many },
        { way: controlMaster, ...many },
        { way: sshEach, ...each },
        { way: clientEach, ...each },
        { way: pool, ...alone },
        { way: controlMaster, ...alone },
    ];
}

/**
 * Runs commands on a real OpenSSH server, in all ways in turn, round for round.
 *
 * @throws Error with the reason where there can be no such server.
 */
export async function measureCommandRates(
    distancesMs: readonly number[],
    rounds: number,
    loads: (roundTripMs: number) => readonly Load[] = loadsAt,
): Promise<LoadSamples[]> {
    requireSshd();
    const directory = mkdtempSync(join(tmpdir(), "pulumi-solaris-bench-"));
    try {
        const key = await makeKey(directory, "id");
        const sshd = await Sshd.start({ authorizedKeys: [key.publicLine] });
        try {
            const samples = [];
            for (const roundTripMs of distancesMs) {
                samples.push(
                    ...(await measureDistance(sshd, directory, key.file, roundTripMs, rounds, loads(roundTripMs))),
                );
            }
            return samples;
        } finally {
            await sshd.stop();
        }
    } finally {
        rmSync(directory, { recursive: true, force: true });
    }
}

async function measureDistance(
    sshd: Sshd,
    directory: string,
    identityFile: string,
    roundTripMs: number,
    rounds: number,
    loads: readonly Load[],
): Promise<LoadSamples[]> {
    // With no distance to put in between, a proxy would only take time from this process, in which the pool is.
    const proxy = roundTripMs === 0 ? undefined : await DelayProxy.start({ targetPort: sshd.port, roundTripMs });
    try {
        const { address, port } = proxy ?? sshd;
        const knownHostsFile = join(directory, "known_hosts");
        const keys = sshd.hostKeys.map(({ publicLine }) => `[${address}]:${port} ${publicLine}\n`);
        writeFileSync(knownHostsFile, keys.join(""));
        const login = { address, port, user: sshd.account.user, identityFile, knownHostsFile, directory };
        const samples = loads.map((load): LoadSamples => ({ ...load, roundTripMs, wallMs: [] }));
        for (let round = 0; round < rounds; round++) {
            for (const { wallMs, ...load } of samples) {
                const before = sshd.logins;
                wallMs.push(await timeLoad(login, load));
                await sshd.idle();
                requireLogins(load, sshd.logins - before);
            }
        }
        return samples;
    } finally {
        await proxy?.stop();
    }
}

async function timeLoad(login: Login, { way, count, atOnce, warm }: Load): Promise<number> {
    let started = performance.now();
    const open = await way.open(login);
    try {
        if (warm) {
            await open.run(1, 1);
            started = performance.now();
        }
        await open.run(count, atOnce);
        return performance.now() - started;
    } finally {
        await open.close();
    }
}

/** A client that quietly makes a connection of its own would make the figures those of another way. */
function requireLogins({ way, count }: Load, logins: number): void {
    const expected = way.shares ? 1 : count;
    if (logins !== expected) {
        throw new Error(`${way.name}: ${count} commands have made ${logins} connections instead of ${expected}`);
    }
}

function requireSshd(): void {
    if (!existsSync(sshdPath)) {
        throw new Error(`there is no ${sshdPath} (Debian package openssh-server)`);
    }
    if (process.getuid?.() !== 0) {
        throw new Error("an OpenSSH server that logs users in must be started by root");
    }
}

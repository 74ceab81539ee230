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
}

/** What a load has cost at one distance. */
export interface LoadSamples extends Load {
    readonly roundTripMs: number;
    /** Milliseconds for all commands, connecting included, one number for each round. */
    readonly wallMs: number[];
    /** What the server has counted. */
    readonly connections: number[];
}

const side = 8;

/** The loads of one round at a distance. */
export function loadsAt(roundTripMs: number): Load[] {
    // One after another, and with a connection each, the time for one command does not depend on how many there are.
    const fewer = roundTripMs === 0 ? 200 : roundTripMs <= 20 ? 80 : 24;
    return [
        { way: pool, atOnce: side, count: 200 },
        { way: controlMaster, atOnce: side, count: 200 },
        { way: sshEach, atOnce: side, count: fewer },
        { way: clientEach, atOnce: side, count: fewer },
        { way: pool, atOnce: 1, count: fewer },
        { way: controlMaster, atOnce: 1, count: fewer },
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
                samples.push(...(await measureDistance(sshd, directory, key.file, roundTripMs, rounds, loads(roundTripMs))));
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
        const samples = loads.map((load): LoadSamples => ({ ...load, roundTripMs, wallMs: [], connections: [] }));
        for (let round = 0; round < rounds; round++) {
            for (const { wallMs, connections, ...load } of samples) {
                const before = sshd.logins;
                wallMs.push(await timeLoad(login, load));
                await sshd.idle();
                connections.push(sshd.logins - before);
            }
        }
        return samples;
    } finally {
        await proxy?.stop();
    }
}

async function timeLoad(login: Login, { way, count, atOnce }: Load): Promise<number> {
    const started = performance.now();
    const open = await way.open(login);
    try {
        await open.run(count, atOnce);
        return performance.now() - started;
    } finally {
        await open.close();
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

import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "ssh2";
import { SolarisError } from "../../errors/solarisError";
import { backoffMs } from "./backoff";
import { ConnectFault, type ConnectPhase } from "./connectFault";
import { connectObstacleIn, type ConnectObstacle } from "./connectObstacle";
import { shakeHands } from "./handshake";
import { Login, type LoginBounds } from "../login/authentication";
import { serverText } from "../commands/serverText";
import { orAborted } from "./orAborted";
import { readHostKeyRecord, remainingKeyTypes, type HostKeyRecord } from "../hostKeys/hostKey";
import type { SshTarget } from "../target";
import { timerMs } from "../timerMs";
import { dial, type Carrier, type Wire } from "./wire";

/** What happens on the way that a person should see. */
export interface ConnectEvents {
    /** Something to keep, such as a host key that was written down. */
    readonly told: (text: string) => void;
    /** What is being waited for. */
    readonly status: (text: string) => void;
}

/** An open, authenticated connection and the way that it goes. */
export interface OpenConnection {
    readonly client: Client;
    readonly wire: Wire;
}

const repeatBackoff = { firstMs: 200, maximumMs: 4_000 };

// A server that is being restarted refuses for a moment; one that is not there refuses for ever. One that has too many
// logins under way takes longer to get over it.
const repeatsAfterRefusal = 3;
const repeatsAfterDrop = 6;

/**
 * Dials, verifies the host key and logs in, within the target's `connectTimeout`. A server that refuses the connection or
 * drops it before the login, as one that is restarted or has too many logins under way (MaxStartups), is tried again.
 *
 * @throws SolarisError HOST_UNREACHABLE, HOST_KEY_UNKNOWN, HOST_KEY_MISMATCH, HOST_KEY_CERTIFICATE, CREDENTIAL_UNUSABLE,
 *     LOGIN_REFUSED.
 */
export async function connect(
    target: SshTarget,
    via: Carrier | undefined,
    events: ConnectEvents,
): Promise<OpenConnection> {
    const endsAt = performance.now() + target.connectTimeout * 1000;
    // Read before anything is dialled, so that no host is contacted where nothing could vouch for it.
    const record = await readHostKeyRecord(target);
    const refusedKeys: Buffer[] = [];
    let refusal: SolarisError | undefined;
    for (let repeats = 0; ;) {
        const refusedBefore = refusedKeys.length;
        try {
            return await attempt(target, { record, refusedKeys }, via, endsAt, events);
        } catch (error) {
            if (refusedKeys.length > refusedBefore && remainingKeyTypes(record, refusedKeys).length > 0) {
                // A pinned fingerprint does not tell its key's type: the host may have the right key beside this one.
                refusal ??= error as SolarisError;
                continue;
            }
            if (!(error instanceof ConnectFault)) {
                throw error;
            }
            if (refusal !== undefined) {
                throw refusal;
            }
            const waitMs = backoffMs(repeatBackoff, repeats);
            if (repeats >= repeatsAllowed(error) || performance.now() + waitMs >= endsAt) {
                throw unreachable(target, error, repeats + 1);
            }
            events.status(`${target.name}: ${error.message}; trying again in ${(waitMs / 1000).toFixed(1)} s`);
            await sleep(waitMs);
            repeats++;
        }
    }
}

/** @param endsAt When it is given up, by `performance.now()`. */
async function attempt(
    target: SshTarget,
    keys: { readonly record: HostKeyRecord; readonly refusedKeys: Buffer[] },
    via: Carrier | undefined,
    endsAt: number,
    events: ConnectEvents,
): Promise<OpenConnection> {
    const bound = new AbortController();
    const { signal } = bound;
    const timer = setTimeout(
        () => {
            bound.abort(new Error(`no answer within ${target.connectTimeout} s`));
        },
        timerMs(endsAt - performance.now()),
    );
    try {
        const login = await prepareLogin(target, { endsAt, signal });
        const wire = await dial(target, via, signal).catch((error: unknown) => {
            throw new ConnectFault("connecting", error as Error);
        });
        const client = await shakeHands(target, { ...keys, login }, wire, signal, events.told).catch(
            (error: unknown) => {
                wire.destroy();
                throw error;
            },
        );
        return { client, wire };
    } finally {
        clearTimeout(timer);
        // Whatever still goes on for this attempt, such as a question to the agent, is of no use any more.
        bound.abort(new Error("the attempt is over"));
    }
}

function prepareLogin(target: SshTarget, bounds: LoginBounds): Promise<Login> {
    const { signal } = bounds;
    return orAborted(Login.prepare(target, bounds), signal).catch((error: unknown) => {
        throw signal.aborted ? new ConnectFault("preparing", signal.reason as Error) : error;
    });
}

/** How often an attempt that ended so is repeated; the bound on time stands beside it. */
function repeatsAllowed({ phase, codes, message }: ConnectFault): number {
    if (codes.includes("ECONNREFUSED")) {
        return repeatsAfterRefusal;
    }
    const dropped =
        codes.includes("ECONNRESET") || codes.includes("EPIPE") || /closed|connection lost|ended/i.test(message);
    return phase !== "login" && dropped ? repeatsAfterDrop : 0;
}

const inPhase: Record<ConnectPhase, string> = {
    preparing: "while key files and the SSH agent were read",
    connecting: "while connecting",
    handshake: "during the SSH handshake",
    login: "during the login",
    started: "after the login",
};

const inTheWay: Readonly<Record<ConnectObstacle, (phase: string) => string>> = {
    unknownName: () => "the address does not resolve",
    refused: () => "connection refused",
    noAnswer: (phase) => `timed out ${phase}`,
    noRoute: () => "no route to the address",
};

function unreachable(target: SshTarget, fault: ConnectFault, attempts: number): SolarisError {
    const phase = inPhase[fault.phase];
    const times = attempts === 1 ? "" : `, ${attempts} attempts`;
    // Many places show the sentence alone: it must say why, but not in a server's words, which stand below it.
    const obstacle = connectObstacleIn(fault.message);
    const why = obstacle === undefined ? `it broke off ${phase}` : inTheWay[obstacle](phase);
    return new SolarisError("HOST_UNREACHABLE", {
        message: `no SSH connection to ${target.name} (${target.user}@${target.address}:${target.port}): ${why}`,
        host: target.name,
        lines: [
            `${fault.message} (${phase}${times})`,
            ...fault.said.map((line) => `the server said: ${serverText(line)}`),
        ],
        cause: fault,
    });
}

import type { Fleet } from "../solaris";

const tickMs = 2;
const idleStepMs = 250;
// After so long without a command a connection is an idle one; counted in ticks, for where the machine stands still a login
// has had no time either.
const handshakeMs = 2_000;

/**
 * Lets the provider's long waits pass quickly: while nothing happens on any host, time runs 125 times as fast; while a
 * command runs or a connection is being made, at its own pace, so that no bound on either is cut short.
 *
 * @returns A function that sets the clock right again; to be called whatever happens.
 */
export function fastClock(fleet: Fleet): () => void {
    const { setInterval: realSetInterval, clearInterval: realClearInterval } = globalThis;
    const servers = Object.values(fleet.hosts).map((server) => ({ server, connections: 0, sessions: 0, since: 0 }));
    let now = 0;
    const isBusy = (): boolean =>
        servers
            .map((seen): boolean => {
                const { connections, sessions } = seen.server;
                if (connections.total !== seen.connections) {
                    Object.assign(seen, { connections: connections.total, sessions: sessions.total, since: now });
                }
                const connecting = connections.open > 0 && sessions.total === seen.sessions;
                return sessions.open > 0 || (connecting && now - seen.since < handshakeMs);
            })
            .includes(true);
    jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "clearImmediate", "queueMicrotask", "hrtime"] });
    const ticker = realSetInterval(() => {
        now += tickMs;
        jest.advanceTimersByTime(isBusy() ? tickMs : idleStepMs);
    }, tickMs);
    return () => {
        realClearInterval(ticker);
        jest.useRealTimers();
    };
}

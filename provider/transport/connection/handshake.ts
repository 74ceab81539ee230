import { Client, type ConnectConfig } from "ssh2";
import { SolarisError } from "../../errors/solarisError";
import { recordNewKey } from "../hostKeys/acceptNewKey";
import type { Login } from "../login/authentication";
import { hostKeyAlgorithms, judgeHostKey, remainingKeyTypes, type HostKeyRecord } from "../hostKeys/hostKey";
import { Preamble } from "./preamble";
import type { SshTarget } from "../target";
import type { Wire } from "./wire";

/** How far an attempt to connect had come when it failed. */
export type ConnectPhase = "connecting" | "handshake" | "login";

/** An attempt to connect that failed in a way that says nothing final about the host. */
export class ConnectFault extends Error {
    override readonly name = "ConnectFault";

    constructor(
        readonly phase: ConnectPhase,
        override readonly cause: Error & { readonly code?: unknown },
        /** What the server said before it closed the connection. */
        readonly said: readonly string[] = [],
    ) {
        super(cause.message, { cause });
    }
}

/** What one attempt goes by. */
export interface Credentials {
    readonly record: HostKeyRecord;
    /** The keys that the host has shown and that were refused; another one is added by an attempt that fails so. */
    readonly refusedKeys: Buffer[];
    /** Good for one attempt only: it remembers what was tried. */
    readonly login: Login;
}

/**
 * Verifies the host's key and logs in, on a way that is open already.
 *
 * @param signal Ends the attempt.
 * @param tell Called with what the user has to know, such as a key that was written down.
 * @throws SolarisError HOST_KEY_UNKNOWN, HOST_KEY_MISMATCH, HOST_KEY_CERTIFICATE, CREDENTIAL_UNUSABLE, LOGIN_REFUSED.
 * @throws ConnectFault for everything that another attempt may mend.
 */
export function shakeHands(
    target: SshTarget,
    { record, refusedKeys, login }: Credentials,
    wire: Wire,
    signal: AbortSignal,
    tell: (text: string) => void,
): Promise<Client> {
    const client = new Client();
    const preamble = new Preamble(wire.stream);
    let accepted: Buffer | undefined;
    return new Promise<Client>((resolve, reject) => {
        const fail = (error: Error): void => {
            signal.removeEventListener("abort", giveUp);
            preamble.stop();
            client.destroy();
            wire.destroy();
            reject(error);
        };
        const giveUp = (): void => {
            fail(new ConnectFault(login.begun ? "login" : "handshake", signal.reason as Error, preamble.lines));
        };
        const verify = (key: Buffer, answer: (trusted: boolean) => void): void => {
            // Asked again whenever the two sides agree on new session keys.
            if (accepted?.equals(key) === true) {
                answer(true);
                return;
            }
            const verdict = judgeHostKey(target, record, key);
            switch (verdict.kind) {
                case "trusted":
                    accepted = key;
                    answer(true);
                    return;
                case "new":
                    recordNewKey(target, key).then((text) => {
                        accepted = key;
                        tell(text);
                        answer(true);
                    }, fail);
                    return;
                case "refused":
                    refusedKeys.push(key);
                    fail(verdict.error);
            }
        };
        signal.addEventListener("abort", giveUp, { once: true });
        // Not "once": a second error after the first must not end the process for want of a listener.
        client.on("error", (error: Error & { level?: string; code?: unknown }) => {
            // Of an agent that cannot sign after all ssh2 says so, and goes on to the next way by itself.
            if (error.level !== "agent") {
                fail(faultOf(target, login, error, preamble.lines));
            }
        });
        client.once("close", () => {
            const closed = new Error("the host closed the connection before the login was complete");
            fail(new ConnectFault(login.begun ? "login" : "handshake", closed, preamble.lines));
        });
        client.once("ready", () => {
            signal.removeEventListener("abort", giveUp);
            client.removeAllListeners("error");
            client.removeAllListeners("close");
            preamble.stop();
            resolve(client);
        });
        const config: ConnectConfig = {
            sock: wire.stream,
            username: target.user,
            authHandler: (left, partial, next) => {
                // The type says void and leaves out null; ssh2 gives null first and takes false for "nothing more".
                next(login.next(left, partial) as Parameters<typeof next>[0]);
            },
            // Ours bounds everything from the dialling on.
            readyTimeout: 0,
            // A list of our own: ssh2's "prepend" leaves an algorithm where it is if it is among the usual ones.
            algorithms: {
                serverHostKey:
                    refusedKeys.length === 0 ? hostKeyAlgorithms(record) : remainingKeyTypes(record, refusedKeys),
            },
            hostVerifier: verify,
            ...agentForwarding(target),
        };
        try {
            client.connect(config);
        } catch (error) {
            fail(new ConnectFault("handshake", error as Error));
        }
    });
}

/** @throws SolarisError CREDENTIAL_UNUSABLE where there is no agent to forward. */
function agentForwarding({ name, forwardAgent, login }: SshTarget): Pick<ConnectConfig, "agent" | "agentForward"> {
    if (!forwardAgent) {
        return {};
    }
    if (login.agentSocket === undefined || login.agentSocket === "") {
        throw new SolarisError("CREDENTIAL_UNUSABLE", {
            message: `${name} is to use the SSH agent of this machine (\`forwardAgent\`), and there is none`,
            host: name,
            property: `solaris:hosts.${name}.forwardAgent`,
            remedy: "Start an agent and set SSH_AUTH_SOCK, or name its socket as `agent`.",
        });
    }
    return { agent: login.agentSocket, agentForward: true };
}

function faultOf(
    target: SshTarget,
    login: Login,
    error: Error & { level?: string; code?: unknown },
    said: readonly string[],
): Error {
    if (SolarisError.isInstance(error)) {
        return error;
    }
    // A server that has had enough of wrong keys (MaxAuthTries) disconnects, with a number and a text of its own.
    const sentAway = login.begun && typeof error.code === "number";
    if (error.level === "client-authentication" || sentAway) {
        return new SolarisError("LOGIN_REFUSED", {
            message: `${target.name} refused the login as ${target.user}@${target.address}:${target.port}`,
            host: target.name,
            lines: [...login.report(), ...(sentAway ? [`the server said: ${error.message}`] : [])],
            cause: error,
        });
    }
    return new ConnectFault(login.begun ? "login" : "handshake", error, said);
}

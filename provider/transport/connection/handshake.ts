import { Client, type ConnectConfig } from "ssh2";
import { SolarisError } from "../../errors/solarisError";
import { recordNewKey } from "../hostKeys/acceptNewKey";
import { ConnectFault, type ConnectPhase } from "./connectFault";
import type { Login } from "../login/authentication";
import { hostKeyAlgorithms, judgeHostKey, remainingKeyTypes, type HostKeyRecord } from "../hostKeys/hostKey";
import { Preamble } from "./preamble";
import { serverText } from "../commands/serverText";
import type { SshTarget } from "../target";
import type { Wire } from "./wire";

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
    let loggedIn = false;
    let over = false;
    const phase = (): ConnectPhase => (loggedIn ? "started" : login.begun ? "login" : "handshake");
    return new Promise<Client>((resolve, reject) => {
        const end = (): void => {
            over = true;
            signal.removeEventListener("abort", giveUp);
            preamble.stop();
        };
        const fail = (error: Error): void => {
            end();
            client.destroy();
            wire.destroy();
            reject(error);
        };
        const giveUp = (): void => {
            fail(new ConnectFault(phase(), signal.reason as Error, preamble.lines));
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
                        if (!over) {
                            answer(true);
                        }
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
            if (!over && error.level !== "agent") {
                fail(faultOf(target, login, phase(), error, preamble.lines));
            }
        });
        client.on("close", () => {
            if (!over) {
                const when = loggedIn ? "right after the login" : "before the login was complete";
                fail(new ConnectFault(phase(), new Error(`the host closed the connection ${when}`), preamble.lines));
            }
        });
        client.once("change password", (prompt) => {
            fail(passwordExpired(target, login, prompt));
        });
        client.once("ready", () => {
            loggedIn = true;
            // ssh2 still reads the rest of what has come in with the server's answer, and may then hear that the
            // connection is over. Whoever gets the client finds it alive, or is told with its own listeners.
            setImmediate(() => {
                if (!over) {
                    end();
                    resolve(client);
                }
            });
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

/**
 * Names the agent, but leaves it to each command to ask for it (`agentForward` of `Client.exec`): a server that refuses
 * would else refuse every command.
 *
 * @throws SolarisError CREDENTIAL_UNUSABLE where there is no agent to forward.
 */
function agentForwarding({ name, forwardAgent, login }: SshTarget): Pick<ConnectConfig, "agent"> {
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
    return { agent: login.agentSocket };
}

function faultOf(
    target: SshTarget,
    login: Login,
    phase: ConnectPhase,
    error: Error & { level?: string; code?: unknown },
    said: readonly string[],
): Error {
    if (SolarisError.isInstance(error)) {
        return error;
    }
    // A server that has had enough of wrong keys (MaxAuthTries) disconnects, with a number and a text of its own.
    const sentAway = phase === "login" && typeof error.code === "number";
    if (error.level === "client-authentication" || sentAway) {
        return new SolarisError("LOGIN_REFUSED", {
            message: `${target.name} refused the login as ${describeLogin(target)}`,
            host: target.name,
            lines: [...login.report(), ...(sentAway ? saidBy(error.message) : [])],
        });
    }
    return new ConnectFault(phase, error, said);
}

function passwordExpired(target: SshTarget, login: Login, prompt: string): SolarisError {
    return new SolarisError("LOGIN_REFUSED", {
        message: `${target.name} refused the login as ${describeLogin(target)}: the password has expired`,
        host: target.name,
        lines: [...login.report(), ...saidBy(prompt)],
        remedy: "Log in with `ssh`, which asks for a new password, and set `password` of the host in `solaris:hosts` to it; or use a key.",
    });
}

function describeLogin({ user, address, port }: SshTarget): string {
    return `${user}@${address}:${port}`;
}

function saidBy(text: string): string[] {
    const said = serverText(text);
    return said === "" ? [] : [`the server said: ${said}`];
}

import { BaseAgent, type IdentityCallback, type ParsedKey, type SignCallback, type SigningRequestOptions } from "ssh2";
import { AgentSilent, askOnce, type AgentPatience } from "./agentQuestion";
import { describeKey } from "../hostKeys/publicKey";
import type { Identity } from "./identities";
import type { LoginSettings } from "../target";

/** The SSH agent's keys in the order in which to try them. */
export interface AgentKeys {
    readonly agent: BaseAgent<ParsedKey>;
    readonly keys: readonly ParsedKey[];
    readonly described: readonly string[];
    /** How many more it holds that are not to be tried. */
    readonly leftOut: number;
    /** With which keys it has not signed, though the server would have taken them, and why; grows during the login. */
    readonly unsigned: readonly string[];
}

/**
 * Asks the agent for its keys and puts them in OpenSSH's order: first those that an identity file names, then, unless only
 * those are wanted, the others. A server gives up after a few wrong keys, so the order matters.
 *
 * @param patience For each of the agent's answers.
 * @throws Error where the agent cannot be asked.
 */
export async function askAgent(
    socket: string,
    login: LoginSettings,
    identities: readonly Identity[],
    patience: AgentPatience,
): Promise<AgentKeys> {
    const held = await listKeys(socket, patience);
    const named = identities.flatMap((identity) => held.filter((key) => isKeyOf(identity, key)));
    const others = login.identitiesOnly ? [] : held.filter((key) => !named.includes(key));
    const keys = [...new Set([...named, ...others])];
    const agent = new OrderedAgent(socket, keys, patience);
    return {
        agent,
        keys,
        leftOut: new Set(held).size - keys.length,
        described: keys.map((key) => `the SSH agent's key ${describe(key)}`),
        unsigned: agent.unsigned,
    };
}

/** Whether the agent holds the key of an identity file. */
export function isHeld(agent: AgentKeys | undefined, identity: Identity): boolean {
    return agent?.keys.some((key) => isKeyOf(identity, key)) ?? false;
}

function isKeyOf({ publicBlob }: Identity, key: ParsedKey): boolean {
    return publicBlob?.equals(key.getPublicSSH()) ?? false;
}

function describe(key: ParsedKey): string {
    return describeKey(key.getPublicSSH());
}

function listKeys(socket: string, patience: AgentPatience): Promise<ParsedKey[]> {
    return new Promise((resolve, reject) => {
        askOnce<ParsedKey[]>(
            socket,
            patience,
            (agent, answer) => {
                agent.getIdentities((error, keys) => {
                    // The type allows keys in other forms; this agent gives parsed ones.
                    answer(
                        error,
                        (keys ?? []).filter((key) => "getPublicSSH" in key),
                    );
                });
            },
            (error, keys = []) => {
                if (error === undefined) {
                    resolve(keys);
                } else {
                    reject(error);
                }
            },
        );
    });
}

/** Shows a server some of an agent's keys, in an order of our own, and bounds how long it may take to sign. */
class OrderedAgent extends BaseAgent<ParsedKey> {
    readonly unsigned: string[] = [];
    #silence: AgentSilent | undefined;

    constructor(
        private readonly socket: string,
        private readonly keys: readonly ParsedKey[],
        private readonly patience: AgentPatience,
    ) {
        super();
    }

    override getIdentities(callback: IdentityCallback<ParsedKey>): void {
        callback(null, [...this.keys]);
    }

    override sign(
        key: ParsedKey,
        data: Buffer,
        options: SigningRequestOptions | SignCallback,
        callback?: SignCallback,
    ): void {
        const [settings, done] = typeof options === "function" ? [{}, options] : [options, callback];
        const answer = (error: Error | undefined, signature?: Buffer): void => {
            if (this.patience.signal.aborted) {
                // The connection is gone on which the signature would be sent.
                return;
            }
            if (error instanceof AgentSilent) {
                this.#silence = error;
            }
            if (error !== undefined) {
                this.unsigned.push(`the SSH agent's key ${describe(key)}: ${error.message}`);
            }
            done?.(error, signature);
        };
        if (this.#silence !== undefined) {
            // The next way in is worth more than to wait once more, for each of the agent's other keys.
            answer(this.#silence);
            return;
        }
        askOnce<Buffer>(
            this.socket,
            this.patience,
            (agent, give) => {
                agent.sign(key, data, settings, give);
            },
            answer,
        );
    }
}

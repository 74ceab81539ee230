import {
    BaseAgent,
    OpenSSHAgent,
    type GetStreamCallback,
    type IdentityCallback,
    type ParsedKey,
    type SignCallback,
    type SigningRequestOptions,
} from "ssh2";
import { Socket } from "node:net";
import { describeKey, type Identity } from "./identities";
import type { LoginSettings } from "../target";

// An agent answers at once; one that waits for something else (a locked token, a forwarded socket whose end is dead)
// must not hold up the login.
const answerTimeoutMs = 5_000;

/** The SSH agent's keys in the order in which to try them. */
export interface AgentKeys {
    readonly agent: BaseAgent<ParsedKey>;
    readonly keys: readonly ParsedKey[];
    readonly described: readonly string[];
    /** How many more it holds that are not to be tried. */
    readonly leftOut: number;
}

/**
 * Asks the agent for its keys and puts them in OpenSSH's order: first those that an identity file names, then, unless only
 * those are wanted, the others. A server gives up after a few wrong keys, so the order matters.
 *
 * @throws Error where the agent cannot be asked.
 */
export async function askAgent(
    socket: string,
    login: LoginSettings,
    identities: readonly Identity[],
): Promise<AgentKeys> {
    const agent = new QuietAgent(socket);
    const held = await listKeys(agent);
    const named = identities.flatMap((identity) => held.filter((key) => isKeyOf(identity, key)));
    const others = login.identitiesOnly ? [] : held.filter((key) => !named.includes(key));
    const keys = [...new Set([...named, ...others])];
    return {
        agent: new OrderedAgent(agent, keys),
        keys,
        leftOut: new Set(held).size - keys.length,
        described: keys.map((key) => `the SSH agent's key ${describeKey(key.type, key.getPublicSSH())}`),
    };
}

/** Whether the agent holds the key of an identity file. */
export function isHeld(agent: AgentKeys | undefined, identity: Identity): boolean {
    return agent?.keys.some((key) => isKeyOf(identity, key)) ?? false;
}

function isKeyOf({ publicBlob }: Identity, key: ParsedKey): boolean {
    return publicBlob?.equals(key.getPublicSSH()) ?? false;
}

function listKeys(agent: OpenSSHAgent): Promise<ParsedKey[]> {
    return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
            reject(new Error(`no answer within ${answerTimeoutMs / 1000} s`));
        }, answerTimeoutMs);
        agent.getIdentities((error, keys) => {
            clearTimeout(timer);
            if (error) {
                reject(error);
            } else {
                // The type allows keys in other forms; this agent gives parsed ones.
                resolve((keys ?? []).filter((key) => "getPublicSSH" in key));
            }
        });
    });
}

/** An agent whose silence does not keep the process alive: who waits for its answer has a bound of his own. */
class QuietAgent extends OpenSSHAgent {
    override getStream(callback: GetStreamCallback): void {
        super.getStream((error, stream) => {
            if (stream instanceof Socket) {
                stream.unref();
            }
            callback(error, stream);
        });
    }
}

/** Shows a server some of an agent's keys, in an order of our own. */
class OrderedAgent extends BaseAgent<ParsedKey> {
    constructor(
        private readonly agent: OpenSSHAgent,
        private readonly keys: readonly ParsedKey[],
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
        if (typeof options === "function") {
            this.agent.sign(key, data, options);
        } else {
            this.agent.sign(key, data, options, callback);
        }
    }
}

import { performance } from "node:perf_hooks";
import type { AnyAuthMethod, AuthenticationType, KeyboardInteractiveAuthMethod } from "ssh2";
import { askAgent, isHeld, type AgentKeys } from "./agent";
import { readIdentities, requireUsable } from "./identities";
import { serverText } from "../commands/serverText";
import type { SshTarget } from "../target";

// An agent answers at once; one that waits for a person is not for programs.
const agentPatienceMs = 5_000;

/** What bounds one attempt to log in. */
export interface LoginBounds {
    /** When it must have succeeded, by `performance.now()`. */
    readonly endsAt: number;
    /** Aborted when it is over, however it ended. */
    readonly signal: AbortSignal;
}

/** One way to log in, and how to name it in an error. */
interface LoginMethod {
    readonly method: AnyAuthMethod;
    /** What a server must offer for it to be worth trying. */
    readonly needs: "publickey" | "keyboard-interactive" | "password";
    readonly described: readonly string[];
}

/** A login to one host: decides what is tried next, and remembers what was tried and what the server offered. */
export class Login {
    readonly #methods: LoginMethod[];
    readonly #spentKeys: LoginMethod[] = [];
    readonly #tried: string[] = [];
    #offered: readonly string[] = [];
    #begun = false;

    private constructor(
        private readonly user: string,
        methods: readonly LoginMethod[],
        private readonly passedOver: readonly string[],
        private readonly agent: AgentKeys | undefined,
    ) {
        this.#methods = [...methods];
    }

    /**
     * Collects the ways to log in, in OpenSSH's order: the agent's keys, key files, keyboard-interactive, password.
     *
     * @throws SolarisError CREDENTIAL_UNUSABLE for a key file that `solaris:hosts` names and that cannot be used.
     */
    static async prepare(target: SshTarget, { endsAt, signal }: LoginBounds): Promise<Login> {
        const { user, login } = target;
        const identities = await readIdentities(target);
        const passedOver: string[] = [];
        let agent: AgentKeys | undefined;
        if (login.agentSocket !== undefined && login.agentSocket !== "") {
            try {
                agent = await askAgent(login.agentSocket, login, identities, {
                    // No more than half of what is left, so that the other ways in have their time too.
                    leftMs: () => Math.min(agentPatienceMs, (endsAt - performance.now()) / 2),
                    signal,
                });
            } catch (error) {
                signal.throwIfAborted();
                // An agent that is not there is one way in less.
                passedOver.push(`the SSH agent: ${(error as Error).message}`);
            }
        }
        if (agent !== undefined && agent.leftOut > 0) {
            passedOver.push(
                `${agent.leftOut} key(s) of the SSH agent that belong to no identity file (IdentitiesOnly)`,
            );
        }
        const methods: LoginMethod[] = [];
        if (agent !== undefined && agent.keys.length > 0) {
            const method: AnyAuthMethod = { type: "agent", username: user, agent: agent.agent };
            methods.push({ method, needs: "publickey", described: agent.described });
        }
        for (const identity of identities) {
            const held = isHeld(agent, identity);
            requireUsable(target, identity, held);
            if (identity.privateKey !== undefined && !held) {
                const method: AnyAuthMethod = { type: "publickey", username: user, key: identity.privateKey };
                methods.push({ method, needs: "publickey", described: [identity.described] });
            } else if (!held) {
                passedOver.push(`${identity.described}: ${identity.fault ?? ""}`);
            }
        }
        if (login.password !== undefined) {
            const { password } = login;
            const prompt = answerOnce(password);
            methods.push(
                {
                    method: { type: "keyboard-interactive", username: user, prompt },
                    needs: "keyboard-interactive",
                    described: ["the password, by keyboard-interactive"],
                },
                {
                    method: { type: "password", username: user, password },
                    needs: "password",
                    described: ["the password"],
                },
            );
        }
        return new Login(user, methods, passedOver, agent);
    }

    /** Whether the server has been asked to let us in, so that a refusal from now on is one of the login. */
    get begun(): boolean {
        return this.#begun;
    }

    /**
     * What to try next, for ssh2. A server that wants several methods says after the first that it was right, and what
     * it still wants.
     *
     * @param left The methods that the server offers; null before the first answer.
     * @param partial Whether the last method was right and the server wants another one as well.
     */
    readonly next = (left: readonly AuthenticationType[] | null, partial = false): AnyAuthMethod | false => {
        this.#begun = true;
        if (partial) {
            // A key that was refused while the server wanted a password first may be right now; `ssh` offers all anew.
            this.#methods.unshift(...this.#spentKeys.splice(0));
        }
        if (left !== null) {
            this.#offered = left;
        } else if (this.#methods.length === 0) {
            // Nothing to try: asked all the same, to be able to say what the server would have taken.
            return { type: "none", username: this.user };
        }
        const at = this.#methods.findIndex(({ needs }) => left?.includes(needs) ?? true);
        const [chosen] = at < 0 ? [] : this.#methods.splice(at, 1);
        if (chosen === undefined) {
            return false;
        }
        this.#tried.push(...chosen.described);
        if (chosen.needs === "publickey") {
            this.#spentKeys.push(chosen);
        }
        return chosen.method;
    };

    /** What an error says about a refused login: what was tried, what was not, and what the server offered. */
    report(): string[] {
        const untried = this.#methods.flatMap(({ described }) => described);
        const nothing = this.passedOver.length === 0 ? "nothing: no key, agent or password is there" : "nothing";
        return [
            `tried: ${this.#tried.length === 0 ? nothing : this.#tried.join(", ")}`,
            ...(untried.length === 0 ? [] : [`not asked for by the server: ${untried.join(", ")}`]),
            ...[...this.passedOver, ...(this.agent?.unsigned ?? [])].map((reason) => `passed over: ${reason}`),
            ...(this.#offered.length === 0 ? [] : [`the server offers: ${serverText(this.#offered.join(", "))}`]),
        ];
    }
}

/**
 * Answers the first hidden question with the password, and everything else with nothing: what is shown while it is typed
 * is no password, and a server that asks again has refused it.
 */
function answerOnce(password: string): KeyboardInteractiveAuthMethod["prompt"] {
    let answered = false;
    return (_name, _instructions, _language, prompts, finish) => {
        finish(
            prompts.map(({ echo }) => {
                if (echo === true || answered) {
                    return "";
                }
                answered = true;
                return password;
            }),
        );
    };
}

import type { AuthContext, AuthenticationType, PublicKeyAuthContext } from "ssh2";
import type { LoginSpec } from "./spec";
import type { KeyPair } from "./sshKeys";

/** Who may log in, and how. */
export interface LoginPolicy {
    users: string[];
    login: LoginSpec | undefined;
    clientKey: KeyPair;
}

/** Decides one attempt of a client to log in. */
export function authenticate(context: AuthContext, { users, login, clientKey }: LoginPolicy): void {
    const methods: AuthenticationType[] = login?.publicKey === false ? [] : ["publickey"];
    if (login?.password !== undefined) {
        methods.push("password", "keyboard-interactive");
    }
    const decide = (accepted: boolean): void => {
        if (accepted) {
            context.accept();
        } else {
            context.reject(methods);
        }
    };
    if (login?.refuse === true || !users.includes(context.username) || !methods.includes(context.method)) {
        decide(false);
    } else if (context.method === "publickey") {
        decide(verifyKey(context, clientKey));
    } else if (context.method === "password") {
        decide(context.password === login?.password);
    } else if (context.method === "keyboard-interactive") {
        context.prompt([{ prompt: "Password: ", echo: false }], (answers) => {
            decide(answers[0] === login?.password);
        });
    }
}

function verifyKey({ key, blob, signature, hashAlgo }: PublicKeyAuthContext, { parsed }: KeyPair): boolean {
    if (key.algo !== parsed.type || !key.data.equals(parsed.getPublicSSH())) {
        return false;
    }
    if (signature === undefined || blob === undefined) {
        // The client only asks whether this key would do.
        return true;
    }
    // ssh2 may return an Error here, whatever its types say.
    const verdict: unknown = parsed.verify(blob, signature, hashAlgo);
    return verdict === true;
}

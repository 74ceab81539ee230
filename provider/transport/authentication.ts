import { promises as fs } from "node:fs";
import * as path from "node:path";
import { utils, type AnyAuthMethod } from "ssh2";
import { SolarisError } from "../errors/solarisError";
import { expandHome } from "./files";
import type { InventoryHost } from "./inventory";

/** What will be tried to log in to a host, and how to name it in an error. */
export interface LoginPlan {
    readonly methods: AnyAuthMethod[];
    readonly described: readonly string[];
}

const defaultIdentityFiles = ["id_ed25519", "id_ecdsa", "id_rsa"];

/**
 * Works out the login methods for a host, in OpenSSH's order: agent, key files, keyboard-interactive, password.
 *
 * @throws SolarisError CREDENTIAL_UNUSABLE for a key file that was asked for and cannot be used.
 */
export async function planLogin(host: InventoryHost): Promise<LoginPlan> {
    const methods: AnyAuthMethod[] = [];
    const described: string[] = [];
    const agent = host.agent === true ? process.env["SSH_AUTH_SOCK"] : host.agent;
    if (typeof agent === "string" && agent !== "") {
        methods.push({ type: "agent", username: host.user, agent });
        described.push("keys of the SSH agent");
    }
    for (const identity of await readIdentities(host)) {
        methods.push({ type: "publickey", username: host.user, key: identity.key, passphrase: host.passphrase });
        described.push(`key file ${identity.file}`);
    }
    const password = host.password;
    if (password !== undefined) {
        methods.push({
            type: "keyboard-interactive",
            username: host.user,
            prompt: (_name, _instructions, _language, prompts, finish) => finish(prompts.map(() => password)),
        });
        methods.push({ type: "password", username: host.user, password });
        described.push("the password");
    }
    return { methods, described };
}

interface Identity {
    readonly file: string;
    readonly key: Buffer;
}

async function readIdentities(host: InventoryHost): Promise<Identity[]> {
    if (host.identityFile !== undefined) {
        return [await readIdentity(host, expandHome(host.identityFile))];
    }
    const identities: Identity[] = [];
    for (const name of defaultIdentityFiles) {
        const file = path.join(expandHome("~"), ".ssh", name);
        const key = await fs.readFile(file).catch(() => undefined);
        // A default key that is encrypted or odd was not asked for by name: the agent usually holds it.
        if (key !== undefined && !(utils.parseKey(key, host.passphrase) instanceof Error)) {
            identities.push({ file, key });
        }
    }
    return identities;
}

async function readIdentity(host: InventoryHost, file: string): Promise<Identity> {
    let key: Buffer;
    try {
        key = await fs.readFile(file);
    } catch (error) {
        throw new SolarisError("CREDENTIAL_UNUSABLE", {
            message: `the identity file ${file} of ${host.name} cannot be read`,
            host: host.name,
            lines: [(error as Error).message],
            property: `solaris:hosts.${host.name}.identityFile`,
            cause: error,
        });
    }
    const parsed = utils.parseKey(key, host.passphrase);
    if (parsed instanceof Error || !parsed.isPrivateKey()) {
        // The parser's message speaks of format and encryption only, never of the key's content.
        throw new SolarisError("CREDENTIAL_UNUSABLE", {
            message: `the identity file ${file} of ${host.name} cannot be used`,
            host: host.name,
            lines: [parsed instanceof Error ? parsed.message : "it holds a public key, not the private one"],
            property: `solaris:hosts.${host.name}.identityFile`,
        });
    }
    return { file, key };
}

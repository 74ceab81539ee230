import { execFile } from "node:child_process";
import { createPrivateKey, randomBytes } from "node:crypto";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { utils } from "ssh2";

import { startAgent } from "../../openssh/sshAgent";
import { type Fleet, startFleet } from "../../solaris";
import { generateKey } from "../../solaris/sshKeys";
import type { Secret } from "./secretsSearch";

const run = promisify(execFile);

/** Simulated hosts, and a secret in every place where they and the provider can have one. */
export interface Planted {
    readonly fleet: Fleet;
    /** The value of `solaris:hosts`: global1 by password, global2 by an encrypted key file. */
    readonly hosts: HostsConfig;
    /** The same with a password and a passphrase that are wrong, and secret all the same. */
    readonly wrongHosts: HostsConfig;
    /** The value of `solaris:hosts` with secrets in places where they are not expected. */
    readonly malformedHosts: Record<string, unknown>;
    /** The value of `solaris:sshConfig`: global3, with the agent. */
    readonly sshConfig: string;
    /** Of the CLI and the provider's process. */
    readonly environment: Readonly<Record<string, string>>;
    /** What must not be found anywhere. */
    readonly secrets: readonly Secret[];
    /** A zone that can move from global1 to global2; its name is no secret and stands in many places. */
    readonly visibleZone: string;
    stop(): Promise<void>;
}

/** A value of `solaris:hosts`. */
export type HostsConfig = Record<string, Record<string, unknown>>;

/** A text that stands nowhere by chance. */
export function randomText(): string {
    return randomBytes(16).toString("hex");
}

/** A text that looks different wherever something is escaped or encoded. */
function awkwardText(): string {
    return `${randomText()} '"\\$%é&+/${randomText()}`;
}

/**
 * On global1 also the zones `sealed` and `sealedtoo`, whose configurations global2 cannot import, so that Solaris echoes
 * them with the zone's key; `byagent` is on global3.
 */
export async function plantSecrets(): Promise<Planted> {
    const texts = {
        "the password": awkwardText(),
        "the passphrase": awkwardText(),
        "a wrong password": awkwardText(),
        "a wrong passphrase": awkwardText(),
        "a misspelt property's value": awkwardText(),
        "a value of the wrong type": awkwardText(),
        "a zone's key": randomText(),
        "another value of a zone's configuration": randomText(),
        "a comment of the OpenSSH configuration": randomText(),
        "a SetEnv line": randomText(),
        "a LocalCommand line": randomText(),
        "an environment variable": awkwardText(),
        "the passphrase of the stack": randomText(),
    };
    const visibleZone = `visible${randomText()}`;
    const config = { keysource: texts["a zone's key"], bootargs: texts["another value of a zone's configuration"] };
    const sealed = { ...config, hostCompatible: "level2" };
    const fleet = await startFleet({
        hosts: [
            {
                name: "global1",
                login: { publicKey: false, password: texts["the password"] },
                zones: [
                    { name: visibleZone, config },
                    { name: "sealed", config: sealed },
                    { name: "sealedtoo", config: sealed },
                ],
            },
            { name: "global2", hostCompatible: ["level1"] },
            { name: "global3", zones: [{ name: "byagent", config }] },
        ],
    });
    try {
        const encryptedKey = join(fleet.directory, "encrypted");
        copyFileSync(fleet.identityFile, encryptedKey);
        await run("ssh-keygen", ["-q", "-p", "-P", "", "-N", texts["the passphrase"], "-a", "4", "-f", encryptedKey]);
        const otherKey = join(fleet.directory, "other");
        writeFileSync(otherKey, generateKey("other").privateKey, { mode: 0o600 });
        const [agentSocket, sshConfig] = [join(fleet.directory, "agent"), join(fleet.directory, "config")];
        writeFileSync(sshConfig, openSshConfig(fleet, agentSocket, texts), { mode: 0o600 });
        const inventory = fleet.inventory({
            global1: { identityFile: undefined, agent: false, password: texts["the password"] },
            global2: { identityFile: encryptedKey, agent: false, passphrase: texts["the passphrase"] },
        });
        const hosts = Object.fromEntries(Object.entries(inventory).filter(([name]) => name !== "global3"));
        const agent = await startAgent(agentSocket, [otherKey, fleet.identityFile]);
        return {
            fleet,
            hosts,
            wrongHosts: {
                global1: { ...hosts["global1"], password: texts["a wrong password"] },
                global2: { ...hosts["global2"], passphrase: texts["a wrong passphrase"] },
            },
            malformedHosts: {
                global1: { ...hosts["global1"], pasword: texts["a misspelt property's value"] },
                global2: { ...hosts["global2"], passphrase: [texts["a value of the wrong type"]] },
                global3: texts["a value of the wrong type"],
            },
            sshConfig,
            environment: {
                DEPLOY_TOKEN: texts["an environment variable"],
                PULUMI_CONFIG_PASSPHRASE: texts["the passphrase of the stack"],
            },
            secrets: [
                ...Object.entries(texts).map(([name, value]) => ({ name, value })),
                ...keySecrets("the key file", fleet.identityFile),
                ...keySecrets("the agent's other key", otherKey),
                { name: "the encrypted key file", value: armoured(encryptedKey) },
            ],
            visibleZone,
            stop: async () => {
                await agent.stop();
                await fleet.stop();
            },
        };
    } catch (error) {
        await fleet.stop();
        throw error;
    }
}

function openSshConfig(fleet: Fleet, agentSocket: string, texts: Readonly<Record<string, string>>): string {
    const { address, port, user } = fleet.host("global3");
    return [
        `# the old password was ${texts["a comment of the OpenSSH configuration"]}`,
        "Host global3",
        `    HostName ${address}`,
        `    Port ${port}`,
        `    User ${user}`,
        `    IdentityAgent ${agentSocket}`,
        "    IdentityFile none",
        `    UserKnownHostsFile ${fleet.knownHostsFile}`,
        "    GlobalKnownHostsFile none",
        `    SetEnv TOKEN=${texts["a SetEnv line"]}`,
        `    LocalCommand login --token ${texts["a LocalCommand line"]}`,
        "",
    ].join("\n");
}

/** The text of a private key's file, and the key itself. */
function keySecrets(name: string, file: string): Secret[] {
    const parsed = utils.parseKey(readFileSync(file));
    if (parsed instanceof Error) {
        throw parsed;
    }
    const { d = "" } = createPrivateKey(parsed.getPrivatePEM()).export({ format: "jwk" });
    return [
        { name: `${name}, as it stands there`, value: armoured(file) },
        { name, value: Buffer.from(d, "base64url") },
    ];
}

/** The base64 text of a key's file without its line ends. */
function armoured(file: string): string {
    const lines = readFileSync(file, "utf8").split("\n");
    return lines.filter((line) => line !== "" && !line.startsWith("-----")).join("");
}

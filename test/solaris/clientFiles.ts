import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { KeyPair } from "./sshKeys";
import type { SimulatedHost } from "./sshServer";

/** The files that a client needs to log in to the hosts. */
export class ClientFiles {
    constructor(readonly directory: string) {}

    get identityFile(): string {
        return join(this.directory, "id_ed25519");
    }

    get knownHostsFile(): string {
        return join(this.directory, "known_hosts");
    }

    get sshConfigFile(): string {
        return join(this.directory, "ssh_config");
    }

    write(hosts: readonly SimulatedHost[], clientKey: KeyPair): void {
        const knownHosts = hosts.map((host) => `[${host.address}]:${host.port} ${host.hostKeyLine}\n`);
        const config = hosts.map((host) =>
            [
                `Host ${host.model.names.join(" ")}`,
                `    HostName ${host.address}`,
                `    Port ${host.port}`,
                `    User ${host.user}`,
                `    IdentityFile ${this.identityFile}`,
                "    IdentitiesOnly yes",
                `    UserKnownHostsFile ${this.knownHostsFile}`,
                "    GlobalKnownHostsFile /dev/null",
                "    StrictHostKeyChecking yes",
                "",
            ].join("\n"),
        );
        writeFileSync(join(this.directory, "pid"), `${process.pid}\n`, { mode: 0o600 });
        writeFileSync(this.identityFile, clientKey.privateKey, { mode: 0o600 });
        writeFileSync(`${this.identityFile}.pub`, `${clientKey.publicLine}\n`, { mode: 0o600 });
        writeFileSync(this.knownHostsFile, knownHosts.join(""), { mode: 0o600 });
        writeFileSync(this.sshConfigFile, config.join("\n"), { mode: 0o600 });
    }
}

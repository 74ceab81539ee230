/**
 * Everything that is needed to open one SSH connection, every default filled in: what `solaris:hosts` says, over what
 * OpenSSH's client configuration says, over the defaults. Holds secrets; never to be printed whole.
 */
export interface SshTarget {
    /** The name by which the user knows the host; it stands in messages. */
    readonly name: string;
    /** Host name or IP address to connect to. */
    readonly address: string;
    readonly port: number;
    readonly user: string;
    readonly login: LoginSettings;
    readonly hostKeys: HostKeySettings;
    /** Seconds for connecting, handshake and login together, for this host alone where it lies behind others. */
    readonly connectTimeout: number;
    /** Seconds of silence, while commands run, after which the host is taken to be gone. */
    readonly deadAfter: number;
    /** Whether commands on the host may use the local SSH agent. */
    readonly forwardAgent: boolean;
    /** The hosts through which the connection is led, in order, the one that is dialled first. */
    readonly jumps: readonly SshTarget[];
}

/** What a login may be tried with. */
export interface LoginSettings {
    /** Path of the SSH agent's socket; undefined where none is to be used. */
    readonly agentSocket: string | undefined;
    readonly identityFiles: readonly IdentityFile[];
    /** Whether only those of the agent's keys are tried that belong to one of the identity files. */
    readonly identitiesOnly: boolean;
    /** For every identity file that is encrypted. */
    readonly passphrase: string | undefined;
    readonly password: string | undefined;
}

/** A private key's file, or that of its public half where the agent holds the private one. */
export interface IdentityFile {
    /** Absolute path. */
    readonly path: string;
    /** Where it is named: in `solaris:hosts`, in OpenSSH's configuration, or nowhere, being one of the usual names. */
    readonly from: "hosts" | "sshConfig" | "default";
}

/** What vouches for a host's key. */
export interface HostKeySettings {
    /** Keys (`ssh-ed25519 AAAA...`) or fingerprints (`SHA256:...`) that alone count; empty where known_hosts decides. */
    readonly pins: readonly string[];
    /** OpenSSH's HostKeyAlias: the name under which known_hosts is searched, instead of address and port. */
    readonly alias: string | undefined;
    /** known_hosts files; the first of them takes new keys. Absolute paths. */
    readonly userFiles: readonly KnownHostsFile[];
    readonly globalFiles: readonly KnownHostsFile[];
    /** OpenSSH's RevokedHostKeys: a file of keys that are refused whatever vouches for them. Absolute path. */
    readonly revokedFile: string | undefined;
    /** Whether the key of a host of which no key is on record is written down and trusted. */
    readonly acceptNew: boolean;
    /** Whether the name is hashed where a new key is written down. */
    readonly hashNames: boolean;
}

/** A known_hosts file. */
export interface KnownHostsFile {
    /** Absolute path. */
    readonly path: string;
    /** Whether it must be there: a file that `solaris:hosts` names, in contrast to those that OpenSSH looks for. */
    readonly required: boolean;
}

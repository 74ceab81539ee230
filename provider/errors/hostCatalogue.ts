import type { ErrorDescription } from "./errorDescription";

/** The codes of describing, reaching and checking hosts. */
export const hostCatalogue = {
    HOSTS_CONFIG_INVALID: {
        summary: "The description of the hosts is malformed: `solaris:hosts`, or the file of `--hosts-file`.",
        explanation:
            "Hosts are described by the configuration value `solaris:hosts`, an object keyed by host name; for `pulumi-solaris check-host` and `discover` the option `--hosts-file` names a file with the same as JSON. It is checked as a whole before any host is contacted; every fault is listed with its path. Values are never shown, because some are secret. The same error comes where the way to a host (`proxyJump`) leads in a circle, and where the file of `--hosts-file` cannot be read or is no JSON.\n\n" +
            "`pulumi config get solaris:hosts` prints the value with its secrets. To see the faults alone, pipe it into the check.",
        remedy: "Correct the named key; docs/reference/hosts.md lists all of them.",
        commands: ["pulumi config get solaris:hosts | npx pulumi-solaris check-host --hosts-file - HOST"],
    },
    HOST_UNKNOWN: {
        summary: "A program names a host that is neither in `solaris:hosts` nor known to OpenSSH.",
        explanation:
            "A host is known if it stands in `solaris:hosts`, if a `Host` or `Match` block of OpenSSH's configuration names it otherwise than by a pattern that fits every name, or if known_hosts has a key of it. Any other name is most likely misspelt; the message shows the nearest known one. A name stands alone: user and port (`zadm@global1`, `global1:2222`) belong into `solaris:hosts` or OpenSSH's configuration. No host has been contacted.",
        remedy: "Correct the name, or add the host to `solaris:hosts`.",
        commands: ["ssh -G HOST", "ssh-keygen -F ADDRESS"],
    },
    SSH_CONFIG_INVALID: {
        summary: "OpenSSH's client configuration cannot be read or understood.",
        explanation:
            "What `solaris:hosts` leaves open is looked up where `ssh` looks it up: in `~/.ssh/config` and `/etc/ssh/ssh_config`, or in the file that `solaris:sshConfig` names. A file that is there must be readable and well formed, as for `ssh` itself; to go on without it could mean another user, another key or another way to the host. As for `ssh`, `~/.ssh/config` and the files that it includes must belong to you or to root and must not be writable by others. No host was contacted.",
        remedy: "Correct the file at the line that the message names, or set `solaris:sshConfig` to another file, or to `none`.",
        commands: ["ssh -G HOST"],
    },
    SSH_CONFIG_UNSUPPORTED: {
        summary: "OpenSSH's client configuration asks for something that this provider refuses to do.",
        explanation:
            "`ProxyCommand` and `Match exec` run a program of the local machine, which a plan must not do behind its reader's back. They are never run, and never passed over either: without them the connection could go another way, or with other settings, than the file's author meant. The same holds for a few things that the provider does not evaluate, such as `Match localnetwork`; docs/reference/sshConfig.md lists them. Each is refused only for a host to which it applies. No host was contacted.",
        remedy: "Say the same without a program: `ProxyJump` instead of `ProxyCommand`, `Match host` instead of `Match exec`; or put the host's settings into `solaris:hosts` and set `solaris:sshConfig` to another file or to `none`.",
        commands: ["ssh -G HOST"],
    },
    HOST_UNREACHABLE: {
        summary: "No SSH connection to the host could be made.",
        explanation:
            "The address did not resolve, the port refused or did not answer, the server dropped the connection, or connecting, handshake and login together took longer than the host's `connectTimeout`. The message says which, and how far it came. A server that refuses or drops connections is dialled up to six times more, a little later each time, because it may be restarting or have too many logins under way (`MaxStartups`). No command was started on this host.\n\n" +
            "While a migration is being looked at, a host that does not answer is never taken for one without the zone: nothing is concluded and nothing is removed. Once a connection has failed, further questions to the same host get the same answer for at least three seconds, so that many zones do not wait one after the other.\n\n" +
            "Where the host is reached through others (`proxyJump`), the message names the one that failed.",
        remedy: "Check address and port in `solaris:hosts`, and that `ssh` to the host works from this machine. `pulumi refresh` uses the `solaris:hosts` of the last `pulumi up`; with `--run-program` it uses that of now.",
        commands: ["ssh -v -o BatchMode=yes HOST true"],
    },
    HOST_KEY_UNKNOWN: {
        summary: "The host showed an SSH host key that nothing vouches for.",
        explanation:
            "Host keys are always verified, against the pinned `hostKey` or against known_hosts. An unknown key is never accepted silently, because a host in the middle could then read and alter everything. The message shows the key's fingerprint and where it was looked for. The same error comes where a known_hosts file is there but cannot be read.\n\n" +
            "With `hostKeyChecking: accept-new` a first key is written to the first of the user's known_hosts files, and the run says which key went where; if it cannot be written, it is not trusted. `/dev/null` keeps nothing and is refused.",
        remedy: "Compare the fingerprint in the message with `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` on the host, then add it as `hostKey` or to known_hosts.",
        commands: ["ssh-keygen -F ADDRESS   # '[ADDRESS]:PORT' for a port other than 22"],
    },
    HOST_KEY_MISMATCH: {
        summary: "The host showed another SSH host key than the one that is on record.",
        explanation:
            "Either the host was reinstalled, or something else answers at its address, or the host shows a key of a type that is not on record, or the key is revoked (`@revoked` in known_hosts, or listed in OpenSSH's `RevokedHostKeys`). No login was tried and no command was sent. The message shows the key's fingerprint and each one on record, with key types, file and line, and the command that takes the old key away.",
        remedy: "Find out which; if the new key is right, replace the old one at the place that the message names.",
        commands: ["ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub   # on the host's own console"],
    },
    HOST_KEY_CERTIFICATE: {
        summary: "The host is vouched for by a certificate authority only, which this provider cannot check.",
        explanation:
            "The lines of known_hosts that match the host are all marked `@cert-authority`: the host is expected to show a certificate of that authority. The SSH library in use (ssh2) cannot negotiate host certificates, so the host shows its plain key, and nothing vouches for that. No login was tried and no command was sent.",
        remedy: "Put the host's plain key on record as well: add it to known_hosts, or pin it as `hostKey` in `solaris:hosts`, after comparing it with `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` on the host.",
        commands: ["ssh-keygen -F ADDRESS   # '[ADDRESS]:PORT' for a port other than 22"],
    },
    LOGIN_REFUSED: {
        summary: "The host refused the login.",
        explanation:
            "None of the authentication methods that were tried was accepted. The message lists them in their order, the keys by type and fingerprint, with what was passed over and why, and what the server offers. The host's key had been verified by then.\n\n" +
            "A server that allows few attempts (`MaxAuthTries`) may give up before the right key's turn; an `identityFile` puts its key first, also where the agent holds it, and `identitiesOnly: true` leaves the agent's other keys out. A password that has expired is refused in the same way, and the message says so: log in once with `ssh` to change it.",
        remedy: "Check `user`, `identityFile`, `passphrase`, `password` and `agent` of the host in `solaris:hosts`, or what `ssh -G` says of it.",
        commands: ["ssh -v -o BatchMode=yes HOST true"],
    },
    CREDENTIAL_UNUSABLE: {
        summary: "Something that `solaris:hosts` names for the login could not be used: a key file, or the SSH agent.",
        explanation:
            "A file that `identityFile` in `solaris:hosts` names cannot be read, is no private key, or is encrypted and no passphrase fits it; or `forwardAgent` asks for an SSH agent and there is none. No login was tried with it. Key files that only OpenSSH's configuration names, and its usual ones, never lead to this error: as with `ssh` the login goes on without them, and LOGIN_REFUSED lists them if it fails.",
        remedy: "Correct `identityFile`, or set its passphrase as a secret, which is asked for: `pulumi config set --secret --path 'solaris:hosts.HOST.passphrase'`",
        commands: ["ssh-keygen -yf IDENTITY_FILE   # asks for the passphrase, prints the public key"],
    },
    CONNECTION_LOST: {
        summary: "The SSH connection broke while a command was running.",
        explanation:
            "Whether the command ended, and how, is not known. The provider never repeats a command that changes something; it looks at the hosts instead. If a migration was running, this error is not shown for it: both hosts are looked at, and what they show decides.",
        remedy: "Run `pulumi up` again: it starts from what is seen on the hosts.",
        commands: ["zoneadm list -cv   # on both hosts"],
    },
    CHANNEL_REFUSED: {
        summary: "The host accepted the connection but refused to run a command on it.",
        explanation:
            "Usually `MaxSessions` of the SSH server is 0 or already used up. At most eight commands run at once on one connection; where a server allows fewer, the provider learns its limit and queues. This error means that not even one could be started. The command was certainly not started.",
        remedy: "Raise `MaxSessions` in sshd_config on the host, or check the account's restrictions.",
        commands: ["ssh -p PORT USER@ADDRESS /usr/sbin/zoneadm list -cp"],
    },
    HOST_CHECK_FAILED: {
        summary: "A host is not set up as moving zones needs it.",
        explanation:
            'The program calls `checkHost` with `onFailure: "fail"`, and at least one row about the host has failed. The table that was logged before shows every row, and below it what to do about each that has failed. The check only reads: nothing was changed on any host. Resources of the program that had been registered by then go on; none is begun afterwards.',
        remedy: "Mend what the rows name, by the recipe in docs/guides/hosts.md, then run the program or the check again.",
        commands: ["npx pulumi-solaris check-host HOST --to TARGET"],
    },
} as const satisfies Record<string, ErrorDescription>;

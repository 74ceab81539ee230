import { changeCatalogue } from "./changeCatalogue";
import { lifecycleCatalogue } from "./lifecycleCatalogue";
import { migrationCatalogue } from "./migrationCatalogue";
import { preflightCatalogue } from "./preflightCatalogue";

/**
 * Every error code that a user can meet, with what it means and what to do about it.
 *
 * Codes are part of the public interface: scripts and runbooks match on them, so a code is never renamed or reused.
 * The pages under docs/errors are generated from this table.
 */
export interface ErrorDescription {
    /** One sentence: what has happened. */
    readonly summary: string;
    /**
     * Why it happens, and what the provider has and has not done by then. Only the documentation shows it, so it may be
     * long: Markdown, an empty line between paragraphs.
     */
    readonly explanation: string;
    /** The usual way out; an error raised with more knowledge brings a remedy of its own. */
    readonly remedy: string;
    /** Commands that help to find out, reading only, in the order in which to try them; capitals stand for names. */
    readonly commands?: readonly string[];
}

const catalogue = {
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
    COMMAND_TIMEOUT: {
        summary: "A command on the host did not end in time.",
        explanation:
            "The wait was given up; the command itself may still be running on the host. Reads and edits of a configuration have 60 s, a dry run has `migration.timeouts.dryRun`. A migration that takes too long is MIGRATION_IN_PROGRESS instead.",
        remedy: "Look at the host; raise the timeout if the host is only slow.",
        commands: ["pgrep -fl 'zoneadm|zonecfg'   # on the host: what is running", "zoneadm list -cv"],
    },
    PASSWORD_PROMPT: {
        summary: "A command on the host asked for a password instead of working.",
        explanation:
            "The source host logs in to the target by itself (`ssh://` by key, `rads://` by password). A migration run by a program cannot answer a prompt; the SSH channel was closed at the sight of it.",
        remedy: "For `ssh`: let the migration user's key on the source log in to the target without a prompt. `rads` always asks for a password: use `ssh` or `radg`.",
        commands: ["ssh -o BatchMode=yes USER@TARGET true   # on the source, as the user of the provider's login"],
    },
    PRIVILEGE_MISSING: {
        summary: "The login may not do what is needed on the host.",
        explanation:
            "The host refused the command for lack of rights. How the provider gets them is the host's `privilege`; docs/guides/hosts.md has the recipe for each:\n\n" +
            "- `pfexec` (the default): the command runs as `pfexec /usr/sbin/zoneadm ...`, which uses the rights profiles and authorizations of the login's user: Zone Migration with `solaris.zone.migrate`, Zone Configuration with `solaris.zone.config`. The login's own shell need not be a profile shell.\n" +
            "- `sudo`: it runs as `sudo -n ...`, which needs rules with `NOPASSWD` for just these commands. `a password is required` means that no rule fits.\n" +
            "- `none`: it runs as it is, which does for a login as root only.\n\n" +
            "`pulumi-solaris check-host` tells which right is missing, and what to type.",
        remedy: "Give the user what the host's `privilege` needs, as docs/guides/hosts.md tells: rights profiles for pfexec, rules for sudo.",
        commands: [
            "profiles; auths   # on the host, as the user: what there is for pfexec",
            "pfexec /usr/sbin/zonecfg -z ZONE export >/dev/null && echo ok   # on the host, as the user",
            "sudo -n -l   # on the host, as the user: what sudo allows",
        ],
    },
    COMMAND_FAILED: {
        summary: "A command on the host failed.",
        explanation: "The message holds the command's name, its exit code and what it printed.",
        remedy: "Run the same command by hand on the host.",
    },
    OUTPUT_NOT_UNDERSTOOD: {
        summary: "A command on the host printed something that cannot be understood.",
        explanation:
            "The provider does not act on a guess. A frequent cause is a login script (`.profile`, `.bashrc`) that prints something or that does not let the command through. A zone whose data Solaris cannot read at that moment is left out of its list; that passes by itself.",
        remedy: "Run the same command by hand on the host, and report the output as an issue.",
        commands: ["ssh -p PORT USER@ADDRESS 'env LC_ALL=C /usr/sbin/zoneadm list -cp'"],
    },
    HOST_CHECK_FAILED: {
        summary: "A host is not set up as moving zones needs it.",
        explanation:
            'The program calls `checkHost` with `onFailure: "fail"`, and at least one row about the host has failed. The table that was logged before shows every row, and below it what to do about each that has failed. The check only reads: nothing was changed on any host. Resources of the program that had been registered by then go on; none is begun afterwards.',
        remedy: "Mend what the rows name, by the recipe in docs/guides/hosts.md, then run the program or the check again.",
        commands: ["npx pulumi-solaris check-host HOST --to TARGET"],
    },
    ZONE_NOT_FOUND: {
        summary: "The zone is on none of the known hosts.",
        explanation:
            "All hosts of the inventory were asked and have answered; the message says what each one shows. A mere configuration does not count as the zone. A zone that is not there is created only where the program declares its `config`, without `adopt: true`.",
        remedy: "Check `zoneName`, and that the host which has the zone is in `solaris:hosts`.",
        commands: ["zoneadm list -cv   # on every host that may have it"],
    },
    ZONE_EXISTS: {
        summary: "The zone exists already and the program does not say that it is to be taken over.",
        explanation: "A resource never takes charge of an existing machine unasked.",
        remedy: "Write `adopt: true` if this resource is to manage the existing zone.",
    },
    ZONE_ELSEWHERE: {
        summary: "The zone to be taken over is on another host than the program says.",
        explanation: "Taking over never moves a zone.",
        remedy: "Set `host` to where the zone is, run `pulumi up`, then change `host` to where it shall be.",
    },
    ZONE_FOREIGN: {
        summary: "There is a zone of this name, but it is not the one in the state.",
        explanation:
            "Zones are told apart by UUID. The provider does not touch a zone that it does not know. Either the zone was deleted and another one was installed under its name, or another zone of the same name is on a host of the inventory.",
        remedy: "Find out which zone is which. To manage the new one, remove the resource from the state (`pulumi state delete`) and adopt again.",
        commands: [
            "zoneadm -z ZONE list -p   # on each host: the fifth field is the UUID",
            "pulumi stack export | grep -n uuid",
        ],
    },
    ZONE_WRONG_BRAND: {
        summary: "The zone is no kernel zone.",
        explanation: "Only zones of the brand solaris-kz can live-migrate.",
        remedy: "Use this resource for kernel zones only.",
    },
    ZONE_NOT_RUNNING: {
        summary: "The zone is not in a state from which it can live-migrate.",
        explanation:
            "A live move needs a running zone; it never degrades to a cold one. A zone that is `running` and at the same time `panicked` or in the kernel debugger (`debugging`) does not count. Nothing was changed.\n\n" +
            "`unavailable` means that the zone's storage cannot be used on this host at present: often another host owns its boot disk. Never force a takeover before it is certain that the zone runs nowhere else.",
        remedy: "Boot the zone (`zoneadm -z ZONE boot`) and run `pulumi up` again.",
        commands: ["zoneadm list -cv", "zoneadm list -s   # auxiliary states: suspended, panicked, debugging ..."],
    },
    SAME_MACHINE: {
        summary: "Source and target are the same machine under two names.",
        explanation:
            "Both names of the inventory lead to a host with the same hostid and node name. Nothing was changed.",
        remedy: "Correct the addresses in `solaris:hosts`.",
        commands: ["hostid; uname -n   # on both"],
    },
    TARGET_NAME_TAKEN: {
        summary: "The target already has a zone of this name that is more than a configuration.",
        explanation:
            "Importing over it could destroy a machine, so nothing was tried. The message shows both UUIDs: if they are equal, an earlier migration or a migration by hand has left its zone on the target (`installed` or `unavailable`).\n\n" +
            "Take care with `zoneadm uninstall` there: it destroys the contents of disks that the zone owns, and with shared storage these are the disks of the running zone. `zoneadm detach` does not.",
        remedy: "Find out what the zone on the target is; rename or remove it there by hand.",
        commands: ["zoneadm list -cv   # on both hosts", "zoneadm -z ZONE list -p", "zonecfg -z ZONE info device"],
    },
    TARGET_CONFIG_CONFLICT: {
        summary: "The target already has a configuration of this zone which does not fit the program.",
        explanation:
            "Solaris uses a configuration that the target already has, and boots the moved zone under it. The provider does not edit one that somebody else has put there, so `hostOverrides` that it does not meet are a conflict. Nothing was changed.\n\n" +
            "A preview or update with `hostOverrides` that was killed halfway can have left it there too; then it agrees with the overrides of that time.",
        remedy: "Change the configuration on the target by hand, or delete it there with `zonecfg -z ZONE delete -F`.",
        commands: ["zonecfg -z ZONE export   # on the target; can print the zone's encryption key"],
    },
    TARGET_PREPARE_FAILED: {
        summary: "The configuration with the host overrides could not be put on the target.",
        explanation:
            "The zone's running configuration and the overrides are given to `zonecfg` on the target as one script, which is applied as a whole or not at all. What had been put there was removed again, unless the message says otherwise. The zone runs on the source as before.\n\n" +
            "Where the message quotes `On line N:`, that line of the script was refused: a property that an older Solaris release on the target does not know, or an override of an anet that the zone has not.",
        remedy: "Check `hostOverrides` against the zone's configuration (`zonecfg -z ZONE info`).",
        commands: ["zonecfg -z ZONE info anet   # on the source", "dladm show-link   # on the target: its datalinks"],
    },
    ...changeCatalogue,
    ...lifecycleCatalogue,
    ...migrationCatalogue,
    ...preflightCatalogue,
    DRY_RUN_REFUSED: {
        summary: "Solaris's dry run says that the zone cannot move to the target.",
        explanation:
            "The zone is untouched and still runs on the source. What the dry run had set up on the target was looked for afterwards and, where it was a mere configuration that had not been there before, removed; a line about the target says so if anything is left.\n\n" +
            "Solaris compares memory (size and page size policy), virtual CPUs, shared devices (URI and `id`), networks and CPU class with the target and with a configuration of the zone that the target may already have. All memory is taken on the target at once, so a target that is only short of it for the moment refuses as well.\n\n" +
            "Storage must be shared (NFS, iSCSI or LU). A zone on local disks cannot be migrated.",
        remedy: "Mend what Solaris names in its lines, then run `pulumi preview` again.",
        commands: [
            "zoneadm -z ZONE migrate -n -t live ssh://USER@TARGET   # on the source: the same dry run",
            "zonecfg -z ZONE -r export   # on the source: what runs; can print the zone's encryption key",
            "sysadm maintain -l   # on the target: maintenance mode refuses incoming zones",
        ],
    },
    DRY_RUN_LEFTOVER: {
        summary: "After the dry run the target is not as it was before.",
        explanation:
            "The target was compared with what it held before. A left-over configuration that the dry run made is removed; anything beyond a configuration is given 30 seconds to go away and is otherwise not touched. The zone runs on the source as before.\n\n" +
            "Until the left-over is gone the next attempt meets it: as TARGET_NAME_TAKEN if it is more than a configuration.",
        remedy: "Look at the zone on the target with `zoneadm list -cv` and clean up by hand.",
        commands: ["zoneadm list -cv   # on both hosts; make sure that the zone runs on the source", "zoneadm list -s"],
    },
    MIGRATION_FAILED: {
        summary: "The migration failed; the zone runs on the source as before.",
        explanation:
            "Both hosts were looked at after the failure: the zone is running on the source and not on the target. That, and not the exit code of `zoneadm`, is what this error says. A configuration that the attempt left on the target was removed if it had not been there before.\n\n" +
            "The dry run had passed, or `migration.dryRun` let the move go on without it. What a dry run cannot see: the copy of the memory itself (a closed port between the hosts, a broken link), and anything that changed since.",
        remedy: "Mend what Solaris names in its lines, then run `pulumi up` again.",
        commands: [
            "ls -t /var/log/zones/zoneadm.*.ZONE.* | head   # on both hosts: Solaris's own logs",
            "svcs -l 'svc:/network/kz-migr*'   # name of the migration service is unconfirmed",
        ],
    },
    MIGRATION_IN_PROGRESS: {
        summary: "A migration of the zone is under way and did not end within the time limit.",
        explanation:
            "It was not stopped: killing a migration is never safe. It goes on without the provider. It may be one that this run has started, one of an earlier run that was killed, or one that somebody has started by hand.\n\n" +
            "If the target stays in `migrating-in` while the source runs without `migrating-out`, the migration has ended badly and the target has not noticed. Only then, and only by hand, halt and detach the zone on the target.",
        remedy: "Wait, then run `pulumi up` again: it starts from what is seen on the hosts. `migration.timeouts.migrate` sets the limit.",
        commands: ["zoneadm list -s   # on both hosts: migrating-out on the source, migrating-in on the target"],
    },
    MIGRATION_UNCERTAIN: {
        summary: "What became of the zone cannot be told from what is seen on the hosts.",
        explanation:
            "Nothing was changed or removed after the migration ended. The message says what each host shows:\n\n" +
            "- A host does not answer: the zone may be there. Do not boot it anywhere else.\n" +
            "- Suspended on the source: the pause began and did not end well. Booting it resumes the suspended image; `zoneadm boot -R` throws the image away.\n" +
            "- On neither host running: boot it only on the host that owns its boot disk. The other one shows it as `unavailable` or refuses with `is in use by host`.",
        remedy: "Look at both hosts (`zoneadm list -cv`, `zoneadm list -s`); when both answer, run `pulumi refresh` and `pulumi up`.",
        commands: [
            "zoneadm list -cv   # on both hosts",
            "zoneadm list -s",
            "ls -t /var/log/zones/zoneadm.*.ZONE.* | head",
        ],
    },
    SPLIT_BRAIN: {
        summary: "The zone is seen running on two hosts.",
        explanation:
            "Two running copies on the same disks destroy data. Nothing was touched: which copy is the right one is not for a program to decide. The ownership that Solaris keeps on the boot disk should make this impossible, so first make sure that the two are not different zones of one name: compare UUIDs and disks.",
        remedy: "Decide by hand which copy is the right one, at once, and halt the other.",
        commands: [
            "zoneadm -z ZONE list -p   # on both hosts: the fifth field is the UUID",
            "zonecfg -z ZONE info device   # on both hosts: the same storage?",
        ],
    },
} as const satisfies Record<string, ErrorDescription>;

/** A stable error code; `docs/errors/CODE.md` explains each. */
export type ErrorCode = keyof typeof catalogue;

/** The whole table, in the order in which the documentation shows it. */
export const errorCatalogue: Readonly<Record<ErrorCode, ErrorDescription>> = catalogue;

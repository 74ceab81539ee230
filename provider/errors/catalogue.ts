/**
 * Every error code that a user can meet, with what it means and what to do about it.
 *
 * Codes are part of the public interface: scripts and runbooks match on them, so a code is never renamed or reused.
 * The pages under docs/errors are generated from this table.
 */
export interface ErrorDescription {
    /** One sentence: what has happened. */
    readonly summary: string;
    /** Why it happens and what the provider has and has not done by then. */
    readonly explanation: string;
    /** The usual way out; an error raised with more knowledge brings a remedy of its own. */
    readonly remedy: string;
}

const catalogue = {
    HOSTS_CONFIG_INVALID: {
        summary: "The Pulumi configuration value `solaris:hosts` is missing or malformed.",
        explanation:
            "Hosts are described by the configuration value `solaris:hosts`, an object keyed by host name. It is checked before any host is contacted.",
        remedy: "Correct the named key; docs/reference/hosts.md lists all of them.",
    },
    HOST_UNKNOWN: {
        summary: "A program names a host that `solaris:hosts` does not describe.",
        explanation: "Only hosts of the inventory are ever contacted. No host has been contacted.",
        remedy: "Use one of the names listed in the message, or add the host to `solaris:hosts`.",
    },
    HOST_UNREACHABLE: {
        summary: "No SSH connection to the host could be made.",
        explanation:
            "The address did not resolve, the port refused or did not answer, or the SSH handshake did not end in time.",
        remedy: "Check address and port in `solaris:hosts`, and that `ssh` to the host works from this machine.",
    },
    HOST_KEY_UNKNOWN: {
        summary: "The host showed an SSH host key that nothing vouches for.",
        explanation:
            "Host keys are always verified, against the pinned `hostKey` or against known_hosts. An unknown key is never accepted silently, because a host in the middle could then read and alter everything.",
        remedy: "Compare the fingerprint in the message with `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` on the host, then add it as `hostKey` or to known_hosts.",
    },
    HOST_KEY_MISMATCH: {
        summary: "The host showed another SSH host key than the one that is on record.",
        explanation:
            "Either the host was reinstalled, or something else answers at its address. Nothing was sent to it.",
        remedy: "Find out which; if the new key is right, replace the old one at the place that the message names.",
    },
    LOGIN_REFUSED: {
        summary: "The host refused the login.",
        explanation: "None of the authentication methods that were tried was accepted.",
        remedy: "Check `user`, `identityFile`, `passphrase`, `password` and `agent` of the host in `solaris:hosts`.",
    },
    CREDENTIAL_UNUSABLE: {
        summary: "A key file could not be used.",
        explanation: "The identity file cannot be read, is no private key, or is encrypted and no passphrase fits it.",
        remedy: "Correct `identityFile` or set `passphrase` as a secret: `pulumi config set --secret --path ...`.",
    },
    CONNECTION_LOST: {
        summary: "The SSH connection broke while a command was running.",
        explanation:
            "Whether the command ended, and how, is not known. The provider never repeats a command that changes something; it looks at the hosts instead.",
        remedy: "Run `pulumi up` again: it starts from what is seen on the hosts.",
    },
    CHANNEL_REFUSED: {
        summary: "The host accepted the connection but refused to run a command on it.",
        explanation: "Usually `MaxSessions` of the SSH server is 0 or already used up.",
        remedy: "Raise `MaxSessions` in sshd_config on the host, or check the account's restrictions.",
    },
    COMMAND_TIMEOUT: {
        summary: "A command on the host did not end in time.",
        explanation: "The wait was given up; the command itself may still be running on the host.",
        remedy: "Look at the host; raise the timeout if the host is only slow.",
    },
    PASSWORD_PROMPT: {
        summary: "A command on the host asked for a password instead of working.",
        explanation:
            "The source host logs in to the target by itself (`ssh://` by key, `rads://` by password). A migration run by a program cannot answer a prompt.",
        remedy: "For `ssh`: let the migration user's key on the source log in to the target without a prompt. `rads` always asks for a password: use `ssh` or `radg`.",
    },
    PRIVILEGE_MISSING: {
        summary: "The login may not do what is needed on the host.",
        explanation: "Solaris refused the command for lack of a rights profile or authorization.",
        remedy: "Give the user the profiles Zone Migration and Zone Configuration (docs/guides/hosts.md), and set `privilege` to pfexec or sudo.",
    },
    COMMAND_FAILED: {
        summary: "A command on the host failed.",
        explanation: "The message holds the command's name, its exit code and what it printed.",
        remedy: "Run the same command by hand on the host.",
    },
    OUTPUT_NOT_UNDERSTOOD: {
        summary: "A command on the host printed something that cannot be understood.",
        explanation: "The provider does not act on a guess.",
        remedy: "Run the same command by hand on the host, and report the output as an issue.",
    },
    ZONE_NOT_FOUND: {
        summary: "The zone is on none of the known hosts.",
        explanation: "All hosts of the inventory were asked. This release takes zones over; it does not create them.",
        remedy: "Check `zoneName`, and that the host which has the zone is in `solaris:hosts`.",
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
        explanation: "Zones are told apart by UUID. The provider does not touch a zone that it does not know.",
        remedy: "Find out which zone is which. To manage the new one, remove the resource from the state (`pulumi state delete`) and adopt again.",
    },
    ZONE_WRONG_BRAND: {
        summary: "The zone is no kernel zone.",
        explanation: "Only zones of the brand solaris-kz can live-migrate.",
        remedy: "Use this resource for kernel zones only.",
    },
    ZONE_NOT_RUNNING: {
        summary: "The zone is not in a state from which it can live-migrate.",
        explanation: "A live move needs a running zone; it never degrades to a cold one.",
        remedy: "Boot the zone (`zoneadm -z ZONE boot`) and run `pulumi up` again.",
    },
    SAME_MACHINE: {
        summary: "Source and target are the same machine under two names.",
        explanation: "Both names of the inventory lead to a host with the same hostid and node name.",
        remedy: "Correct the addresses in `solaris:hosts`.",
    },
    TARGET_NAME_TAKEN: {
        summary: "The target already has a zone of this name that is more than a configuration.",
        explanation: "Importing over it could destroy a machine, so nothing was tried.",
        remedy: "Find out what the zone on the target is; rename or remove it there by hand.",
    },
    TARGET_CONFIG_CONFLICT: {
        summary: "The target already has a configuration of this zone which does not fit the program.",
        explanation:
            "A configuration that somebody else has put on the target is not edited, and `overwriteTargetConfig` cannot be combined with `hostOverrides` for it.",
        remedy: "Change the configuration on the target by hand, or delete it there with `zonecfg -z ZONE delete -F`.",
    },
    TARGET_PREPARE_FAILED: {
        summary: "The configuration with the host overrides could not be put on the target.",
        explanation: "What had been put there was removed again, unless the message says otherwise.",
        remedy: "Check `hostOverrides` against the zone's configuration (`zonecfg -z ZONE info`).",
    },
    DRY_RUN_REFUSED: {
        summary: "Solaris's dry run says that the zone cannot move to the target.",
        explanation: "The zone is untouched and still runs on the source.",
        remedy: "Mend what Solaris names in its lines, then run `pulumi preview` again.",
    },
    DRY_RUN_LEFTOVER: {
        summary: "After the dry run the target is not as it was before.",
        explanation:
            "A left-over configuration that the dry run made is removed; anything beyond a configuration is not touched.",
        remedy: "Look at the zone on the target with `zoneadm list -cv` and clean up by hand.",
    },
    MIGRATION_FAILED: {
        summary: "The migration failed; the zone runs on the source as before.",
        explanation: "Both hosts were looked at after the failure.",
        remedy: "Mend what Solaris names in its lines, then run `pulumi up` again.",
    },
    MIGRATION_IN_PROGRESS: {
        summary: "A migration of the zone is under way and did not end within the time limit.",
        explanation: "It was not stopped: killing a migration is never safe. It goes on without the provider.",
        remedy: "Wait, then run `pulumi up` again: it starts from what is seen on the hosts. `migration.timeouts.migrate` sets the limit.",
    },
    MIGRATION_UNCERTAIN: {
        summary: "What became of the zone cannot be told from what is seen on the hosts.",
        explanation: "Nothing was changed or removed after the migration ended.",
        remedy: "Look at both hosts (`zoneadm list -cv`, `zoneadm list -s`); when both answer, run `pulumi refresh` and `pulumi up`.",
    },
    SPLIT_BRAIN: {
        summary: "The zone is seen running on two hosts.",
        explanation: "Two running copies on the same disks destroy data. Nothing was touched.",
        remedy: "Decide by hand which copy is the right one, at once, and halt the other.",
    },
} as const satisfies Record<string, ErrorDescription>;

/** A stable error code; `docs/errors/CODE.md` explains each. */
export type ErrorCode = keyof typeof catalogue;

/** The whole table, in the order in which the documentation shows it. */
export const errorCatalogue: Readonly<Record<ErrorCode, ErrorDescription>> = catalogue;

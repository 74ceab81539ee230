import type { ErrorDescription } from "./errorDescription";

/** The codes of commands on a host. */
export const commandCatalogue = {
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
} as const satisfies Record<string, ErrorDescription>;

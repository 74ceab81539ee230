import type { ErrorDescription } from "./errorDescription";

/** The codes of a move itself: whether and when it has its turn, its durable job, and what came of it. */
export const migrationCatalogue = {
    DOWNTIME_NOT_ALLOWED: {
        summary: "The zone runs, and the method that the program asks for stops it or may find it stopped.",
        explanation:
            "`live` moves a running zone without stopping it. `warm` suspends it, `cold` shuts it down, and `auto` takes what the zone's state allows at that moment; each of them needs `migration.allowDowntime: true`, so that no change of a line can take a service down by surprise. A zone that does not run moves without it. Nothing was changed.",
        remedy: 'Write `migration: { method: ..., allowDowntime: true }`, or `method: "live"`.',
        commands: ["zoneadm list -cv", "zoneadm list -s   # auxiliary states"],
    },
    ZONE_BUSY: {
        summary: "Somebody else is at work on the zone at this moment.",
        explanation:
            "The zone is being moved to another host than this program wants, or is being installed, by a job that has not ended; or its lock on the host is held. The message says who has started the job, when, and from where, as far as that is known. Two operations on one zone are never under way at the same time; this one has not begun anything.\n\n" +
            "A move to the host that is wanted, and an installation of this resource, are joined instead: `pulumi up` follows them and goes on from there.",
        remedy: "Wait until it has ended and run `pulumi up` again, or agree with whoever has started it.",
        commands: [
            "ls -la /var/tmp/pulumi-solaris-*/   # on the named host: jobs, one directory each",
            "zoneadm list -s",
        ],
    },
    QUEUE_TIMEOUT: {
        summary: "The zone had no turn to move within the time allowed for waiting.",
        explanation:
            "Dry runs and migrations are limited per source, per target and in all (`solaris:migration`, `limits`), because each takes memory on the target and bandwidth between the hosts. The message says what was waited for. Nothing was begun for this zone.",
        remedy: "Run `pulumi up` again, raise `migration.timeouts.queue`, or raise the limits.",
    },
    JOB_DIRECTORY_UNSAFE: {
        summary: "The directory in which jobs keep their records is not the login's own alone.",
        explanation:
            "A migration runs as a job of the source host, an installation as one of its own, with the records in `/var/tmp/pulumi-solaris-UID`. That must be a real directory of the login's own user, closed to everybody else (mode 700), below a `/var/tmp` that belongs to root and in which others cannot replace it (sticky). Otherwise somebody else could have prepared it, to read the log or to have something else run. The message shows what is there. Nothing was begun, and nothing in it was believed.",
        remedy: "Find out who made it (`ls -ld`), and remove it as root; the next run makes it anew.",
        commands: ["ls -ldn /var/tmp /var/tmp/pulumi-solaris-*   # on the host that the message names"],
    },
    ZONE_NOT_BOOTED: {
        summary: "The zone has moved with downtime, and could not be booted where it is now.",
        explanation:
            "A warm or cold move stops the zone, moves it and boots it. It has arrived, or has come back, but its boot failed or did not end. The message says where it is. The state records that host; the next `pulumi up` tries to boot it there again.",
        remedy: "Mend what Solaris names in its lines, then run `pulumi up` again; or boot the zone by hand.",
        commands: ["zoneadm -z ZONE boot   # on the host where the zone is", "zoneadm list -cv; zoneadm list -s"],
    },
    MIGRATION_CONFIG_INVALID: {
        summary: "The configuration value `solaris:migration` is malformed.",
        explanation:
            "It holds what is true for all zones: limits, timeouts and what happens at a timeout. It is checked as a whole before any host is contacted; every fault is listed with its path.",
        remedy: "Correct the named key; docs/reference/migration.md lists all of them.",
        commands: ["pulumi config get solaris:migration"],
    },
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
            "- On neither host running: boot it only on the host that owns its boot disk. The other one shows it as `unavailable` or refuses with `is in use by host`.\n" +
            "- Halted on its own host, and one of its name without a UUID runs elsewhere: that may be this zone, moved by hand, or another zone of the same name. Their disks tell.",
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

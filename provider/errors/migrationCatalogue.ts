import type { ErrorDescription } from "./catalogue";

/** Codes of the durable job, of time and of turns. */
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
} as const satisfies Record<string, ErrorDescription>;

import type { Fault } from "./faults";
import type { Latency, LatencyProfile } from "./latency";
import type { HostLocale } from "./locale";
import type { WordingName } from "./wording";
import type { ZoneConfigModel } from "./zoneConfig";

/** Zone states, as printed [C]. `ready` and `mounted` are transient. */
export type ZoneState =
    | "configured"
    | "incomplete"
    | "unavailable"
    | "installed"
    | "ready"
    | "running"
    | "shutting_down"
    | "down"
    | "mounted";

/** How a guest behaves; it goes with the zone. */
export interface GuestSpec {
    /** Release of the guest's own system; default 11.4. SR-IOV moves live only with 11.4 on all sides [C]. */
    release?: string;
    /** How long its shutdown takes, in milliseconds; default the latency `shutdown`. */
    shutdownMs?: number;
    /** Its shutdown never ends: it stays in this state. */
    shutdownHangs?: "running" | "shutting_down";
    /** Below this size, such as "4.75G", it does not give memory back when resized live. */
    memoryFloor?: string;
    /** Above this size it takes no memory when resized live. */
    memoryCeiling?: string;
    /** How long it takes from the zone's boot until it is up, in milliseconds; default the latency `guestBoot`. */
    bootMs?: number;
    /** `false`: it never comes up, however often the zone boots, and is not up now. */
    comesUp?: boolean;
    /** What its service instance says once it is up; default "online". */
    goals?: "online" | "degraded" | "maintenance";
    /** Nothing of its network answers. */
    networkDead?: boolean;
}

export interface ZoneSpec {
    name: string;
    /** Default: derived from the name; none for a zone that is only `configured`. "" = none. */
    uuid?: string;
    /** Default "solaris-kz". */
    brand?: string;
    /** Default "running". */
    state?: ZoneState;
    /** Auxiliary states such as "suspended", "panicked", "migrating-in". */
    auxiliary?: string[];
    /** Deviations from the default configuration (4 vCPUs, 4 GB, one anet on net0, one iSCSI disk). */
    config?: Partial<ZoneConfigModel>;
    /** Further lines of an export, for properties that `config` does not name: `["set boot-priority=high"]`. */
    extra?: string[];
    /** The whole stored configuration as an export's text, in place of `config`; names and values are not checked. */
    export?: string;
    /** The running one in the same form, in place of `liveConfig`. */
    liveExport?: string;
    /** The running configuration, if it differs from the stored one (`zonecfg -r export`): deviations from `config`. */
    liveConfig?: Partial<ZoneConfigModel>;
    /** vCPUs that the running guest uses; default the configured number. More than a target's maximum: example 46. */
    activeVcpus?: number;
    /** The kernel's zone id while it runs; default the next free one. */
    id?: number;
    /** Path in `list -p`; default /system/volatile/zones/NAME/zonepath for a kernel zone [C], /NAME for others. */
    zonepath?: string;
    /** Field 8 of `list -p`; default "-". */
    readWrite?: "R" | "W" | "-";
    guest?: GuestSpec;
    /**
     * The hostid in the host data of its boot disk, or host data that cannot be read. Default: this host's, for a zone
     * that runs or is the first one installed over the disk.
     */
    diskOwner?: string;
}

/** How a host's `zoneadm list` deviates. */
export interface ListVariant {
    /** Fields of `list -p`: with or without the tenth, empty one (default 10). */
    fields?: 9 | 10;
    /** `false`: field 5 is empty for every zone. */
    uuids?: boolean;
    /** Field 9 of the global zone: "none" (default) or "" on older 11.x. */
    globalMacProfile?: "none" | "";
    /**
     * What `-s` combines with [U]: "combined" = also with -c, -i and -z (default); "with-zone" = only with -z;
     * "plain" = with nothing. Other forms are a usage error, exit 2.
     */
    auxiliary?: "combined" | "with-zone" | "plain";
    /** Lines added to `list -p`, as they are. */
    extraLines?: string[];
}

/** What a host prints around the answers of its commands, as login scripts do. */
export interface LoginNoise {
    /** SSH banner, sent before the login. */
    banner?: string;
    stdout?: string;
    stderr?: string;
    trailingStdout?: string;
}

export interface LoginSpec {
    /** Default true. */
    publicKey?: boolean;
    /** Password accepted by "password" and "keyboard-interactive"; default none: both are refused. */
    password?: string;
    /** Refuse everybody. */
    refuse?: boolean;
}

/** Why a host cannot use storage that others can. */
export type StorageTrouble = "nfs-not-mountable" | "iscsi-authentication" | "absent";

/** A Unified Archive. */
export interface ArchiveSpec {
    /** Zones in it; default one, named as the archive's file is. */
    zones?: string[];
    /** `false`: a zone in it cannot be installed for lack of AI media [C, BLOG-UAR]. */
    media?: boolean;
}

/** How a host's zonecfg deviates. */
export interface ZonecfgVariant {
    /** `false`: it does not know -r (usage, exit 2), as an older release [U]. */
    live?: boolean;
    /** `true`: `end` gives an anet or device its id and an anet its defaults; default false [U, both]. */
    completes?: boolean;
    /** How an export prints a list of several elements: `set p=a,b` (default) or one `add p` each [A]. */
    lists?: "set" | "add";
    /** Further names of properties, of the zone and of every resource, that it knows. */
    properties?: string[];
    /** Further types of resources, with their properties. */
    resources?: Record<string, string[]>;
}

/** What rights are asked for: migrating, changing zones (halt, boot, ...), changing configurations, logging in. */
export type ZoneRight = "migrate" | "manage" | "config" | "login";

export interface HostSpec {
    name: string;
    /** Other names by which its peers know it, such as its FQDN. */
    aliases?: string[];
    /** `hostid`; default derived from the name. Give two hosts the same one to have one machine under two names. */
    hostid?: string;
    /**
     * `uname -v`; default "11.4.48.123.0" (that uname prints it is [I]). "11.3..." = older zoneadm: no -t and no -w
     * (usage, exit 2), no cold migration.
     */
    release?: string;
    /** `uname -p`; default "i386". */
    architecture?: "i386" | "sparc";
    /** Default 64; psrinfo shows them. A zone with more vCPUs is not refused: no such rule is documented. */
    cpus?: number;
    /** Physical processors, as `psrinfo -p` counts them; default 2. */
    sockets?: number;
    /** Memory for zones, default "256G"; running zones take theirs from it. */
    memory?: string;
    /** Default net0 and net1. */
    links?: string[];
    /** Known elements of `host-compatible`; default adi, level1, level2, native, memlzr. */
    hostCompatible?: string[];
    /** Known values of `cpu-arch`; default generic, solaris, native, migration-class1. */
    cpuArch?: string[];
    /** The class of its CPUs; zones without `cpu-arch` only move between hosts of the same one. Default "class1". */
    cpuClass?: string;
    /** Known values of `capped-memory:pagesize`; default all. */
    pageSizes?: string[];
    /** Where a page size that it does not have is noticed: when a configuration is imported (default), or at boot [C]. */
    pageSizeCheck?: "import" | "boot";
    /** Storage URIs that this host cannot see. */
    unreachableStorage?: string[];
    /** Storage URIs that it sees and cannot use. */
    storageTrouble?: Record<string, StorageTrouble>;
    /** TCP ports from which nothing comes back to other hosts: 8102 (memory stream), 12302 (RAD). */
    filteredPorts?: number[];
    /** Names of the hosts whose SSH host key it knows; default all. */
    knownHostKeys?: string[];
    /** What logins other than root may not do in spite of pfexec. */
    lacksRights?: ZoneRight[];
    /** The network in front of the host does not know zones that arrive: they run there cut off. */
    fabricPortsMissing?: boolean;
    /** The name of a host listed before: this one is the same machine, with the same zones, under another name. */
    sameMachineAs?: string;
    /** Which of the forms that the facts leave open it takes (see dialect.ts); default 0, the first of each. */
    dialect?: number;
    /** A zoneadm whose reader is gone dies of SIGPIPE at its next line; default false: it goes on [U, both]. */
    brokenPipeKills?: boolean;
    /** Ciphers for `migrate -c`; default aes-128-ccm and aes-128-gcm. */
    ciphers?: string[];
    /** SSH login; default "zadm". root may always log in by the same key. */
    user?: string;
    login?: LoginSpec;
    /** sshd's MaxSessions, default 10. */
    maxSessions?: number;
    /** Names of the hosts that take this host's key for `ssh`; default all. Others ask for a password. */
    trustedBy?: string[];
    zones?: ZoneSpec[];
    /** The id that the next zone to boot gets; default 1. */
    nextZoneId?: number;
    /** In maintenance mode (`sysadm maintain -s`); the refusal's text is [U]. */
    maintenance?: boolean;
    /** Rights profiles of a login other than root, as `profiles` lists them; default Zone Migration, Zone Configuration. */
    profiles?: string[];
    /** Its authorizations, as `auths` lists them; default those of the two profiles. */
    authorizations?: string[];
    /** Commands, by program and all arguments, that `sudo -n -l` refuses: those that match; default none. */
    sudoRefuses?: RegExp;
    /** By how many seconds its clock is ahead of this machine's (behind: negative); default 0. */
    clockOffset?: number;
    /** Programs that are not there, by absolute path: `/usr/sbin/sysadm`, `/usr/bin/sudo`. */
    missingPrograms?: string[];
    /** `&` in a shell fails: no more processes can be made. The words and the exit status are invented [U]. */
    forkFails?: boolean;
    /** sleep(1) knows whole seconds only, as on releases before 11.4 [U]. */
    wholeSecondSleep?: boolean;
    zonecfg?: ZonecfgVariant;
    /** Whether anets, devices and vCPUs of a running zone change; by default the dialect decides [U]. */
    liveChanges?: "accepted" | "refused";
    /** Growing beyond the host's free memory: as far as it goes, or not at all; by default the dialect decides [U]. */
    memoryGrowth?: "partial" | "refused";
    /**
     * What `zoneadm apply` does with changes that no running zone can take: it refuses all, or applies the others; by
     * default the dialect decides [U].
     */
    applyMixed?: "refused" | "skipped";
    /** Files, by absolute path; their directories are made. */
    files?: Record<string, string>;
    /** Unified Archives, by path or URI; `zoneadm install -a` finds no others. */
    archives?: Record<string, ArchiveSpec>;
    /** URIs of manifests, profiles and media from which nothing comes; others are there. */
    missingSources?: string[];
    /** Room for the disks of new zones in the root pool; default enough. */
    diskSpace?: string;
    /** What an installation prints while it goes on, over the lines of installOutput.ts. */
    installOutput?: string[];
    /** SMF states by FMRI, over the defaults (rad:local online, rad:remote disabled, kz-migr:stream online [U]). */
    services?: Record<string, string>;
    noise?: LoginNoise;
    wording?: WordingName;
    list?: ListVariant;
    /** The way to the privileges of zoneadm and zonecfg for a user other than root; default "pfexec". */
    requirePrivilege?: "pfexec" | "sudo" | "none";
    locale?: HostLocale;
    faults?: Fault[];
}

export interface FleetSpec {
    hosts: HostSpec[];
    /** A profile's name, or deviations from the fast one. */
    latency?: Partial<Latency> | LatencyProfile;
    /** Rewrite `state.json` in the fleet's directory on each change. */
    writeState?: boolean;
}

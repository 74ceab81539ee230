import type { ErrorDescription } from "./errorDescription";

/**
 * The codes of what is found about a move before Solaris is asked. A finding is an error where the hosts' own words
 * confirm that the move cannot be, and else a warning, which the dry run decides; the entry says which.
 */
export const preflightCatalogue = {
    PREFLIGHT_REFUSED: {
        summary: "Several things are in the way of the move.",
        explanation:
            "Both hosts were looked at before the dry run, and more than one reason was found why the zone cannot move. Each is listed with a code of its own, what was seen, and what to do; below them stand the warnings, if any. A single reason is reported under its own code instead. Nothing was changed, and no dry run was made.",
        remedy: "Mend what the listed findings name, then run `pulumi preview` again.",
    },
    ZONE_NOT_RUNNING: {
        summary: "The zone is not in a state from which it can live-migrate.",
        explanation:
            "A live move needs a running zone; it never degrades to a cold one. A zone that is `running` and at the same time `panicked` or in the kernel debugger (`debugging`) does not count. Nothing was changed.\n\n" +
            "`unavailable` means that the zone's storage cannot be used on this host at present: often another host owns its boot disk. Never force a takeover before it is certain that the zone runs nowhere else.",
        remedy: 'Boot the zone, by `state: "running"` in a `pulumi up` of its own before `host` changes or by hand (`zoneadm -z ZONE boot`), and run `pulumi up` again. A zone that does not run moves by `migration.method` `cold`.',
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
    ZONE_STATE_UNFIT: {
        summary: "The zone is in a state from which it cannot be moved by any method.",
        explanation:
            "A warm move needs the zone running or suspended, a cold one running or installed. A zone that is `incomplete` is being installed or uninstalled, or has lost its configuration (`no-config`); one that is `unavailable` has storage that cannot be used on this host, often because another host owns its boot disk; `shutting_down`, `down`, `ready` and `mounted` pass by themselves, or are stuck. A zone that is `panicked` or in the kernel debugger (`debugging`) is still `running`, but can neither be suspended nor shut down cleanly. Nothing was changed.\n\n" +
            "Never force a takeover of an `unavailable` zone before it is certain that it runs nowhere else. A live move that meets such a zone says ZONE_NOT_RUNNING.",
        remedy: "Bring the zone into a sound state on its host, then run `pulumi up` again.",
        commands: [
            "zoneadm list -cv   # on the source: the state",
            "zoneadm list -s   # auxiliary states: panicked, debugging, no-config ...",
            "ls -t /var/log/zones/zoneadm.*.ZONE.* | head   # what was done with the zone last",
        ],
    },
    ARCHITECTURE_DIFFERS: {
        summary: "Source and target have processors of different families.",
        explanation:
            "A zone moves from SPARC to SPARC or from x86 to x86, never from one to the other, by whatever method: its operating system is built for one of them. The families are those that `uname -p` prints. Nothing was changed.",
        remedy: "Choose a target of the source's processor family.",
        commands: ["uname -p   # on both hosts"],
    },
    TARGET_IN_MAINTENANCE: {
        summary: "The target is in maintenance mode and takes no zones.",
        explanation:
            "Somebody has put the host into maintenance mode (`sysadm maintain -s`), most likely to update or repair it. Until that is ended the host refuses to attach or boot zones and to let them migrate in; the mode outlasts reboots. The message says who, when and why. Nothing was changed.",
        remedy: "Ask who put it there. To end it, as root on the target: `sysadm maintain -e`",
        commands: ["sysadm maintain -l   # on the target"],
    },
    STORAGE_LOCAL: {
        summary: "The zone has storage that only its present host can see.",
        explanation:
            "A migration moves memory and configuration, never disks: these must be shared, by NFS, iSCSI or as logical units (`nfs:`, `iscsi:`, `lu:`). A ZFS volume (`dev:/dev/zvol/...`), a file (`file:`), a disk of the host itself or a device with `match` is not. Each such device is a finding of its own. Nothing was changed.\n\n" +
            "A disk that is named by `dev:` with a world wide name, or by its place in a chassis, may be a logical unit that both hosts see; then this is a warning, and the dry run decides.\n\n" +
            "`zoneadm move` brings storage elsewhere while the zone runs (from SRU 48 on). Where it is not to be had, a Unified Archive takes the zone with its contents to a new one.",
        remedy: "Bring the device to shared storage: `zoneadm -z ZONE move -p URI`",
        commands: ["zonecfg -z ZONE info device", "suriadm lookup-uri /dev/dsk/DISK   # the URI of a shared disk"],
    },
    SUSPEND_STORAGE_MISSING: {
        summary: "A warm move has nowhere to put the zone's memory where the target can read it.",
        explanation:
            "A warm move writes the zone's memory to the storage of its `suspend` resource on the source and reads it from there on the target. So the zone needs a `suspend` resource with `storage`, a URI of shared storage that is at least as large as `capped-memory`. One with `path` is a file of the host. Nothing was changed; the zone was not suspended.",
        remedy: "Give the zone a suspend resource on shared storage, or move it by another method.",
        commands: ["zonecfg -z ZONE info suspend", "zonecfg -z ZONE info capped-memory"],
    },
    COLD_NOT_SUPPORTED: {
        summary: "A host runs a release of Solaris that cannot migrate a zone which does not run.",
        explanation:
            "Cold migration came with Solaris 11.4. Before that a zone is moved by hand: export its configuration, detach it on the source, import and attach it on the target. Nothing was changed; the zone was not shut down.",
        remedy: "Update the host to Solaris 11.4, or move the zone live.",
        commands: ["uname -v   # on both hosts"],
    },
    TARGET_RELEASE_OLDER: {
        summary: "The target runs an older Solaris than the source.",
        explanation:
            "A warning; the dry run decides. Hosts of different releases can exchange zones as long as each value of the zone's configuration is known on both. Properties come with releases: a zone that was made on the newer host may have some that the older one does not know, and is then refused with `Invalid argument`.",
        remedy: "If the dry run is refused, update the target to the source's release.",
        commands: ["uname -v   # on both hosts", "pkg info entire"],
    },
    RELEASES_MIXED: {
        summary: "One host runs Solaris 11.4, the other an older release.",
        explanation:
            "A warning; the dry run decides. Oracle's own documents contradict each other about live migration between 11.3 and 11.4. The older `zoneadm` also lacks options: `-t live`, by which a zone that has stopped in between is refused, and `-w`.",
        remedy: "Rely on the dry run only; best update the older host to Solaris 11.4.",
        commands: ["uname -v   # on each of the two"],
    },
    CPU_MODEL_DIFFERS: {
        summary: "The hosts have different processors, and the zone may be bound to the source's.",
        explanation:
            "A warning; the dry run decides. Without `cpu-arch` a zone sees the processors of the host on which it was booted, and moves live or warm only to a host of the same class. With `cpu-arch` set to a migration class it sees what all processors of that class have, and the target must be of the class too. Which classes a host belongs to cannot be asked before the dry run.",
        remedy: "If the dry run is refused, set a `cpu-arch` that both hosts have, and reboot the zone.",
        commands: ["psrinfo -pv   # on both hosts", "zonecfg -z ZONE info cpu-arch"],
    },
    HOST_COMPATIBLE_UNSURE: {
        summary: "The zone uses features of newer hosts, which the target may not have.",
        explanation:
            "A warning; the dry run decides. `host-compatible` lists what the zone may use of its host beyond the features of Solaris 11.2, such as `memlzr` or `adi`. Both hosts must know and have each of them. A target that does not is refused with `Invalid argument`.",
        remedy: "If the dry run is refused, update the target, or take the value out of `host-compatible` and reboot the zone.",
        commands: ["zonecfg -z ZONE info host-compatible", "uname -v   # the releases of both hosts"],
    },
    PAGESIZE_UNSURE: {
        summary: "The zone asks for pages of a size that the target may not have.",
        explanation:
            "A warning; the dry run decides. `capped-memory: pagesize` fixes the size of the pages that hold the zone's memory. Processors differ in the sizes that they support, and the target needs enough free memory in pieces of that size.",
        remedy: "If the dry run is refused, choose a host that supports the page size.",
        commands: ["zonecfg -z ZONE info capped-memory", "pagesize -a   # on the target: the sizes that it supports"],
    },
    MEMORY_RESERVE_OFFLINE: {
        summary: "The memory reserve pool from which the zone takes its memory is not there on the target.",
        explanation:
            "A warning; the dry run decides. The zone has `capped-memory: memory-reserve`, so its memory comes from a pool that a service `svc:/system/memory-reserve` keeps. The service is disabled by default and must be enabled on the target as well. For a live or warm move it needs `config/pagesize-policy=fixed` and `config/pagesize`.",
        remedy: "Enable the memory reserve pool on the target.",
        commands: ["svcs -a | grep memory-reserve   # on both hosts", "zonecfg -z ZONE info capped-memory"],
    },
    TARGET_MEMORY_SHORT: {
        summary: "The zone has more memory than the whole target.",
        explanation:
            "A warning; the dry run decides. All of a zone's memory is taken at once when it boots on the target, and cannot be less than on the source. What other zones and the host itself use of the target's memory comes on top.",
        remedy: "Choose a larger target, or make the zone's memory smaller.",
        commands: ["prtconf | grep Memory   # on the target", "zonecfg -z ZONE info capped-memory"],
    },
    MEMORY_DIFFERS: {
        summary: "The target's configuration of the zone has another memory than the zone that runs.",
        explanation:
            "A warning; the dry run decides. The target boots the zone under the configuration that it has, and size and page policy of the memory must be the same as on the source for a live or warm move.",
        remedy: "Make the memory the same on the target, or delete the configuration there, so that the source's is imported.",
        commands: ["zonecfg -z ZONE info capped-memory   # on both hosts"],
    },
    VCPUS_DIFFER: {
        summary: "The target's configuration of the zone has another number of virtual CPUs than the zone that runs.",
        explanation:
            "A warning; the dry run decides. The target boots the zone under the configuration that it has. With fewer virtual CPUs there than are active, Solaris refuses with `active VCPUs, more than the configured virtual-cpu maximum`.",
        remedy: "Make `virtual-cpu: ncpus` the same on the target, or delete the configuration there, so that the source's is imported.",
        commands: ["zonecfg -z ZONE info virtual-cpu   # on both hosts"],
    },
    TARGET_PROCESSORS_FEW: {
        summary: "The zone has more virtual CPUs than the target has processors.",
        explanation:
            "A warning: no document says that Solaris refuses this. The zone's virtual CPUs would share the target's processors, and the zone be slower than before.",
        remedy: "Choose a larger target, or give the zone fewer virtual CPUs.",
        commands: ["psrinfo -pv   # on the target", "zonecfg -z ZONE info virtual-cpu"],
    },
    DEVICES_DIFFER: {
        summary: "The target's configuration of the zone names other storage than the zone that runs has.",
        explanation:
            "A warning; the dry run decides. Every device must have the same storage URI under the same `id` on both hosts. A configuration on the target with other disks is that of another zone, or was made before the zone's disks were changed.",
        remedy: "Find out whose configuration it is; if it is out of date, delete it on the target, so that the source's is imported.",
        commands: ["zonecfg -z ZONE info device   # on both hosts"],
    },
    LOWER_LINK_MISSING: {
        summary: "A network interface of the zone is to use a datalink that the target does not have.",
        explanation:
            "A warning; the dry run decides. `lower-link` of an anet names a datalink of the host. The name may differ from host to host: `hostOverrides` says which one to use there. The message lists the datalinks that the target has.",
        remedy: "Name one of the target's datalinks in `hostOverrides`.",
        commands: ["dladm show-link   # on the target", "zonecfg -z ZONE info anet   # lower-link of each"],
    },
    ANETS_DIFFER: {
        summary: "The target's configuration of the zone has other network interfaces than the zone that runs.",
        explanation:
            "A warning; the dry run decides. What the zone sees of its network interfaces must be the same on both hosts: their number, `id`, MAC address and VLAN. Only `lower-link` may differ. With another MAC address the zone would see a new interface and could lose its network.",
        remedy: "Make the anets the same on the target, or delete the configuration there, so that the source's is imported.",
        commands: ["zonecfg -z ZONE info anet   # on both hosts"],
    },
    IOV_NEEDS_NEWER: {
        summary: "The zone uses SR-IOV, and a host is older than live or warm migration needs for that.",
        explanation:
            "A warning; the dry run decides. A zone with `iov` set to `auto` or `on` moves live or warm only if source, target and the zone's own system run Solaris 11.4. Cold it always moves.",
        remedy: "Move the zone cold (`migration.method`), or set `iov=off` of the anet and reboot the zone.",
        commands: ["zonecfg -z ZONE info anet   # iov of each", "uname -v   # on both hosts, and in the zone"],
    },
    KEYSOURCE_DIFFERS: {
        summary: "The target's configuration of the zone has another encryption key than the zone that runs.",
        explanation:
            "A warning; the dry run decides. The key of `keysource` encrypts the host data on the zone's disks and its suspended memory. It must be the same on both hosts. Where the target has no configuration of the zone, Solaris brings the key along by itself. Keys are compared, and never shown.",
        remedy: "Delete the configuration on the target, so that the source's is imported with its key.",
        commands: ["zonecfg -z ZONE info keysource   # on both hosts"],
    },
    SERVICE_NOT_ONLINE: {
        summary: "A service that migration needs is not online.",
        explanation:
            "A warning; the dry run decides. Migration works through RAD: `svc:/system/rad:local` on both hosts, and `svc:/system/rad:remote` on the target for the schemes `rads` and `radg` (disabled by default). The memory of a live or warm move goes through the migration service `svc:/network/kz-migr`, whose exact name is unconfirmed: the dry run may pass without it, and the move fail.",
        remedy: "Enable the service on the host that the message names.",
        commands: ["svcs -xv   # on both hosts", "svcs -a | egrep 'rad|kz-migr'"],
    },
    RIGHTS_NOT_FOUND: {
        summary: "The login does not show the rights that the move needs.",
        explanation:
            "A warning; the dry run decides. On a host with `privilege: pfexec`, what `profiles` and `auths` list of the login was looked through: the source needs the profile Zone Migration or `solaris.zone.migrate` (for a warm or cold move Zone Cold Migration or `solaris.zone.migrate.cold` does), the target Zone Configuration or `solaris.zone.config`, and a warm or cold move `solaris.zone.manage` on both. A right may also stand in the zone's own configuration (`admin`). Root and hosts with `privilege: sudo` or `none` are not judged.",
        remedy: "Give the user the right, as docs/guides/hosts.md tells.",
        commands: ["profiles; auths   # on the host, as the login's user", "zonecfg -z ZONE info admin"],
    },
    TARGET_LOGIN_FAILED: {
        summary: "The source could not log in to the target by itself.",
        explanation:
            "A warning; the dry run decides. `zoneadm migrate ssh://` makes the source log in to the target, by key, without a question, to a host whose key it knows; that the provider itself can log in to both does not help. A preview tries the same login with `ssh -o BatchMode=yes`, as the login's user. With `privilege: sudo` it may be root's own key that counts.",
        remedy: "Run `npx pulumi-solaris check-host SOURCE --to TARGET`: it shows the commands that mend it.",
        commands: ["ssh -o BatchMode=yes USER@TARGET true   # on the source, as the login's user"],
    },
    TARGET_CONFIG_LEFTOVER: {
        summary: "The target already has a configuration of the zone, and it differs from the source's.",
        explanation:
            "A warning; the dry run decides. Solaris boots the moved zone under the configuration that the target has, with all in which it differs; the message lists that property by property. Usually an earlier migration has left it there. Encryption keys are compared, and never shown. `lower-link` and MAC addresses that a host chooses by itself may differ and are not listed.",
        remedy: "If it is out of date, delete it on the target (`zonecfg -z ZONE delete -F`), or set `migration.overwriteTargetConfig`.",
        commands: ["zonecfg -z ZONE info   # side by side, on source and target"],
    },
    LIVE_CONFIG_DIFFERS: {
        summary: "The zone runs under another configuration than the one that is stored.",
        explanation:
            "A warning. Somebody has reconfigured the running zone (`zonecfg -r`), or has changed the stored configuration and not applied it. A live or warm move takes the running configuration along; what was only stored does not take effect. A zone that is shut down for a cold move comes up again under the stored one.",
        remedy: "Make the two agree: `zoneadm -z ZONE apply` loads the stored configuration into the running zone.",
        commands: ["zonecfg -z ZONE info; zonecfg -z ZONE -r info   # on the source: stored, and running"],
    },
    FACTS_UNKNOWN: {
        summary: "A host did not tell something that would have been looked at before the dry run.",
        explanation:
            "A warning: what was not found out was not judged, and the dry run decides. The message names each question and why there is no answer: a program is missing, was refused, or has printed something that is not understood.",
        remedy: "Run the named command by hand on the host, and report its output as an issue if it looks sound.",
    },
} as const satisfies Record<string, ErrorDescription>;

/** A code of a single finding. */
export type PreflightCode = Exclude<keyof typeof preflightCatalogue, "PREFLIGHT_REFUSED">;

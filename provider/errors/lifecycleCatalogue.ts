import type { ErrorDescription } from "./errorDescription";

/** The codes of making a zone, of starting and stopping it, and of deleting it. */
export const lifecycleCatalogue = {
    CONFIG_REFUSED: {
        summary: "`zonecfg` refuses the zone's configuration.",
        explanation:
            "The configuration goes to `zonecfg` as one script, which is applied as a whole or not at all; so nothing of it was changed. Where `zonecfg` names a line of the script, the message names the property of the program that has made the line. What it refuses depends on the release and the model of the host: the values of `host-compatible`, `cpu-arch` and `pagesize` among others.",
        remedy: "Correct the named property, then run `pulumi up` again.",
        commands: ["zonecfg -z ZONE info   # what the zone has now", "man zonecfg   # on the host: its own properties"],
    },
    INSTALL_FAILED: {
        summary: "The zone's installation failed.",
        explanation:
            "The zone is configured on its host, and `zoneadm install` has failed or was ended. Solaris's lines are shown; where they say by hostid that another host uses a disk, and that is a known one, the message names it. The state records the zone, so that nothing is forgotten: the next `pulumi up` goes on from what it finds. Where the installation has left the zone `incomplete`, and the record of its own job proves that it was this one and that it is over, that is uninstalled first; nothing is ever installed over a half-installed zone.",
        remedy: "Mend what the installer names in its lines, then run `pulumi up` again: it goes on from what is there.",
        commands: [
            "ls -t /var/log/zones/zoneadm.*.ZONE.install | head   # on the host: the installation's own log",
            "zoneadm list -cv",
        ],
    },
    INSTALL_UNDER_WAY: {
        summary: "The zone's installation goes on, or may go on, and was not followed to its end.",
        explanation:
            "An installation runs as a job of the host and depends on nobody: it was not stopped. Either it takes longer than `timeouts.install`, or the host could not be asked any more. The state records the zone; the next `pulumi up` finds the job, follows it and goes on from there.",
        remedy: "Run `pulumi up` again when the host answers; raise `timeouts.install` where it is only slow.",
        commands: ["zoneadm list -cv   # on the host: incomplete while it is being installed"],
    },
    INSTALL_UNSAFE: {
        summary: "Installing the zone could destroy something, so it was not begun.",
        explanation:
            "The zone's configuration has the mark of this resource, but nothing proves that an installation may be begun:\n\n" +
            "- The zone is `incomplete`, and there is no record of an installation of this resource that has failed. Somebody may be installing or uninstalling it by hand, or the record was removed.\n" +
            "- The zone is only configured, and its mark, or the record of an installation, says that it was installed once, there or on another host. It has been detached or uninstalled since; a detached zone's disks hold its system, which an installation would overwrite.\n\n" +
            "Nothing was changed.",
        remedy: "Find out what has become of the zone; then attach it, or uninstall and delete it by hand.",
        commands: [
            "zoneadm list -cv; zoneadm list -s",
            "ls -t /var/log/zones/zoneadm.*.ZONE.* | head   # what was done with the zone last",
        ],
    },
    STORAGE_IN_USE: {
        summary: "Storage that `config` names is already another zone's.",
        explanation:
            "The configuration of another kernel zone, on this or another known host, names the same storage, and one of the two boots from it or suspends to it. An installation would overwrite the other zone's system, even while it runs: one host does not see what another one does with a shared disk. So the zone was not made; nothing of the other one was changed.\n\n" +
            "The state of the other zone does not matter. A zone that is only configured on a host can be one that was moved away and comes back. Storage of a host alone (files, volumes, local disks) is compared on that host only; a logical unit is known by its name, however its URI is spelled. What zones outside `solaris:hosts` use cannot be seen.\n\n" +
            "Data disks that both name are shown as a warning and not refused: the zones of a cluster share such.",
        remedy: "Name storage that no other zone uses, in the `devices` and `suspend` of `config`.",
        commands: ["zonecfg -z ZONE info device   # for each zone of the named host", "zoneadm list -cv"],
    },
    BOOT_FAILED: {
        summary: "The zone could not be booted.",
        explanation:
            "`zoneadm boot` was refused, or the zone went down again at once. Solaris's lines say why; a frequent cause is memory that the host has not free in pieces large enough. The zone is installed and otherwise as it was.",
        remedy: "Mend what keeps the zone from booting, then run `pulumi up` again: it boots it.",
        commands: ["tail /var/log/zones/ZONE.messages   # on the host", "zonecfg -z ZONE info capped-memory"],
    },
    ZONE_NOT_UP: {
        summary: "The zone was booted and has not come up.",
        explanation:
            "A zone counts as up when `zoneadm list` shows it running without an auxiliary state such as `panicked`, and its service `svc:/system/zones/zone:NAME`, where there is one that tells, is online. It did not come so far within `timeouts.boot`, or it cannot without help: it has panicked, is in the kernel debugger, or its service is in maintenance. It was left as it is.\n\n" +
            "A zone that was installed without a profile (`install.profile`) waits at its console for somebody to configure it.",
        remedy: "Look at the zone's console (`zlogin -C ZONE`); raise `timeouts.boot` where it is only slow.",
        commands: [
            "zoneadm list -s   # auxiliary states",
            "svcs -l svc:/system/zones/zone:ZONE   # on the host",
            "tail /var/log/zones/ZONE.console   # on the host",
        ],
    },
    SHUTDOWN_TIMEOUT: {
        summary: "The zone did not shut down in time.",
        explanation:
            "`zoneadm shutdown` runs the guest's own shutdown, which took longer than `timeouts.shutdown` or came to no end. The zone was not halted: that is like a power cut, and is done only with `allowHalt: true`. The shutdown may still go on.",
        remedy: "Run `pulumi up` again; raise `timeouts.shutdown`, or write `allowHalt: true` to have the zone halted then.",
        commands: ["zoneadm list -cv; zoneadm list -s", "zlogin ZONE svcs -x   # what keeps the guest"],
    },
    STATE_NOT_REACHABLE: {
        summary: "The zone cannot be brought from its present state into the one that the program wishes.",
        explanation:
            "A zone that is only `configured` has no system to boot. One that is `incomplete` is being installed or uninstalled. One that is `unavailable` has storage that cannot be used on this host, often because another host owns its boot disk. Nothing was changed.\n\n" +
            "Never force a takeover of an `unavailable` zone before it is certain that it runs nowhere else.",
        remedy: "Bring the zone into a sound state by hand, then run `pulumi up` again.",
        commands: ["zoneadm list -cv", "zoneadm list -s", "zonecfg -z ZONE info device"],
    },
    DELETION_UNSAFE: {
        summary: "Deleting the zone could destroy what is not certainly this zone's alone, so it was not done.",
        explanation:
            "`deletionPolicy` asks for the zone to be shut down or deleted. That is done only to the zone with the UUID in the state, or with the mark of this resource in its configuration, on the one host on which it is seen, with every known host answering. One of these does not hold, or a disk of the zone is another one's too, or another resource of the program, whose creation has failed, may be this zone; the message says which. Nothing was destroyed.\n\n" +
            "`zoneadm uninstall` destroys the contents of the zone's disks. Where a second host has the same zone on the same shared storage, these are the disks of the other one.\n\n" +
            "So are disks that stand in the configuration of another kernel zone, on this or another known host. Before the zone is shut down, and again before it is uninstalled, its storage is compared with that of all of them. Each disk that both name is a reason to stop, be it for data only and be the other zone only configured; a mere configuration of the same name is what a move has left of the zone itself. A configuration that cannot be read is a reason too, unless its zone is only configured: that is a warning. Storage is compared as for `STORAGE_IN_USE`; what zones outside `solaris:hosts` use cannot be seen.",
        remedy: "Where a disk is shared, remove the device from one of the two configurations first, or delete the other zone, or use `deletionPolicy` `shutdown` or `retain`. Else look at the hosts and remove by hand what shall go; then run `pulumi destroy` again, or forget the resource with `pulumi state delete`.",
        commands: [
            "zoneadm list -cv   # on every known host",
            "zoneadm -z ZONE list -p   # the fifth field is the UUID",
            "zonecfg -z ZONE info device   # for this zone and the named one",
        ],
    },
    UNINSTALL_FAILED: {
        summary: "The zone could not be uninstalled.",
        explanation:
            "`zoneadm uninstall -F` has failed; Solaris's lines are shown. Part of the zone's storage may be gone by then. The next run goes on from what it finds.",
        remedy: "Mend what Solaris names in its lines, then run the same command of Pulumi again.",
        commands: [
            "zoneadm list -cv",
            "ls -t /var/log/zones/zoneadm.*.ZONE.uninstall | head   # on the host: its own log",
        ],
    },
} as const satisfies Record<string, ErrorDescription>;

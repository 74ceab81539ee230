import * as pulumi from "@pulumi/pulumi";
import { KernelZone } from "pulumi-solaris";

const settings = new pulumi.Config();

// The first `pulumi up` creates, installs and boots the zone. After that a change of `memory` changes the running zone, a
// change of `host` moves it, and `pulumi destroy` does what `deletionPolicy` says.
const zone = new KernelZone("zone", {
    zoneName: settings.require("zoneName"),
    host: settings.require("host"),
    config: {
        autoboot: true,
        hostCompatible: "memlzr", // lets Solaris change the memory of the zone while it runs
        virtualCpu: { ncpus: 4 },
        cappedMemory: { physical: settings.get("memory") ?? "8g" },
        anets: [{ id: 0, lowerLink: "net0" }],
        devices: [{ id: 0, bootpri: 0, storage: settings.require("storage") }], // shared, so that the zone can move
    },
    install: { profile: settings.get("profile") }, // without one its first boot waits at the console
    deletionPolicy: settings.get<"retain" | "shutdown" | "delete">("deletionPolicy"),
});

export const runsOn = zone.currentHost;
export const state = zone.zoneState;
export const uuid = zone.uuid;
export const rebootNeededFor = zone.rebootNeededFor;

import * as pulumi from "@pulumi/pulumi";
import { KernelZone } from "pulumi-solaris";

const config = new pulumi.Config();

// Takes over a kernel zone that runs already. Change `host` in the stack's configuration and the zone live-migrates:
// `pulumi preview` shows what Solaris's own dry run says, `pulumi up` moves the zone.
const zone = new KernelZone("zone", {
    zoneName: config.require("zoneName"),
    host: config.require("host"),
    adopt: true,
});

export const wish = zone.host;
export const runsOn = zone.currentHost;
export const state = zone.zoneState;

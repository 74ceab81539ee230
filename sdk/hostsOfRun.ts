import * as pulumi from "@pulumi/pulumi";
import type { SolarisHosts } from "../provider/solaris/hosts";
import { runOf } from "./previewHook";

/** The hosts as this run of the program knows them, with its connections; undefined under mocks, which ask no host. */
export function hostsOfRun(): SolarisHosts | undefined {
    const monitor = pulumi.runtime.getMonitor();
    return typeof monitor?.registerResourceHook === "function"
        ? runOf(monitor).services.contextFor("").hosts
        : undefined;
}

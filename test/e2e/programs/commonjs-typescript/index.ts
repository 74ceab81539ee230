import { KernelZone, type KernelZoneArgs } from "pulumi-solaris";
import { drive } from "../drive.cjs";

const notForTheState = "only-of-the-program";

function describe(zoneName: string, host: string): KernelZoneArgs {
    if (zoneName === notForTheState) {
        throw new Error("no zone has this name");
    }
    return { zoneName, host, adopt: true };
}

void drive((zoneName, host) => {
    const zone = new KernelZone(zoneName, describe(zoneName, host));
    return Promise.resolve({ runsOn: zone.currentHost });
});

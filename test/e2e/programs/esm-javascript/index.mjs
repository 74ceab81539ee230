import { KernelZone } from "pulumi-solaris";
import * as solaris from "pulumi-solaris";
import { drive } from "../drive.cjs";

const notForTheState = "only-of-the-program";

await drive(async (zoneName, host) => {
    const zone = new solaris.KernelZone(zoneName, { zoneName, host, adopt: zoneName !== notForTheState });
    return { runsOn: zone.currentHost, isZone: KernelZone.isInstance(zone) };
});

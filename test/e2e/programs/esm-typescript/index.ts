import { KernelZone, type KernelZoneArgs } from "pulumi-solaris";
import { drive } from "../drive.cjs";

const notForTheState = "only-of-the-program";

class Site {
    constructor(private readonly host: string) {}

    zone(zoneName: string): KernelZone {
        const args: KernelZoneArgs = { zoneName, host: this.host, adopt: zoneName !== notForTheState };
        return new KernelZone(zoneName, args);
    }
}

await drive((zoneName, host) => Promise.resolve({ runsOn: new Site(host).zone(zoneName).currentHost }));

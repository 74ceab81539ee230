"use strict";

const { KernelZone } = require("pulumi-solaris");
const { drive } = require("../drive.cjs");

const notForTheState = "only-of-the-program";

drive(async (zoneName, host) => {
    const zone = new KernelZone(zoneName, { zoneName, host, adopt: zoneName !== notForTheState });
    const other = process.env.ZONE_ON_NET1;
    if (other !== undefined) {
        const hostOverrides = { global2: { anets: [{ id: 0, lowerLink: "net1" }] } };
        new KernelZone(other, { zoneName: other, host, adopt: true, hostOverrides });
    }
    return { runsOn: zone.currentHost };
});

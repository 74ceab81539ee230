"use strict";

// A unit test of a program, as Pulumi's documentation writes them: no engine, no provider, no host.
const pulumi = require("@pulumi/pulumi");

const made = [];
pulumi.runtime.setMocks({
    newResource: (args) => {
        made.push({ type: args.type, name: args.name });
        return { id: `id-of-${args.name}`, state: { ...args.inputs, currentHost: args.inputs.host } };
    },
    call: (args) => args.inputs,
});

const { KernelZone } = require("pulumi-solaris");

const zone = new KernelZone("db", { zoneName: "kzone1", host: "global1", adopt: true });
pulumi.all([zone.id, zone.currentHost, zone.zoneName]).apply(([id, currentHost, zoneName]) => {
    console.log(`RESULTS ${JSON.stringify({ id, currentHost, zoneName, made })}`);
});

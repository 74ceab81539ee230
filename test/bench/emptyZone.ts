import * as pulumi from "@pulumi/pulumi";

const type = "pulumi-nodejs:dynamic/bench:EmptyZone";

// From the provider's directory, which is that of the repository.
const provider = `exports.handler = () => require("./test/bench/emptyProvider.cjs");`;

/** A resource as large as a `KernelZone` in program, protocol and state, behind which there is nothing. */
export class EmptyZone extends pulumi.CustomResource {
    constructor(name: string, args: { readonly zoneName: string; readonly host: string; readonly adopt: boolean }) {
        const outputs = {
            currentHost: undefined,
            zoneState: undefined,
            uuid: undefined,
            lastMigration: undefined,
            warnings: undefined,
        };
        super(type, name, { ...outputs, ...args, __provider: provider, __urn: pulumi.createUrn(name, type) });
    }
}

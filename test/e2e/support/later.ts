import * as pulumi from "@pulumi/pulumi";

// Comes back with what it was given, but only from `pulumi up`: a preview does not run it.
const code = `
exports.handler = () => ({
    check: async (_olds, news) => ({ inputs: news, failures: [] }),
    diff: async (_id, olds, news) => ({ changes: olds.given !== news.given }),
    create: async (news) => ({ id: "later", outs: { ...news, value: news.given } }),
    update: async (_id, _olds, news) => ({ outs: { ...news, value: news.given } }),
});
`;

/** A resource whose output `value` is not known before `pulumi up` has made or changed the resource. */
export class Later extends pulumi.CustomResource {
    declare readonly value: pulumi.Output<string>;

    constructor(name: string, given: string) {
        super("pulumi-nodejs:dynamic/test:Later", name, { given, value: undefined, __provider: code });
    }
}

import { sampleStack, type ProjectSource } from "./projectSource";

/** The README of a generated project. */
export function readme({
    name,
    selection: { resources, hosts: hostNames, skipped },
    hosts,
    unread,
}: ProjectSource): string {
    const count = resources.length === 1 ? "One kernel zone" : `${resources.length} kernel zones`;
    const inventory =
        hosts.hosts === undefined
            ? "The hosts are known by OpenSSH's configuration, as for `ssh`."
            : `The hosts stand in \`Pulumi.${sampleStack}.yaml.sample\`, without passwords and passphrases.`;
    return [
        `# ${name}`,
        "",
        `${count}${hostNames.length === 0 ? "" : ` of ${hostNames.join(", ")}`}, as \`pulumi-solaris discover\` found them. ` +
            "`index.ts` takes them over as they are (`adopt: true`); keys and other secrets are not in it.",
        "",
        inventory,
        "",
        ...(unread.length === 0 ? [] : [`Not read, so that their zones are missing here: ${unread.join(", ")}.`, ""]),
        "The package `pulumi-solaris` is not on npm yet. While it is not, `npm install /path/to/the/repository` comes first " +
            "(after `npm ci` in the repository); a plain `npm install` would not find it.",
        "",
        "```sh",
        "npm install /path/to/the/repository   # once the package is on npm: npm install",
        `pulumi stack init ${sampleStack}`,
        `cp Pulumi.${sampleStack}.yaml.sample Pulumi.${sampleStack}.yaml`,
        "pulumi preview   # takes the zones over; shows no difference",
        "pulumi up        # records them; nothing changes on the hosts",
        "```",
        "",
        "Then change a zone's `host`, and it live-migrates; change its `config`, and the zone is changed. `pulumi preview` tells before what will happen.",
        ...(skipped.length === 0
            ? []
            : [
                  "",
                  "## Not taken over",
                  "",
                  ...skipped.map(({ zoneName, host, reason }) => `- \`${zoneName}\` on ${host}: ${reason}`),
              ]),
        "",
    ].join("\n");
}

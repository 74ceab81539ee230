import { configurationRight, managementRight, migrationRight, usermodLine, type Right } from "../solaris/rights";
import { sudoRule } from "../solaris/sudoList";
import type { ToolCall } from "../solaris/tool";
import type { InventoryHost } from "../transport/inventory/inventory";

/** Whose rights they are, and how they are used. */
export type RightsHolder = Pick<InventoryHost, "user" | "privilege">;

/**
 * What to do about calls that were refused for lack of rights: never to set `privilege` to what it is, and never more
 * rights than these calls need.
 */
export function rightsRemedy({ user, privilege }: RightsHolder, refused: readonly ToolCall[]): string {
    switch (privilege) {
        case "pfexec":
            return [
                `Give the user the right, as root on the host; what \`profiles\` and \`auths\` list, typed as ${user}, is there already:`,
                ...new Set(refused.map((call) => usermodLine(user, rightFor(call)))),
            ].join("\n");
        case "sudo":
            return [
                `Allow it by rules (docs/guides/hosts.md, "With sudo"), as root on the host, in a file that \`visudo -f /etc/sudoers.d/${user}\` checks; zones' names may stand for the first *:`,
                `Defaults:${user} env_keep += "LC_ALL"`,
                ...new Set(refused.map((call) => `${user} ALL = (root) NOPASSWD: ${sudoRule(call)}`)),
            ].join("\n");
        case "none":
            return [
                "Log in as root; or set `privilege` of the host to pfexec and give the user the rights, as root on the host:",
                ...[migrationRight, configurationRight].map((right) => usermodLine(user, right)),
            ].join("\n");
    }
}

/** What to do where the program that is to give rights is not on the host. */
export function missingProgramRemedy({ privilege }: RightsHolder): string {
    const other =
        privilege === "sudo"
            ? "pfexec, which every Solaris has, and give the user rights profiles"
            : "sudo, with rules as in docs/guides/hosts.md";
    return `Check that this is a Solaris host; or set \`privilege\` of it to ${other}, or to none for a login as root.`;
}

function rightFor({ program, args }: ToolCall): Right {
    if (program.endsWith("/zonecfg")) {
        return configurationRight;
    }
    return args.includes("migrate") ? migrationRight : managementRight;
}

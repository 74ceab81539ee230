import { sudoRule } from "../solaris/sudoList";
import type { ToolCall } from "../solaris/tool";
import type { InventoryHost } from "../transport/inventory/inventory";

/** Whose rights they are, and how they are used. */
export type RightsHolder = Pick<InventoryHost, "user" | "privilege">;

/** A right that the provider needs; names from solaris-facts 2.4 [C]. */
export interface Right {
    readonly profile: string;
    readonly authorization: string;
    readonly use: string;
}

/** For `zoneadm migrate`. */
export const migrationRight: Right = {
    profile: "Zone Migration",
    authorization: "solaris.zone.migrate",
    use: "to migrate zones",
};

/** For `zonecfg`. */
export const configurationRight: Right = {
    profile: "Zone Configuration",
    authorization: "solaris.zone.config",
    use: "to read and write configurations",
};

/** The command that gives a right to a user. The form is that of Oracle's book [C]. */
export function usermodLine(user: string, { profile, authorization }: Right): string {
    return `usermod -P +"${profile}" -A +${authorization} ${user}`;
}

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

function rightFor({ program }: ToolCall): Right {
    return program.endsWith("/zonecfg") ? configurationRight : migrationRight;
}

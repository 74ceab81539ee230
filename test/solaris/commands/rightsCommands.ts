import type { CommandContext } from "./command";
import { exitOk } from "./zoneadmErrors";

const defaultProfiles = ["Zone Migration", "Zone Configuration", "Basic Solaris User", "All"];
const defaultAuthorizations = ["solaris.zone.config", "solaris.zone.migrate", "solaris.device.cdrw"];

/** Without those that the host says its logins lack. */
function rightsLeft(context: CommandContext, names: string[]): string[] {
    const lacking: string[] = context.host.spec.lacksRights ?? [];
    const gone = [
        ...(lacking.includes("migrate") ? ["Zone Migration", "solaris.zone.migrate"] : []),
        ...(lacking.includes("config") ? ["Zone Configuration", "solaris.zone.config"] : []),
    ];
    return names.filter((name) => !gone.includes(name));
}

/** `profiles`: a line for each, indented below the user's name; layout from the ancestor [A]. */
export function profiles(context: CommandContext): number {
    const names =
        context.user === "root" ? ["All"] : (context.host.spec.profiles ?? rightsLeft(context, defaultProfiles));
    context.print([`${context.user}:`, ...names.map((name) => `          ${name}`), ""].join("\n"));
    return exitOk;
}

/** `auths`: one line, separated by commas; layout from the ancestor [A]. */
export function auths(context: CommandContext): number {
    const names =
        context.user === "root"
            ? ["solaris.*"]
            : (context.host.spec.authorizations ?? rightsLeft(context, defaultAuthorizations));
    context.print(`${names.join(",")}\n`);
    return exitOk;
}

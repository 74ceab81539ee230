import type { CommandContext } from "./command";
import { exitOk } from "./zoneadmErrors";

/** `date [-u] [+format]` with the conversions that are asked for: %Y %m %d %H %M %S. The time is always UTC. */
export function date(context: CommandContext): number {
    const now = new Date(context.host.now()).toISOString();
    const parts: Record<string, string> = {
        Y: now.slice(0, 4),
        m: now.slice(5, 7),
        d: now.slice(8, 10),
        H: now.slice(11, 13),
        M: now.slice(14, 16),
        S: now.slice(17, 19),
    };
    const format = context.args.find((argument) => argument.startsWith("+"))?.slice(1) ?? "%Y-%m-%d %H:%M:%S UTC";
    context.print(`${format.replace(/%([YmdHMS])/g, (_match, letter: string) => parts[letter] ?? "")}\n`);
    return exitOk;
}

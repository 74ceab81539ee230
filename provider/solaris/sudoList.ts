import { openCall, type ToolCall } from "./tool";

/**
 * `sudo -n -l PROGRAM ARGUMENTS`: whether sudo would run this without a password. Nothing is run: the exit code is the
 * answer.
 *
 * @param call What would be run, with all its arguments: a narrow rule names those too.
 */
export function sudoAllows(call: ToolCall): ToolCall {
    return openCall(`sudo -l (${call.name})`, "/usr/bin/sudo", "-n", "-l", call.program, ...call.args);
}

// What stands behind them differs from call to call.
const openEnded = ["migrate", "install"];

/**
 * What a rule of sudoers names to allow a call on every zone, as narrow as its fixed arguments make it: `*` in the place
 * of the zone, and for a migration or an installation in that of what follows. In sudoers `*` stands for several words too.
 *
 * @param call One that begins with `-z ZONE`, as all that need rights do.
 */
export function sudoRule({ program, args }: ToolCall): string {
    const [flag = "", , subcommand = "", ...rest] = args;
    return [program, flag, "*", subcommand, ...(openEnded.includes(subcommand) ? ["*"] : rest)].join(" ");
}

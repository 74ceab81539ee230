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

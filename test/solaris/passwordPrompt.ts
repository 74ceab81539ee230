import type { Session } from "./commands/command";
import { whenAborted } from "./latency";

/**
 * Prints the prompt that KZ "secure migration" shows [C] and waits for a line. An input that is at its end does not
 * count as an answer [U], so that an unattended caller hangs, which is the case to guard against.
 *
 * @returns whether a line came before the channel was closed.
 */
export async function promptForPassword(session: Session): Promise<boolean> {
    session.err(Buffer.from("Password: "));
    const line = await session.stdin.readLine();
    if (line === undefined) {
        await whenAborted(session.closed, session.killed);
        return false;
    }
    return true;
}

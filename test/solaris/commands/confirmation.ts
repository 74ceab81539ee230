import { chosen } from "../dialect";
import { whenAborted } from "../latency";
import type { CommandContext } from "./command";

/** What came of a question that zoneadm or zonecfg asks before it destroys something. */
export type Confirmation = "yes" | "no" | "not-asked";

/**
 * `question (y/[n])?` at a terminal [A]. Without one the ancestor does not ask and refuses [A]; that a newer program might
 * ask all the same, and wait, is [U].
 */
export async function confirm(context: CommandContext, question: string): Promise<Confirmation> {
    if (!context.terminal && !chosen(context.host, "asksWithoutTerminal", [false, true])) {
        return "not-asked";
    }
    context.print(`${question} (y/[n])? `);
    const answer = await context.stdin.readLine();
    if (answer === undefined && !context.terminal) {
        await whenAborted(context.closed, context.killed);
    }
    return /^y/i.test(answer ?? "") ? "yes" : "no";
}

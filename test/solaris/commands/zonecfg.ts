import { ConfigError, ConfigSyntaxError, statementsOf } from "../configStatements";
import { FileError } from "../fileNodes";
import { type CommandContext, getopt } from "./command";
import { exitError, exitOk, exitUsage } from "./zoneadmErrors";
import { ZonecfgSession } from "./zonecfgSession";

/** The wording of the lines is from memory [U]. */
function usage(context: CommandContext): number {
    context.printError("usage:");
    context.printError("\tzonecfg help\n\tzonecfg -z <zone>\n\tzonecfg -z <zone> <command>");
    context.printError("\tzonecfg -z <zone> -f <command-file>");
    return exitUsage;
}

/** zonecfg(8): `zonecfg -z Z [-r] [-f FILE | -f - | commands]`. */
export async function zonecfg(context: CommandContext): Promise<number> {
    const letters = context.host.spec.zonecfg?.live === false ? "z:f:R:h" : "z:rf:R:h";
    const { options, operands, illegal } = getopt(context.args, letters);
    const name = options.get("z");
    if (illegal !== undefined || name === undefined) {
        if (illegal !== undefined) {
            context.printError(`zonecfg: illegal option -- ${illegal}`);
        }
        return usage(context);
    }
    const file = options.get("f");
    const typed = operands.join(" ");
    const input = await readInput(context, file, typed);
    if (input === undefined) {
        context.printError(`${file ?? ""}: No such file or directory`);
        return exitError;
    }
    const session = new ZonecfgSession(context, name, options.has("r"));
    let line = 0;
    try {
        for (const statement of statementsOf(input)) {
            line = statement.line;
            if ((await session.execute(statement.text)) === "exit") {
                return exitOk;
            }
        }
        session.commit();
        return exitOk;
    } catch (error) {
        if (!(error instanceof ConfigError)) {
            throw error;
        }
        if (error instanceof ConfigSyntaxError) {
            context.printError(`syntax error on line ${line}`);
            context.printError("usage:");
            return exitError;
        }
        if (typed === "" && line > 0 && !session.missing) {
            // From stdin `On line N:`, from a file with its name [A].
            context.printError(file === undefined || file === "-" ? `On line ${line}:` : `On line ${line} of ${file}:`);
        }
        context.printError(error.message);
        return exitError;
    }
}

async function readInput(
    context: CommandContext,
    file: string | undefined,
    typed: string,
): Promise<string | undefined> {
    if (file !== undefined && file !== "-") {
        return readFile(context, file);
    }
    return typed === "" ? context.stdin.readAll() : typed;
}

function readFile(context: CommandContext, file: string): string | undefined {
    try {
        return context.files.readText(file);
    } catch (error) {
        if (error instanceof FileError) {
            return undefined;
        }
        throw error;
    }
}

import { ByteChannel } from "./byteChannel";
import type { CommandContext } from "./commands/command";
import { zoneadm } from "./commands/zoneadm";
import { zonecfg } from "./commands/zonecfg";
import { exitKilled } from "./commands/zoneadmErrors";
import { CommandEnded } from "./latency";
import type { FleetModel } from "./fleetModel";
import type { HostModel } from "./model";

/** How a command ended that somebody typed at a host. */
export interface HandOutcome {
    readonly status: number;
    /** Both streams, by lines. */
    readonly lines: readonly string[];
}

/**
 * Somebody else who works at the hosts, as root and with the real commands, whose rules hold for him as for everybody.
 * The hosts' history names him; their command logs do not, and faults of commands do not strike him.
 */
export class Operator {
    readonly user = "operator";

    constructor(private readonly fleet: FleetModel) {}

    zoneadm(host: HostModel, ...args: string[]): Promise<HandOutcome> {
        return this.type(host, "zoneadm", zoneadm, args);
    }

    zonecfg(host: HostModel, ...args: string[]): Promise<HandOutcome> {
        return this.type(host, "zonecfg", zonecfg, args);
    }

    private async type(
        host: HostModel,
        program: string,
        run: (context: CommandContext) => Promise<number>,
        args: string[],
    ): Promise<HandOutcome> {
        const printed: Buffer[] = [];
        const sink = (chunk: Buffer): void => {
            printed.push(chunk);
        };
        const process = host.processes.start({ user: this.user, args: [program, ...args] });
        const stdin = new ByteChannel();
        stdin.end();
        const context: CommandContext = {
            fleet: this.fleet,
            host,
            user: this.user,
            environment: { LC_ALL: "C" },
            stdin,
            out: sink,
            err: sink,
            terminal: false,
            closed: process.killed,
            process,
            killed: process.killed,
            brokenPipe: new AbortController().signal,
            files: host.fileSystem.access("root"),
            record: () => undefined,
            args,
            privileged: true,
            faults: [],
            print: (text) => {
                sink(Buffer.from(text));
            },
            printError: (line) => {
                sink(Buffer.from(`${line}\n`));
            },
            runOn: () => Promise.reject(new Error("the operator runs no commands through ssh")),
        };
        const status = await process
            .run(() => run(context))
            .catch((error: unknown) => {
                // His host went down, or all were stopped, as they are at the end of a test that does not wait for him.
                if (error instanceof CommandEnded) {
                    return exitKilled;
                }
                throw error;
            });
        const lines = Buffer.concat(printed).toString("utf8").split("\n").slice(0, -1);
        return { status, lines };
    }
}

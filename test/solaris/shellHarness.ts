import { runCommandLine } from "./commandLine";
import { Output } from "./descriptor";
import { fastLatency } from "./latency";
import { FleetModel } from "./fleetModel";
import type { HostModel } from "./model";
import { NullDevice } from "./openFile";
import type { HostSpec } from "./spec";

/** How a command line ended that ran without SSH. */
export interface LocalOutcome {
    status: number;
    stdout: string;
    stderr: string;
}

/** One simulated host without a server: for tests of its shell, and for those that hold the clock. */
export class LocalHost {
    readonly model: HostModel;
    private readonly fleet: FleetModel;

    constructor(spec: Partial<HostSpec> = {}) {
        this.fleet = new FleetModel([{ name: "global1", ...spec }], fastLatency);
        this.model = this.fleet.host("global1");
    }

    /** Runs a command line as sshd would. @param user Default "zadm". */
    async run(line: string, user = "zadm"): Promise<LocalOutcome> {
        const printed = { stdout: "", stderr: "" };
        const closed = new AbortController();
        const { status } = runCommandLine(
            {
                fleet: this.fleet,
                host: this.model,
                user,
                environment: { USER: user },
                terminal: false,
                closed: closed.signal,
                record: () => undefined,
            },
            [
                new NullDevice(),
                new Output((chunk) => {
                    printed.stdout += chunk.toString("utf8");
                }),
                new Output((chunk) => {
                    printed.stderr += chunk.toString("utf8");
                }),
            ],
            line,
        );
        return { status: await status, ...printed };
    }

    stop(): void {
        this.fleet.stop();
    }
}

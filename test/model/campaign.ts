import { utils } from "ssh2";
import { describeProgram } from "./describe";
import { addFigures, noFigures, type Figures } from "./figures";
import { drawProgram } from "./generateProgram";
import { Network } from "./network";
import type { Program } from "./program";
import { ProcessTable } from "./providerProcess";
import { runProgram } from "./runProgram";
import { shrink } from "./shrink";
import { VirtualTime } from "./virtualTime";
import type { Violation } from "./watch";

/** A program that shows that an invariant does not hold. */
export interface Counterexample {
    readonly seed: number;
    readonly program: Program;
    readonly violations: readonly Violation[];
}

/** What to run. */
export interface CampaignOptions {
    readonly firstSeed: number;
    readonly runs: number;
    /** How many programs may be run to make a counterexample smaller; 0 = it is shown as it was drawn. */
    readonly shrinkAttempts: number;
    /** Go on after a counterexample, up to so many of them. Default 1. */
    readonly mostCounterexamples?: number;
}

/** What many programs have shown together. */
export interface CampaignResult {
    readonly figures: Figures;
    readonly counterexamples: readonly Counterexample[];
}

/** Runs programs of consecutive seeds. The clock of this process is virtual meanwhile. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
    const { firstSeed, runs, shrinkAttempts, mostCounterexamples = 1 } = options;
    const figures = noFigures();
    const counterexamples: Counterexample[] = [];
    await withVirtualWorld(async (time, network) => {
        for (let seed = firstSeed; seed < firstSeed + runs && counterexamples.length < mostCounterexamples; seed++) {
            const program = drawProgram(seed);
            const result = await runProgram(program, time, network);
            addFigures(figures, result.figures);
            const [first] = result.violations;
            if (first === undefined) {
                continue;
            }
            let { violations } = result;
            const smallest = await shrink(
                program,
                async (candidate) => {
                    const again = await runProgram(candidate, time, network);
                    const same = again.violations.some(({ invariant }) => invariant === first.invariant);
                    violations = same ? again.violations : violations;
                    return same;
                },
                shrinkAttempts,
            );
            counterexamples.push({ seed, program: smallest, violations });
        }
    });
    return { figures, counterexamples };
}

/** Runs one program. */
export async function violationsOf(program: Program): Promise<readonly Violation[]> {
    let violations: readonly Violation[] = [];
    await withVirtualWorld(async (time, network) => {
        ({ violations } = await runProgram(program, time, network));
    });
    return violations;
}

/** Everything about a counterexample that a person needs. */
export function describeCounterexample({ seed, program, violations }: Counterexample): string {
    return [
        `seed ${seed}, made as small as it goes:`,
        describeProgram(program),
        ...violations.map(({ invariant, text }) => `VIOLATED ${invariant}: ${text}`),
        `again: npm run test:model -- --seed ${seed} --runs 1`,
    ].join("\n");
}

async function withVirtualWorld(work: (time: VirtualTime, network: Network) => Promise<void>): Promise<void> {
    const restoreKeys = reuseKeys();
    const { stackTraceLimit } = Error;
    // Each wait that is ended by an abort makes an error, and most of its cost is its stack.
    Error.stackTraceLimit = 4;
    const network = Network.install();
    const time = VirtualTime.install(network);
    const processes = ProcessTable.install();
    try {
        await work(time, network);
    } finally {
        processes.uninstall();
        time.uninstall();
        network.uninstall();
        Error.stackTraceLimit = stackTraceLimit;
        restoreKeys();
    }
}

/** Making a key pair takes longer than a command, so all programs use the same ones. */
function reuseKeys(): () => void {
    const { generateKeyPairSync } = utils;
    const known = new Map<string, ReturnType<typeof generateKeyPairSync>>();
    utils.generateKeyPairSync = (type: "ed25519", options: { comment?: string }) => {
        const name = options.comment ?? "";
        const pair = known.get(name) ?? generateKeyPairSync(type, options);
        if (isUsable(pair.private, pair.public)) {
            known.set(name, pair);
        }
        return pair;
    };
    return () => {
        utils.generateKeyPairSync = generateKeyPairSync;
    };
}

/** ssh2 makes a key now and then that it cannot use; whoever asked for that one will ask again. */
function isUsable(secretText: string, openText: string): boolean {
    const probe = Buffer.from("probe");
    const [secret, open] = [utils.parseKey(secretText), utils.parseKey(openText)];
    if (secret instanceof Error || open instanceof Error) {
        return false;
    }
    const signature: unknown = secret.sign(probe);
    const verdict: unknown = Buffer.isBuffer(signature) && open.verify(probe, signature);
    return verdict === true;
}

import { describeEngineOrigin } from "./engine";
import { NoEngineError, provideEngine } from "./findEngine";
import { handOver, isEngineSkipped } from "./handOver";

const LINE = "=".repeat(100);

/** Provides the CLI before any end-to-end test runs, and says which one it is. */
export default async function globalSetup(): Promise<void> {
    if (isEngineSkipped()) {
        const notice = "SKIP_ENGINE is set: the end-to-end tests on the real Pulumi engine are NOT run.";
        process.stderr.write(`\n${LINE}\n${notice}\n${LINE}\n\n`);
        return;
    }
    try {
        const engine = await provideEngine();
        process.stderr.write(`\nEnd-to-end tests run on ${describeEngineOrigin(engine)}\n`);
        handOver(engine);
    } catch (error) {
        if (error instanceof NoEngineError) {
            // Where in our code it was thrown helps nobody here.
            error.stack = error.message;
        }
        throw error;
    }
}

import type { Engine } from "./engine";

const VARIABLE = "PULUMI_SOLARIS_ENGINE";

/** Whether the end-to-end suite is left out by `SKIP_ENGINE=1`. */
export function isEngineSkipped(env: NodeJS.ProcessEnv = process.env): boolean {
    return env.SKIP_ENGINE !== undefined && env.SKIP_ENGINE !== "" && env.SKIP_ENGINE !== "0";
}

/** Leaves the engine in the environment, which jest's workers inherit. */
export function handOver(engine: Engine): void {
    process.env[VARIABLE] = JSON.stringify(engine);
}

/** The engine that jest's global setup provided, or undefined outside of jest. */
export function handedOver(): Engine | undefined {
    const text = process.env[VARIABLE];
    return text === undefined ? undefined : (JSON.parse(text) as Engine);
}

import { isEngineSkipped } from "./handOver";

/** `describe` for suites that need the real engine; with `SKIP_ENGINE=1` jest counts their tests as skipped. */
export const describeEngine: jest.Describe = isEngineSkipped() ? describe.skip : describe;

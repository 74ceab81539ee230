import { describeEngineOrigin } from "./engine";
import { NoEngineError, provideEngine } from "./findEngine";

provideEngine().then(
    (engine) => console.log(describeEngineOrigin(engine)),
    (error: unknown) => {
        console.error(error instanceof NoEngineError ? error.message : error);
        process.exitCode = 1;
    },
);

import { describeEngineOrigin } from "./engine";
import { NoEngineError, provideEngine } from "./findEngine";

provideEngine().then(
    (engine) => {
        console.log(describeEngineOrigin(engine));
        if (engine.origin === "build" || engine.origin === "cache") {
            console.log(
                "It serves the demo and the tests. To run a Pulumi.yaml by hand, install the vendor's distribution.",
            );
        }
    },
    (error: unknown) => {
        console.error(error instanceof NoEngineError ? error.message : error);
        process.exitCode = 1;
    },
);

import { createRequire } from "node:module";
import type { IEngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import type { Reporter } from "../migration/report";

interface Message {
    readonly severity: "info" | "warning";
    readonly text: string;
    readonly urn: string;
    readonly ephemeral: boolean;
}

/** Delivers one message. Never rejects: a message that is lost must not fail a migration. */
type Send = (message: Message) => Promise<void>;

const deliveryTimeoutMs = 5_000;

/**
 * Puts messages on a resource's own row, by speaking to the engine directly.
 *
 * `pulumi.log` will not do: in a provider's process it has no engine and prints to the stack's row; in a program's process
 * it queues behind every other message, also behind those that wait for the very resource whose preview is going on.
 */
export class EngineLog {
    // One message after the other: the engine shows them in the order in which they arrive.
    #last: Promise<void> = Promise.resolve();

    private constructor(private readonly send: Send) {}

    /** Speaks through a client that exists already, such as that of the program's own process. */
    static through(client: IEngineClient | undefined): EngineLog {
        return new EngineLog(client === undefined ? printLine : sendTo(client));
    }

    /**
     * Speaks to the engine that started this provider process.
     *
     * @param argv The process's arguments after the script: the engine's address is the last one; flags such as
     *     `--logtostderr` may stand before it.
     */
    static fromArguments(argv: readonly string[]): EngineLog {
        const address = argv.filter((argument) => !argument.startsWith("-")).at(-1);
        return EngineLog.through(address === undefined ? undefined : connect(address));
    }

    /** A reporter for one resource. Without a URN messages go to the stack's row. */
    reporterFor(urn: string): Reporter {
        return {
            status: (text) => this.#enqueue({ severity: "info", text, urn, ephemeral: true }),
            info: (text) => this.#enqueue({ severity: "info", text, urn, ephemeral: false }),
            warn: (text) => this.#enqueue({ severity: "warning", text, urn, ephemeral: false }),
        };
    }

    /** Resolves when all messages so far have arrived; to be awaited before an answer ends the resource's operation. */
    flush(): Promise<void> {
        return this.#last;
    }

    #enqueue(message: Message): void {
        this.#last = this.#last.then(() => this.send(message));
    }
}

function connect(address: string): IEngineClient {
    // gRPC must be the copy that the SDK itself uses: credentials made by another copy are not recognised.
    const fromSdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));
    const { credentials } = fromSdk("@grpc/grpc-js") as typeof import("@grpc/grpc-js");
    const { EngineClient } = fromSdk(
        "@pulumi/pulumi/proto/engine_grpc_pb",
    ) as typeof import("@pulumi/pulumi/proto/engine_grpc_pb");
    return new EngineClient(address, credentials.createInsecure());
}

function sendTo(client: IEngineClient): Send {
    return (message) => {
        const request = new LogRequest();
        request.setSeverity(message.severity === "info" ? LogSeverity.INFO : LogSeverity.WARNING);
        request.setMessage(message.text);
        request.setUrn(message.urn);
        request.setEphemeral(message.ephemeral);
        return new Promise<void>((resolve) => {
            // An engine that has gone away never calls back.
            const timer = setTimeout(resolve, deliveryTimeoutMs);
            client.log(request, (error) => {
                clearTimeout(timer);
                resolve(error === null ? undefined : printLine(message));
            });
        });
    };
}

/** The next best place: the engine shows what a provider or a program prints on the stack's row. */
function printLine({ severity, text, ephemeral }: Message): Promise<void> {
    if (!ephemeral) {
        (severity === "info" ? process.stdout : process.stderr).write(`${text}\n`);
    }
    return Promise.resolve();
}

import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogSeverity, type LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { ServerUnaryCall, sendUnaryData } from "@grpc/grpc-js";
import { grpc } from "./grpc";

/** A Log call as the engine gets it. */
export interface EngineMessage {
    readonly severity: "info" | "warning" | "other";
    readonly text: string;
    readonly urn: string;
    readonly ephemeral: boolean;
}

/** The one service of the engine that a dynamic provider calls. */
export interface EngineServer {
    readonly address: string;
    /** Messages in the order of their arrival. */
    readonly messages: readonly EngineMessage[];
    stop(): void;
}

/** @param delayMs How long the engine takes to accept each message. */
export async function startEngineServer(delayMs = 0): Promise<EngineServer> {
    const messages: EngineMessage[] = [];
    const log = ({ request }: ServerUnaryCall<LogRequest, Empty>, callback: sendUnaryData<Empty>): void => {
        const severity = request.getSeverity();
        setTimeout(() => {
            messages.push({
                severity:
                    severity === LogSeverity.INFO ? "info" : severity === LogSeverity.WARNING ? "warning" : "other",
                text: request.getMessage(),
                urn: request.getUrn(),
                ephemeral: request.getEphemeral(),
            });
            callback(null, new Empty());
        }, delayMs);
    };
    const server = new grpc.Server();
    server.addService(EngineService, { log });
    const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
            if (error === null) {
                resolve(bound);
            } else {
                reject(error);
            }
        });
    });
    return { address: `127.0.0.1:${port}`, messages, stop: () => server.forceShutdown() };
}

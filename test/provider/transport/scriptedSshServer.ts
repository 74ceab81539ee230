import { once } from "node:events";
import { createServer, type Server as NetServer, type Socket } from "node:net";
import { Server, type ServerChannel, type Session } from "ssh2";
import { generateKey } from "../../solaris/sshKeys";
import { inventoryHost } from "./hostBuilder";
import type { HostArgs, InventoryHost } from "../../../provider/transport/inventory/inventory";

/** One exec request, to be answered by the test. */
export interface ExecRequest {
    readonly commandLine: string;
    readonly socket: Socket;
    readonly accept: () => ServerChannel;
    readonly reject: () => void;
    /** Closes the channel without an answer to the request. */
    readonly close: () => void;
    /** Sends the message with which a server ends a connection, and nothing else. */
    readonly disconnect: () => void;
}

/** What ssh2 does not offer, and what a server can do all the same. */
interface Innards {
    readonly _protocol: { channelClose(id: number): void; disconnect(reason: number): void };
    readonly _chanInfo: { readonly outgoing: { readonly id: number } };
}

/**
 * An SSH server on loopback that lets everybody in and leaves the rest to the test, for what a simulated host does not
 * do: answers in one packet, requests without an answer, broken protocols.
 */
export class ScriptedSshServer {
    readonly commandLines: string[] = [];
    /** Called for each exec request. */
    onExec: (request: ExecRequest) => void = ({ accept }) => {
        const channel = accept();
        channel.exit(0);
        channel.end();
    };
    /** Called for each session channel that is asked for; doing nothing leaves the client without an answer. */
    onSession: (accept: () => Session, socket: Socket, reject: () => void) => void = (accept) => {
        accept();
    };
    /** How each new connection is begun; by default the SSH server takes it. */
    onConnection: (socket: Socket) => void = (socket) => {
        this.ssh.injectSocket(socket);
    };
    connections = 0;
    private readonly key = generateKey("scripted-server");
    private readonly ssh: Server;
    private readonly listener: NetServer;
    private readonly sockets = new Set<Socket>();

    private constructor() {
        this.ssh = new Server({ hostKeys: [this.key.privateKey] }, (client) => {
            client.on("authentication", (context) => {
                context.accept();
            });
            client.on("error", () => undefined);
            client.on("session", (accept, reject) => {
                const socket = [...this.sockets].at(-1) as Socket;
                const open = (): Session => {
                    const session = accept();
                    session.on("exec", (acceptExec, rejectExec, { command }) => {
                        this.commandLines.push(command);
                        this.onExec({
                            commandLine: command,
                            socket,
                            accept: acceptExec,
                            reject: rejectExec,
                            close: () => {
                                (client as unknown as Innards)._protocol.channelClose(
                                    (session as unknown as Innards)._chanInfo.outgoing.id,
                                );
                            },
                            disconnect: () => {
                                (client as unknown as Innards)._protocol.disconnect(2);
                            },
                        });
                    });
                    return session;
                };
                this.onSession(open, socket, reject);
            });
        });
        this.listener = createServer((socket) => {
            this.connections++;
            socket.setNoDelay(true);
            this.sockets.add(socket);
            socket.on("error", () => undefined);
            socket.on("close", () => this.sockets.delete(socket));
            this.onConnection(socket);
        });
    }

    static async start(): Promise<ScriptedSshServer> {
        const server = new ScriptedSshServer();
        server.listener.listen(0, "127.0.0.1");
        await once(server.listener, "listening");
        return server;
    }

    /** Connections that are open now. */
    get open(): number {
        return this.sockets.size;
    }

    /** The settings with which a client reaches this server. */
    settings(keys: HostArgs = {}): HostArgs {
        const address = this.listener.address();
        if (address === null || typeof address === "string") {
            throw new Error("the scripted server does not listen");
        }
        return {
            address: "127.0.0.1",
            port: address.port,
            user: "zadm",
            agent: false,
            password: "any",
            hostKey: this.key.fingerprint,
            connectTimeout: 5,
            ...keys,
        };
    }

    host(keys: HostArgs = {}): InventoryHost {
        return inventoryHost(this.settings(keys));
    }

    async stop(): Promise<void> {
        this.sockets.forEach((socket) => socket.destroy());
        const closed = once(this.listener, "close");
        this.listener.close();
        await closed;
    }
}

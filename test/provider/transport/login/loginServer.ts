import { once } from "node:events";
import { createServer, type Server as NetServer, type Socket } from "node:net";
import { Server, type AuthContext, type Connection, type Session } from "ssh2";
import { inventoryHost } from "../hostBuilder";
import type { HostArgs, InventoryHost } from "../../../../provider/transport/inventory/inventory";
import { generateKey } from "../../../solaris/sshKeys";

/** One request of a client to be let in, to be answered by the test. */
export type AnswerLogin = (context: AuthContext, socket: Socket, connection: Connection) => void;

/** An SSH server on loopback whose answers to logins are the test's. */
export class LoginServer {
    /** Called for each session that a client who was let in opens. */
    onSession: (session: Session) => void = () => undefined;
    private readonly key = generateKey("login-server");
    private readonly listener: NetServer;
    private readonly sockets = new Set<Socket>();

    private constructor(answer: AnswerLogin) {
        this.listener = createServer((socket) => {
            this.sockets.add(socket);
            socket.on("error", () => undefined);
            socket.on("close", () => this.sockets.delete(socket));
            const ssh = new Server({ hostKeys: [this.key.privateKey] }, (connection) => {
                connection.on("authentication", (context) => {
                    answer(context, socket, connection);
                });
                connection.on("error", () => undefined);
                connection.on("session", (accept) => {
                    this.onSession(accept());
                });
            });
            ssh.injectSocket(socket);
        });
    }

    static async start(answer: AnswerLogin): Promise<LoginServer> {
        const server = new LoginServer(answer);
        server.listener.listen(0, "127.0.0.1");
        await once(server.listener, "listening");
        return server;
    }

    /** The host as an inventory has it; logged in to with a password unless told otherwise. */
    host(keys: HostArgs = {}): InventoryHost {
        const address = this.listener.address();
        if (address === null || typeof address === "string") {
            throw new Error("the login server does not listen");
        }
        return inventoryHost({
            address: "127.0.0.1",
            port: address.port,
            user: "zadm",
            agent: false,
            password: "any",
            hostKey: this.key.fingerprint,
            connectTimeout: 5,
            ...keys,
        });
    }

    async stop(): Promise<void> {
        this.sockets.forEach((socket) => socket.destroy());
        const closed = once(this.listener, "close");
        this.listener.close();
        await closed;
    }
}

import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import type { KeyPair } from "../../../solaris/sshKeys";

// The agent's protocol, draft-ietf-sshm-ssh-agent, section 7.1.
const identitiesRequest = 11;
const identitiesAnswer = 12;

/** An SSH agent that gives no answer to some questions, and keeps the connections on which they were asked. */
export class HangingAgent {
    /** Sockets that the client has not closed. */
    readonly open = new Set<Socket>();
    readonly asked = { list: 0, sign: 0 };
    private readonly server: Server;

    /** @param keys What it holds; undefined where it does not even say that. */
    private constructor(
        readonly socket: string,
        keys: readonly KeyPair[] | undefined,
    ) {
        this.server = createServer((socket) => {
            this.open.add(socket);
            socket.on("close", () => this.open.delete(socket));
            socket.on("error", () => undefined);
            socket.on("data", (question) => {
                if (question[4] !== identitiesRequest) {
                    this.asked.sign++;
                    return;
                }
                this.asked.list++;
                if (keys !== undefined) {
                    socket.write(listOf(keys));
                }
            });
        });
    }

    static async start(socket: string, keys?: readonly KeyPair[]): Promise<HangingAgent> {
        const agent = new HangingAgent(socket, keys);
        agent.server.listen(socket);
        await once(agent.server, "listening");
        return agent;
    }

    async stop(): Promise<void> {
        this.open.forEach((socket) => socket.destroy());
        const closed = once(this.server, "close");
        this.server.close();
        await closed;
    }
}

function listOf(keys: readonly KeyPair[]): Buffer {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(keys.length);
    const entries = keys.flatMap(({ parsed }) => [string(parsed.getPublicSSH()), string(Buffer.from("comment"))]);
    return string(Buffer.concat([Buffer.from([identitiesAnswer]), number, ...entries]));
}

function string(bytes: Buffer): Buffer {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
}

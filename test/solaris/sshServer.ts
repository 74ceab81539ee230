import { once } from "node:events";
import { createServer, type Server as NetServer, type Socket } from "node:net";
import { type Connection, Server } from "ssh2";
import type { CommandLogEntry } from "./commands/command";
import type { FleetModel } from "./fleetModel";
import { KeptPort } from "./keptPort";
import type { HostModel } from "./model";
import type { ProcessMatch, SignalName } from "./processes";
import type { KeyPair } from "./sshKeys";
import { authenticate } from "./sshLogin";
import { endSessions, type Link, serveSession } from "./sshSession";

/** How many there were, are, and were at most at one time. */
export class Counter {
    total = 0;
    open = 0;
    maxOpen = 0;

    enter(): void {
        this.total += 1;
        this.open += 1;
        this.maxOpen = Math.max(this.maxOpen, this.open);
    }

    leave(): void {
        this.open -= 1;
    }
}

/** A host's SSH server on a loopback port, over the host's model. */
export class SimulatedHost {
    readonly name: string;
    readonly address = "127.0.0.1";
    readonly user: string;
    /** "SHA256:..." */
    readonly hostKey: string;
    /** "ssh-ed25519 AAAA...": as in known_hosts, behind the host's name. */
    readonly hostKeyLine: string;
    /** TCP connections. */
    readonly connections = new Counter();
    /** Channels: exec requests and shells. */
    readonly sessions = new Counter();
    /** Everything that ran, in the order of its start. */
    readonly commands: CommandLogEntry[] = [];
    /** The command lines of all exec requests, as they came in. */
    readonly execs: string[] = [];
    private readonly ssh: Server;
    private readonly waiting: Link[] = [];
    private readonly links = new Set<Link>();
    private readonly loggingIn = new Set<Link>();
    private listener: NetServer | undefined;
    /** While it is down: that another test's host takes the port would make this one somebody else. */
    private kept: KeptPort | undefined;

    constructor(
        private readonly fleet: FleetModel,
        readonly model: HostModel,
        private readonly clientKey: KeyPair,
        hostKey: KeyPair,
    ) {
        this.name = model.name;
        this.user = model.spec.user ?? "zadm";
        this.hostKey = hostKey.fingerprint;
        this.hostKeyLine = hostKey.publicLine;
        const options = { hostKeys: [hostKey.privateKey], banner: model.spec.noise?.banner };
        this.ssh = new Server(options, (client: Connection) => {
            // injectSocket calls this before it returns, so that the first link is the connection's own.
            const link = this.waiting.shift();
            if (link !== undefined) {
                this.serve(client, link);
            }
        });
    }

    get port(): number {
        return this.model.port;
    }

    /** Connections on which the handshake or the login goes on. */
    get logins(): number {
        return this.loggingIn.size;
    }

    /** Listens; after `down()` again on the same port. */
    async up(): Promise<void> {
        const listener = createServer((socket) => {
            this.accept(socket);
        });
        this.listener = listener;
        listener.listen(this.model.port, this.address);
        await once(listener, "listening");
        const address = listener.address();
        if (address === null || typeof address === "string") {
            throw new Error("the SSH server has no port");
        }
        this.model.port = address.port;
        this.model.reachable = true;
        this.release();
    }

    /** Stops listening and cuts all connections, as if the machine had lost its network; what runs goes on. */
    async down(): Promise<void> {
        const { listener } = this;
        this.model.reachable = false;
        this.listener = undefined;
        this.dropConnections();
        if (listener !== undefined) {
            const closed = once(listener, "close");
            listener.close();
            await closed;
            if (!this.fleet.stopSignal.aborted) {
                this.kept = await KeptPort.keep(this.model.port);
            }
        }
        if (this.fleet.stopSignal.aborted) {
            this.release();
        }
    }

    /** Cuts all open connections. */
    dropConnections(): void {
        this.links.forEach(({ socket }) => socket.destroy());
    }

    /**
     * Sends a signal to processes of the host, as an administrator would; default kill -9.
     *
     * @returns how many there were.
     */
    killProcesses(match: ProcessMatch, signal?: SignalName): number {
        return this.model.processes.kill(match, signal);
    }

    private release(): void {
        this.kept?.release();
        this.kept = undefined;
    }

    private accept(socket: Socket): void {
        // Without it each answer waits for the client's delayed acknowledgement, about 40 ms.
        socket.setNoDelay(true);
        this.connections.enter();
        const link: Link = { id: this.connections.total, socket, endings: new Set() };
        this.links.add(link);
        socket.on("close", () => {
            this.connections.leave();
            this.links.delete(link);
            this.loggingIn.delete(link);
            endSessions(link);
        });
        // A peer that resets its connection is one of the things that a host has to bear.
        socket.on("error", () => {
            endSessions(link);
        });
        if (this.model.faults.takeConnectionFault("refuse-connection")) {
            socket.resetAndDestroy();
            return;
        }
        if (this.model.faults.takeConnectionFault("silent-handshake")) {
            socket.resume();
            return;
        }
        this.loggingIn.add(link);
        this.waiting.push(link);
        this.ssh.injectSocket(socket);
    }

    private serve(client: Connection, link: Link): void {
        const { fleet, model, commands, execs } = this;
        const refused = model.faults.takeConnectionFault("refuse-login");
        let user = this.user;
        client.on("authentication", (context) => {
            user = context.username;
            const login = refused ? { refuse: true } : model.spec.login;
            authenticate(context, { users: [this.user, "root"], login, clientKey: this.clientKey });
        });
        client.on("ready", () => this.loggingIn.delete(link));
        client.on("error", () => {
            endSessions(link);
        });
        client.on("session", (accept, reject) => {
            const full = link.endings.size >= (model.spec.maxSessions ?? 10);
            if (full || model.faults.takeConnectionFault("refuse-channel")) {
                reject();
                return;
            }
            this.sessions.enter();
            serveSession({ fleet, model, user, commands, execs }, link, accept(), () => {
                this.sessions.leave();
            });
        });
    }
}

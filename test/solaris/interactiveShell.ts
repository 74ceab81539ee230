import type { ServerChannel } from "ssh2";
import type { ByteChannel } from "./byteChannel";
import type { Sink } from "./commands/command";

/** What a person's terminal sends. */
const controlC = 0x03;
const controlD = 0x04;
const backspaces = new Set([0x08, 0x7f]);
const carriageReturn = 0x0d;
const newline = 0x0a;

/** The terminal, or what stands for one. */
export interface Terminal {
    channel: ServerChannel;
    /** What the commands read. */
    stdin: ByteChannel;
    closed: AbortSignal;
    hasPty: boolean;
    out: Sink;
}

/** What a person talks to. */
export interface Conversation {
    greeting: string;
    prompt: string;
    /** @returns the exit status. */
    runLine: (line: string) => Promise<number>;
}

/**
 * A line shell for people: a prompt, one command line at a time, `exit`. With a pty it echoes what is typed and edits
 * the line; while a command runs, input goes to that command.
 */
export class InteractiveShell {
    private line: number[] = [];
    private readonly queued: string[] = [];
    private wake: (() => void) | undefined;
    private ended = false;
    private running = false;

    constructor(
        private readonly terminal: Terminal,
        private readonly conversation: Conversation,
    ) {
        const { channel, closed } = terminal;
        channel.on("data", (chunk: Buffer) => {
            for (const byte of chunk) {
                this.receive(byte);
            }
        });
        channel.on("end", () => {
            this.end();
        });
        closed.addEventListener("abort", () => {
            this.end();
        });
    }

    /** @returns the exit status of the last command. */
    async run(): Promise<number> {
        let status = 0;
        const { greeting, prompt, runLine } = this.conversation;
        this.write(greeting);
        for (;;) {
            this.write(prompt);
            const line = await this.nextLine();
            if (line === undefined) {
                return status;
            }
            const words = line.trim().split(/\s+/);
            if (words[0] === "exit" || words[0] === "logout") {
                return words[1] === undefined ? status : Number(words[1]) & 0xff;
            }
            this.running = true;
            status = await runLine(line);
            this.running = false;
        }
    }

    private async nextLine(): Promise<string | undefined> {
        for (;;) {
            const line = this.queued.shift();
            if (line !== undefined || this.ended) {
                return line;
            }
            await new Promise<void>((resolve) => {
                this.wake = resolve;
            });
        }
    }

    private end(): void {
        this.ended = true;
        this.terminal.stdin.end();
        this.wake?.();
    }

    private receive(byte: number): void {
        if (!this.terminal.hasPty) {
            this.plain(byte);
            return;
        }
        if (byte === controlD && this.line.length === 0) {
            this.write("exit\n");
            this.end();
        } else if (byte === controlC) {
            this.line = [];
            this.write("^C\n");
            this.queued.push("");
            this.wake?.();
        } else if (backspaces.has(byte)) {
            if (this.line.pop() !== undefined) {
                this.terminal.channel.write("\b \b");
            }
        } else if (byte === carriageReturn || byte === newline) {
            this.write("\n");
            this.plain(newline);
        } else if (byte >= 0x20) {
            this.line.push(byte);
            this.terminal.channel.write(Buffer.from([byte]));
        }
    }

    private plain(byte: number): void {
        if (byte !== newline) {
            this.line.push(byte);
            return;
        }
        const text = Buffer.from(this.line).toString("utf8");
        this.line = [];
        if (this.running) {
            this.terminal.stdin.write(Buffer.from(`${text}\n`));
        } else {
            this.queued.push(text);
            this.wake?.();
        }
    }

    private write(text: string): void {
        this.terminal.out(Buffer.from(text));
    }
}

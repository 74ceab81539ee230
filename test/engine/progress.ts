/** Where progress goes. */
export interface Progress {
    /** A line that stays. */
    say(line: string): void;
    /** Starts a line that ticks with the time that has passed until it is ended. */
    begin(title: string): Ticker;
}

export interface Ticker {
    /** The latest thing heard of the work, shown behind the elapsed time. */
    detail(text: string): void;
    end(outcome: string): void;
}

/** What a progress is written to; `process.stderr` is one. */
export interface ProgressStream {
    write(text: string): unknown;
    isTTY?: boolean;
    columns?: number;
}

/** Seconds between lines where the output is not a terminal and a line cannot be rewritten. */
const PLAIN_INTERVAL_SECONDS = 10;

/** Progress for people: one line that is rewritten on a terminal, a line every ten seconds elsewhere. */
export function progressTo(stream: ProgressStream): Progress {
    return {
        say: (line) => void stream.write(`${line}\n`),
        begin: (title) => new StreamTicker(stream, title),
    };
}

/** Progress for nobody. */
export const silent: Progress = {
    say: () => undefined,
    begin: () => ({ detail: () => undefined, end: () => undefined }),
};

class StreamTicker implements Ticker {
    private readonly started = Date.now();
    private readonly terminal: boolean;
    private readonly timer: NodeJS.Timeout;
    private text = "";

    constructor(
        private readonly stream: ProgressStream,
        private readonly title: string,
    ) {
        this.terminal = stream.isTTY === true;
        if (!this.terminal) {
            stream.write(`${title} ...\n`);
        }
        this.timer = setInterval(() => this.draw(), (this.terminal ? 1 : PLAIN_INTERVAL_SECONDS) * 1000);
        this.timer.unref();
    }

    detail(text: string): void {
        this.text = text;
    }

    end(outcome: string): void {
        clearInterval(this.timer);
        this.stream.write(`${this.terminal ? "\r\x1b[K" : ""}${this.title}: ${outcome} (${this.elapsed()})\n`);
    }

    private draw(): void {
        const line = `${this.title} ... ${this.elapsed()}${this.text === "" ? "" : `  ${this.text}`}`;
        this.stream.write(this.terminal ? `\r\x1b[K${line.slice(0, (this.stream.columns ?? 80) - 1)}` : `${line}\n`);
    }

    private elapsed(): string {
        const seconds = Math.round((Date.now() - this.started) / 1000);
        return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
    }
}

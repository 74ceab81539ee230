import type { Duplex } from "node:stream";

const greeting = /^SSH-/m;
const maximumLength = 4_096;
const maximumLines = 10;

/**
 * Listens to what a server says before its greeting, `SSH-2.0-...`. One that turns us away says why and never greets
 * (OpenSSH: "Exceeded MaxStartups"); ssh2 would tell of it only once the greeting has come.
 *
 * To be made before ssh2 is given the stream, for whoever comes first starts its flow.
 */
export class Preamble {
    #text = "";

    constructor(private readonly stream: Duplex) {
        stream.on("data", this.#take);
    }

    /** Printable text only, a line each; no more than a few. */
    get lines(): string[] {
        return this.#text
            .split(/\r?\n/)
            .map((line) => line.replace(/\p{C}/gu, "").trim())
            .filter((line) => line !== "")
            .slice(0, maximumLines);
    }

    stop(): void {
        this.stream.removeListener("data", this.#take);
    }

    readonly #take = (chunk: Buffer): void => {
        this.#text = (this.#text + chunk.toString("latin1")).slice(0, maximumLength);
        const at = this.#text.search(greeting);
        if (at >= 0 || this.#text.length === maximumLength) {
            this.#text = this.#text.slice(0, at < 0 ? maximumLength : at);
            this.stop();
        }
    };
}

import { setImmediate as nextTurn } from "node:timers/promises";
import { matchesHost, parseKnownHostsLine, type KnownHostsLine } from "./knownHosts";

// About a millisecond's work where the names are hashed: each costs a digest of its own.
const linesAtATime = 256;

// Far more than the hosts of one program.
const searchesKept = 512;

/** How far a name has been looked for, and where it was found. */
interface Search {
    readonly found: KnownHostsLine[];
    /** Index of the line to look at next. */
    next: number;
}

/**
 * The entries of one version of a known_hosts file. What has been looked up is remembered, so that no hashed name is
 * computed twice; a file of many lines is looked through a piece at a time.
 */
export class KnownHostsEntries {
    readonly #texts: readonly string[];
    readonly #entries: (KnownHostsLine | undefined)[] = [];
    readonly #searches = new Map<string, Search>();

    /** @param text The file's bytes, one character each ("latin1"). */
    constructor(text: string) {
        this.#texts = text.split("\n");
    }

    /** Whether any line covers a name. Looks no further than to the first. */
    covers(name: string): boolean {
        const search = this.#searchFor(name);
        while (search.found.length === 0 && search.next < this.#texts.length) {
            this.#goOn(search, name);
        }
        return search.found.length > 0;
    }

    /** All lines that cover a name, in their order. Others get their turn while many lines are looked through. */
    async linesUnder(name: string): Promise<readonly KnownHostsLine[]> {
        const search = this.#searchFor(name);
        this.#goOn(search, name);
        while (search.next < this.#texts.length) {
            await nextTurn();
            this.#goOn(search, name);
        }
        return search.found;
    }

    #searchFor(name: string): Search {
        const search = this.#searches.get(name) ?? { found: [], next: 0 };
        this.#searches.set(name, search);
        const [oldest] = this.#searches.keys();
        if (this.#searches.size > searchesKept && oldest !== undefined) {
            this.#searches.delete(oldest);
        }
        return search;
    }

    #goOn(search: Search, name: string): void {
        const end = Math.min(search.next + linesAtATime, this.#texts.length);
        for (; search.next < end; search.next++) {
            const entry = this.#entryAt(search.next);
            if (entry !== undefined && matchesHost(entry.hosts, name)) {
                search.found.push(entry);
            }
        }
    }

    /** Lines are looked at in their order, so that those before this one have been read. */
    #entryAt(index: number): KnownHostsLine | undefined {
        if (index === this.#entries.length) {
            this.#entries.push(parseKnownHostsLine(this.#texts[index] ?? "", index + 1));
        }
        return this.#entries[index];
    }
}

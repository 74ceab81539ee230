import type { SolarisError } from "../../errors/solarisError";
import type { Directive } from "./directive";
import { spelled } from "./keywords";
import { invalid } from "./place";

/** Hands out a directive's words one by one, as the keyword's reader asks for them. */
export class DirectiveWords {
    #next = 0;

    readonly #words: readonly string[];

    constructor(private readonly directive: Directive) {
        this.#words = directive.words ?? [];
    }

    /** The next word, or undefined where there is none left. */
    take(): string | undefined {
        return this.#words[this.#next++];
    }

    /** @throws SolarisError SSH_CONFIG_INVALID where there is none, or an empty one. */
    takeRequired(): string {
        const word = this.take();
        if (word === undefined || word === "") {
            throw this.fault("misses its argument");
        }
        return word;
    }

    /** All that are left. */
    takeAll(): readonly string[] {
        const rest = this.#words.slice(this.#next);
        this.#next = this.#words.length;
        return rest;
    }

    get isAtEnd(): boolean {
        return this.#next >= this.#words.length;
    }

    /** An SSH_CONFIG_INVALID about this directive. Arguments are not quoted in it: they can be anything. */
    fault(fault: string): SolarisError {
        return invalid(this.directive.place, `${spelled(this.directive.keyword)} ${fault}`);
    }
}

import type { Directive } from "./directive";
import { invalid, type Place } from "./place";
import { jumpList, lastJumpHost } from "./proxyJump";
import { isNone } from "./values";

/** A value of `ProxyCommand` or `ProxyJump`, and where it stands. */
export interface ProxySetting {
    readonly value: string;
    readonly place: Place;
}

/**
 * What `ProxyCommand` and `ProxyJump` say of the way to a host; whichever comes first counts. Only a `ProxyCommand` behind
 * `ProxyJump none` is taken differently by releases of OpenSSH: since 10.3, and in Debian's 9.2, it counts, as here. [C]
 */
export class ProxySettings {
    #command: ProxySetting | "none" | undefined;
    #jump: ProxySetting | "none" | undefined;

    /** Takes the way for settled, as `ssh -J` does: no line about it counts. */
    settle(): void {
        this.#command = "none";
        this.#jump = "none";
    }

    readCommand({ value, place }: Directive, applies: boolean): void {
        // Unlike elsewhere, all of the line belongs to it, what looks like a comment included.
        const command = withoutEquals(value);
        if (applies) {
            this.#command ??= isNone(command) ? "none" : { value: command, place };
        }
    }

    /** @throws SolarisError SSH_CONFIG_INVALID */
    readJump({ value, place }: Directive, applies: boolean): void {
        // A comment behind `none` makes OpenSSH take it for a host's name, so the word must stand alone.
        if (isNone(withoutEquals(value))) {
            if (applies) {
                this.#jump ??= "none";
            }
            return;
        }
        const list = jumpList(withoutEquals(value));
        if (lastJumpHost(list) === undefined) {
            throw invalid(place, "ProxyJump takes hosts as [user@]host[:port], separated by commas, or none");
        }
        if (applies && this.#command === undefined && this.#jump === undefined) {
            this.#jump = { value: list, place };
            this.#command = "none";
        }
    }

    /** The effective `ProxyCommand`. */
    get command(): ProxySetting | undefined {
        return this.#command === "none" ? undefined : this.#command;
    }

    /** The effective `ProxyJump`. */
    get jump(): ProxySetting | undefined {
        return this.#jump === "none" ? undefined : this.#jump;
    }
}

function withoutEquals(value: string): string {
    return value.replace(/^[ \t\r\n=]+/, "");
}

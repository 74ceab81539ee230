import type { Directive } from "./directive";
import { DirectiveWords } from "./directiveWords";
import type { HonouredKeyword } from "./keywords";
import type { Place } from "./place";
import { ProxySettings } from "./proxySettings";
import { readFileList, readFlag, readInteger, readOneOf, readPort, readTime } from "./values";

/** How an unknown host key is treated; `off` is `no`. */
export type StrictHostKeyChecking = "yes" | "no" | "ask" | "accept-new";

/** What the options say that are set once, by the first line that applies. */
export interface SingleValues {
    readonly hostname: string;
    readonly port: number;
    readonly user: string;
    readonly identityagent: string;
    readonly identitiesonly: boolean;
    readonly userknownhostsfile: readonly string[];
    readonly globalknownhostsfile: readonly string[];
    readonly stricthostkeychecking: StrictHostKeyChecking;
    readonly hostkeyalias: string;
    readonly connecttimeout: number;
    readonly serveraliveinterval: number;
    readonly serveralivecountmax: number;
    readonly hashknownhosts: boolean;
    readonly revokedhostkeys: string;
    readonly ignoreunknown: string;
    readonly canonicalizehostname: boolean;
    readonly refuseconnection: string;
}

/** A value, and where it stands; nowhere if it was given from outside. */
export interface Setting<T> {
    readonly value: T;
    readonly place: Place | undefined;
}

/** An `IdentityFile`. */
export interface IdentitySetting extends Setting<string> {
    /** Whether it stands in the user's file: `ssh` tells the same path in both files apart. */
    readonly fromUserFile: boolean;
}

type OptionKeyword = Exclude<HonouredKeyword, "host" | "match" | "include">;

const readers: { readonly [K in keyof SingleValues]: (words: DirectiveWords) => SingleValues[K] | undefined } = {
    hostname: (words) => words.takeRequired(),
    port: readPort,
    user: (words) => words.takeRequired(),
    identityagent: (words) => words.takeRequired(),
    identitiesonly: readFlag,
    userknownhostsfile: readFileList,
    globalknownhostsfile: readFileList,
    stricthostkeychecking: (words) =>
        readOneOf(words, {
            yes: "yes",
            true: "yes",
            no: "no",
            false: "no",
            off: "no",
            ask: "ask",
            "accept-new": "accept-new",
        }),
    hostkeyalias: (words) => words.takeRequired(),
    connecttimeout: readTime,
    serveraliveinterval: readTime,
    serveralivecountmax: readInteger,
    hashknownhosts: readFlag,
    revokedhostkeys: (words) => words.takeRequired(),
    ignoreunknown: (words) => words.takeRequired(),
    canonicalizehostname: (words) => readOneOf(words, { yes: true, true: true, always: true, no: false, false: false }),
    refuseconnection: (words) => words.takeRequired(),
};

const maximumIdentityFiles = 100;
const maximumKnownHostsFiles = 32;

/** What the configuration says of one host, as far as it has been read. */
export class Settings {
    readonly #single: { [K in keyof SingleValues]?: Setting<SingleValues[K]> } = {};
    readonly #identityFiles: IdentitySetting[] = [];
    readonly proxy = new ProxySettings();

    /**
     * Reads an option's line. It must be valid wherever it stands; it counts where its block applies.
     *
     * @throws SolarisError SSH_CONFIG_INVALID
     */
    read(
        keyword: OptionKeyword,
        directive: Directive,
        block: { readonly applies: boolean; readonly ofUser: boolean },
    ): void {
        const words = new DirectiveWords(directive);
        switch (keyword) {
            case "identityfile":
                this.#readIdentityFile(words, directive, block);
                break;
            case "proxycommand":
                this.proxy.readCommand(directive, block.applies);
                return;
            case "proxyjump":
                this.proxy.readJump(directive, block.applies);
                return;
            default:
                this.#readSingle(keyword, readers[keyword], words, { applies: block.applies, place: directive.place });
        }
        if (!words.isAtEnd) {
            throw words.fault("has more arguments than it takes");
        }
    }

    /** Sets what is given from outside and therefore comes before every line. */
    preset<K extends keyof SingleValues>(keyword: K, value: SingleValues[K]): void {
        this.#set(keyword, { value, place: undefined });
    }

    get<K extends keyof SingleValues>(keyword: K): Setting<SingleValues[K]> | undefined {
        return this.#single[keyword];
    }

    get identityFiles(): readonly IdentitySetting[] {
        return this.#identityFiles;
    }

    #readSingle<K extends keyof SingleValues>(
        keyword: K,
        reader: (words: DirectiveWords) => SingleValues[K] | undefined,
        words: DirectiveWords,
        { applies, place }: { readonly applies: boolean; readonly place: Place },
    ): void {
        const value = reader(words);
        if (!applies || value === undefined || this.#single[keyword] !== undefined) {
            return;
        }
        if (Array.isArray(value) && value.length > maximumKnownHostsFiles) {
            throw words.fault(`takes at most ${maximumKnownHostsFiles} files`);
        }
        this.#set(keyword, { value, place });
    }

    #set<K extends keyof SingleValues>(keyword: K, setting: Setting<SingleValues[K]>): void {
        const single: { [Key in K]?: Setting<SingleValues[Key]> } = this.#single;
        single[keyword] = setting;
    }

    #readIdentityFile(
        words: DirectiveWords,
        { place }: Directive,
        { applies, ofUser }: { readonly applies: boolean; readonly ofUser: boolean },
    ): void {
        const value = words.takeRequired();
        if (!applies) {
            return;
        }
        if (this.#identityFiles.length >= maximumIdentityFiles) {
            throw words.fault(`may be given at most ${maximumIdentityFiles} times`);
        }
        if (!this.#identityFiles.some((known) => known.value === value && known.fromUserFile === ofUser)) {
            this.#identityFiles.push({ value, place, fromUserFile: ofUser });
        }
    }
}

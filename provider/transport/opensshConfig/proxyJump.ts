/** One host of a `ProxyJump`. */
export interface JumpHost {
    readonly user: string | undefined;
    readonly host: string;
    /** Undefined where none is given. */
    readonly port: number | undefined;
}

/** The list of hosts in a `ProxyJump` line's value, without comment. */
export function jumpList(value: string): string {
    return value
        .replace(/^[ \t\r\n=]+/, "")
        .replace(/#.*$/s, "")
        .trimEnd();
}

/**
 * The last host of a `ProxyJump`, the one next to the target.
 *
 * @returns undefined where any of the hosts is malformed, by the rules of OpenSSH's parse_jump (readconf.c).
 */
export function lastJumpHost(list: string): JumpHost | undefined {
    const hosts = list.split(",").map((text) => parseUri(text) ?? parsePlain(text));
    return hosts.includes(undefined) ? undefined : hosts.at(-1);
}

const uri = /^ssh:\/\/(?:([^@;]+)(?:;[^@]*)?@)?([A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?!\.))*)(?::(\d*))?\/?$/;

function parseUri(text: string): JumpHost | undefined {
    const [, user, host, port] = uri.exec(text) ?? [];
    if (host === undefined || (user !== undefined && /%(?![0-9A-Fa-f]{2})/.test(user))) {
        return undefined;
    }
    // As OpenSSH's urldecode has it, a plus sign is a blank.
    const decoded = user?.replaceAll("+", " ").replace(/%(..)/g, (_, hex: string) => decodeByte(hex));
    return withPort(decoded, host.replace(/\.$/, ""), port);
}

function decodeByte(hex: string): string {
    return String.fromCharCode(Number.parseInt(hex, 16));
}

function parsePlain(text: string): JumpHost | undefined {
    if (text.startsWith("ssh://")) {
        return undefined;
    }
    const [, user, bracketed, plain, port] =
        /^(?:(.+)@)?(?:\[([^\]@]*)\]|([^[:/@][^:/@]*))(?:[:/](.*))?$/s.exec(text) ?? [];
    const host = bracketed ?? plain;
    return host === undefined ? undefined : withPort(user, host, port);
}

function withPort(user: string | undefined, host: string, port: string | undefined): JumpHost | undefined {
    if (port === undefined || port === "") {
        return { user, host, port: undefined };
    }
    const number = /^\d+$/.test(port) ? Number(port) : 0;
    return number >= 1 && number <= 65535 ? { user, host, port: number } : undefined;
}

/** One host of a `proxyJump`, as it is written there. */
export interface JumpHop {
    readonly name: string;
    readonly user?: string;
    readonly port?: number;
}

const hopPattern =
    /^(?:ssh:\/\/)?(?:(?<user>[^@\s]+)@)?(?:\[(?<bracketed>[0-9A-Fa-f:.%A-Za-z_-]+)\]|(?<plain>[A-Za-z0-9_][A-Za-z0-9_.-]*))(?::(?<port>\d{1,5}))?\/?$/;

/**
 * Reads a list of hosts to connect through, as in OpenSSH's `ProxyJump`: `[user@]name[:port]` or `ssh://[user@]name[:port]`,
 * separated by commas, the one that is dialled first standing first.
 *
 * @returns The hops; none for `none`; undefined where the text is no such list.
 */
export function parseJumps(spec: string): readonly JumpHop[] | undefined {
    if (spec.trim().toLowerCase() === "none") {
        return [];
    }
    const hops: JumpHop[] = [];
    for (const part of spec.split(",")) {
        const groups = hopPattern.exec(part.trim())?.groups;
        const name = groups?.["bracketed"] ?? groups?.["plain"];
        const port = groups?.["port"] === undefined ? undefined : Number(groups["port"]);
        if (name === undefined || (port !== undefined && (port < 1 || port > 65535))) {
            return undefined;
        }
        const user = groups?.["user"];
        hops.push({ name, ...(user === undefined ? {} : { user }), ...(port === undefined ? {} : { port }) });
    }
    return hops;
}

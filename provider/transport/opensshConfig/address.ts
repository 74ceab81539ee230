import { isIPv4, isIPv6 } from "node:net";
import { lowerCase } from "./words";

/**
 * The address as `ssh` takes it, and known_hosts is searched for it: a name in lower case; an IP address in its usual
 * form, whichever of its other forms it was written in (`127.1`, `::0001`).
 */
export function normaliseAddress(host: string): string {
    if (host.includes(":") || host.includes("%")) {
        const normal = isIPv6(host) && !host.includes("%") ? normalIPv6(host) : host;
        // Upper case alone is no reason for OpenSSH to write it anew.
        return normal === lowerCase(host) ? host : normal;
    }
    // Of a name, a URL's parser would change more than that.
    if (/^(?:0x[0-9a-f]+|[0-9]+)(?:\.(?:0x[0-9a-f]+|[0-9]+)){0,3}$/i.test(host)) {
        const normal = hostOfUrl(host);
        if (isIPv4(normal)) {
            return normal;
        }
    }
    return lowerCase(host);
}

function normalIPv6(address: string): string {
    const normal = hostOfUrl(`[${address}]`).slice(1, -1);
    const [, high, low] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(normal) ?? [];
    if (high === undefined || low === undefined) {
        return normal;
    }
    const bytes = [high, low].flatMap((part) => [Number.parseInt(part, 16) >> 8, Number.parseInt(part, 16) & 255]);
    return `::ffff:${bytes.join(".")}`;
}

/** Empty where it is none. */
function hostOfUrl(host: string): string {
    const url = `http://${host}`;
    return URL.canParse(url) ? new URL(url).hostname : "";
}

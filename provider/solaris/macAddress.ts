/** A MAC address as Solaris writes it: lower case, without leading zeros. Undefined where it is none. */
export function normalMac(text: string): string | undefined {
    const octets = text.trim().toLowerCase().split(/[:-]/);
    return octets.length === 6 && octets.every((octet) => /^[0-9a-f]{1,2}$/.test(octet))
        ? octets.map((octet) => Number.parseInt(octet, 16).toString(16)).join(":")
        : undefined;
}

/** The same text for every spelling of the same address; what is no address, such as `auto`, stays as it is. */
export function comparableMac(text: string): string {
    return normalMac(text) ?? text;
}

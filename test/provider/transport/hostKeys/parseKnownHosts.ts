import { parseKnownHostsLine, type KnownHostsLine } from "../../../../provider/transport/hostKeys/knownHosts";

/** All entries of a known_hosts file, read at once. */
export function parseKnownHosts(text: string): KnownHostsLine[] {
    const lines = text.split("\n").map((line, index) => parseKnownHostsLine(line, index + 1));
    return lines.filter((line) => line !== undefined);
}

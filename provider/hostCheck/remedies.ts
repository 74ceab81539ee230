import type { SolarisError } from "../errors/solarisError";
import { connectObstacleIn, type ConnectObstacle } from "../transport/connection/connectObstacle";

/**
 * What to do about an error that a check has met, where the usual words are about a preview or an update, or where the
 * error tells more exactly what is in the way. Undefined where the usual words do.
 */
export function remedyInCheck(error: SolarisError): string | undefined {
    switch (error.code) {
        case "HOST_UNREACHABLE":
            return unreachableRemedy(error);
        case "CONNECTION_LOST":
            return "Check again. If the connection breaks again, look at the SSH server's log on the host.";
        default:
            return undefined;
    }
}

const obstacleRemedies: Readonly<Record<ConnectObstacle, string>> = {
    unknownName:
        "The address does not resolve: correct `address` in `solaris:hosts` or `HostName` in OpenSSH's configuration, or make the name known (DNS, /etc/hosts).",
    refused:
        "The machine answers, but no SSH server at that port: correct `port` in `solaris:hosts` or `Port` in OpenSSH's configuration, or start sshd on the host.",
    noAnswer:
        "Nothing has answered in time: check that the host is up and that no firewall drops what goes to that address and port; raise `connectTimeout` if the host is only slow.",
    noRoute:
        "No route leads there: check the address, and the network or VPN between; `proxyJump` leads through another host.",
};

function unreachableRemedy({ details }: SolarisError): string {
    const lines = [...(details.lines ?? []), causeOf(details.cause)];
    // What was seen first counts: what the server said after it can contain any words.
    const obstacle = lines.map(connectObstacleIn).find((each) => each !== undefined);
    return obstacle === undefined
        ? "Look at what the message says, check address and port, and see how far OpenSSH's own client comes:\nssh -v -o BatchMode=yes HOST true"
        : obstacleRemedies[obstacle];
}

function causeOf(cause: unknown): string {
    if (typeof cause !== "object" || cause === null || !("code" in cause)) {
        return "";
    }
    return String(cause.code);
}

/**
 * What to do about a name that is more than a name, such as `root@global1` or `global1:2222`; undefined for any other.
 *
 * @param name As it was given for a host.
 */
export function nameOnlyRemedy(name: string): string | undefined {
    return /[@/]|^[^:]+:\d+$|\]:\d+$/.test(name)
        ? "Write the name only; user and port belong into solaris:hosts or OpenSSH's configuration."
        : undefined;
}

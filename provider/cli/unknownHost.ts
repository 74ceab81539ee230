import { SolarisError } from "../errors/solarisError";
import { nameOnlyRemedy } from "../hostCheck/remedies";
import { quoteArgument } from "../transport/commands/quote";
import type { HostsSource } from "./arguments";
import { describeHostsFile, fileOf, type HostsFile } from "./hostsFile";

/** Where a command line has looked for a host. */
export interface SearchedPlaces extends HostsSource {
    /** The names in the hosts' file; none where none is given. */
    readonly inFile: readonly string[];
}

/** HOST_UNKNOWN, which speaks of a stack's settings, in words of the command line. Pure. */
export function unknownHost({ details }: SolarisError, name: string, places: SearchedPlaces): SolarisError {
    return new SolarisError("HOST_UNKNOWN", {
        ...details,
        message: details.message.replace(/is neither in solaris:hosts \(.*\) nor known to OpenSSH/, () =>
            isInNone(describePlaces(places)),
        ),
        remedy: nameOnlyRemedy(name) ?? remedyFor(places),
    });
}

function describePlaces({ inFile, sshConfig, ...source }: SearchedPlaces): string[] {
    const file = fileOf(source);
    return [
        ...(file === undefined ? [] : [describeWithNames(file, inFile)]),
        ...(sshConfig === "none"
            ? []
            : [sshConfig === undefined ? "OpenSSH's configuration" : `--ssh-config ${sshConfig}`]),
        "known_hosts",
    ];
}

function describeWithNames({ file, option }: HostsFile, names: readonly string[]): string {
    const remarks = [
        ...(file === "-" ? ["standard input"] : []),
        names.length === 0 ? "which names no host" : `known: ${names.join(", ")}`,
    ];
    return `${option} ${file} (${remarks.join("; ")})`;
}

function isInNone(places: readonly string[]): string {
    return places.length === 1 ? `is not in ${places.join("")}` : `is neither in ${places.join(" nor in ")}`;
}

function remedyFor({ inFile, sshConfig, call, ...source }: SearchedPlaces): string {
    const file = fileOf(source);
    const ssh = `\`ssh${sshConfig === undefined ? "" : ` -F ${quoteArgument(sshConfig)}`}\``;
    if (file === undefined) {
        return `Use a name by which ${ssh} reaches the host, or give the hosts of a stack:\npulumi config get solaris:hosts | npx pulumi-solaris ${withHostsFromPipe(call)}`;
    }
    return inFile.length === 0
        ? `Add the host to ${describeHostsFile(file)}, or use a name by which ${ssh} reaches it.`
        : `Use one of the names in ${describeHostsFile(file)}, or one by which ${ssh} reaches the host.`;
}

/** The same call, with the hosts from standard input. After `--` there are no options any more. */
function withHostsFromPipe(call: readonly string[]): string {
    const terminator = call.indexOf("--");
    const end = terminator === -1 ? call.length : terminator;
    return [...call.slice(0, end), "--hosts-file", "-", ...call.slice(end)].map(quoteArgument).join(" ");
}

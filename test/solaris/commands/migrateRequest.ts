import { architectureMismatch, connectFailed, maintenanceRefusal, sameHost } from "../inventedWording";
import type { HostModel } from "../model";
import { promptForPassword } from "../passwordPrompt";
import type { Zone } from "../zone";
import { type CommandContext, getopt } from "./command";
import { exitError, exitOk, illegalOption, takeTime, usage, zoneError } from "./zoneadmErrors";

export type MigrationScheme = "ssh" | "rads" | "radg";

/** rad-uri(7): `[rads:|radg:|ssh:]//user@host:port`. */
export interface RadUri {
    scheme: MigrationScheme;
    user: string | undefined;
    address: string;
    port: number | undefined;
}

/** What was asked of `zoneadm migrate`. */
export interface MigrationRequest {
    dryRun: boolean;
    quiet: boolean;
    overwrite: boolean;
    cipher: string | undefined;
    liveOnly: boolean;
    uri: RadUri;
}

/**
 * Parses the destination. Without a scheme it is `rads`, without a user the current one [C]; `rad-uri:user@host` is the
 * seed's way to write "a rad-uri", taken here as ssh so that its lines can be typed as they stand.
 */
export function parseRadUri(text: string): RadUri | undefined {
    const match = /^(?:(rads|radg|ssh|rad-uri):)?(?:\/\/)?(?:([^@/:]+)@)?(\[[^\]]+\]|[^@/:]+)(?::(\d+))?\/?$/.exec(
        text,
    );
    if (match === null) {
        return undefined;
    }
    const scheme = match[1] === "rad-uri" ? "ssh" : ((match[1] ?? "rads") as MigrationScheme);
    return {
        scheme,
        user: match[2],
        address: match[3] ?? "",
        port: match[4] === undefined ? undefined : Number(match[4]),
    };
}

/** Reads the options of `zoneadm migrate`; a number is the exit status of a refusal. */
export function parseMigrate(context: CommandContext, zone: Zone, args: string[]): MigrationRequest | number {
    const letters = context.host.before114 ? "nqc:" : "nqwc:t:";
    const { options, operands, illegal } = getopt(args, letters);
    if (illegal !== undefined) {
        return illegalOption(context, illegal);
    }
    const type = options.get("t") ?? "auto";
    // That -w excludes -n is documented for `sysadm evacuate` [C]; taken to be so here as well [U].
    if ((type !== "auto" && type !== "live") || (options.has("w") && options.has("n"))) {
        return usage(context);
    }
    if (options.get("c") === "list") {
        // Output of `-c list` was not seen [U].
        context.print(`${ciphersOf(context.host).join("\n")}\n`);
        return exitOk;
    }
    const [operand] = operands;
    if (operand === undefined || operands.length > 1) {
        return usage(context);
    }
    const uri = parseRadUri(operand);
    if (uri === undefined) {
        // Text [U].
        return zoneError(context, zone.name, `invalid destination '${operand}'.`);
    }
    return {
        dryRun: options.has("n"),
        quiet: options.has("q"),
        overwrite: options.has("w"),
        cipher: options.get("c"),
        liveOnly: type === "live",
        uri,
    };
}

export function ciphersOf(host: HostModel): string[] {
    return host.spec.ciphers ?? ["aes-128-ccm", "aes-128-gcm"];
}

const radPort = 12302;

/**
 * Finds the target and logs in there, as RAD does from the source host.
 *
 * All texts here are [U]: only that rads asks for a password and that rad:remote is off by default is [C].
 */
export async function reachTarget(
    context: CommandContext,
    zone: Zone,
    { scheme, user, address, port }: RadUri,
): Promise<HostModel | number> {
    const { host, fleet } = context;
    const target = fleet.reach(address, port);
    const where = `${scheme}://${user ?? context.user}@${address}`;
    const refuse = (text: string): number => zoneError(context, zone.name, text);
    if (target === undefined) {
        return refuse(connectFailed(host, where, "node name or service name not known"));
    }
    const filtered = scheme !== "ssh" && target.spec.filteredPorts?.includes(radPort) === true;
    if (host.cutFrom.has(target.name) || filtered) {
        await takeTime(context, fleet.latency.portTimeout);
        return refuse(connectFailed(host, where, "Connection timed out"));
    }
    if (!target.reachable) {
        return refuse(connectFailed(host, where, "Connection refused"));
    }
    if (target.hostid === host.hostid) {
        return refuse(sameHost(host));
    }
    if (scheme !== "ssh" && target.services["svc:/system/rad:remote"] !== "online") {
        return refuse(connectFailed(host, `${where}:${radPort}`, "Connection refused"));
    }
    if (scheme === "ssh" && host.spec.knownHostKeys?.includes(target.name) === false) {
        return refuse(connectFailed(host, where, "Host key verification failed"));
    }
    const trusted = host.spec.trustedBy?.includes(target.name) ?? true;
    const asks = scheme === "rads" || (scheme === "ssh" && !trusted);
    if (asks && !(await promptForPassword(context))) {
        return exitError;
    }
    if (target.maintenance) {
        return refuse(maintenanceRefusal(host, "migrate"));
    }
    if (target.architecture !== host.architecture) {
        return refuse(architectureMismatch(host));
    }
    return target;
}

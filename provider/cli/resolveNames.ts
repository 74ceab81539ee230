import { statSync } from "node:fs";
import { errorCatalogue } from "../errors/catalogue";
import { SolarisError, type ErrorDetails } from "../errors/solarisError";
import { Inventory } from "../transport/inventory/inventory";
import { configSources } from "../transport/opensshConfig/opensshConfig";
import type { HostsSource } from "./arguments";
import { describeHostsFile, fileOf, type HostsFile } from "./hostsFile";
import { unknownHost } from "./unknownHost";

/** The inventory that a command line asks for, or what is wrong with its files and names. */
export type Resolved =
    | { readonly kind: "inventory"; readonly inventory: Inventory }
    /** At least one; each fault once, however many hosts it touches. */
    | { readonly kind: "faults"; readonly faults: readonly SolarisError[] };

/** The hosts that a command line names, and where it says what they are. */
export interface NamesRequest extends HostsSource {
    readonly names: readonly string[];
}

/**
 * Works out every host before any of them is contacted, so that a mistake in the call or in a file is told
 * once, and not as if something were wrong with a host. What OpenSSH's configuration asks for and the provider refuses
 * (SSH_CONFIG_UNSUPPORTED) is no mistake: it touches single hosts, and is told where they are.
 *
 * @param hosts The value of `solaris:hosts`; undefined where none was given.
 */
export function resolveNames(request: NamesRequest, hosts: object | undefined): Resolved {
    const faults = new Map<string, SolarisError>();
    const attempt = <T>(work: () => T): T | undefined => {
        try {
            return work();
        } catch (error) {
            if (!SolarisError.isInstance(error)) {
                throw error;
            }
            if (error.code !== "SSH_CONFIG_UNSUPPORTED") {
                faults.set(error.message, error);
            }
            return undefined;
        }
    };
    const inventory = attempt(() => {
        requireFile(request.sshConfig);
        return Inventory.parse(hosts, { sshConfig: request.sshConfig });
    });
    if (inventory !== undefined) {
        for (const name of new Set(request.names)) {
            attempt(() => {
                try {
                    inventory.get(name);
                } catch (error) {
                    throw SolarisError.isInstance(error) && error.code === "HOST_UNKNOWN"
                        ? unknownHost(error, name, { ...request, inFile: Object.keys(hosts ?? {}) })
                        : error;
                }
            });
        }
        if (faults.size === 0) {
            return { kind: "inventory", inventory };
        }
    }
    return { kind: "faults", faults: [...faults.values()].map((fault) => ofCommandLine(fault, request)) };
}

/** OpenSSH itself takes a directory for an empty file. */
function requireFile(sshConfig: string | undefined): void {
    const file = sshConfig === undefined ? undefined : configSources(sshConfig).userFile;
    if (file !== undefined && statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) {
        throw new SolarisError("SSH_CONFIG_INVALID", { message: `${file}: it is a directory` });
    }
}

/** An error about the files of a stack, as one about those that the command line names. */
function ofCommandLine({ code, details }: SolarisError, { sshConfig, ...source }: NamesRequest): SolarisError {
    const file = fileOf(source);
    const remedy = inOptions(details.remedy ?? errorCatalogue[code].remedy);
    if (code === "HOSTS_CONFIG_INVALID" && file !== undefined) {
        return new SolarisError(code, ofHostsFile(details, file));
    }
    const message =
        code === "SSH_CONFIG_INVALID" && sshConfig !== undefined
            ? ofConfigFile(details.message, sshConfig)
            : details.message;
    return new SolarisError(code, { ...details, message, remedy });
}

/** A message that begins with the file's own path needs no other word of it than the option. */
function ofConfigFile(message: string, sshConfig: string): string {
    return message.startsWith(sshConfig) ? `--ssh-config ${message}` : `--ssh-config ${sshConfig}: ${message}`;
}

function ofHostsFile(details: ErrorDetails, file: HostsFile): ErrorDetails {
    const place = file.file === "-" ? "standard input" : file.file;
    const named = details.lines?.length ?? 0;
    return {
        ...details,
        message: `${describeHostsFile(file)}: ${named > 0 ? "the hosts are malformed" : details.message}`,
        remedy:
            details.remedy ?? `Correct the named key in ${place}; docs/reference/hosts.md lists all that there can be.`,
    };
}

/** What to do, in words of the command line: what is a stack's setting elsewhere is an option of it. */
export function inOptions(remedy: string): string {
    return remedy.replaceAll("`solaris:sshConfig`", "`--ssh-config`");
}

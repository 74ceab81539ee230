/** One `add RESOURCE ... end` block of an exported configuration. Repeated properties keep all their values. */
export interface ZoneResource {
    readonly type: string;
    readonly properties: ReadonlyMap<string, readonly string[]>;
}

/** A zone's configuration as `zonecfg export` prints it, as far as a migration needs to look into it. */
export interface ZoneConfiguration {
    /** The script itself, from `create` on, without whatever a login printed before it. Can hold secrets. */
    readonly script: string;
    readonly properties: ReadonlyMap<string, readonly string[]>;
    readonly resources: readonly ZoneResource[];
}

/** Reads the script that `zonecfg export` prints (solaris-facts 5.1). Undefined where it is not one. */
export function parseExport(text: string): ZoneConfiguration | undefined {
    const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
    const start = lines.findIndex((line) => /^create\b/.test(line));
    if (start === -1) {
        return undefined;
    }
    const script = commandsFrom(lines.slice(start));
    if (script === undefined) {
        return undefined;
    }
    const properties = new Map<string, string[]>();
    const resources: { type: string; properties: Map<string, string[]> }[] = [];
    let current: Map<string, string[]> | undefined;
    for (const line of script) {
        const assignment = /^(?:set|add) ([a-z0-9-]+)[= ](.*)$/.exec(line.trim());
        const opening = /^add ([a-z0-9-]+)$/.exec(line.trim());
        if (opening?.[1] !== undefined) {
            current = new Map();
            resources.push({ type: opening[1], properties: current });
        } else if (line.trim() === "end") {
            current = undefined;
        } else if (assignment?.[1] !== undefined && assignment[2] !== undefined) {
            const values = (current ?? properties).get(assignment[1]) ?? [];
            values.push(unquote(assignment[2]));
            (current ?? properties).set(assignment[1], values);
        }
    }
    return { script: `${script.join("\n")}\n`, properties, resources };
}

const command = /^\s*(?:create|set|add|end|select|remove|clear)\b/;

/**
 * The lines up to the first that is no command of an export: what a login prints at its end must not reach a script.
 *
 * @returns undefined where commands go on behind such a line: something in the middle was not understood.
 */
function commandsFrom(lines: readonly string[]): string[] | undefined {
    const commands = lines.filter((line) => line.trim() !== "");
    const end = commands.findIndex((line) => !command.test(line));
    if (end === -1) {
        return commands;
    }
    return commands.slice(end).some((line) => /^\s*(?:set \S+=|add \S+$|end$)/.test(line))
        ? undefined
        : commands.slice(0, end);
}

/** The anet with a given `id` property. */
export function anetOf(configuration: ZoneConfiguration, id: number): ZoneResource | undefined {
    return resourcesOf(configuration, "anet").find((anet) => propertyOf(anet, "id") === String(id));
}

/** The ids of all anets, for messages. */
export function anetIds(configuration: ZoneConfiguration): string[] {
    return resourcesOf(configuration, "anet").flatMap((anet) => propertyOf(anet, "id") ?? []);
}

/** A property's (first) value. */
export function propertyOf(resource: ZoneResource, name: string): string | undefined {
    return resource.properties.get(name)?.[0];
}

/**
 * Whether two configurations describe the same zone, apart from what may differ between hosts: the lower-links, and the
 * MAC address that a host has chosen by itself.
 */
export function describesSameZone(a: ZoneConfiguration, b: ZoneConfiguration): boolean {
    return portableLines(a).join("\n") === portableLines(b).join("\n");
}

/** Whether two configurations are the same, apart from the MAC address that a host has chosen by itself. */
export function sameConfiguration(a: ZoneConfiguration, b: ZoneConfiguration): boolean {
    const lines = ({ script }: ZoneConfiguration): string =>
        script
            .split("\n")
            .filter((line) => !line.startsWith("set auto-mac-address="))
            .join("\n");
    return lines(a) === lines(b);
}

function portableLines({ script }: ZoneConfiguration): string[] {
    return script.split("\n").filter((line) => !/^set (?:lower-link|auto-mac-address)=/.test(line));
}

/** What a zone takes up on a host, as far as its configuration says. */
export interface ZoneSize {
    /** Bytes of `capped-memory: physical`. */
    readonly memoryBytes?: number;
    /** `virtual-cpu: ncpus`; the upper end where it is a range. */
    readonly vcpus?: number;
}

/** Memory and virtual CPUs. Absent means that the configuration does not say: Solaris's default then applies. */
export function sizeOf(configuration: ZoneConfiguration): ZoneSize {
    const memory = firstValue(configuration, "capped-memory", "physical");
    const cpus =
        firstValue(configuration, "virtual-cpu", "ncpus") ?? firstValue(configuration, "dedicated-cpu", "ncpus");
    const memoryBytes = memory === undefined ? undefined : parseMemory(memory);
    const vcpus = cpus === undefined ? undefined : Number(/(?:^|\D)(\d+)$/.exec(cpus.trim())?.[1]);
    return {
        ...(memoryBytes === undefined ? {} : { memoryBytes }),
        ...(vcpus === undefined || Number.isNaN(vcpus) ? {} : { vcpus }),
    };
}

/** Bytes of a size as zonecfg prints it: `8G`, `4096M`, `1.5g`, `8589934592`. Units are powers of 1024. */
export function parseMemory(text: string): number | undefined {
    const match = /^(\d+(?:\.\d+)?)\s*([KMGT]?)i?B?$/i.exec(text.trim());
    if (match?.[1] === undefined) {
        return undefined;
    }
    const power = ["", "K", "M", "G", "T"].indexOf((match[2] ?? "").toUpperCase());
    return Math.round(Number(match[1]) * 1024 ** power);
}

function firstValue(configuration: ZoneConfiguration, type: string, name: string): string | undefined {
    const resource = resourcesOf(configuration, type)[0];
    return resource === undefined ? undefined : propertyOf(resource, name);
}

function resourcesOf(configuration: ZoneConfiguration, type: string): ZoneResource[] {
    return configuration.resources.filter((resource) => resource.type === type);
}

function unquote(value: string): string {
    return /^".*"$/.test(value) ? value.slice(1, -1) : value;
}

import { SolarisError } from "../../../provider/errors/solarisError";
import { known, unknown, type HostFacts } from "../../../provider/solaris/hostFacts";
import type { SeenZone } from "../../../provider/solaris/hosts";
import type { ZoneConfigurations } from "../../../provider/solaris/parseConfigurations";
import { parseExport, type ZoneConfiguration } from "../../../provider/solaris/zoneConfiguration";
import type { FailedHost, ReadHost } from "../../../provider/discover/readHost";
import { inventoryHost } from "../transport/hostBuilder";

/** A zone of a host as a test names it. */
export interface ZoneRow {
    readonly name: string;
    readonly state?: string;
    readonly auxiliary?: readonly string[];
    readonly uuid?: string;
    readonly brand?: string;
    /** Lines of the export below its brand; `undefined`: it could not be read. */
    readonly stored?: string | undefined;
    readonly running?: string;
}

/** A disk that other hosts reach, and 4 vCPUs with 8 GiB. */
export const usual = [
    "add device\nset storage=iscsi://storage1/luname.naa.600144f0dbf8af19\nset bootpri=0\nset id=0\nend",
    "add virtual-cpu\nset ncpus=4\nend\nadd capped-memory\nset physical=8G\nend",
].join("\n");

/** What an export of these lines is read as. */
export function configurationOf(lines: string): ZoneConfiguration {
    const configuration = parseExport(`create -b\nset brand=solaris-kz\n${lines}\n`);
    if (configuration === undefined) {
        throw new TypeError("no export");
    }
    return configuration;
}

/** A host that was read: Solaris 11.4 on x86, root's login, nothing amiss. */
export function readHostOf(host: string, rows: readonly ZoneRow[] = [], facts: Partial<HostFacts> = {}): ReadHost {
    return {
        kind: "read",
        host,
        target: inventoryHost({ user: "root", privilege: "none" }, host),
        facts: { ...factsOf(host), ...facts },
        snapshot: { host, zones: new Map(rows.map((row) => [row.name, seenOf(row)])) },
        configurations: known({ host, zones: new Map(rows.map((row) => [row.name, configurationsOf(row)])) }),
    };
}

/** A host that does not answer. */
export function failedHost(host: string): FailedHost {
    const error = new SolarisError("HOST_UNREACHABLE", { message: `${host} does not answer`, host });
    return { kind: "failed", host, error };
}

function factsOf(host: string): HostFacts {
    return {
        host,
        machine: known({ hostid: Buffer.from(host).toString("hex").slice(-8), nodeName: host }),
        release: known({ system: "SunOS", version: "11.4.48.123.0" }),
        processorType: known("i386"),
        processorModels: known(["Intel(r) Xeon(r)"]),
        processors: known(64),
        memoryBytes: known(256 * 1024 ** 3),
        maintenance: known({ kind: "none" }),
        services: known(new Map([["svc:/system/rad:local", "online"]])),
        links: known(["net0", "net1"]),
        userId: known(0),
        profiles: known(new Set<string>()),
        authorizations: known([]),
    };
}

function seenOf({ name, state = "running", auxiliary = [], uuid, brand = "solaris-kz" }: ZoneRow): SeenZone {
    return { name, state, zonepath: "-", brand, auxiliary, ...(uuid === undefined ? {} : { uuid }) };
}

function configurationsOf(row: ZoneRow): ZoneConfigurations {
    const stored =
        "stored" in row && row.stored === undefined
            ? unknown("zonecfg export: exit code 1")
            : known(configurationOf(row.stored ?? usual));
    const runs = (row.state ?? "running") === "running";
    return {
        stored,
        running: runs ? (row.running === undefined ? stored : known(configurationOf(row.running))) : undefined,
    };
}

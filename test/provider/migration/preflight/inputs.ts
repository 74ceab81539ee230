import type { Finding, FindingCode } from "../../../../provider/migration/preflight/findings";
import type { PreflightInput } from "../../../../provider/migration/preflight/input";
import { preflight } from "../../../../provider/migration/preflight/preflight";
import { known, type HostFacts } from "../../../../provider/solaris/hostFacts";
import { parseExport, type ZoneConfiguration } from "../../../../provider/solaris/zoneConfiguration";
import { absent, seen } from "../sightings";

export const gib = 1024 ** 3;

/** A host on which all is well; each has its own name and identity. */
export function soundFacts(host: string, deviations: Partial<HostFacts> = {}): HostFacts {
    return {
        host,
        machine: known({ hostid: `0000000${host.slice(-1)}`, nodeName: host }),
        release: known({ system: "SunOS", version: "11.4.48.123.0" }),
        processorType: known("sparc"),
        processorModels: known(["SPARC-M7"]),
        processors: known(64),
        memoryBytes: known(256 * gib),
        maintenance: known({ kind: "none" }),
        services: known(
            new Map([
                ["svc:/network/kz-migr:stream", "online"],
                ["svc:/system/rad:local", "online"],
                ["svc:/system/rad:remote", "disabled"],
            ]),
        ),
        links: known(["net0", "net1"]),
        userId: known(100),
        profiles: known(new Set(["zone migration", "zone configuration"])),
        authorizations: known(["solaris.zone.migrate", "solaris.zone.config"]),
        ...deviations,
    };
}

/** The parts of a configuration, as lines; each can be taken away (`""`) or be replaced. */
export interface ConfigurationParts {
    readonly globals?: string;
    readonly anets?: string;
    readonly devices?: string;
    readonly vcpus?: string;
    readonly memory?: string;
    readonly more?: string;
}

export function anet(id: number, lines = "set lower-link=net0"): string {
    return `add anet\n${lines}\nset id=${id}\nend`;
}

export function device(id: number, lines = `set storage=iscsi://storage1/luname.naa.600144f${id}`): string {
    return `add device\n${lines}\nset id=${id}\nend`;
}

/** A configuration as an export prints it: 4 vCPUs, 8 GiB, one anet, one shared disk. */
export function configuration(parts: ConfigurationParts = {}): ZoneConfiguration {
    const script = [
        "create -b",
        "set brand=solaris-kz",
        parts.globals ?? "",
        parts.anets ?? anet(0),
        parts.devices ?? device(0),
        parts.vcpus ?? "add virtual-cpu\nset ncpus=4\nend",
        parts.memory ?? "add capped-memory\nset physical=8G\nend",
        parts.more ?? "",
    ].filter((lines) => lines !== "");
    const parsed = parseExport(script.join("\n"));
    if (parsed === undefined) {
        throw new Error("the configuration of this test is none");
    }
    return parsed;
}

/** A live move of kzone1 from global1 to global2, against which nothing speaks. */
export function inputOf(deviations: Partial<PreflightInput> = {}): PreflightInput {
    return {
        zone: "kzone1",
        source: seen("global1", "running"),
        target: absent("global2") as PreflightInput["target"],
        sourceConfiguration: configuration(),
        sourceFacts: soundFacts("global1"),
        targetFacts: soundFacts("global2"),
        method: "live",
        stopsFirst: false,
        sourceHost: { name: "global1", user: "zadm", privilege: "pfexec" },
        targetHost: { name: "global2", user: "zadm", privilege: "pfexec" },
        destination: { scheme: "ssh", user: "zadm", address: "global2.example.com", port: undefined },
        overwriteTargetConfig: false,
        overrides: [],
        ...deviations,
    };
}

/** The same move where the target has a configuration of the zone. */
export function withExisting(parts: ConfigurationParts, deviations: Partial<PreflightInput> = {}): PreflightInput {
    return inputOf({
        target: seen("global2", "configured", ""),
        targetConfiguration: configuration(parts),
        ...deviations,
    });
}

/** What is found, as `severity CODE`. */
export function codesOf(input: PreflightInput): string[] {
    return preflight(input).map(({ severity, code }) => `${severity} ${code}`);
}

/** The findings of one code. */
export function findingsOf(input: PreflightInput, code: FindingCode): Finding[] {
    return preflight(input).filter((finding) => finding.code === code);
}

/** The one finding of a code. */
export function findingOf(input: PreflightInput, code: FindingCode): Finding {
    const [finding, ...more] = findingsOf(input, code);
    if (finding === undefined || more.length > 0) {
        throw new Error(`${more.length === 0 ? "no" : "several"} ${code} among ${codesOf(input).join(", ")}`);
    }
    return finding;
}

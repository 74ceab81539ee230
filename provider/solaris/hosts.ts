import { randomUUID } from "node:crypto";
import { SolarisError } from "../errors/solarisError";
import type { CommandResult, CommandRunner, OutputLine } from "../transport/command";
import type { Inventory, InventoryHost } from "../transport/inventory/inventory";
import { callFailure, requireSuccess } from "./callFailure";
import { factsMaxAgeMs, type HostFacts } from "./hostFacts";
import { listJobs } from "./job/jobCalls";
import { parseJobList, type JobListing } from "./job/jobList";
import { hostid, nodeName, parseMachineIdentity, type MachineIdentity } from "./machine";
import { saysNoSuchZone } from "./noSuchZone";
import { readConfigurations, type HostConfigurations } from "./readConfigurations";
import { askHostFacts, parseHostFacts } from "./readHostFacts";
import { RecentAnswers } from "./recentAnswers";
import { redactLines } from "./redact";
import { isUsageError, toCommand, type ToolCall } from "./tool";
import { exportConfiguration } from "./zonecfg";
import { parseExport, type ZoneConfiguration } from "./zoneConfiguration";
import {
    listAuxiliaryStates,
    listZone,
    listZones,
    parseAuxiliaryStates,
    parseZoneList,
    type AuxiliaryForm,
    type ZoneEntry,
} from "./zoneadmList";

/** A zone as seen on a host: its list entry and its auxiliary states. */
export interface SeenZone extends ZoneEntry {
    readonly auxiliary: readonly string[];
}

/** All zones of a host at one moment. */
export interface HostSnapshot {
    readonly host: string;
    readonly zones: ReadonlyMap<string, SeenZone>;
}

/**
 * The hosts of the inventory as things that can be asked.
 *
 * Reads of one host are shared: who asks while the same question is under way gets its answer, so that the number of
 * commands does not grow with the number of zones.
 */
export class SolarisHosts {
    // A host whose lists cannot be had is not waited for again by each of its zones: the failure is their answer, too.
    readonly #snapshots = new RecentAnswers((host) => this.#readSnapshot(host), {
        ageFrom: "question",
        failures: "kept",
    });
    readonly #jobs = new RecentAnswers((host) => this.#readJobs(host), { ageFrom: "question", failures: "kept" });
    readonly #facts = new RecentAnswers((host) => this.#readFacts(host), {
        ageFrom: "question",
        failures: "forgotten",
    });
    readonly #machines = new RecentAnswers((host) => this.#readMachine(host), {
        ageFrom: "question",
        failures: "forgotten",
    });
    // Reading all configurations of a host can take longer than they may be old.
    readonly #configurations = new RecentAnswers((host) => this.#readConfigurations(host), {
        ageFrom: "answer",
        failures: "forgotten",
    });
    readonly #auxiliaryForms = new Map<string, AuxiliaryForm>();

    constructor(
        readonly inventory: Inventory,
        private readonly runner: CommandRunner,
    ) {}

    /**
     * The zones of a host.
     *
     * @param maxAgeMs How old the answer may be, counted from when it was asked for; 0 = asked for now.
     * @throws SolarisError where the host cannot be asked or its answer cannot be understood.
     */
    snapshot(host: string, maxAgeMs: number): Promise<HostSnapshot> {
        return this.#snapshots.get(host, maxAgeMs);
    }

    /** Forgets what is known of a host's zones, because something is about to change or has changed there. */
    forget(host: string): void {
        this.#snapshots.forget(host);
        this.#configurations.forget(host);
    }

    /**
     * The second look before a zone that no list shows is called absent.
     *
     * @returns The zone, or undefined where Solaris says that there is none of this name.
     */
    async lookUp(host: string, zone: string): Promise<SeenZone | undefined> {
        const call = listZone(zone);
        const result = await this.call(host, call);
        const entry = parseZoneList(result.stdout).find((candidate) => candidate.name === zone);
        if (entry !== undefined) {
            return { ...entry, auxiliary: [] };
        }
        if (result.kind === "exited" && saysNoSuchZone([result.stderr, result.stdout])) {
            return undefined;
        }
        throw callFailure(host, call.name, result);
    }

    /**
     * What a host says of itself, in one command. Whoever asks while it is under way gets its answer.
     *
     * @param maxAgeMs How old the answer may be, counted from when it was asked for.
     * @throws SolarisError where the host cannot be asked. What it does not tell is a fact that is not known.
     */
    facts(host: string, maxAgeMs = factsMaxAgeMs): Promise<HostFacts> {
        return this.#facts.get(host, maxAgeMs);
    }

    /**
     * What tells this machine from others. Asked once per process, because it does not change, and by no command of its
     * own where the host's facts have been asked for.
     */
    machine(host: string): Promise<MachineIdentity> {
        return this.#machines.get(host, Infinity);
    }

    /**
     * A zone's configuration; the running one where the zone runs and the release can show it (`-r`).
     *
     * @throws SolarisError OUTPUT_NOT_UNDERSTOOD, COMMAND_FAILED, PRIVILEGE_MISSING.
     */
    async configuration(host: string, zone: string, which: "stored" | "running"): Promise<ZoneConfiguration> {
        const call = exportConfiguration(zone, which);
        const result = await this.call(host, call);
        const lines = result.lines.map(({ text }) => text);
        if (which === "running" && result.kind === "exited" && isUsageError(result.exitCode, lines)) {
            // A usage error: this release has no live configuration, so the stored one stands for the one that runs.
            return { ...(await this.configuration(host, zone, "stored")), standsForRunning: true };
        }
        requireSuccess(host, call.name, result, "secret");
        const configuration = parseExport(result.stdout);
        if (configuration === undefined) {
            // Not shown: what looks odd here may still hold the zone's key.
            throw new SolarisError("OUTPUT_NOT_UNDERSTOOD", {
                message: `what ${host} exports as the configuration of ${zone} cannot be read`,
                host,
                command: call.name,
            });
        }
        return configuration;
    }

    /**
     * The configurations of all kernel zones of a host, in one command; more only where they do not fit into one answer.
     *
     * @param maxAgeMs How old the answer may be, counted from its end, as reading takes long; 0 = asked for now.
     * @throws SolarisError where the host cannot be asked or its answer is not complete. A configuration that cannot be
     *     read is a fact that is not known.
     */
    configurations(host: string, maxAgeMs: number): Promise<HostConfigurations> {
        return this.#configurations.get(host, maxAgeMs);
    }

    /**
     * Runs a call that must succeed and gives its standard output.
     *
     * @param stdout `secret` where that can hold zones' keys: no error shows any of it then.
     */
    async read(host: string, call: ToolCall, stdout: "shown" | "secret" = "shown"): Promise<string> {
        const result = await this.call(host, call);
        requireSuccess(host, call.name, result, stdout);
        return result.stdout;
    }

    /**
     * Runs a call; every end of it is a result.
     *
     * @param signal Ends the caller's wait, with the signal's reason; what runs on the host goes on.
     */
    call(
        host: string,
        call: ToolCall,
        onLine?: (line: OutputLine) => void,
        signal?: AbortSignal,
    ): Promise<CommandResult> {
        const target: InventoryHost = this.inventory.get(host);
        return this.runner.run(host, {
            ...toCommand(call, target.privilege),
            ...(onLine === undefined ? {} : { onLine }),
            ...(signal === undefined ? {} : { signal }),
        });
    }

    /**
     * The migration jobs of a host that nobody has finished yet, of all zones.
     *
     * @param maxAgeMs How old the answer may be, counted from when it was asked for; 0 = asked for now.
     * @throws SolarisError where the host cannot be asked or its answer is not complete.
     */
    jobs(host: string, maxAgeMs = 0): Promise<JobListing> {
        return this.#jobs.get(host, maxAgeMs);
    }

    async #readJobs(host: string): Promise<JobListing> {
        const { call, mark } = listJobs();
        const result = await this.call(host, call);
        requireSuccess(host, call.name, result);
        const listing = parseJobList(mark, result.lines);
        if (listing === undefined) {
            throw new SolarisError("OUTPUT_NOT_UNDERSTOOD", {
                message: `${host} does not answer in full which migration jobs it has`,
                host,
                command: call.name,
                lines: redactLines(result.lines.map(({ text }) => text)).slice(-5),
            });
        }
        return listing;
    }

    async #readFacts(host: string): Promise<HostFacts> {
        const mark = `facts-${randomUUID()}`;
        return parseHostFacts(host, mark, await this.read(host, askHostFacts(mark)));
    }

    async #readConfigurations(host: string): Promise<HostConfigurations> {
        const { privilege } = this.inventory.get(host);
        return readConfigurations(host, privilege, (call) => this.read(host, call, "secret"));
    }

    async #readMachine(host: string): Promise<MachineIdentity> {
        const told = (await this.#facts.known(host))?.machine;
        if (told?.kind === "known") {
            return told.value;
        }
        const [id, name] = await Promise.all([this.read(host, hostid()), this.read(host, nodeName())]);
        const identity = parseMachineIdentity(id, name);
        if (identity === undefined) {
            throw new SolarisError("OUTPUT_NOT_UNDERSTOOD", {
                message: `${host} answers neither hostid nor uname -n as expected`,
                host,
                command: "hostid; uname -n",
                lines: [...id.trim().split("\n").slice(-2), ...name.trim().split("\n").slice(-2)],
            });
        }
        return identity;
    }

    async #readSnapshot(host: string): Promise<HostSnapshot> {
        const [zones, auxiliary] = await Promise.all([this.read(host, listZones()), this.#readAuxiliaryStates(host)]);
        const entries = parseZoneList(zones);
        if (entries.length === 0) {
            // The global zone is always listed [A], so an empty list means that the answer was not understood.
            throw new SolarisError("OUTPUT_NOT_UNDERSTOOD", {
                message: `${host} lists no zone, not even the global one`,
                host,
                command: "zoneadm list -cp",
                lines: zones.split("\n").slice(0, 5),
            });
        }
        const seen = entries.map(
            (entry) => [entry.name, { ...entry, auxiliary: auxiliary.get(entry.name) ?? [] }] as const,
        );
        return { host, zones: new Map(seen) };
    }

    /** Auxiliary states, by `-cs` where the release takes it and else by `-s`, which shows running zones only. */
    async #readAuxiliaryStates(host: string): Promise<Map<string, string[]>> {
        const form = this.#auxiliaryForms.get(host) ?? "-cs";
        const call = listAuxiliaryStates(form);
        const result = await this.call(host, call);
        if (result.kind === "exited" && result.exitCode === 0) {
            this.#auxiliaryForms.set(host, form);
            return parseAuxiliaryStates(result.stdout);
        }
        if (form === "-cs" && result.kind === "exited") {
            this.#auxiliaryForms.set(host, "-s");
            return this.#readAuxiliaryStates(host);
        }
        if (result.kind === "exited" && result.exitCode === 2) {
            // A release that knows no `-s` at all: primary states must do.
            return new Map();
        }
        throw callFailure(host, call.name, result);
    }
}

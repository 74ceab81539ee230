import type { CommandLogEntry, Fleet } from "../solaris";
import type { HistoryEntry } from "../solaris/zoneHistory";

/** A zone's entry on a host, as the host's own records have it. */
export interface Entry {
    readonly host: string;
    readonly name: string;
    readonly uuid: string;
    /** State and auxiliary states, such as "running migrating-out". */
    readonly standing: string;
    /** Who has made the entry, or left it behind as a configuration: a provider, or somebody else. */
    readonly madeBy: Author;
    /** Whether the zone was at home here since the entry was last a mere configuration. */
    readonly wasHome: boolean;
    /** Since when it is more than a configuration, in virtual time; undefined for a mere one. */
    readonly realSince: number | undefined;
}

type Author = "provider" | "others";

/** An invariant that does not hold, and what shows it. */
export interface Violation {
    readonly invariant: string;
    readonly text: string;
}

/** A command and the host on which it runs. The entry is the host's own: its end is written into it. */
export interface WatchedCommand {
    readonly host: string;
    readonly entry: CommandLogEntry;
}

/** What the watch has to know of the program. */
export interface WatchOptions {
    /** The clock, in milliseconds, never set back. */
    readonly now: () => number;
    /** Lifecycle commands that a provider may use on a zone, by the zone's name: those of its method. */
    readonly allowed: ReadonlyMap<string, readonly string[]>;
    /** Zones that may only be moved after a dry run that has passed. */
    readonly dryRunDecides: ReadonlySet<string>;
}

// A look, what is read then, and an act take a few round trips of the slowest hosts.
const lookToActMs = 5_000;

const operatorLogin = "operator";

const keyOf = (host: string, name: string): string => `${host} ${name}`;

/** Whether it is more than a configuration. */
export function isReal({ standing }: Pick<Entry, "standing">): boolean {
    return standing !== "configured";
}

/** Whether the guest runs here: also while it is being copied away, but not while it is only being received. */
export function isRunning({ standing }: Pick<Entry, "standing">): boolean {
    return standing.startsWith("running") && !standing.includes("migrating-in");
}

/** Whether the guest runs here for good: not as one end of a migration. */
export function isSettled({ standing }: Pick<Entry, "standing">): boolean {
    return isRunning({ standing }) && !standing.includes("migrating-out");
}

/**
 * Reads the hosts' own records, their history and their logs of commands, whenever time is about to go on. Keeps what the
 * invariants need to know of the past; never asks the provider.
 */
export class Watch {
    readonly violations: Violation[] = [];
    /** UUIDs of zones that the program itself lets run twice. */
    readonly forced = new Set<string>();
    /** UUIDs of zones of which there were two running copies. */
    readonly ranTwice = new Set<string>();
    /** UUIDs of zones that something other than a provider has stopped, and that have not run since. */
    readonly stopped = new Set<string>();
    /** When the oldest operation that goes on was begun. */
    operationsSince = 0;
    readonly #entries = new Map<string, Entry>();
    readonly #homes = new Map<string, Set<string>>();
    /** When somebody else than a provider last changed a zone, by its name. */
    readonly #touched = new Map<string, number>();
    /** Who took a zone away from a host last, and when. */
    readonly #taken = new Map<string, { readonly by: Author; readonly at: number }>();
    readonly #migrations: WatchedCommand[] = [];
    readonly #dryRuns: (WatchedCommand & { readonly at: number })[] = [];
    /** Where a zone has arrived last, who brought it there and when, by UUID. */
    readonly #arrivals = new Map<string, { readonly host: string; readonly by: Author; readonly at: number }>();
    /** Records and locks of migration jobs, by host; with each lock the id of the job that has it. */
    readonly #jobRecords = new Map<string, ReadonlyMap<string, string>>();
    readonly #cutOff = new Set<CommandLogEntry>();
    readonly #seenCommands = new Map<string, number>();
    #seenHistory = 0;

    constructor(
        private readonly fleet: Fleet,
        private readonly options: WatchOptions,
    ) {
        this.look();
    }

    entries(): Entry[] {
        return [...this.#entries.values()];
    }

    /** Where a zone is more than a configuration. */
    entriesOf(uuid: string): Entry[] {
        return this.entries().filter((entry) => entry.uuid === uuid && isReal(entry));
    }

    /** Hosts on which the zone was at home at some moment so far. */
    homesOf(uuid: string): ReadonlySet<string> {
        return this.#homes.get(uuid) ?? new Set();
    }

    /** Notes that somebody else than a provider has changed what no history shows. */
    touch(name: string): void {
        this.#touched.set(name, this.options.now());
    }

    /** Whether somebody else than a provider has changed a zone of that name since then. */
    touchedSince(name: string, moment: number): boolean {
        return (this.#touched.get(name) ?? -1) >= moment;
    }

    get commandsStarted(): number {
        return Object.values(this.fleet.hosts).reduce((sum, { commands }) => sum + commands.length, 0);
    }

    /** Commands that have not ended. */
    running(): WatchedCommand[] {
        return Object.values(this.fleet.hosts).flatMap(({ name, commands }) =>
            commands.map((entry) => ({ entry, host: name })).filter((command) => this.#goesOn(command)),
        );
    }

    /** Says that a host has gone down: nothing that ran there goes on, whatever its log says. */
    wentDown(host: string): void {
        this.fleet.host(host).commands.forEach((entry) => this.#cutOff.add(entry));
    }

    #goesOn({ entry }: WatchedCommand): boolean {
        return entry.exitCode === undefined && !this.#cutOff.has(entry);
    }

    /** Reads what has been recorded since the last time. Nothing of it is older than the moment. */
    look(): void {
        const { history } = this.fleet;
        for (; this.#seenHistory < history.length; this.#seenHistory++) {
            this.#follow(history[this.#seenHistory] as HistoryEntry);
        }
        for (const { name: host, commands } of Object.values(this.fleet.hosts)) {
            for (let at = this.#seenCommands.get(host) ?? 0; at < commands.length; at++) {
                this.#judgeCommand(host, commands[at] as CommandLogEntry);
            }
            this.#seenCommands.set(host, commands.length);
            this.#lookAtJobRecords(host);
        }
    }

    /** Whether it was a provider who brought the zone to where it is, and before that moment. */
    wasMovedBefore(uuid: string, moment: number): boolean {
        const arrival = this.#arrivals.get(uuid);
        return arrival?.by === "provider" && arrival.at < moment;
    }

    report(invariant: string, text: string): void {
        if (!this.violations.some((known) => known.invariant === invariant && known.text === text)) {
            this.violations.push({ invariant, text });
        }
    }

    #follow({ host, zone: name, uuid, from, to, user, by }: HistoryEntry): void {
        const key = keyOf(host, name);
        // A provider's login may have become root by pfexec or sudo.
        const author: Author = user === "" || user === operatorLogin ? "others" : "provider";
        const before = this.#entries.get(key);
        const left = before !== undefined && isReal(before) && (to === "configured" || to === "absent");
        if (author === "others") {
            this.#touched.set(name, this.options.now());
        }
        if (left) {
            this.#taken.set(key, { by: author, at: this.options.now() });
        }
        if (to === "absent") {
            this.#entries.delete(key);
        } else {
            const made = before === undefined || (left && before.wasHome);
            const settled = isSettled({ standing: to });
            this.#entries.set(key, {
                host,
                name,
                uuid,
                standing: to,
                madeBy: made ? author : before.madeBy,
                wasHome: settled || (to !== "configured" && before?.wasHome === true),
                realSince: isReal({ standing: to }) ? (before?.realSince ?? this.options.now()) : undefined,
            });
        }
        if (uuid !== "") {
            if (isReal({ standing: to }) && !to.includes("migrating-in") && from !== to) {
                this.#noteArrival(uuid, host, author);
            }
            this.#noteHome(uuid);
            this.#noteOnlyEntry(uuid);
            this.#noteStop(uuid, isRunning({ standing: from }), author === "others" && by !== "zoneadm migrate");
            this.#countCopies(uuid, name);
        }
    }

    /** A zone has arrived when it runs there, or when no other host has more of it than a configuration. */
    #noteArrival(uuid: string, host: string, by: Author): void {
        const elsewhere = this.entriesOf(uuid).some((entry) => entry.host !== host && isRunning(entry));
        const before = this.#arrivals.get(uuid);
        if (!elsewhere && before?.host !== host) {
            this.#arrivals.set(uuid, { host, by, at: this.options.now() });
        }
    }

    #noteHome(uuid: string): void {
        const real = this.entriesOf(uuid);
        const running = real.filter(isRunning);
        // While it runs somewhere, what another host shows of it is being received or taken apart.
        const at = running.length > 0 ? running : real.filter(({ standing }) => !standing.includes("migrating-in"));
        const homes = this.#homes.get(uuid) ?? new Set();
        at.forEach(({ host }) => homes.add(host));
        this.#homes.set(uuid, homes);
    }

    /** A zone that does not run is at home where it is once no other host has more of it than a configuration. */
    #noteOnlyEntry(uuid: string): void {
        const [only, ...others] = this.entriesOf(uuid);
        if (only !== undefined && others.length === 0 && !only.standing.includes("migrating-in")) {
            this.#entries.set(keyOf(only.host, only.name), { ...only, wasHome: true });
        }
    }

    #noteStop(uuid: string, ran: boolean, byOthers: boolean): void {
        if (this.entriesOf(uuid).some(isSettled)) {
            this.stopped.delete(uuid);
        } else if (ran && byOthers && !this.entriesOf(uuid).some(isRunning)) {
            this.stopped.add(uuid);
        }
    }

    #countCopies(uuid: string, name: string): void {
        const settled = this.entriesOf(uuid).filter(isSettled);
        if (settled.length > 1) {
            this.ranTwice.add(uuid);
            if (!this.forced.has(uuid)) {
                this.report("I1", `${name} runs on ${settled.map(({ host }) => host).join(" and ")}`);
            }
        }
    }

    #judgeCommand(host: string, command: CommandLogEntry): void {
        const { name, zone = "" } = command;
        const entry = this.#entries.get(keyOf(host, zone));
        const [program, subcommand = ""] = name.split(" ");
        if (program === "zoneadm" && !/^(?:list|migrate|help)$/.test(subcommand)) {
            if (this.options.allowed.get(zone)?.includes(subcommand) !== true) {
                this.report("I6", `${name} of ${zone} on ${host}: ${describe(entry)}`);
            }
        } else if (name === "zonecfg delete") {
            // Between a look and the act a second pipeline can have begun to move it here; Solaris refuses the deletion then.
            const known = entry?.realSince !== undefined && this.options.now() - entry.realSince > lookToActMs;
            // The same where somebody else has begun to bring it here by hand.
            const theirs = entry?.madeBy === "others" && !this.touchedSince(zone, this.options.now() - lookToActMs);
            if (entry !== undefined && (known || theirs)) {
                this.report("I6", `${name} of ${zone} on ${host}: ${describe(entry)}, made by ${entry.madeBy}`);
            }
        } else if (name === "zoneadm migrate") {
            this.#judgeMigration(host, command, entry);
        } else if (name === "zoneadm migrate -n") {
            this.#dryRuns.push({ host, entry: command, at: this.options.now() });
        }
    }

    /** I11: the record of a job is not taken away while its migration goes on. */
    #lookAtJobRecords(host: string): void {
        const { fileSystem } = this.fleet.host(host).model;
        const bases = fileSystem.list("/var/tmp").filter((name) => name.startsWith("pulumi-solaris-"));
        const records = new Map<string, string>();
        for (const base of bases) {
            for (const name of fileSystem.list(`/var/tmp/${base}`)) {
                // Whose lock it is stands in it; a directory holds nothing of the kind.
                records.set(name, fileSystem.read(`/var/tmp/${base}/${name}`)?.trim().split(" ")[1] ?? "");
            }
        }
        const before = this.#jobRecords.get(host) ?? new Map<string, string>();
        for (const [name, id] of before) {
            const [kind, zone = ""] = name.split(",");
            if (
                kind === "lock" &&
                before.has(`${zone},${id}`) &&
                !records.has(`${zone},${id}`) &&
                this.#moves(zone, host)
            ) {
                this.report("I11", `the record of the job that moves ${zone} from ${host} is gone while it goes on`);
            }
        }
        this.#jobRecords.set(host, records);
    }

    #moves(zone: string, host: string): boolean {
        return this.#migrations.some((move) => move.host === host && move.entry.zone === zone && this.#goesOn(move));
    }

    #judgeMigration(host: string, command: CommandLogEntry, entry: Entry | undefined): void {
        const { zone = "" } = command;
        const underWay = this.#migrations.find((other) => other.entry.zone === zone && this.#goesOn(other));
        if (underWay !== undefined) {
            this.report("I4", `zoneadm migrate of ${zone} on ${host} while one runs on ${underWay.host}`);
        }
        if (entry === undefined || !isReal(entry)) {
            const taken = this.#taken.get(keyOf(host, zone));
            // What somebody else does between the look and the act, no look can show.
            if (taken?.by !== "others" || taken.at < this.operationsSince) {
                this.report("I4", `zoneadm migrate of ${zone} on ${host}, where it is ${describe(entry)}`);
            }
        }
        const passed = this.#dryRuns.some(
            (dryRun) =>
                dryRun.host === host &&
                dryRun.entry.zone === zone &&
                dryRun.entry.exitCode === 0 &&
                dryRun.at >= this.operationsSince,
        );
        if (this.options.dryRunDecides.has(zone) && !passed) {
            this.report("I10", `zoneadm migrate of ${zone} on ${host} without a dry run that has passed`);
        }
        this.#migrations.push({ host, entry: command });
    }
}

export function describe(entry: Entry | undefined): string {
    return entry?.standing ?? "not there";
}

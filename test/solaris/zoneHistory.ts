/** Who changes a zone. */
export interface Actor {
    /** The command, such as "zoneadm migrate" or "zonecfg delete"; "test", "guest" or "reboot" where it was none. */
    readonly by: string;
    /** The login that ran the command; "" where it was none. */
    readonly user: string;
}

export const theTest: Actor = { by: "test", user: "" };
export const theGuest: Actor = { by: "guest", user: "" };
export const theReboot: Actor = { by: "reboot", user: "" };

/** One change of a zone on one host. */
export interface HistoryEntry extends Actor {
    /** Milliseconds since the epoch, of this machine's clock; the order of the entries is the order of the changes. */
    readonly at: number;
    readonly host: string;
    readonly zone: string;
    /** The zone's UUID after the change, or before it where the zone is gone; "" for none. */
    readonly uuid: string;
    /** State and auxiliary states, such as "running migrating-out"; "absent" for no zone. */
    readonly from: string;
    readonly to: string;
}

/** One change of a zone's stored or running configuration on one host. */
export interface ConfigurationEntry extends Actor {
    readonly at: number;
    readonly host: string;
    readonly zone: string;
    readonly uuid: string;
    readonly part: "stored" | "running";
    /** Both as `zonecfg export` prints them; "" for no configuration. */
    readonly from: string;
    readonly to: string;
}

/** Storage whose content an uninstall destroyed. */
export interface WipeEntry extends Actor {
    readonly at: number;
    readonly host: string;
    readonly zone: string;
    readonly uuid: string;
    /** The URI, with its tokens replaced. */
    readonly storage: string;
}

type Told<Entry> = Omit<Entry, "at" | "by" | "user">;

/** Everything that happened to the zones of a fleet, in order. */
export class ZoneHistory {
    readonly entries: HistoryEntry[] = [];
    readonly configurations: ConfigurationEntry[] = [];
    readonly wipes: WipeEntry[] = [];

    record(entry: Told<HistoryEntry>, { by, user }: Actor): void {
        this.entries.push({ at: Date.now(), ...entry, by, user });
    }

    recordConfiguration(entry: Told<ConfigurationEntry>, { by, user }: Actor): void {
        this.configurations.push({ at: Date.now(), ...entry, by, user });
    }

    recordWipe(entry: Told<WipeEntry>, { by, user }: Actor): void {
        this.wipes.push({ at: Date.now(), ...entry, by, user });
    }
}

/**
 * Whether a guest computes there: a zone that only receives a memory image, or whose memory is being sent away, is the
 * other half of a migration and no copy of its own.
 */
export function isSettledCopy(standing: string): boolean {
    const [state, ...auxiliary] = standing.split(" ");
    return state === "running" && !auxiliary.includes("migrating-in") && !auxiliary.includes("migrating-out");
}

/** A moment at which one zone ran twice. */
export interface SecondCopy {
    readonly uuid: string;
    readonly hosts: readonly string[];
    /** The change that made it. */
    readonly entry: HistoryEntry;
}

/** The moments at which a second settled copy of a UUID began to run, as the hosts' own records have it. */
export function secondCopies(history: readonly HistoryEntry[]): SecondCopy[] {
    const running = new Map<string, Set<string>>();
    const runsAs = new Map<string, string>();
    const found: SecondCopy[] = [];
    for (const entry of history) {
        const place = `${entry.host} ${entry.zone}`;
        const before = runsAs.get(place);
        if (before !== undefined) {
            running.get(before)?.delete(place);
            runsAs.delete(place);
        }
        if (entry.uuid === "" || !isSettledCopy(entry.to)) {
            continue;
        }
        const places = running.get(entry.uuid) ?? new Set();
        running.set(entry.uuid, places.add(place));
        runsAs.set(place, entry.uuid);
        if (places.size > 1 && before !== entry.uuid) {
            found.push({ uuid: entry.uuid, hosts: [...places].map((each) => each.split(" ")[0] ?? ""), entry });
        }
    }
    return found;
}

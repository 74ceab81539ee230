import type { Fleet } from "../fleet";
import type { FleetSpec, HostSpec, ZoneSpec } from "../spec";

/** What the hosts hold of kzone1: state and auxiliary states as in "running migrating-in", or "absent". */
export type Standings = readonly [string, ...string[]];

/** Settings of the resource, by the names that the provider has for them. */
export interface MoveSettings {
    readonly method?: "live" | "warm" | "cold" | "auto";
    readonly allowDowntime?: boolean;
    readonly scheme?: "ssh" | "rads" | "radg";
    readonly cipher?: string;
}

/** Where a plain move, typed command by command, meets the failure. */
export type MeetingPoint =
    | "suspend"
    | "dryRun"
    | "migration"
    | "boot"
    /** The dry run or the migration: hosts differ. */
    | "either"
    /** All commands end well; what is wrong is seen afterwards, or by who looks closely. */
    | "nowhere";

/** Hosts on which moving `kzone1` from `global1` to `global2` meets a failure. */
export interface FailureScene {
    readonly fleet: FleetSpec;
    /**
     * Changes the running fleet when the zone is known to whoever moves it, before the move.
     *
     * @returns what ends the failure, where it passes by itself in life: call it when the failure was met.
     */
    readonly arrange?: (fleet: Fleet) => Promise<LetGo | undefined> | LetGo | undefined;
    /** Prepares what strikes in the middle of the move; call it before the move. @returns when it has struck. */
    readonly strike?: (fleet: Fleet) => Promise<void>;
    readonly migration: MoveSettings;
    readonly meets: {
        readonly at: MeetingPoint;
        /** Of the command that meets it; undefined: it never ends, or its connection is gone. */
        readonly status: number | undefined;
        /** Text of this command that is known [C/A], on either stream; absent where it is invented. */
        readonly text?: RegExp;
    };
    /** After the plain move; the first of each is what a host of dialect 0 leaves. */
    readonly after: { readonly global1: Standings; readonly global2: Standings };
}

export type LetGo = () => Promise<void> | void;

/** @param dialect which of the forms that the facts leave open the hosts take; see dialect.ts. */
export type Prepare = (dialect?: number) => FailureScene;

/** One row of solaris-facts section 10. */
export interface FailureMode {
    readonly number: number;
    readonly title: string;
    /** C: text confirmed; P: the situation is, the text not; U: neither. */
    readonly tag: "C" | "P" | "U";
    readonly prepare: Prepare;
    /** Other ways into the same failure. */
    readonly variants: Readonly<Record<string, Prepare>>;
}

/** A scene by what makes it different from a move that succeeds. */
export interface SceneParts extends Partial<Omit<FailureScene, "fleet" | "after">> {
    readonly zone?: Partial<ZoneSpec>;
    readonly source?: Partial<HostSpec>;
    readonly target?: Partial<HostSpec>;
    readonly meets: FailureScene["meets"];
    /** Source and target, several possibilities separated by "|"; default "running", "absent". */
    readonly after?: readonly [string, string];
}

/** The disk of kzone1 in all scenes that name it. */
export const bootDisk = "iscsi://storage1/luname.naa.600144f0dbf8af1900005fd25e490003";
export const dataDisk = "nfs://admin:staff@nas1/export/kz/data1";
export const suspendDisk = "iscsi://storage1/luname.naa.501337600144f0dbf8af1900";

function standings(text: string): Standings {
    const [first = "", ...rest] = text.split("|");
    return [first, ...rest];
}

export function sceneOf(parts: SceneParts): Prepare {
    const { zone, source, target, after = ["running", "absent"], ...rest } = parts;
    return (dialect = 0) => ({
        migration: {},
        ...rest,
        fleet: {
            hosts: [
                { name: "global1", dialect, zones: [{ name: "kzone1", ...zone }], ...source },
                { name: "global2", dialect, ...target },
            ],
        },
        after: { global1: standings(after[0]), global2: standings(after[1]) },
    });
}

export function failureMode(
    number: number,
    title: string,
    tag: FailureMode["tag"],
    parts: SceneParts,
    variants: Record<string, SceneParts> = {},
): FailureMode {
    const others = Object.entries(variants).map(([name, other]): [string, Prepare] => [name, sceneOf(other)]);
    return { number, title, tag, prepare: sceneOf(parts), variants: Object.fromEntries(others) };
}

/** A command of a plain move, and on which host it is typed. */
export interface PlainCommand {
    readonly at: "suspend" | "dryRun" | "migration" | "boot";
    readonly host: "global1" | "global2";
    readonly line: string;
}

/** The move as a person would type it, one command after the other until one fails (solaris-facts 3.1, 3.2 and 12). */
export function plainMove({ method = "live", scheme = "ssh", cipher }: MoveSettings): PlainCommand[] {
    const command = (rest: string): string => `LC_ALL=C pfexec zoneadm -z kzone1 ${rest}`;
    const options = [method === "live" ? "-t live" : "", cipher === undefined ? "" : `-c ${cipher}`];
    const migrate = ["migrate", ...options, `${scheme}://zadm@global2`].filter((part) => part !== "").join(" ");
    const first = { warm: "suspend", cold: "shutdown", live: undefined, auto: undefined }[method];
    const down = first !== undefined;
    return [
        ...(down ? [{ at: "suspend" as const, host: "global1" as const, line: command(first) }] : []),
        { at: "dryRun", host: "global1", line: command(migrate.replace("migrate", "migrate -n")) },
        { at: "migration", host: "global1", line: command(migrate) },
        ...(down ? [{ at: "boot" as const, host: "global2" as const, line: command("boot") }] : []),
    ];
}

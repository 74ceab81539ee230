import { openCall, type ToolCall } from "./tool";

/**
 * Primary states as `zoneadm list` prints them (solaris-facts 1.4 [C]). Other strings are passed through: a state that
 * is not known is never mistaken for one that is.
 */
export type ZoneState =
    | "configured"
    | "incomplete"
    | "unavailable"
    | "installed"
    | "ready"
    | "running"
    | "shutting_down"
    | "down"
    | "mounted"
    | (string & Record<never, never>);

/** One zone as `zoneadm list -cp` shows it. */
export interface ZoneEntry {
    readonly name: string;
    readonly state: ZoneState;
    readonly zonepath: string;
    /** Absent where Solaris prints none. */
    readonly uuid?: string;
    readonly brand: string;
}

const zoneadm = "/usr/sbin/zoneadm";

/** `zoneadm list -cp`: every configured zone, parsable. Needs no rights. */
export function listZones(): ToolCall {
    return openCall("zoneadm list -cp", zoneadm, "list", "-cp");
}

/**
 * One zone by name. The second look before a zone is called absent: `list -cp` leaves out a zone whose data it cannot
 * read at that moment, and still exits with 0 (solaris-facts 1.2 [A]).
 */
export function listZone(zone: string): ToolCall {
    return openCall("zoneadm list -p", zoneadm, "-z", zone, "list", "-p");
}

/** Ways to ask for auxiliary states. That `-s` combines with `-c` is unconfirmed; plain `-s` is documented. */
export type AuxiliaryForm = "-cs" | "-s";

/** `zoneadm list -cs` or `-s`: auxiliary states. */
export function listAuxiliaryStates(form: AuxiliaryForm): ToolCall {
    return openCall(`zoneadm list ${form}`, zoneadm, "list", form);
}

const minimumFields = 7;

/**
 * Reads the parsable list: `zoneid:zonename:state:zonepath:uuid:brand:ip-type:...`.
 *
 * Lines of another form (login noise, warnings) are passed over; fields after the seventh vary between releases and are
 * not looked at. Only `:` is escaped, as `\:`, and only in the zonepath (solaris-facts 1.2 [C]).
 */
export function parseZoneList(text: string): ZoneEntry[] {
    return text.split("\n").flatMap((line) => {
        const fields = splitFields(line.replace(/\r$/, ""));
        const [id = "", name = "", state = "", zonepath = "", uuid = "", brand = ""] = fields;
        const wellFormed =
            fields.length >= minimumFields &&
            /^(?:-|\d+)$/.test(id) &&
            /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(name) &&
            /^[a-z_]+$/.test(state) &&
            /^(?:[0-9a-fA-F-]{36})?$/.test(uuid);
        return wellFormed
            ? [{ name, state, zonepath, brand, ...(uuid === "" ? {} : { uuid: uuid.toLowerCase() }) }]
            : [];
    });
}

function splitFields(line: string): string[] {
    return line
        .replaceAll("\\:", "\0")
        .split(":")
        .map((field) => field.replaceAll("\0", ":"));
}

/**
 * Reads `zoneadm list -s`: NAME, STATUS and, where there are any, auxiliary states. Columns overflow, so the split is on
 * blanks. Several auxiliary states may stand together; unknown ones are passed through (solaris-facts 1.3, 1.4 [C]).
 */
export function parseAuxiliaryStates(text: string): Map<string, string[]> {
    const states = new Map<string, string[]>();
    for (const line of text.split("\n")) {
        const [name = "", status = "", ...auxiliary] = line.trim().split(/\s+/);
        if (!/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(name) || !/^[a-z_]+$/.test(status)) {
            continue;
        }
        states.set(
            name,
            auxiliary.flatMap((word) => word.split(",")).filter((word) => /^[a-z][a-z-]*$/.test(word)),
        );
    }
    return states;
}

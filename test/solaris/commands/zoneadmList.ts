import { isActive, isInstalled, type Zone } from "../zone";
import { type CommandContext, getopt } from "./command";
import { exitError, exitOk, illegalOption, noSuchZone, usage } from "./zoneadmErrors";

/** A line of the list: a zone, or the global zone, which is always there. */
interface Row {
    id: string;
    name: string;
    state: string;
    tablePath: string;
    parsablePath: string;
    uuid: string;
    brand: string;
    ipType: string;
    readWrite: string;
    macProfile: string;
    auxiliary: readonly string[];
}

function globalRow(context: CommandContext): Row {
    return {
        id: "0",
        name: "global",
        state: "running",
        tablePath: "/",
        parsablePath: "/",
        uuid: "",
        brand: "solaris",
        ipType: "shared",
        readWrite: "-",
        macProfile: context.host.spec.list?.globalMacProfile ?? "none",
        auxiliary: [],
    };
}

function zoneRow(context: CommandContext, zone: Zone): Row {
    const kernelZone = zone.brand === "solaris-kz";
    return {
        id: zone.id === undefined ? "-" : String(zone.id),
        name: zone.name,
        state: zone.state,
        // A kernel zone has no path in the table but one in the parsable form [C].
        tablePath: kernelZone ? "-" : zone.zonepath,
        parsablePath: zone.zonepath,
        uuid: context.host.spec.list?.uuids === false ? "" : zone.uuid,
        brand: zone.brand,
        ipType: "excl",
        readWrite: zone.readWrite,
        macProfile: kernelZone ? "solaris-kz" : "",
        auxiliary: zone.auxiliary,
    };
}

/** Column widths of 11.x [C], trailing blanks kept; longer values shift what follows [A]. */
function tableLine(id: string, name: string, status: string, path: string, brand: string, ip: string): string {
    return [id.padStart(4), name.padEnd(16), status.padEnd(11), path.padEnd(28), brand.padEnd(10), ip.padEnd(6)].join(
        " ",
    );
}

function table(rows: Row[]): string[] {
    return [
        tableLine("ID", "NAME", "STATUS", "PATH", "BRAND", "IP"),
        ...rows.map((row) => tableLine(row.id, row.name, row.state, row.tablePath, row.brand, row.ipType)),
    ];
}

/** Nine documented fields and a tenth, empty one; only `:` in the path is escaped [C]. */
function parsable(context: CommandContext, rows: Row[]): string[] {
    const tenth = (context.host.spec.list?.fields ?? 10) === 10 ? [""] : [];
    const lines = rows.map((row) =>
        [
            row.id,
            row.name,
            row.state,
            row.parsablePath.replaceAll(":", "\\:"),
            row.uuid,
            row.brand,
            row.ipType,
            row.readWrite,
            row.macProfile,
            ...tenth,
        ].join(":"),
    );
    return [...lines, ...(context.host.spec.list?.extraLines ?? [])];
}

/** Header and rows are spaced differently in the sample [C]; several states joined by a comma are a guess [U]. */
function auxiliaryTable(rows: Row[]): string[] {
    return [
        "NAME             STATUS           AUXILIARY STATE",
        ...rows.map(({ name, state, auxiliary }) => {
            const start = name.length < 16 ? name.padEnd(16) : `${name} `;
            return auxiliary.length === 0 ? start + state : start + state.padEnd(19) + auxiliary.join(",");
        }),
    ];
}

/** Running zones come first, in the kernel's order, then the others as configured [A]. */
function inOrder(zones: Zone[]): Zone[] {
    const active = zones.filter(isActive).sort((left, right) => (left.id ?? 0) - (right.id ?? 0));
    return [...active, ...zones.filter((zone) => !isActive(zone))];
}

/** `zoneadm [-z Z] list [-cipsv]`. */
export function listZones(context: CommandContext, zoneName: string | undefined, args: string[]): number {
    const { options, operands, illegal } = getopt(args, "cipsv");
    if (illegal !== undefined) {
        return illegalOption(context, illegal);
    }
    if (operands.length > 0) {
        return usage(context);
    }
    if (options.has("p") && options.has("v")) {
        context.printError("zoneadm: list -p and -v are mutually exclusive.");
        return exitError;
    }
    const wider = options.has("c") || options.has("i");
    if (zoneName !== undefined && wider) {
        return usage(context);
    }
    if (options.has("s") && !auxiliaryAllowed(context, options, zoneName)) {
        return usage(context);
    }
    const { zones } = context.host;
    const one = zoneName === undefined ? undefined : zones.get(zoneName);
    if (zoneName !== undefined && zoneName !== "global" && one === undefined) {
        return noSuchZone(context, zoneName);
    }
    const shown = [...zones.values()].filter(
        (zone) => options.has("c") || (options.has("i") && isInstalled(zone)) || isActive(zone),
    );
    const rows =
        one === undefined
            ? [globalRow(context), ...(zoneName === "global" ? [] : inOrder(shown).map((z) => zoneRow(context, z)))]
            : [zoneRow(context, one)];
    context.print(`${render(context, rows, options).join("\n")}\n`);
    return exitOk;
}

function auxiliaryAllowed(context: CommandContext, options: Map<string, string>, zone: string | undefined): boolean {
    const variant = context.host.spec.list?.auxiliary ?? "combined";
    const combined = options.has("c") || options.has("i");
    const withForms = options.has("p") || options.has("v");
    if (withForms) {
        // Whether -s goes with -p or -v is not known [U]; refused, so that nobody builds on it.
        return false;
    }
    return (variant !== "plain" || zone === undefined) && (variant === "combined" || !combined);
}

function render(context: CommandContext, rows: Row[], options: Map<string, string>): string[] {
    if (options.has("s")) {
        return auxiliaryTable(rows);
    }
    if (options.has("p")) {
        return parsable(context, rows);
    }
    return options.has("v") ? table(rows) : rows.map((row) => row.name);
}

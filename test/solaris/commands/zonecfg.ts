import { ConfigEditor, ConfigError, statementsOf } from "../configEditor";
import { exportText, infoText } from "../configText";
import { FileError } from "../fileNodes";
import { isActive, isInstalled, runningConfig, type Zone } from "../zone";
import { cloneDocument, type ConfigDocument, memoryBytes, modelOf } from "../zoneConfig";
import type { Actor } from "../zoneHistory";
import { type CommandContext, getopt } from "./command";
import { exitError, exitOk, exitUsage, lacksRight } from "./zoneadmErrors";

/** zonecfg(8): `zonecfg -z Z [-r] [-f FILE | -f - | commands]`. */
export async function zonecfg(context: CommandContext): Promise<number> {
    const { options, operands, illegal } = getopt(context.args, "z:rf:R:h");
    const name = options.get("z");
    if (illegal !== undefined || name === undefined) {
        context.printError(illegal === undefined ? "usage:" : `zonecfg: illegal option -- ${illegal}\nusage:`);
        context.printError("\tzonecfg help\n\tzonecfg -z <zone>\n\tzonecfg -z <zone> <command>");
        context.printError("\tzonecfg -z <zone> -f <command-file>");
        return exitUsage;
    }
    const file = options.get("f");
    const typed = operands.join(" ");
    const input = await readInput(context, file, typed);
    if (input === undefined) {
        context.printError(`${file ?? ""}: No such file or directory`);
        return exitError;
    }
    const session = new ZonecfgSession(context, name, options.has("r"));
    let line = 0;
    try {
        for (const statement of statementsOf(input)) {
            line = statement.line;
            if (session.execute(statement.text) === "exit") {
                break;
            }
        }
        session.commit();
        return exitOk;
    } catch (error) {
        if (!(error instanceof ConfigError)) {
            throw error;
        }
        if (typed === "" && line > 0 && !session.missing) {
            // From stdin `On line N:`, from a file with its name [A].
            context.printError(file === undefined || file === "-" ? `On line ${line}:` : `On line ${line} of ${file}:`);
        }
        context.printError(error.message);
        return exitError;
    }
}

async function readInput(
    context: CommandContext,
    file: string | undefined,
    typed: string,
): Promise<string | undefined> {
    if (file !== undefined && file !== "-") {
        return readFile(context, file);
    }
    return typed === "" ? context.stdin.readAll() : typed;
}

function readFile(context: CommandContext, file: string): string | undefined {
    try {
        return context.files.readText(file);
    } catch (error) {
        if (error instanceof FileError) {
            return undefined;
        }
        throw error;
    }
}

/** One run of zonecfg over one zone. Changes are stored when it ends without an error. */
class ZonecfgSession {
    /** The zone does not exist; such an error has no line number [A]. */
    missing = false;
    private editor: ConfigEditor | undefined;
    private dirty = false;

    constructor(
        private readonly context: CommandContext,
        private readonly name: string,
        private readonly live: boolean,
    ) {}

    private get zone(): Zone | undefined {
        return this.context.host.zones.get(this.name);
    }

    private get existing(): Zone {
        const { zone } = this;
        if (zone === undefined) {
            this.missing = true;
            throw new ConfigError(`${this.name}: No such zone configured`);
        }
        return zone;
    }

    /** The stored configuration, or the running one with -r, or the one being edited. */
    private current(): ConfigDocument {
        return this.editor?.document ?? (this.live ? this.liveDocument() : this.existing.config);
    }

    private liveDocument(): ConfigDocument {
        if (!isActive(this.existing)) {
            throw new ConfigError(`${this.name}: Zone state is invalid for the requested operation`);
        }
        return runningConfig(this.existing);
    }

    execute(statement: string): "exit" | undefined {
        const [verb = "", ...rest] = statement.split(/\s+/);
        switch (verb) {
            case "export":
                this.export(rest);
                return undefined;
            case "info":
                this.context.print(infoText(this.current(), this.name, !this.context.host.before114, rest[0]));
                return undefined;
            case "create":
                this.create(rest);
                return undefined;
            case "delete":
                this.delete(rest);
                return undefined;
            case "commit":
                this.commit();
                return undefined;
            case "verify":
                this.current();
                return undefined;
            case "revert":
            case "reload":
                this.editor = undefined;
                this.dirty = false;
                return undefined;
            case "exit":
                return "exit";
            default:
                this.editor ??= new ConfigEditor(this.current(), this.context.host.vocabulary);
                this.editor.execute(statement);
                this.dirty = true;
                return undefined;
        }
    }

    private export(rest: string[]): void {
        const text = exportText(this.current());
        const [flag, file] = rest;
        if (flag === "-f" && file !== undefined) {
            this.context.files.writeText(file, text);
            return;
        }
        this.context.print(text);
    }

    private create(rest: string[]): void {
        this.requirePrivilege();
        const { zone } = this;
        if (zone !== undefined && isInstalled(zone)) {
            throw new ConfigError(`Zone ${this.name} already installed; create not allowed.`);
        }
        if (zone !== undefined && !rest.includes("-F")) {
            throw new ConfigError(
                "Zone exists, input not from terminal and -F not specified:\ncreate command ignored, exiting.",
            );
        }
        if (zone !== undefined) {
            this.context.print(`Zone ${this.name} already exists; overwriting.\n`);
        }
        // Without -b the default template applies; only its brand, vCPUs and memory are simulated [C].
        const blank: ConfigDocument = { globals: {}, resources: [] };
        const template: ConfigDocument = {
            globals: { brand: "solaris-kz", autoboot: "false", autoshutdown: "shutdown" },
            resources: [
                { type: "virtual-cpu", properties: { ncpus: "4" } },
                { type: "capped-memory", properties: { physical: "4G" } },
            ],
        };
        this.editor = new ConfigEditor(rest.includes("-b") ? blank : template, this.context.host.vocabulary);
        this.dirty = true;
    }

    private delete(rest: string[]): void {
        const zone = this.existing;
        this.requirePrivilege();
        if (!rest.includes("-F")) {
            throw new ConfigError("Input not from terminal and -F not specified:\ndelete command ignored, exiting.");
        }
        // That zonecfg keeps its hands off a zone under a zoneadm's lock is [U].
        if ((zone.state !== "configured" && zone.state !== "incomplete") || zone.operation !== undefined) {
            throw new ConfigError(`${this.name}: Zone state is invalid for the requested operation`);
        }
        this.context.host.drop(zone, this.actor("delete"));
        this.editor = undefined;
        this.dirty = false;
        this.context.fleet.changed();
    }

    /** Whether authorizations word it like this is [U]; "only a privileged user may" is the ancestor's [A]. */
    private requirePrivilege(): void {
        if (!this.context.privileged || lacksRight(this.context.host, this.context.user, "config")) {
            throw new ConfigError(`zone '${this.name}': only a privileged user may change a zone's configuration.`);
        }
    }

    commit(): void {
        if (!this.dirty || this.editor === undefined) {
            return;
        }
        this.requirePrivilege();
        const document = this.editor.result();
        if (document.globals.brand === undefined) {
            throw new ConfigError("brand: Required property missing");
        }
        const { zone } = this;
        const { zonename, ...globals } = document.globals;
        const config = { ...document, globals };
        if (zone === undefined) {
            const spec = { name: this.name, state: "configured" as const, brand: globals.brand };
            this.context.host.addZone(spec, this.actor("create")).config = config;
        } else if (this.live) {
            this.applyLive(zone, config);
        } else {
            storeConfig(zone, config);
        }
        if (zonename !== undefined && zonename !== this.name) {
            this.rename(zonename);
        }
        this.dirty = false;
        this.context.fleet.changed();
    }

    private actor(verb: string): Actor {
        return { by: `zonecfg ${verb}`, user: this.context.user };
    }

    /** `set zonename=`: for a zone that does not run [I]; the texts are libzonecfg's [A]. */
    private rename(name: string): void {
        const { host } = this.context;
        const zone = this.existing;
        if (isActive(zone) || zone.operation !== undefined) {
            throw new ConfigError(`${this.name}: Zone state is invalid for the requested operation`);
        }
        if (host.zones.has(name)) {
            throw new ConfigError(`${name}: Zone name already in use`);
        }
        host.change(zone, { name }, this.actor("set zonename"));
    }

    /** A live edit changes what runs, until the next reboot [C]. */
    private applyLive(zone: Zone, document: ConfigDocument): void {
        const before = modelOf(runningConfig(zone));
        const after = modelOf(document);
        this.context.print(
            before.memory === after.memory || after.memory === null
                ? "Checking: Modifying configuration\n"
                : `Checking: Modifying capped-memory physical=${after.memory}\n`,
        );
        this.context.print("Applying the changes\n");
        this.keepMemoryFloor(zone, document, before.memory, after.memory);
        zone.liveConfig = document;
        zone.activeVcpus = after.ncpus ?? zone.activeVcpus;
    }

    /** A guest may not give back all that is asked for: a warning and exit 0 [C]. */
    private keepMemoryFloor(zone: Zone, document: ConfigDocument, before: string | null, after: string | null): void {
        const floor = zone.guest.memoryFloor;
        const bytes = (size: string | null | undefined): number => memoryBytes(size ?? "0") ?? 0;
        if (floor === undefined || after === null || bytes(after) >= Math.min(bytes(floor), bytes(before))) {
            return;
        }
        const sizes = `(requested: ${after}, final: ${floor})`;
        this.context.printError(`warning: operation succeeded partially for capped memory ${sizes}`);
        const capped = document.resources.find(({ type }) => type === "capped-memory");
        if (capped !== undefined) {
            capped.properties.physical = floor;
        }
    }
}

/** A stored configuration changes under a running zone: what runs keeps the old one. */
function storeConfig(zone: Zone, config: ConfigDocument): void {
    if (isActive(zone)) {
        zone.liveConfig ??= cloneDocument(zone.config);
    }
    zone.config = config;
    zone.brand = config.globals.brand ?? zone.brand;
}

import { ConfigEditor, ConfigError, statementsOf } from "../configEditor";
import { exportText, infoText } from "../configText";
import { isActive, isInstalled, runningConfig, storeConfig, type Zone } from "../model";
import { type ConfigDocument, modelOf } from "../zoneConfig";
import { type CommandContext, getopt } from "./command";
import { exitError, exitOk, exitUsage } from "./zoneadmErrors";

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
        return context.host.files.get(file);
    }
    return typed === "" ? context.stdin.readAll() : typed;
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
            this.context.host.files.set(file, text);
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
        if (zone.state !== "configured" && zone.state !== "incomplete") {
            throw new ConfigError(`${this.name}: Zone state is invalid for the requested operation`);
        }
        this.context.host.zones.delete(this.name);
        this.editor = undefined;
        this.dirty = false;
        this.context.fleet.changed();
    }

    /** Whether authorizations word it like this is [U]; "only a privileged user may" is the ancestor's [A]. */
    private requirePrivilege(): void {
        if (!this.context.privileged) {
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
        if (zone === undefined) {
            this.context.host.addZone({ name: this.name, state: "configured", brand: document.globals.brand });
            this.existing.config = document;
        } else if (this.live) {
            this.applyLive(zone, document);
        } else {
            storeConfig(zone, document);
        }
        this.dirty = false;
        this.context.fleet.changed();
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
        zone.liveConfig = document;
        zone.activeVcpus = after.ncpus ?? zone.activeVcpus;
    }
}

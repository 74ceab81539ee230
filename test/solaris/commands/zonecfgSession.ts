import { ConfigEditor } from "../configEditor";
import { ConfigError, ConfigSyntaxError } from "../configStatements";
import { defaultTemplate, templateDocument } from "../configTemplates";
import { exportText, infoText } from "../configText";
import { verifyDocument } from "../configVerify";
import { findFault } from "../faults";
import { configurationChanged } from "../inventedWording";
import { isActive, isInstalled, runningConfig, type Zone } from "../zone";
import type { ConfigDocument } from "../zoneConfig";
import { type Actor, theTest } from "../zoneHistory";
import { type CommandContext, getopt } from "./command";
import { confirm } from "./confirmation";
import { decideLive } from "./liveApply";
import { lacksRight } from "./zoneadmErrors";

/** One run of zonecfg over one zone. Changes are stored when it ends without an error, all of them or none [A]. */
export class ZonecfgSession {
    /** The zone does not exist; such an error has no line number [A]. */
    missing = false;
    private editor: ConfigEditor | undefined;
    /** What was there when the editing began. */
    private base: ConfigDocument | undefined;
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

    /** What is stored, or what runs with -r. */
    private get found(): ConfigDocument {
        return this.live ? this.liveDocument() : this.existing.config;
    }

    /** The stored configuration, or the running one with -r, or the one being edited. */
    private current(): ConfigDocument {
        return this.editor?.document ?? this.found;
    }

    private liveDocument(): ConfigDocument {
        if (!isActive(this.existing)) {
            throw new ConfigError(`${this.name}: Zone state is invalid for the requested operation`);
        }
        return runningConfig(this.existing);
    }

    async execute(statement: string): Promise<"exit" | undefined> {
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
                await this.delete(rest);
                return undefined;
            case "commit":
                this.commit();
                return undefined;
            case "verify":
                this.verify();
                return undefined;
            case "revert":
            case "reload":
                this.editor = undefined;
                this.dirty = false;
                return undefined;
            case "exit":
                // -F leaves without the changes [A].
                if (!rest.includes("-F")) {
                    this.commit();
                }
                return "exit";
            default:
                this.edit(statement);
                return undefined;
        }
    }

    private edit(statement: string): void {
        if (this.editor === undefined) {
            this.base = this.found;
            this.editor = new ConfigEditor(this.base, this.context.host.vocabulary);
        }
        this.editor.execute(statement);
        this.dirty = true;
    }

    private export(rest: string[]): void {
        const text = exportText(this.current(), this.context.host.spec.zonecfg?.lists);
        const [flag, file] = rest;
        if (flag === "-f" && file !== undefined) {
            this.context.files.writeText(file, text);
            return;
        }
        this.context.print(text);
    }

    private create(rest: string[]): void {
        const { host } = this.context;
        const { options, operands, illegal } = getopt(rest, "Fbt:");
        if (illegal !== undefined || operands.length > 0 || this.live) {
            throw new ConfigSyntaxError();
        }
        this.requirePrivilege();
        const { zone } = this;
        if (zone !== undefined && isInstalled(zone)) {
            throw new ConfigError(`Zone ${this.name} already installed; create not allowed.`);
        }
        if (zone !== undefined && !options.has("F")) {
            throw new ConfigError(
                "Zone exists, input not from terminal and -F not specified:\ncreate command ignored, exiting.",
            );
        }
        if (zone !== undefined) {
            this.context.print(`Zone ${this.name} already exists; overwriting.\n`);
        }
        const memlzr = host.vocabulary.hostCompatible.includes("memlzr") && host.updateLevel >= firstWithMemlzr;
        const template = options.get("t") ?? defaultTemplate;
        const document = options.has("b")
            ? { globals: {}, resources: [] }
            : templateDocument(template, memlzr ? "memlzr" : undefined);
        if (document === undefined) {
            throw new ConfigError(`${template}: No such zone configured`);
        }
        this.base = zone?.config;
        this.editor = new ConfigEditor(document, host.vocabulary);
        this.dirty = true;
    }

    private async delete(rest: string[]): Promise<void> {
        const zone = this.existing;
        this.requirePrivilege();
        if (!rest.includes("-F")) {
            const answer = await confirm(this.context, `Are you sure you want to delete zone ${this.name}`);
            if (answer === "not-asked") {
                throw new ConfigError(
                    "Input not from terminal and -F not specified:\ndelete command ignored, exiting.",
                );
            }
            if (answer === "no") {
                return;
            }
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

    private verify(): void {
        verifyDocument(this.editor === undefined ? this.found : this.editor.result());
    }

    commit(): void {
        if (!this.dirty || this.editor === undefined) {
            return;
        }
        this.requirePrivilege();
        const document = this.editor.result();
        verifyDocument(document);
        this.meetOthers();
        const { host, fleet } = this.context;
        const { zone } = this;
        const { zonename, ...globals } = document.globals;
        const config = { ...document, globals };
        if (zone === undefined) {
            host.createZone(this.name, config, this.actor("create"));
        } else if (this.live) {
            this.applyLive(zone, config);
        } else {
            host.storeConfiguration(zone, config, this.actor("commit"));
        }
        if (zonename !== undefined && zonename !== this.name) {
            this.rename(zonename);
        }
        this.dirty = false;
        this.editor = undefined;
        fleet.changed();
    }

    /** A commit fails where the configuration has changed since it was read [C UZ]; the text is invented [U]. */
    private meetOthers(): void {
        const { host, faults } = this.context;
        const other = findFault(faults, "concurrent-edit");
        const { zone } = this;
        if (other !== undefined) {
            const editor = new ConfigEditor(zone?.config ?? { globals: {}, resources: [] }, host.vocabulary);
            other.statements.forEach((statement) => {
                editor.execute(statement);
            });
            if (zone === undefined) {
                host.createZone(this.name, editor.result(), theTest);
            } else {
                host.storeConfiguration(zone, editor.result(), theTest);
            }
        }
        const now = this.zone;
        if (other !== undefined || (now !== undefined && now.config !== this.base && !this.live)) {
            throw new ConfigError(configurationChanged(host, this.name));
        }
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
        const { host, print, printError } = this.context;
        const { lines, complaints, running } = decideLive(host, zone, document, "refused");
        lines.forEach((line) => {
            print(`${line}\n`);
        });
        if (running === undefined) {
            throw new ConfigError(complaints.join("\n"));
        }
        complaints.forEach(printError);
        host.runConfiguration(zone, this.actor("-r"), running);
    }
}

/** The update from which on the default template has `memlzr` [C]. */
const firstWithMemlzr = 45;

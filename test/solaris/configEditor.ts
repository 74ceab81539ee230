import { cloneDocument, type ConfigDocument, type ConfigResource, memoryBytes } from "./zoneConfig";

/** A zonecfg error; `message` is the line zonecfg prints (without the "On line N:" that introduces it). */
export class ConfigError extends Error {
    constructor(message: string) {
        super(message);
        this.name = "ConfigError";
    }
}

/** What a host's release knows; a value outside is refused with "Invalid argument". */
export interface ConfigVocabulary {
    /** Known elements of `host-compatible`. */
    hostCompatible: string[];
    /** Known values of `cpu-arch`. */
    cpuArch: string[];
    /** Known values of `capped-memory:pagesize`; absent: all. */
    pageSizes?: string[];
}

/** Statements of a zonecfg input, with the line each begins on. `;` and newline separate; `#` starts a comment. */
export function statementsOf(text: string): { text: string; line: number }[] {
    const statements: { text: string; line: number }[] = [];
    text.split("\n").forEach((content, index) => {
        let quoted = false;
        let current = "";
        const push = (): void => {
            if (current.trim() !== "") {
                statements.push({ text: current.trim(), line: index + 1 });
            }
            current = "";
        };
        for (const character of content) {
            if (character === '"') {
                quoted = !quoted;
            }
            if (character === "#" && !quoted && current.trim() === "") {
                break;
            }
            if (character === ";" && !quoted) {
                push();
            } else {
                current += character;
            }
        }
        push();
    });
    return statements;
}

function unquoted(value: string): string {
    const text = value.trim();
    return text.startsWith('"') && text.endsWith('"') && text.length > 1 ? text.slice(1, -1) : text;
}

/** Splits `name=value`; both sides may be surrounded by blanks. */
function assignment(text: string): { name: string; value: string } | undefined {
    const at = text.indexOf("=");
    return at < 1 ? undefined : { name: text.slice(0, at).trim(), value: unquoted(text.slice(at + 1)) };
}

const numeric = new Set(["ncpus", "id", "bootpri", "vlan-id", "importance"]);
const resourceTypes = new Set([
    "anet",
    "net",
    "device",
    "virtual-cpu",
    "capped-memory",
    "suspend",
    "keysource",
    "admin",
    "attr",
    "rctl",
    "verified-boot",
    "npiv",
    "fs",
    "dataset",
]);
const globalNames = new Set([
    "brand",
    "zonepath",
    "zonename",
    "autoboot",
    "autoshutdown",
    "bootargs",
    "boot-priority",
    "cpu-arch",
    "file-mac-profile",
    "fs-allowed",
    "global-time",
    "host-compatible",
    "hostid",
    "ip-type",
    "limitpriv",
    "pool",
    "scheduling-class",
    "smf-dependency",
    "tenant",
]);

/** The editing half of zonecfg(8): one open configuration and the commands that change it. */
export class ConfigEditor {
    private working: ConfigDocument;
    private open: ConfigResource | undefined;
    private opened: "add" | "select" = "add";
    private before: ConfigResource | undefined;

    constructor(
        document: ConfigDocument,
        private readonly vocabulary: ConfigVocabulary,
    ) {
        this.working = cloneDocument(document);
    }

    /** @throws ConfigError when a resource is still open. */
    result(): ConfigDocument {
        if (this.open !== undefined) {
            throw new ConfigError(`${this.open.type}: Insufficient specification`);
        }
        return cloneDocument(this.working);
    }

    get document(): ConfigDocument {
        return this.working;
    }

    /** @throws ConfigError with the text that libzonecfg has for the case. */
    execute(statement: string): void {
        const [, verb = "", rest = ""] = /^(\S+)\s*(.*)$/s.exec(statement) ?? [];
        switch (verb) {
            case "set":
                this.set(rest);
                return;
            case "add":
                this.add(rest);
                return;
            case "select":
                this.select(rest);
                return;
            case "remove":
                this.remove(rest);
                return;
            case "clear":
                this.clear(rest.trim());
                return;
            case "end":
                this.end();
                return;
            case "cancel":
                this.cancel();
                return;
            default:
                throw new ConfigError(`syntax error: ${verb}`);
        }
    }

    private check(name: string, value: string): void {
        const invalid =
            (numeric.has(name) && !/^\d+$/.test(value)) ||
            (name === "physical" && memoryBytes(value) === undefined) ||
            (name === "pagesize" && this.vocabulary.pageSizes?.includes(value) === false) ||
            (name === "cpu-arch" && value !== "" && !this.vocabulary.cpuArch.includes(value));
        if (invalid) {
            throw new ConfigError(`${value}: Invalid argument`);
        }
        if (name === "host-compatible") {
            for (const element of value.split(",").filter((part) => part !== "")) {
                if (!this.vocabulary.hostCompatible.includes(element)) {
                    throw new ConfigError(`${element}: Invalid argument`);
                }
            }
        }
    }

    private set(rest: string): void {
        const parsed = assignment(rest);
        if (parsed === undefined) {
            throw new ConfigError("Insufficient specification");
        }
        if (this.open === undefined && !globalNames.has(parsed.name)) {
            throw new ConfigError(`${parsed.name}: No such property type`);
        }
        this.check(parsed.name, parsed.value);
        (this.open?.properties ?? this.working.globals)[parsed.name] = parsed.value;
    }

    private add(rest: string): void {
        const [, type = "", value = ""] = /^(\S+)\s*(.*)$/.exec(rest) ?? [];
        if (this.open !== undefined) {
            const values = [this.open.properties[type] ?? "", unquoted(value)].filter((part) => part !== "");
            this.open.properties[type] = values.join(",");
            return;
        }
        if (!resourceTypes.has(type)) {
            throw new ConfigError(`${type}: No such resource type`);
        }
        this.open = { type, properties: {} };
        this.opened = "add";
        this.working.resources.push(this.open);
    }

    /** `select anet id=0` is the ordinary form; the seed's example 47 writes `select anet 0` [C]. */
    private find(rest: string): ConfigResource {
        const [, type = "", query = ""] = /^(\S+)\s*(.*)$/.exec(rest) ?? [];
        const candidates = this.working.resources.filter((resource) => resource.type === type);
        if (!resourceTypes.has(type)) {
            throw new ConfigError(`${type}: No such resource type`);
        }
        const wanted = /^\d+$/.test(query) ? { name: "id", value: query } : assignment(query);
        const found = candidates.filter(
            (resource) => wanted === undefined || resource.properties[wanted.name] === wanted.value,
        );
        const only = found[0];
        if (only === undefined) {
            throw new ConfigError(`${type}: No such resource with that id`);
        }
        if (found.length > 1) {
            throw new ConfigError(`${type}: Insufficient specification`);
        }
        return only;
    }

    private select(rest: string): void {
        this.open = this.find(rest);
        this.opened = "select";
        this.before = { type: this.open.type, properties: { ...this.open.properties } };
    }

    private remove(rest: string): void {
        const query = rest.replace(/^-F\s*/, "");
        const everything = rest !== query && !query.includes(" ");
        if (everything) {
            this.working.resources = this.working.resources.filter((resource) => resource.type !== query);
            return;
        }
        const gone = this.find(query);
        this.working.resources = this.working.resources.filter((resource) => resource !== gone);
    }

    private clear(name: string): void {
        const properties = this.open?.properties ?? this.working.globals;
        Reflect.deleteProperty(properties, name);
    }

    private end(): void {
        if (this.open === undefined) {
            throw new ConfigError("end: Zone state is invalid for the requested operation");
        }
        this.open = undefined;
        this.before = undefined;
    }

    private cancel(): void {
        const { open } = this;
        if (open === undefined) {
            return;
        }
        if (this.opened === "add") {
            this.working.resources = this.working.resources.filter((resource) => resource !== open);
        } else if (this.before !== undefined) {
            open.properties = this.before.properties;
        }
        this.open = undefined;
    }
}

import { type Assignment, assignmentsOf, ConfigError, ConfigSyntaxError, valueOf } from "./configStatements";
import { type ConfigVocabulary, listElements, type PropertyKind } from "./configValues";
import { identityOf, isResourceType, isSingleton, propertyKind, requiredOf } from "./configVocabulary";
import { completeResource } from "./configTemplates";
import { cloneDocument, type ConfigDocument, type ConfigResource } from "./zoneConfig";

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
                throw new ConfigSyntaxError();
        }
    }

    private get properties(): Record<string, string> {
        return this.open?.properties ?? this.working.globals;
    }

    /** @throws ConfigError for a property that the zone, or the open resource, does not have. */
    private kindOf(name: string): PropertyKind {
        const kind = propertyKind(this.vocabulary, this.open?.type, name);
        // A kernel zone's anet is known by its id [C].
        const linknameOfKernelZone = name === "linkname" && this.working.globals.brand === "solaris-kz";
        if (kind === undefined || (linknameOfKernelZone && this.vocabulary.lenient !== true)) {
            throw new ConfigError(`${name}: No such property type`);
        }
        return kind;
    }

    /** @throws ConfigError for a value, or an element of a list, that is none. */
    private check(value: string, { accepts }: PropertyKind): void {
        if (this.vocabulary.lenient !== true && !accepts(value, this.vocabulary)) {
            throw new ConfigError(`${value}: Invalid argument`);
        }
    }

    private set(rest: string): void {
        const [assignment, ...more] = assignmentsOf(rest);
        if (assignment === undefined || more.length > 0) {
            throw new ConfigSyntaxError();
        }
        const { name, value } = assignment;
        const kind = this.kindOf(name);
        const elements = elementsOf(value, kind);
        // That an empty text takes a value away is [A].
        if (value !== "") {
            elements.forEach((element) => {
                this.check(element, kind);
            });
        }
        this.properties[name] = elements.join(",");
    }

    private add(rest: string): void {
        const [, name = "", value = ""] = /^(\S+)\s*(.*)$/.exec(rest) ?? [];
        if (value !== "") {
            this.addElements(name, valueOf(value));
        } else {
            this.addResource(name);
        }
    }

    /** To a list, of the open resource or of the zone itself; to what is no list: [U]. */
    private addElements(name: string, value: string): void {
        const kind = this.kindOf(name);
        if (kind.list === undefined && this.vocabulary.lenient !== true) {
            throw new ConfigError(`${name}: No such property type`);
        }
        const there = listElements(this.properties[name] ?? "");
        for (const element of elementsOf(value, { ...kind, list: kind.list ?? "plain" })) {
            this.check(element, kind);
            if (!there.includes(element)) {
                there.push(element);
            }
        }
        this.properties[name] = there.join(",");
    }

    private addResource(type: string): void {
        if (this.open !== undefined) {
            throw new ConfigSyntaxError();
        }
        this.requireType(type);
        if (isSingleton(type) && this.working.resources.some((resource) => resource.type === type)) {
            throw new ConfigError(`The ${type} resource already exists.`);
        }
        this.open = { type, properties: {} };
        this.opened = "add";
        this.working.resources.push(this.open);
    }

    private requireType(type: string): void {
        if (!isResourceType(this.vocabulary, type)) {
            throw new ConfigError(`${type}: No such resource type`);
        }
    }

    /** `select anet id=0` is the ordinary form; the seed's example 47 writes `select anet 0` [C]. */
    private candidates(type: string, query: string): ConfigResource[] {
        this.requireType(type);
        const wanted: Assignment[] = /^\d+$/.test(query) ? [{ name: "id", value: query }] : assignmentsOf(query);
        const found = this.working.resources.filter(
            ({ type: each, properties }) =>
                each === type && wanted.every(({ name, value }) => properties[name] === value),
        );
        if (found.length === 0) {
            throw new ConfigError(`${type}: No such resource with that id`);
        }
        return found;
    }

    private select(rest: string): void {
        if (this.open !== undefined) {
            throw new ConfigSyntaxError();
        }
        const { type, query } = resourceQuery(rest);
        const [only, another] = this.candidates(type, query);
        if (only === undefined || another !== undefined) {
            throw new ConfigError(`${type}: Insufficient specification`);
        }
        this.open = only;
        this.opened = "select";
        this.before = { type, properties: { ...only.properties } };
    }

    /** `remove [-F] TYPE [property=value]`, or an element of a list. */
    private remove(rest: string): void {
        const force = /^-F\s/.test(rest);
        const { type: name, query } = resourceQuery(rest.replace(/^-F\s+/, ""));
        if (this.open !== undefined || (query !== "" && !isResourceType(this.vocabulary, name))) {
            this.removeElements(name, query);
            return;
        }
        const gone = this.candidates(name, query);
        if (gone.length > 1 && !force) {
            // The text is the ancestor's, from memory [A].
            throw new ConfigError(
                "There are multiple instances of this resource.  Either qualify the resource to\n" +
                    "remove a single instance or use the -F option to remove all instances.",
            );
        }
        this.working.resources = this.working.resources.filter((resource) => !gone.includes(resource));
    }

    private removeElements(name: string, value: string): void {
        const kind = this.kindOf(name);
        const there = listElements(this.properties[name] ?? "");
        for (const element of elementsOf(valueOf(value), { ...kind, list: kind.list ?? "plain" })) {
            const at = there.indexOf(element);
            if (at < 0) {
                throw new ConfigError(`${name}: No such property with that id`);
            }
            there.splice(at, 1);
        }
        if (there.length === 0) {
            Reflect.deleteProperty(this.properties, name);
        } else {
            this.properties[name] = there.join(",");
        }
    }

    private clear(name: string): void {
        if (!/^[\w.-]+$/.test(name)) {
            throw new ConfigSyntaxError();
        }
        this.kindOf(name);
        const { open } = this;
        const kept =
            open === undefined
                ? ["brand", "zonename", "zonepath"]
                : requiredOf(open.type).flatMap((group) => (group.length === 1 ? group : []));
        if (kept.includes(name)) {
            // The text is the ancestor's, from memory [A].
            throw new ConfigError(`${name}: Clearing this property is not allowed`);
        }
        Reflect.deleteProperty(this.properties, name);
    }

    private end(): void {
        const { open } = this;
        if (open === undefined) {
            throw new ConfigSyntaxError();
        }
        if (this.vocabulary.completes === true && this.opened === "add") {
            completeResource(this.working, open);
        }
        if (this.vocabulary.lenient !== true) {
            this.checkOpen(open);
        }
        this.open = undefined;
        this.before = undefined;
    }

    /** Which of the two texts Solaris has for a property that is missing is [U]; both are libzonecfg's [A]. */
    private checkOpen(open: ConfigResource): void {
        const missing = requiredOf(open.type).find((group) => group.every((name) => !isSet(open, name)));
        if (missing !== undefined) {
            throw missing.length === 1
                ? new ConfigError(`${missing[0] ?? ""}: Required property missing`)
                : new ConfigError(`${open.type}: Insufficient specification`);
        }
        const identity = identityOf(open);
        const twin =
            identity !== undefined &&
            this.working.resources.some((other) => {
                const its = other === open || other.type !== open.type ? undefined : identityOf(other);
                return its?.name === identity.name && its.value === identity.value;
            });
        if (twin) {
            // The text is the ancestor's, from memory [A].
            throw new ConfigError(
                `A ${open.type} resource with the ${identity.name} '${identity.value}' already exists.`,
            );
        }
    }

    private cancel(): void {
        const { open } = this;
        if (open === undefined) {
            throw new ConfigSyntaxError();
        }
        if (this.opened === "add") {
            this.working.resources = this.working.resources.filter((resource) => resource !== open);
        } else if (this.before !== undefined) {
            open.properties = this.before.properties;
        }
        this.open = undefined;
        this.before = undefined;
    }
}

function resourceQuery(rest: string): { type: string; query: string } {
    const [, type = "", query = ""] = /^(\S+)\s*(.*)$/.exec(rest.trim()) ?? [];
    if (type === "") {
        throw new ConfigSyntaxError();
    }
    return { type, query };
}

/** A list is `a,b`, `(a,b)` or `[a,b]`; of a structured one the brackets belong to its elements. */
function elementsOf(value: string, { list }: PropertyKind): string[] {
    if (list === undefined) {
        return [value];
    }
    const inner = list === "plain" ? value.replace(/^\((.*)\)$|^\[(.*)\]$/, "$1$2") : value;
    return listElements(inner).map((element) => element.trim());
}

function isSet({ properties }: ConfigResource, name: string): boolean {
    return (properties[name] ?? "") !== "";
}

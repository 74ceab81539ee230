import { authorizations, parseAuthorizations } from "./auths";
import { listDatalinks, parseDatalinks } from "./dladm";
import { known, unknown, type Fact, type HostFacts, type KnownMaintenance } from "./hostFacts";
import { failureInWords, lastWords } from "./lastWords";
import { hostid, nodeName, parseMachineIdentity, type MachineIdentity } from "./machine";
import { parseProcessorType, processorType } from "./processorType";
import { parseProfiles, rightsProfiles } from "./profiles";
import { parsePhysicalMemory, physicalMemory } from "./prtconf";
import { listProcessors, parseProcessors } from "./psrinfo";
import { parseRelease, systemRelease } from "./release";
import { parseSections, sectionScript, type Section } from "./sections";
import { migrationServices, parseServiceStates } from "./svcs";
import { listMaintenance, parseMaintenance } from "./sysadm";
import { scriptCall, type ToolCall } from "./tool";
import { parseUserId, userId } from "./userId";

const services = migrationServices();

/** What is asked, by section. The identity of the machine comes first: it is needed most. */
const questions = {
    hostid: hostid(),
    nodeName: nodeName(),
    release: systemRelease(),
    processorType: processorType(),
    maintenance: listMaintenance(),
    // With the pools of memory-reserve(8s), from which a zone's memory can come (solaris-facts 4.3 [C]).
    services: { ...services, args: [...services.args, "svc:/system/memory-reserve*"] },
    links: listDatalinks(),
    memory: physicalMemory(),
    processors: listProcessors(),
    userId: userId(),
    profiles: rightsProfiles(),
    authorizations: authorizations(),
} as const satisfies Record<string, ToolCall>;

type Question = keyof typeof questions;

/**
 * Everything in one command: each further one in sequence costs round trips, and a connection carries few at a time.
 * Changes nothing, needs no rights.
 *
 * @param mark A word made up for this one call, to be given to {@link parseHostFacts} again.
 */
export function askHostFacts(mark: string): ToolCall {
    return scriptCall("host facts", sectionScript(mark, questions));
}

/** Reads the answer. What a host leaves out, or answers in another way than expected, is a fact that is not known. */
export function parseHostFacts(host: string, mark: string, stdout: string): HostFacts {
    const sections = parseSections(mark, Object.keys(questions), stdout);
    const of = <T>(question: Question, parse: (text: string) => T | undefined): Fact<T> =>
        readSection(question, sections.get(question), parse);
    const processors = of("processors", parseProcessors);
    return {
        host,
        machine: readMachine(sections.get("hostid"), sections.get("nodeName")),
        release: of("release", parseRelease),
        processorType: of("processorType", parseProcessorType),
        processorModels: mapKnown(processors, ({ models }) =>
            models.length === 0 ? notUnderstood("processors", sections.get("processors")) : known(models),
        ),
        processors: mapKnown(processors, ({ count }) => known(count)),
        memoryBytes: of("memory", parsePhysicalMemory),
        maintenance: readMaintenance(sections.get("maintenance")),
        services: readServices(sections.get("services")),
        links: of("links", (text) => nonEmpty(parseDatalinks(text))),
        userId: of("userId", parseUserId),
        profiles: of("profiles", parseProfiles),
        authorizations: of("authorizations", parseAuthorizations),
    };
}

function readSection<T>(
    question: Question,
    section: Section | undefined,
    parse: (text: string) => T | undefined,
): Fact<T> {
    if (section?.exitCode !== 0) {
        return failed(question, section);
    }
    const value = parse(section.lines.join("\n"));
    return value === undefined ? notUnderstood(question, section) : known(value);
}

function readMachine(id: Section | undefined, name: Section | undefined): Fact<MachineIdentity> {
    // Each is read beside a stand-in for the other, so that the reason names the one that is not there.
    const hostidFact = readSection("hostid", id, (text) => parseMachineIdentity(text, "x")?.hostid);
    const nameFact = readSection("nodeName", name, (text) => parseMachineIdentity("0", text)?.nodeName);
    return mapKnown(hostidFact, (value) =>
        mapKnown(nameFact, (machineName) => known({ hostid: value, nodeName: machineName })),
    );
}

// The exit status by which a shell says that there is no such program.
const noSuchProgram = 127;

function readMaintenance(section: Section | undefined): Fact<KnownMaintenance> {
    if (section?.exitCode === noSuchProgram) {
        // Maintenance mode came with sysadm.
        return known({ kind: "none" });
    }
    const state = section === undefined ? undefined : parseMaintenance(section.lines);
    if (section === undefined || state === undefined) {
        return failed("maintenance", section);
    }
    if (section.exitCode !== 0 && (state.kind === "unknown" || section.lines.length === 0)) {
        return failed("maintenance", section);
    }
    return state.kind === "unknown" ? notUnderstood("maintenance", section) : known(state);
}

/** `svcs` fails where one of the patterns fits no service; what the others fit is listed all the same [A]. */
function readServices(section: Section | undefined): Fact<ReadonlyMap<string, string>> {
    const states = parseServiceStates(section?.lines.join("\n") ?? "");
    const answered = states.size > 0 || section?.lines.some((line) => /doesn't match any/.test(line)) === true;
    return answered ? known(states) : failed("services", section);
}

function failed(question: Question, section: Section | undefined): Fact<never> {
    const { name, program } = questions[question];
    if (section === undefined) {
        return unknown(`${name}: no whole answer came`);
    }
    if (section.exitCode === noSuchProgram) {
        return unknown(`${name}: ${program} is not there`);
    }
    return unknown(failureInWords(name, section.exitCode, section.lines));
}

function notUnderstood(question: Question, section: Section | undefined): Fact<never> {
    const said = lastWords(section?.lines);
    const { name } = questions[question];
    return unknown(said === undefined ? `${name}: it printed nothing` : `${name}: not understood; ${said}`);
}

function mapKnown<T, U>(fact: Fact<T>, map: (value: T) => Fact<U>): Fact<U> {
    return fact.kind === "known" ? map(fact.value) : fact;
}

function nonEmpty<T>(list: readonly T[]): readonly T[] | undefined {
    return list.length === 0 ? undefined : list;
}

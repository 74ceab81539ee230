import type { Event, Operation, Program, Step } from "./program";

/** Whether a program still shows what it is to show. */
export type Test = (program: Program) => Promise<boolean>;

/**
 * Takes away whatever a program can do without, step by step, as long as it still shows the same.
 *
 * @param attempts How many programs may be run for it.
 */
export async function shrink(program: Program, stillFails: Test, attempts: number): Promise<Program> {
    let best = program;
    let left = attempts;
    for (let improved = true; improved && left > 0;) {
        improved = false;
        for (const candidate of simpler(best)) {
            if (left-- <= 0) {
                break;
            }
            if (await stillFails(candidate)) {
                best = candidate;
                improved = true;
                break;
            }
        }
    }
    return best;
}

/** Programs that lack one thing, the largest first. */
function* simpler(program: Program): Generator<Program> {
    yield* withoutOne(program.steps).map((steps) => ({ ...program, steps }));
    if (program.zones.length > 1) {
        yield* program.zones.map(({ name }) => withoutZone(program, name));
    }
    for (const [index, step] of program.steps.entries()) {
        if (step.kind === "operation") {
            for (const operation of simplerOperations(step.operation)) {
                const steps: Step[] = [...program.steps];
                steps[index] = { kind: "operation", operation };
                yield { ...program, steps };
            }
        }
    }
    yield* withoutHost(program);
    yield* plainerHosts(program);
}

function* simplerOperations(operation: Operation): Generator<Operation> {
    yield* withoutOne(operation.meanwhile).map((meanwhile) => ({ ...operation, meanwhile }));
    for (const [index, event] of operation.meanwhile.entries()) {
        if (event.act.kind === "operation") {
            for (const inner of simplerOperations(event.act.operation)) {
                const meanwhile: Event[] = [...operation.meanwhile];
                meanwhile[index] = { at: event.at, act: { kind: "operation", operation: inner } };
                yield { ...operation, meanwhile };
            }
        }
    }
    if (Object.keys(operation.wishes).length > 1) {
        for (const zone of Object.keys(operation.wishes)) {
            yield { ...operation, wishes: withoutKey(operation.wishes, zone) };
        }
    }
}

function withoutOne<T>(list: readonly T[]): T[][] {
    return list.map((_, index) => list.filter((__, other) => other !== index));
}

function withoutKey<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
    return Object.fromEntries(Object.entries(record).filter(([other]) => other !== key));
}

function withoutZone(program: Program, zone: string): Program {
    const strip = (operation: Operation): Operation => ({
        ...operation,
        wishes: withoutKey(operation.wishes, zone),
        meanwhile: operation.meanwhile.flatMap((event): Event[] => {
            const { act } = event;
            if (("zone" in act && act.zone === zone) || (event.at.kind === "state" && event.at.zone === zone)) {
                return [];
            }
            return [act.kind === "operation" ? { ...event, act: { ...act, operation: strip(act.operation) } } : event];
        }),
    });
    return {
        fleet: {
            ...program.fleet,
            hosts: program.fleet.hosts.map((host) => ({
                ...host,
                zones: (host.zones ?? []).filter(({ name }) => name !== zone),
            })),
        },
        zones: program.zones.filter(({ name }) => name !== zone),
        steps: program.steps.flatMap((step): Step[] => {
            switch (step.kind) {
                case "operation":
                    return [{ ...step, operation: strip(step.operation) }];
                case "act":
                    return "zone" in step.act && step.act.zone === zone ? [] : [step];
                case "calm":
                    return [step];
            }
        }),
    };
}

/** Hosts that nothing names and that hold nothing. */
function* withoutHost(program: Program): Generator<Program> {
    const { hosts } = program.fleet;
    const rest = JSON.stringify([program.zones, program.steps]);
    for (const host of hosts) {
        if (hosts.length > 2 && (host.zones ?? []).length === 0 && !rest.includes(`"${host.name}"`)) {
            yield { ...program, fleet: { ...program.fleet, hosts: hosts.filter((other) => other !== host) } };
        }
    }
}

/** Hosts, zones and settings without what is peculiar to them. */
function* plainerHosts(program: Program): Generator<Program> {
    const { fleet, zones } = program;
    for (const [index, host] of fleet.hosts.entries()) {
        for (const key of Object.keys(host).filter((name) => name !== "name" && name !== "zones")) {
            const hosts = [...fleet.hosts];
            hosts[index] = withoutKey(host as unknown as Record<string, unknown>, key) as unknown as typeof host;
            yield { ...program, fleet: { ...fleet, hosts } };
        }
    }
    for (const [index, zone] of zones.entries()) {
        for (const key of Object.keys(zone.settings)) {
            const plainer = [...zones];
            plainer[index] = { ...zone, settings: withoutKey(zone.settings, key) };
            yield { ...program, zones: plainer };
        }
    }
}

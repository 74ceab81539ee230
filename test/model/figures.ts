/** What programs did, counted. Plain data, so that it can go from one process to another. */
export interface Figures {
    programs: number;
    operations: number;
    kills: number;
    commands: number;
    connections: number;
    virtualMs: number;
    /** What happened, by kind. */
    acts: Record<string, number>;
    /** How the last `up` of a zone ended where it did not end in the wish, by error code. */
    refusals: Record<string, number>;
}

export function noFigures(): Figures {
    return {
        programs: 0,
        operations: 0,
        kills: 0,
        commands: 0,
        connections: 0,
        virtualMs: 0,
        acts: {},
        refusals: {},
    };
}

export function count(counts: Record<string, number>, kind: string, times = 1): void {
    counts[kind] = (counts[kind] ?? 0) + times;
}

/** Adds `more` to `sum`. */
export function addFigures(sum: Figures, more: Figures): void {
    sum.programs += more.programs;
    sum.operations += more.operations;
    sum.kills += more.kills;
    sum.commands += more.commands;
    sum.connections += more.connections;
    sum.virtualMs += more.virtualMs;
    for (const [kind, times] of Object.entries(more.acts)) {
        count(sum.acts, kind, times);
    }
    for (const [code, times] of Object.entries(more.refusals)) {
        count(sum.refusals, code, times);
    }
}

/** What a campaign took in real time. */
export interface Cost {
    readonly seconds: number;
    readonly cpuSeconds: number;
}

/** The summary of a campaign, for a person. */
export function describeFigures(figures: Figures, { seconds, cpuSeconds }: Cost): string {
    const { programs, operations, kills, commands, connections, virtualMs, acts, refusals } = figures;
    const perProgram = programs === 0 ? 0 : Math.round((cpuSeconds * 1000) / programs);
    return [
        `${programs} programs, ${operations} operations, ${kills} providers killed, ${(virtualMs / 3_600_000).toFixed(1)} virtual hours`,
        `${commands} commands over ${connections} connections; ${seconds.toFixed(1)} s, ${perProgram} ms of CPU a program`,
        `what happened: ${inOrder(acts)}`,
        `refusals at the end: ${inOrder(refusals)}`,
    ].join("\n");
}

function inOrder(counts: Readonly<Record<string, number>>): string {
    const sorted = Object.entries(counts).sort(([, left], [, right]) => right - left);
    return sorted.map(([name, times]) => `${name} ${times}`).join(", ") || "nothing";
}

import type { HostSpec } from "../solaris";
import type { Act, Moment, Operation, Program } from "./program";

/** A program as a list that a person can follow. */
export function describeProgram({ fleet, zones, steps }: Program): string {
    const lines = [`latency: ${JSON.stringify(fleet.latency ?? "fast")}`, ...fleet.hosts.map(describeHost)];
    for (const { name, host, settings } of zones) {
        lines.push(`managed: ${name} on ${host}${isEmpty(settings) ? "" : ` ${JSON.stringify(settings)}`}`);
    }
    steps.forEach((step, index) => {
        const number = `${index + 1}.`;
        switch (step.kind) {
            case "operation":
                lines.push(...describeOperation(step.operation, `${number} `, "   "));
                return;
            case "act":
                lines.push(`${number} ${describeAct(step.act)}`);
                return;
            case "calm":
                lines.push(`${number} faults are lifted, and everything comes to rest`);
        }
    });
    return lines.join("\n");
}

function describeHost({ name, zones = [], ...deviations }: HostSpec): string {
    const holds = zones.map(({ name: zone, ...rest }) => `${zone}${isEmpty(rest) ? "" : ` ${JSON.stringify(rest)}`}`);
    return `host ${name}: ${holds.join("; ") || "no zones"}${isEmpty(deviations) ? "" : `   ${JSON.stringify(deviations)}`}`;
}

function describeOperation(operation: Operation, head: string, indent: string): string[] {
    const { verb, pipeline, wishes, meanwhile } = operation;
    const wished = Object.entries(wishes).map(([zone, host]) => `${zone} -> ${host}`);
    const lines = [`${head}pipeline ${pipeline}: ${verb}${wished.length === 0 ? "" : ` with ${wished.join(", ")}`}`];
    for (const { at, act } of meanwhile) {
        const when = `${indent}${describeMoment(at)}: `;
        lines.push(
            ...(act.kind === "operation"
                ? describeOperation(act.operation, when, `${indent}   `)
                : [`${when}${describeAct(act)}`]),
        );
    }
    return lines;
}

function describeMoment(at: Moment): string {
    switch (at.kind) {
        case "time":
            return `after ${at.ms / 1000} s`;
        case "commands":
            return `at the ${at.count}th command`;
        case "state":
            return `when ${at.zone} is ${at.state} somewhere`;
    }
}

function describeAct(act: Act): string {
    const { kind, ...rest } = act;
    return `${kind} ${JSON.stringify(rest)}`;
}

function isEmpty(record: object): boolean {
    return Object.keys(record).length === 0;
}

import { type ProcessTable, type SignalName, signalNamed } from "./processes";

/**
 * `kill [-s NAME | -NAME | -N] pid...` as a user. Signal 0 only asks.
 *
 * @returns what it complains about, a line each; none: all went well.
 */
export function killProcesses(args: readonly string[], processes: ProcessTable, user: string): string[] {
    let operands = [...args];
    let name = "TERM";
    const [first = "", second = ""] = operands;
    if (first === "-s") {
        name = second;
        operands = operands.slice(2);
    } else if (/^-[A-Za-z0-9]+$/.test(first)) {
        name = first.slice(1);
        operands = operands.slice(1);
    }
    if (operands[0] === "--") {
        operands.shift();
    }
    const signal = name === "0" ? undefined : signalNamed(name);
    if (name !== "0" && signal === undefined) {
        return [`${name}: unknown signal name`];
    }
    if (operands.length === 0) {
        return ["usage: kill [ -s signal ] pid ..."];
    }
    return operands.flatMap((operand) => send(operand, signal, processes, user));
}

function send(operand: string, signal: SignalName | undefined, processes: ProcessTable, user: string): string[] {
    if (!/^\d+$/.test(operand)) {
        return [`${operand}: Arguments must be %job, process ids, or job pool names`];
    }
    const process = processes.get(Number(operand));
    if (process === undefined) {
        return [`${operand}: no such process`];
    }
    if (user !== "root" && process.user !== user) {
        return [`${operand}: permission denied`];
    }
    if (signal !== undefined) {
        process.signal(signal);
    }
    return [];
}

import { memoryBytes } from "../zoneConfig";
import type { CommandContext } from "./command";
import { storageTrouble } from "./migrateChecks";
import { exitError, exitOk, exitUsage } from "./zoneadmErrors";

/** `dladm show-link [-p] [-o link]`: with `-p` one link on each line [I]; the table's columns are from memory [U]. */
export function dladm(context: CommandContext): number {
    const { args, host } = context;
    if (args[0] !== "show-link") {
        context.printError("usage:  dladm <subcommand> <args> ...");
        return exitUsage;
    }
    const lines = args.includes("-p")
        ? host.links
        : ["LINK                CLASS     MTU    STATE    OVER", ...host.links.map(tableLine)];
    context.print(lines.map((line) => `${line}\n`).join(""));
    return exitOk;
}

function tableLine(link: string): string {
    return `${link.padEnd(19)} phys      1500   up       --`;
}

/** `prtconf`: the two first lines, of which the second is all that anybody reads [A]. */
export function prtconf(context: CommandContext): number {
    const { host } = context;
    const megabytes = Math.floor((memoryBytes(host.spec.memory ?? "256G") ?? 0) / 2 ** 20);
    const machine = host.architecture === "sparc" ? "sun4v" : "i86pc";
    context.print(`System Configuration:  Oracle Corporation  ${machine}\nMemory size: ${megabytes} Megabytes\n`);
    return exitOk;
}

/** `psrinfo`: one line per virtual processor [A], the date is made up; with `-p` the number of physical ones [A]. */
export function psrinfo(context: CommandContext): number {
    if (context.args.includes("-p")) {
        context.print(`${context.host.spec.sockets ?? 2}\n`);
        return exitOk;
    }
    for (let processor = 0; processor < (context.host.spec.cpus ?? 64); processor += 1) {
        context.print(`${processor}\ton-line   since 11/23/2026 00:00:00\n`);
    }
    return exitOk;
}

/** `suriadm map|lookup-uri URI`: the exit status tells whether the host can use the storage; all texts are [U]. */
export function suriadm(context: CommandContext): number {
    const [subcommand, ...rest] = context.args;
    const uri = rest.find((argument, at) => !argument.startsWith("-") && rest[at - 1] !== "-p");
    if ((subcommand !== "map" && subcommand !== "lookup-uri") || (uri === undefined && !rest.includes("-p"))) {
        context.printError("usage:\tsuriadm lookup-uri|map|parse|unmap [options] <uri>");
        return exitUsage;
    }
    const trouble = uri === undefined ? undefined : storageTrouble(context.host, uri);
    if (trouble !== undefined) {
        context.printError(`suriadm: failed to ${subcommand} "${uri ?? ""}": ${trouble}`);
        return exitError;
    }
    if (subcommand === "lookup-uri") {
        context.print(`${uri ?? ""}\n`);
        return exitOk;
    }
    context.print(`PROPERTY      VALUE\nmapped-dev    /dev/dsk/c0t${(uri ?? "").split("/").at(-1) ?? ""}d0s0\n`);
    return exitOk;
}

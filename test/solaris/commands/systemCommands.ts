import { promptForPassword } from "../passwordPrompt";
import type { CommandContext } from "./command";
import { exitError, exitOk, exitUsage, takeTime } from "./zoneadmErrors";

/** `sysadm maintain -s|-l|-e` and `sysadm evacuate -l`. */
export function sysadm(context: CommandContext): number {
    const [subcommand, flag] = context.args;
    if (subcommand === "evacuate" && flag === "-l") {
        context.print("sysadm:   no active evacuation\n");
        return exitOk;
    }
    if (subcommand !== "maintain") {
        context.printError("usage:\tsysadm maintain -s [-m message] | -l [-p] [-o field,...] | -e");
        return exitUsage;
    }
    if (flag === "-l") {
        return listMaintenance(context);
    }
    if (!context.privileged) {
        context.printError("sysadm: insufficient privileges");
        return exitError;
    }
    context.host.maintenance = flag === "-s";
    context.fleet.changed();
    return exitOk;
}

/** The fields are [C]; how the table looks, and that it is empty outside maintenance, is [U]. */
function listMaintenance(context: CommandContext): number {
    if (!context.host.maintenance) {
        return exitOk;
    }
    const record: Record<string, string> = { type: "admin", user: "root", date: "2026-11-23T00:00:00Z", message: "-" };
    const fieldsAt = context.args.indexOf("-o");
    if (context.args.includes("-p")) {
        const names = fieldsAt < 0 ? [] : (context.args[fieldsAt + 1] ?? "").split(",");
        if (names.length === 0) {
            context.printError("sysadm: -p requires -o");
            return exitUsage;
        }
        context.print(`${names.map((name) => record[name.toLowerCase()] ?? "").join(":")}\n`);
        return exitOk;
    }
    context.print("TYPE     USER     DATE                 MESSAGE\n");
    context.print(`admin    root     ${record.date ?? ""} -\n`);
    return exitOk;
}

/** Columns of virtinfo from memory [U]. */
export function virtinfo(context: CommandContext): number {
    context.print("NAME            CLASS     \n");
    context.print("non-global-zone supported \n");
    context.print("kernel-zone     supported \n");
    return exitOk;
}

/** `uname`, whose -v is the release, SRU included [I]. */
export function uname(context: CommandContext): number {
    const { host } = context;
    const machine = host.architecture === "sparc" ? "sun4v" : "i86pc";
    const values: Record<string, string> = {
        s: "SunOS",
        n: host.nodeName,
        r: "5.11",
        v: host.release,
        m: machine,
        p: host.architecture,
        i: machine,
    };
    const letters = context.args
        .filter((argument) => argument.startsWith("-"))
        .join("")
        .replaceAll("-", "");
    const wanted = letters.includes("a") ? "snrvmpi" : letters === "" ? "s" : letters;
    const printed = ["s", "n", "r", "v", "m", "p", "i"]
        .filter((letter) => wanted.includes(letter))
        .map((letter) => values[letter]);
    context.print(`${printed.join(" ")}\n`);
    return exitOk;
}

/** `pkg info entire`, as far as anybody reads it; layout from memory [U]. */
export function pkg(context: CommandContext): number {
    if (context.args[0] !== "info") {
        return exitUsage;
    }
    context.print("             Name: entire\n            State: Installed\n        Publisher: solaris\n");
    context.print(`          Version: ${context.host.release}\n`);
    return exitOk;
}

/** `ssh [options] [--] [user@]host command`: the source's way to the target. */
export async function ssh(context: CommandContext): Promise<number> {
    const { args } = context;
    let at = 0;
    let batch = false;
    let port: number | undefined;
    let user = context.user;
    for (; (args[at] ?? "").startsWith("-"); at += 1) {
        const option = args[at] ?? "";
        if (option === "--") {
            at += 1;
            break;
        }
        if (/^-[opliFJc]$/.test(option)) {
            at += 1;
            const value = args[at] ?? "";
            batch ||= option === "-o" && /^BatchMode[= ]yes$/i.test(value);
            port = option === "-p" ? Number(value) : port;
            user = option === "-l" ? value : user;
        } else if (/^-oBatchMode=yes$/i.test(option)) {
            batch = true;
        }
    }
    const destination = (args[at] ?? "").replace(/^ssh:\/\//, "");
    const command = args.slice(at + 1).join(" ");
    const [before, after] = destination.includes("@") ? destination.split("@") : [user, destination];
    const [address = "", portText] = (after ?? "").split(":");
    const host = context.fleet.reach(address, portText === undefined ? port : Number(portText));
    if (host === undefined) {
        context.printError(`ssh: Could not resolve hostname ${address}: node name or service name not known`);
        return 255;
    }
    if (context.host.cutFrom.has(host.name)) {
        await takeTime(context, context.fleet.latency.portTimeout);
        context.printError(`ssh: connect to host ${address} port ${port ?? 22}: Connection timed out`);
        return 255;
    }
    if (!host.reachable) {
        context.printError(`ssh: connect to host ${address} port ${port ?? 22}: Connection refused`);
        return 255;
    }
    if (context.host.spec.knownHostKeys?.includes(host.name) === false) {
        // OpenSSH's own words; a person at a terminal would be asked instead.
        context.printError("Host key verification failed.");
        return 255;
    }
    if (!(context.host.spec.trustedBy?.includes(host.name) ?? true)) {
        if (!batch) {
            await promptForPassword(context);
        }
        context.printError(`${before ?? user}@${address}: Permission denied (publickey,keyboard-interactive).`);
        return 255;
    }
    return context.runOn(host, before ?? user, command);
}

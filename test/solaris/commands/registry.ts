import type { CommandDefinition } from "./command";
import { date } from "./date";
import { chmod, ln, mkdir, mv, rm, rmdir, touch } from "./fileCommands";
import { ls } from "./ls";
import { id, kill, ps, sleep } from "./processCommands";
import { auths, profiles } from "./rightsCommands";
import { dladm, prtconf, psrinfo, suriadm } from "./machineCommands";
import { svcs } from "./svcs";
import { pkg, ssh, sysadm, uname, virtinfo } from "./systemCommands";
import { cat, echo, grep, head, printf, tail, test, wc } from "./textCommands";
import { zoneadm } from "./zoneadm";
import { zonecfg } from "./zonecfg";
import { ping, zlogin } from "./zlogin";

/** Every program of a simulated host. */
const commands: Record<string, CommandDefinition> = {
    zoneadm: { directory: "/usr/sbin", run: zoneadm, takesTime: true },
    zonecfg: { directory: "/usr/sbin", run: zonecfg, takesTime: true },
    zlogin: { directory: "/usr/sbin", run: zlogin, takesTime: true },
    sysadm: { directory: "/usr/sbin", run: sysadm, takesTime: true },
    virtinfo: { directory: "/usr/sbin", run: virtinfo, takesTime: true },
    psrinfo: { directory: "/usr/sbin", run: psrinfo, takesTime: true },
    prtconf: { directory: "/usr/sbin", run: prtconf, takesTime: true },
    dladm: { directory: "/usr/sbin", run: dladm, takesTime: true },
    suriadm: { directory: "/usr/sbin", run: suriadm, takesTime: true },
    ping: { directory: "/usr/sbin", run: ping },
    svcs: { directory: "/usr/bin", run: svcs, takesTime: true },
    pkg: { directory: "/usr/bin", run: pkg, takesTime: true },
    ssh: { directory: "/usr/bin", run: ssh, takesTime: true },
    hostid: {
        directory: "/usr/bin",
        run: (context) => {
            context.print(`${context.host.hostid}\n`);
            return 0;
        },
    },
    hostname: {
        directory: "/usr/bin",
        run: (context) => {
            context.print(`${context.host.nodeName}\n`);
            return 0;
        },
    },
    zonename: {
        directory: "/usr/bin",
        run: (context) => {
            context.print("global\n");
            return 0;
        },
    },
    uname: { directory: "/usr/bin", run: uname },
    id: { directory: "/usr/bin", run: id },
    profiles: { directory: "/usr/bin", run: profiles },
    auths: { directory: "/usr/bin", run: auths },
    date: { directory: "/usr/bin", run: date },
    echo: { directory: "/usr/bin", run: echo },
    printf: { directory: "/usr/bin", run: printf },
    cat: { directory: "/usr/bin", run: cat },
    grep: { directory: "/usr/bin", run: grep },
    "[": {
        directory: "/usr/bin",
        run: (context) => test({ ...context, args: context.args.slice(0, -1) }),
        quiet: true,
    },
    test: { directory: "/usr/bin", run: test, quiet: true },
    head: { directory: "/usr/bin", run: head, quiet: true },
    tail: { directory: "/usr/bin", run: tail, quiet: true },
    wc: { directory: "/usr/bin", run: wc, quiet: true },
    ls: { directory: "/usr/bin", run: ls, quiet: true },
    mkdir: { directory: "/usr/bin", run: mkdir, quiet: true },
    rmdir: { directory: "/usr/bin", run: rmdir, quiet: true },
    rm: { directory: "/usr/bin", run: rm, quiet: true },
    mv: { directory: "/usr/bin", run: mv, quiet: true },
    ln: { directory: "/usr/bin", run: ln, quiet: true },
    chmod: { directory: "/usr/bin", run: chmod, quiet: true },
    touch: { directory: "/usr/bin", run: touch, quiet: true },
    kill: { directory: "/usr/bin", run: kill, quiet: true },
    ps: { directory: "/usr/bin", run: ps, quiet: true },
    sleep: { directory: "/usr/bin", run: sleep, quiet: true },
    true: { directory: "/usr/bin", run: () => 0 },
    false: { directory: "/usr/bin", run: () => 1 },
};

/** Names of all programs that do not run another one. */
export function commandNames(): string[] {
    return Object.keys(commands);
}

/** The directory in which a program is on Solaris. */
export function directoryOf(name: string): string {
    return commandNamed(name).directory;
}

/** @throws Error for a name that is not one of `commandNames()`. */
export function commandNamed(name: string): CommandDefinition {
    const definition = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (definition === undefined) {
        throw new Error(`no simulated program is named ${name}`);
    }
    return definition;
}

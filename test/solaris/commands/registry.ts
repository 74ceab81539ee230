import type { CommandDefinition } from "./command";
import { date } from "./date";
import { auths, profiles } from "./rightsCommands";
import { pkg, psrinfo, ssh, svcs, sysadm, uname, virtinfo, zlogin } from "./systemCommands";
import { cat, echo, grep, id, printf, rm, sleep } from "./textCommands";
import { zoneadm } from "./zoneadm";
import { zonecfg } from "./zonecfg";

/** Every program of a simulated host. */
const commands: Record<string, CommandDefinition> = {
    zoneadm: { directory: "/usr/sbin", run: zoneadm, takesTime: true },
    zonecfg: { directory: "/usr/sbin", run: zonecfg, takesTime: true },
    zlogin: { directory: "/usr/sbin", run: zlogin, takesTime: true },
    sysadm: { directory: "/usr/sbin", run: sysadm, takesTime: true },
    virtinfo: { directory: "/usr/sbin", run: virtinfo, takesTime: true },
    psrinfo: { directory: "/usr/sbin", run: psrinfo, takesTime: true },
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
            context.print(`${context.host.name}\n`);
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
    rm: { directory: "/usr/bin", run: rm },
    sleep: { directory: "/usr/bin", run: sleep },
    true: { directory: "/usr/bin", run: () => 0 },
    false: { directory: "/usr/bin", run: () => 1 },
};

/** /bin and /sbin are links to /usr/bin and /usr/sbin. */
function canonicalDirectory(directory: string): string {
    return directory === "/bin" || directory === "/sbin" ? `/usr${directory}` : directory;
}

/** Finds a program by bare name, or by the absolute path that it has on Solaris. */
export function findCommand(program: string): { name: string; definition: CommandDefinition } | undefined {
    const slash = program.lastIndexOf("/");
    const name = program.slice(slash + 1);
    const definition = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (
        definition === undefined ||
        (slash >= 0 && canonicalDirectory(program.slice(0, slash)) !== definition.directory)
    ) {
        return undefined;
    }
    return { name, definition };
}

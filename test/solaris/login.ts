import type { Login } from "./commands/command";
import type { DescriptorTable } from "./descriptor";
import type { WorkingDirectory } from "./fileAccess";
import { FileError } from "./fileNodes";
import { FileSystem } from "./fileSystem";
import type { Process } from "./processes";
import { furnishPrograms } from "./programFiles";
import type { Launch, ShellHost } from "./programs";

/** What a process of a new login starts with, in the home directory of its user. */
export function startLogin(login: Login, descriptors: DescriptorTable, args: readonly string[], line: string): Launch {
    const { host, user } = login;
    furnishPrograms(host);
    const process = host.processes.start({ user, args });
    process.hold(descriptors);
    return {
        login: { ...login, environment: { HOME: FileSystem.home(user), ...login.environment } },
        process,
        descriptors,
        cwd: homeOf(login),
        umask: 0o022,
        privileged: user === "root" || host.spec.requirePrivilege === "none",
        commandLine: line,
    };
}

/** A command line that runs. */
export interface LoginRun {
    process: Process;
    /** Its exit status. @throws HostLost, FleetStopped when the host or the fleet goes down meanwhile. */
    status: Promise<number>;
}

/** Runs a command line as sshd does: `sh -c` in a process of its own. */
export function runLogin(login: Login, descriptors: DescriptorTable, commandLine: string, shells: ShellHost): LoginRun {
    const launch = startLogin(login, descriptors, ["sh", "-c", commandLine], commandLine);
    const { process } = launch;
    return { process, status: process.run(() => shells.runScript(launch, commandLine, ["sh"])) };
}

function homeOf({ host, user }: Login): WorkingDirectory {
    const { fileSystem } = host;
    try {
        return fileSystem.access(user).enterDirectory(FileSystem.home(user));
    } catch (error) {
        if (error instanceof FileError) {
            return { path: "/", node: fileSystem.root };
        }
        throw error;
    }
}

import type { SolarisHosts } from "../../solaris/hosts";
import { loginObstacle, loginToTarget, type LoginObstacle } from "../../solaris/loginToTarget";
import type { MigrationDestination } from "../../solaris/migrationUri";
import type { CommandResult } from "../../transport/command";
import { concern, type Finding } from "./findings";

/** The login that a migration by `ssh` will make. */
export interface LoginQuestion {
    /** Inventory names of the two hosts. */
    readonly from: string;
    readonly to: string;
    readonly destination: MigrationDestination;
}

/**
 * Tries on the source to log in to the target as zoneadm will have to do it (solaris-facts 2.2 [C]). Other schemes than
 * `ssh` cannot be tried. Changes nothing; waits no longer than ssh itself does, 10 s to connect.
 *
 * @returns Undefined where it works, or cannot be tried.
 * @throws SolarisError where the source itself cannot be asked.
 */
export async function probeLogin(hosts: SolarisHosts, question: LoginQuestion): Promise<Finding | undefined> {
    if (question.destination.scheme !== "ssh") {
        return undefined;
    }
    return judgeLogin(question, await hosts.call(question.from, loginToTarget(question.destination)));
}

/** What the end of such a login says. Pure. */
export function judgeLogin({ from, to, destination }: LoginQuestion, result: CommandResult): Finding | undefined {
    if (result.kind === "exited" && result.exitCode === 0) {
        return undefined;
    }
    const lines = result.lines.map(({ text }) => text.trim()).filter((line) => line !== "");
    const { user, address } = destination;
    const way = `the login from ${from} to ${to} (${user}@${address})`;
    const details = { host: from, property: "host" };
    if (result.kind !== "exited") {
        return concern("TARGET_LOGIN_FAILED", { ...details, message: `${way} could not be tried: ${endOf(result)}` });
    }
    const known = obstacles[loginObstacle(lines)];
    return concern("TARGET_LOGIN_FAILED", {
        ...details,
        message: `${way} does not work: ${known}`,
        lines: lines.slice(-3),
        remedy: `This shows the commands that mend it: npx pulumi-solaris check-host ${from} --to ${to}`,
    });
}

const obstacles: Readonly<Record<LoginObstacle, string>> = {
    hostKeyUnknown: "the target's host key is not known on the source",
    hostKeyChanged: "the target shows another host key than the one known on the source",
    refused: "the target does not take the source's key",
    unresolved: "the target's name is not known on the source",
    unreachable: "the target is not reached from the source",
    other: "ssh failed",
};

function endOf(result: Exclude<CommandResult, { readonly kind: "exited" }>): string {
    switch (result.kind) {
        case "signalled":
            return `ssh was ended by signal ${result.signal}`;
        case "lost":
            return result.reason;
        case "timedOut":
            return `no end within ${Math.round(result.afterMs / 1000)} s`;
        case "prompted":
            return `it asks "${result.prompt}"`;
    }
}

import { loginObstacle, type LoginObstacle } from "../solaris/loginToTarget";
import type { MigrationDestination } from "../solaris/migrationUri";
import type { InventoryHost } from "../transport/inventory/inventory";
import type { Answer } from "./answer";
import { failed, faultOf, lastLines, ok, skipped, type CheckRow } from "./report";
import { unanswered } from "./unanswered";

const check = "login to target";

/** The way from a source to a target. */
export interface WayToTarget {
    readonly source: InventoryHost;
    readonly destination: MigrationDestination;
}

/**
 * The row for a scheme that cannot be tried without a prompt; undefined for `ssh`, which can.
 *
 * @param target The target's name.
 */
export function untriedRow(target: string, { destination }: WayToTarget): CheckRow | undefined {
    switch (destination.scheme) {
        case "ssh":
            return undefined;
        case "rads":
            return failed(check, {
                detail: `rads to ${target} always asks for a password`,
                remedy: `Set migration.scheme of ${target} to ssh, or to radg where there is Kerberos.`,
                code: "PASSWORD_PROMPT",
            });
        case "radg":
            return skipped(check, `radg to ${target} cannot be tried without a Kerberos ticket`);
    }
}

/** Whether the source logs in to the target by itself, by what `ssh` said on the source. */
export function targetLoginRow(target: string, way: WayToTarget, answer: Answer): CheckRow {
    if (answer.kind !== "answered") {
        return unanswered(check, answer);
    }
    if (answer.exitCode === 0) {
        return ok(check, `${describe(way)}${rootCaveat(way)}`);
    }
    const obstacle = loginObstacle(answer.lines);
    if (obstacle === "other") {
        return failed(check, faultOf(answer.failure()));
    }
    return failed(check, {
        detail: [`${describe(way)}: ${obstacles[obstacle].detail}`, ...lastLines(answer.lines, 1)].join("; "),
        remedy: obstacles[obstacle].remedy(target, way, answer.lines),
        code: obstacles[obstacle].code,
    });
}

interface Obstacle {
    readonly detail: string;
    /** @param lines What `ssh` printed. */
    readonly remedy: (target: string, way: WayToTarget, lines: readonly string[]) => string;
    readonly code: "HOST_KEY_UNKNOWN" | "HOST_KEY_MISMATCH" | "LOGIN_REFUSED" | "HOST_UNREACHABLE";
}

const obstacles: Readonly<Record<Exclude<LoginObstacle, "other">, Obstacle>> = {
    hostKeyUnknown: {
        detail: "the target's host key is not known there",
        remedy: (target, way) =>
            `Put ${target}'s key on record for every user of ${way.source.name}, as root there, after comparing it (docs/guides/hosts.md, step 5):\n` +
            `${keyscanLine(way.destination)} > /root/${target}.key\n` +
            `ssh-keygen -lf /root/${target}.key\n` +
            `for key in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf $key; done   # on ${target}: must show the same\n` +
            `cat /root/${target}.key >> /etc/ssh/ssh_known_hosts   # only then`,
        code: "HOST_KEY_UNKNOWN",
    },
    hostKeyChanged: {
        detail: "the target shows another host key than the one known there",
        remedy: (target, way, lines) =>
            `Find out why; if ${target}'s key is new, remove the old one on ${way.source.name}, and put the new one on record as in docs/guides/hosts.md, step 5:\n` +
            `ssh-keygen -R ${recordedName(way.destination)}${offendingFile(lines)}`,
        code: "HOST_KEY_MISMATCH",
    },
    refused: {
        detail: "the target does not take the source's key",
        remedy: (target, way) =>
            `Let ${way.destination.user} on ${target} take the key of ${way.source.user} on ${way.source.name}; as ${way.source.user} there:\n` +
            `test -f ~/.ssh/id_ed25519 || ssh-keygen -t ed25519 -N '' -f ~/.ssh/id_ed25519\n` +
            `cat ~/.ssh/id_ed25519.pub   # append this to ~${way.destination.user}/.ssh/authorized_keys on ${target}`,
        code: "LOGIN_REFUSED",
    },
    unresolved: {
        detail: "the target's name is not known there",
        remedy: (target, way) =>
            `Make ${way.destination.address} known on ${way.source.name} (DNS, /etc/hosts), or set migration.address of ${target} to an address that it reaches.`,
        code: "HOST_UNREACHABLE",
    },
    unreachable: {
        detail: "the target is not reached from there",
        remedy: (target, way) =>
            `Open SSH from ${way.source.name} to ${target}, or set migration.address and migration.port of ${target} to where it answers; on ${way.source.name}:\n` +
            sshLine(way.destination),
        code: "HOST_UNREACHABLE",
    },
};

function describe({ source, destination: { user, address, port } }: WayToTarget): string {
    return `${source.user} here -> ${user}@${address}${port === undefined ? "" : ` port ${port}`}`;
}

/** Under sudo zoneadm runs as root, and whose key it uses is not confirmed. */
function rootCaveat({ source }: WayToTarget): string {
    return source.privilege === "sudo" ? "; under sudo root's own key may be the one that counts [U]" : "";
}

function sshLine({ user, address, port }: MigrationDestination): string {
    return `ssh ${portOption(port)}${user}@${withoutBrackets(address)} true`;
}

function portOption(port: number | undefined): string {
    return port === undefined ? "" : `-p ${port} `;
}

/** An IPv6 address stands in brackets in a URI only. */
function withoutBrackets(address: string): string {
    return address.replace(/^\[(.*)\]$/, "$1");
}

function keyscanLine({ address, port }: MigrationDestination): string {
    return `ssh-keyscan -t ed25519,rsa ${portOption(port)}${withoutBrackets(address)}`;
}

/** The file in which the old key stands, as OpenSSH names it; without it `ssh-keygen -R` takes the user's own. */
function offendingFile(lines: readonly string[]): string {
    const file = lines.map((line) => /^Offending .*\bkey in (\/\S+):\d+\s*$/.exec(line)?.[1]).find(Boolean);
    return file === undefined ? "" : ` -f ${file}`;
}

function recordedName({ address, port }: MigrationDestination): string {
    return port === undefined ? withoutBrackets(address) : `'[${withoutBrackets(address)}]:${port}'`;
}

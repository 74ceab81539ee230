import type { DiscoveredFinding, DiscoveredZone } from "./discovery";

/** The zones of one host against which the same speaks. */
interface Obstacle extends DiscoveredFinding {
    readonly host: string;
    readonly zones: Set<string>;
    readonly targets: Set<string>;
}

/**
 * What stands in the way of moves, and what may: a paragraph each, in which zones of one host with the same code stand
 * together, with the message of the first. All messages are in the JSON.
 *
 * @param unread Hosts of which it has been said that they could not be read.
 */
export function renderObstacles(zones: readonly DiscoveredZone[], unread: ReadonlySet<string>): string[] {
    const obstacles = [...obstaclesOf(zones, unread).values()];
    return (["error", "warning"] as const).flatMap((severity) => {
        const lines = obstacles.filter((obstacle) => obstacle.severity === severity).map(describe);
        return lines.length === 0 ? [] : [[titles[severity], ...lines].join("\n")];
    });
}

const titles = {
    error: "What stands in the way of a live move:",
    warning: "* What may stand in the way of a live move, Solaris's dry run decides:",
} as const;

function obstaclesOf(zones: readonly DiscoveredZone[], unread: ReadonlySet<string>): Map<string, Obstacle> {
    const obstacles = new Map<string, Obstacle>();
    for (const { zoneName, host, liveMigration } of zones) {
        for (const [target, { findings }] of Object.entries(liveMigration)) {
            for (const finding of unread.has(target) ? [] : findings) {
                const key = [finding.severity, finding.code, host].join(" ");
                const obstacle = obstacles.get(key) ?? { ...finding, host, zones: new Set(), targets: new Set() };
                obstacle.zones.add(zoneName);
                obstacle.targets.add(target);
                obstacles.set(key, obstacle);
            }
        }
    }
    return obstacles;
}

function describe({ code, message, host, zones, targets }: Obstacle): string {
    return `  ${shortList([...zones])} on ${host}, to ${shortList([...targets])}: ${code}: ${message}`;
}

const mostNamed = 3;

function shortList(names: readonly string[]): string {
    const more = names.length - mostNamed;
    return more > 1 ? `${names.slice(0, mostNamed).join(", ")} and ${more} more` : names.join(", ");
}

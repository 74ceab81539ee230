import type { ZoneConfig } from "./configSchema";
import { memoryStepProblem } from "./memorySize";

/** Something in `config` that is allowed and may not be meant. */
export interface ConfigWarning {
    /** The property, such as `config.suspend.storage`. */
    readonly property: string;
    readonly message: string;
}

/**
 * What is wrong with the memory for a host of an architecture: the unit in which memory is given differs between them, and
 * the schema does not know the hosts.
 *
 * @param architecture The host's `uname -p`: `sparc` or `i386`.
 */
export function memoryUnitProblem(config: ZoneConfig, architecture: string): string | undefined {
    const physical = config.cappedMemory?.physical;
    return physical === undefined ? undefined : memoryStepProblem(physical, architecture);
}

/**
 * What a `config` lacks for making a zone. One that is taken over has it already.
 *
 * @param config As a program has written it, checked or not; values that are not known yet count as given.
 */
export function creationProblems(config: Readonly<Record<string, unknown>>): ConfigWarning[] {
    // A kernel zone is installed onto the device that has `bootpri` set; it has no other root [C].
    return config["devices"] === undefined
        ? [
              {
                  property: "config.devices",
                  message: "is required to make a zone: name the disk from which it boots, with `bootpri: 0`",
              },
          ]
        : [];
}

/** What a person should know of a `config` that is right in itself. */
export function configWarnings(config: ZoneConfig): ConfigWarning[] {
    return [...suspendWarnings(config), ...diskWarnings(config)];
}

function suspendWarnings({ suspend, cappedMemory }: ZoneConfig): ConfigWarning[] {
    const size = cappedMemory?.physical ?? "the zone's memory";
    if (suspend?.storage !== undefined) {
        // The size of what a URI names is known to its host alone.
        return [
            {
                property: "config.suspend.storage",
                message: `must be at least as large as the zone's memory (${size}), which is not checked here`,
            },
        ];
    }
    return suspend?.path === undefined
        ? []
        : [
              {
                  property: "config.suspend.path",
                  message:
                      "is a file of one host: a zone that is suspended there cannot move warm; use `storage` on shared storage",
              },
          ];
}

function diskWarnings({ devices }: ZoneConfig): ConfigWarning[] {
    return (devices ?? []).flatMap(({ match }, index) =>
        match === undefined
            ? []
            : [
                  {
                      property: `config.devices[${index}].match`,
                      message:
                          "names a disk of one host, and a migration needs shared storage: use `storage` with its URI",
                  },
              ],
    );
}

import { getopt } from "./command";

/** How a command appears in the log and in faults, and the zone it is about. */
export interface CommandIdentity {
    name: string;
    zone?: string;
}

/** Names a command by program, subcommand and the options that change what it does. */
export function identify(program: string, args: string[]): CommandIdentity {
    if (program === "zoneadm") {
        const { options, operands } = getopt(args, "z:u:R:");
        const [subcommand = "", ...rest] = operands;
        const dryRun = (subcommand === "migrate" || subcommand === "apply") && getopt(rest, "nqwc:t:").options.has("n");
        return { name: ["zoneadm", subcommand, dryRun ? "-n" : ""].filter(Boolean).join(" "), zone: options.get("z") };
    }
    if (program === "zonecfg") {
        const { options, operands } = getopt(args, "z:rf:R:");
        const verb = /^[a-z]*/.exec(operands.join(" ").trim())?.[0] ?? "";
        const flags = ["r", "f"].filter((letter) => options.has(letter)).map((letter) => `-${letter}`);
        return { name: ["zonecfg", ...flags, verb].filter(Boolean).join(" "), zone: options.get("z") };
    }
    if (program === "sysadm" || program === "pkg") {
        return { name: [program, args[0] ?? ""].filter(Boolean).join(" ") };
    }
    if (program === "zlogin") {
        return { name: program, zone: getopt(args, "CSEl:e:").operands[0] };
    }
    return { name: program };
}

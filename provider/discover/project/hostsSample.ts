import { printText } from "./literal";

/** What a person has said of the hosts, for the project to say it again. */
export interface GivenHosts {
    /** The value of `solaris:hosts`; undefined where the hosts are known by OpenSSH's configuration alone. */
    readonly hosts: object | undefined;
    /** The value of `solaris:sshConfig`; undefined for OpenSSH's usual files. */
    readonly sshConfig: string | undefined;
}

const secretProperties = ["password", "passphrase"];

/** The configuration of a stack as far as it was given, as YAML. Passwords and passphrases are left out. */
export function hostsSample({ hosts, sshConfig }: GivenHosts): string {
    const lines = [
        ...(sshConfig === undefined ? [] : [`  solaris:sshConfig: ${printText(sshConfig)}`]),
        ...(hosts === undefined ? [] : ["  solaris:hosts:", ...Object.entries(hosts).flatMap(describeHost)]),
    ];
    const head = "# Copy to Pulumi.dev.yaml.";
    return lines.length === 0
        ? `${head} The hosts are known by OpenSSH's own configuration; solaris:hosts can say more of them.\nconfig: {}\n`
        : [head, "config:", ...lines, ""].join("\n");
}

// JSON is YAML, and in quotes no name is taken for a number or a truth value.
function describeHost([name, settings]: [string, unknown]): string[] {
    const entries = typeof settings === "object" && settings !== null ? Object.entries(settings) : [];
    const open = entries.filter(([key]) => !secretProperties.includes(key));
    const secret = entries.map(([key]) => key).filter((key) => secretProperties.includes(key));
    return [
        ...secret.map(
            (key) =>
                `    # Its ${key} is not written here: pulumi config set --secret --path 'solaris:hosts[${printText(name)}].${key}'`,
        ),
        `    ${printText(name)}:${open.length === 0 ? " {}" : ""}`,
        ...open.map(([key, value]) => `      ${printText(key)}: ${printJson(value)}`),
    ];
}

function printJson(value: unknown): string {
    if (typeof value === "string") {
        return printText(value);
    }
    if (Array.isArray(value)) {
        return `[${value.map(printJson).join(", ")}]`;
    }
    if (typeof value === "object" && value !== null) {
        const members = Object.entries(value).map(([key, member]) => `${printText(key)}: ${printJson(member)}`);
        return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
    }
    return String(value);
}

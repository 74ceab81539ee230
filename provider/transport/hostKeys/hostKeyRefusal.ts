import { isIPv6 } from "node:net";
import { SolarisError } from "../../errors/solarisError";
import { fingerprint } from "./fingerprint";
import type { RecordedNames } from "./knownHosts";
import type { RecordedKey } from "./knownHostsFiles";
import { describeKey, keyTypeOf } from "./publicKey";
import { quoteArgument } from "../commands/quote";
import type { SshTarget } from "../target";

/** A host in a message: the user's name for it, and where that leads to. */
export function describeHost({ name, address, port }: SshTarget): string {
    return `${name} (${isIPv6(address) ? `[${address}]` : address}:${port})`;
}

/** None of the pinned keys is the one that the host shows. */
export function keyNotPinned(target: SshTarget, key: Buffer, pins: readonly string[]): SolarisError {
    return new SolarisError("HOST_KEY_MISMATCH", {
        message: `${describeHost(target)} shows another host key than the one that is pinned`,
        host: target.name,
        lines: [shown(key), ...pins.map((pin) => `pinned as hostKey: ${pin}`)],
        property: `solaris:hosts.${target.name}.hostKey`,
        remedy: `Find out why. ${compare(key)} If they agree, set \`hostKey\` of the host in \`solaris:hosts\` to ${fingerprint(key)}.`,
    });
}

/** The key that the host shows is marked `@revoked`. */
export function revokedKey(target: SshTarget, key: Buffer, revoked: RecordedKey): SolarisError {
    return new SolarisError("HOST_KEY_MISMATCH", {
        message: `${describeHost(target)} shows a host key that has been revoked`,
        host: target.name,
        lines: [shown(key), `revoked at ${place(revoked)}`],
        remedy: "Whoever holds this key can pass for the host: do not use it. Give the host a new key, and put that on record.",
    });
}

/** Other keys of the host are on record than the one that it shows. */
export function changedKey(
    target: SshTarget,
    key: Buffer,
    name: string,
    recorded: readonly RecordedKey[],
): SolarisError {
    const type = keyTypeOf(key);
    const types = [...new Set(recorded.map((each) => each.type))];
    const sameType = type !== undefined && types.includes(type);
    return new SolarisError("HOST_KEY_MISMATCH", {
        message: sameType
            ? `${describeHost(target)} shows another host key than the one on record`
            : `${describeHost(target)} shows a host key of a type that is not on record (on record: ${types.join(", ")})`,
        host: target.name,
        lines: [shown(key), ...recorded.map((each) => `on record: ${describeKey(each.key)} at ${place(each)}`)],
        remedy: [
            `Find out why: a reinstalled host, other keys in its sshd_config, another machine at its address, or an attacker. ${compare(key)}`,
            "If they agree, take the old key off the record, and put the new one there:",
            ...removals(name, recorded),
        ].join("\n"),
    });
}

/** Only certificate authorities vouch for the host. */
export function certificateExpected(target: SshTarget, key: Buffer, authorities: readonly RecordedKey[]): SolarisError {
    return new SolarisError("HOST_KEY_CERTIFICATE", {
        message: `${describeHost(target)} is vouched for by a certificate authority only, and host certificates cannot be checked here`,
        host: target.name,
        lines: [
            shown(key),
            ...authorities.map((each) => `@cert-authority: ${describeKey(each.key)} at ${place(each)}`),
        ],
        remedy: `Put the host's plain key on record as well. ${compare(key)} ${putOnRecord(key)}`,
    });
}

/** Nothing vouches for the host. */
export function unknownKey(
    target: SshTarget,
    key: Buffer,
    { name, plainName }: RecordedNames,
    files: readonly string[],
    keysWithoutPort: readonly RecordedKey[],
): SolarisError {
    const names = plainName === undefined ? name : `${name}, then ${plainName},`;
    return new SolarisError("HOST_KEY_UNKNOWN", {
        message: `${describeHost(target)} shows a host key that nothing vouches for`,
        host: target.name,
        lines: [
            shown(key),
            files.length === 0
                ? "there is no known_hosts file in which to look for it"
                : `looked for ${names} in ${files.join(", ")}`,
            ...keysWithoutPort.map(
                (each) => `another key without the port: ${describeKey(each.key)} at ${place(each)}`,
            ),
        ],
        remedy: `${compare(key)} ${putOnRecord(key)}`,
    });
}

function shown(key: Buffer): string {
    return `shown: ${describeKey(key)}`;
}

function place({ file, lineNumber }: RecordedKey): string {
    return `${file}:${lineNumber}`;
}

function compare(key: Buffer): string {
    const file = `/etc/ssh/ssh_host_${keyFileOf(keyTypeOf(key))}_key.pub`;
    return `Compare the fingerprint shown with that of \`ssh-keygen -lf ${file}\` on the host's own console.`;
}

/** What sshd's key file of a type is called. */
function keyFileOf(type: string | undefined): string {
    if (type === "ssh-rsa") {
        return "rsa";
    }
    return type?.startsWith("ecdsa-") === true ? "ecdsa" : "ed25519";
}

function putOnRecord(key: Buffer): string {
    return `If they agree, log in once with \`ssh\`, which asks and then adds the key to known_hosts; or set \`hostKey\` of the host in \`solaris:hosts\` to ${fingerprint(key)}.`;
}

/** How the keys of a name are taken off the record, file by file. */
function removals(name: string, recorded: readonly RecordedKey[]): string[] {
    const files = [...new Set(recorded.map(({ file }) => file))];
    return files.map((file) => {
        const lines = recorded.filter((each) => each.file === file);
        // ssh-keygen -R takes the whole line away, and with a pattern every other host that the line covers.
        const shared = lines.filter(({ hosts }) => !hosts.startsWith("|") && /[*?!]/.test(hosts));
        return shared.length === 0
            ? `ssh-keygen -R ${quoteArgument(name)} -f ${quoteArgument(file)}`
            : `edit ${shared.map(place).join(", ")} by hand: a pattern there covers other hosts too`;
    });
}

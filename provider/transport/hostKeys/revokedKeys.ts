import { SolarisError } from "../../errors/solarisError";
import type { RecordedKey } from "./knownHostsFiles";
import { decodePublicKey } from "./publicKey";
import { readRegularFile } from "../regularFile";
import type { SshTarget } from "../target";

// How a key revocation list begins that `ssh-keygen -k` has made; PROTOCOL.krl of OpenSSH.
const binaryListMark = "SSHKRL\n\0";

/**
 * Reads OpenSSH's RevokedHostKeys: public keys, one a line, that are refused whatever else vouches for them.
 *
 * @throws SolarisError HOST_KEY_UNKNOWN where the file cannot be read, SSH_CONFIG_UNSUPPORTED where it is a binary list:
 *     fail closed, as `ssh` does.
 */
export async function readRevokedKeys({ name, hostKeys }: SshTarget): Promise<RecordedKey[]> {
    const file = hostKeys.revokedFile;
    if (file === undefined) {
        return [];
    }
    let text: string;
    try {
        text = (await readRegularFile(file)).toString("latin1");
    } catch (error) {
        throw new SolarisError("HOST_KEY_UNKNOWN", {
            message: `the file of revoked keys ${file} cannot be read, so the key of ${name} cannot be verified`,
            host: name,
            lines: [(error as Error).message],
            remedy: "Make the file readable, or correct `RevokedHostKeys` in OpenSSH's configuration.",
            cause: error,
        });
    }
    if (text.startsWith(binaryListMark)) {
        throw new SolarisError("SSH_CONFIG_UNSUPPORTED", {
            message: `the file of revoked keys ${file} is a binary list, which the provider cannot read`,
            host: name,
            remedy: "Name a file of public keys, one a line, as `RevokedHostKeys`, or pin the host's key as `hostKey` in `solaris:hosts` of a stack that sets `solaris:sshConfig`.",
        });
    }
    return text.split("\n").flatMap((line, index) => {
        const [type = "", base64 = ""] = line.trim().split(/[ \t]+/);
        const key = decodePublicKey(type, base64);
        return key === undefined
            ? []
            : [{ marker: "revoked" as const, hosts: "", type, key, file, lineNumber: index + 1 }];
    });
}

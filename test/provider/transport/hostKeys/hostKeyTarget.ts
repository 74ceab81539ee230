import { utils } from "ssh2";
import type { HostKeySettings, SshTarget } from "../../../../provider/transport/target";
import { sshTarget } from "../sshTarget";
import { generateKey } from "../../../solaris/sshKeys";

/** What a test of host keys says of its host. */
export interface HostKeyTargetOptions extends Partial<HostKeySettings> {
    readonly address?: string;
    readonly port?: number;
}

/** A host for tests of host keys that are not to depend on how settings are found: global1, at 10.0.0.1, port 22. */
export function hostKeyTarget({ address, port, ...hostKeys }: HostKeyTargetOptions = {}): SshTarget {
    return sshTarget({ address: address ?? "10.0.0.1", port: port ?? 22, hostKeys });
}

/** An unused public key of a type other than ed25519, as in a file of public keys, without a comment. */
export function otherPublicLine(type: "rsa" | "ecdsa", bits: number): string {
    const pair =
        type === "rsa"
            ? utils.generateKeyPairSync("rsa", { bits })
            : utils.generateKeyPairSync("ecdsa", { bits: bits as 256 | 384 | 521 });
    return pair.public.split(" ").slice(0, 2).join(" ");
}

/** The bytes of the key in a line `type base64`. */
export function keyOf(publicLine: string): Buffer {
    return Buffer.from(publicLine.split(" ")[1] ?? "", "base64");
}

/** Three host keys that have nothing to do with each other: two of one type, one of another. */
export function someKeys(): { key: string; other: string; ofOtherType: string } {
    return {
        key: generateKey("key").publicLine,
        other: generateKey("other").publicLine,
        ofOtherType: otherPublicLine("ecdsa", 256),
    };
}

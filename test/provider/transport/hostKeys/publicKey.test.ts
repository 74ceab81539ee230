import { decodePublicKey, keyTypeOf } from "../../../../provider/transport/hostKeys/publicKey";
import { generateKey } from "../../../solaris/sshKeys";
import { keyOf, otherPublicLine } from "./hostKeyTarget";

const ed25519 = generateKey("key").publicLine;

/** A key of the strings given, as it goes over the wire. */
function wire(...strings: (string | Buffer)[]): Buffer {
    return Buffer.concat(
        strings.flatMap((each) => {
            const content = Buffer.from(each as string);
            const length = Buffer.alloc(4);
            length.writeUInt32BE(content.length);
            return [length, content];
        }),
    );
}

describe("keyTypeOf", () => {
    it.each([
        ["ssh-ed25519", ed25519],
        ["ssh-rsa", otherPublicLine("rsa", 2048)],
        ["ecdsa-sha2-nistp256", otherPublicLine("ecdsa", 256)],
        ["ecdsa-sha2-nistp384", otherPublicLine("ecdsa", 384)],
        ["ecdsa-sha2-nistp521", otherPublicLine("ecdsa", 521)],
    ])("reads %s from the key itself", (type, line) => {
        expect(keyTypeOf(keyOf(line))).toBe(type);
    });

    it("takes types that it does not know as they come", () => {
        expect(keyTypeOf(wire("sk-ssh-ed25519@openssh.com", "a", "b"))).toBe("sk-ssh-ed25519@openssh.com");
    });

    it.each([
        ["nothing", Buffer.alloc(0)],
        ["half a length", Buffer.alloc(3)],
        ["a length beyond the end", Buffer.from([255, 255, 255, 255, 65])],
        ["an empty type", wire("", "a")],
        ["a type with a blank", wire("ssh ed25519", "a")],
        ["a type with a control character", wire("ssh-\x1b[2J", "a")],
        ["a type that is too long", wire("a".repeat(65))],
        ["a key cut off", keyOf(ed25519).subarray(0, -1)],
        ["a key with more behind it", Buffer.concat([keyOf(ed25519), Buffer.alloc(1)])],
        ["an ed25519 key that is too short", wire("ssh-ed25519", Buffer.alloc(31))],
        ["an ed25519 key of three parts", wire("ssh-ed25519", Buffer.alloc(32), "")],
        ["a type only", wire("ssh-rsa")],
        ["an RSA key of two parts", wire("ssh-rsa", "a")],
        ["an ECDSA key of another curve", wire("ecdsa-sha2-nistp256", "nistp384", "a")],
    ])("is undefined for %s", (_what, key) => {
        expect(keyTypeOf(key)).toBeUndefined();
    });
});

describe("decodePublicKey", () => {
    const [type = "", base64 = ""] = ed25519.split(" ");

    it("gives the bytes of a key that is of the type named", () => {
        expect(decodePublicKey(type, base64)).toEqual(keyOf(ed25519));
        expect(decodePublicKey(type, `${base64.slice(0, 5)}\r${base64.slice(5)}\r`)).toEqual(keyOf(ed25519));
    });

    it.each([
        ["another type", "ssh-rsa", base64],
        ["a type in upper case", "SSH-ED25519", base64],
        ["no type", "", base64],
        ["nothing", type, ""],
        ["padding that does not belong", type, `${base64}=`],
        ["characters beside base64", type, `${base64.slice(0, 10)}-${base64.slice(10)}`],
        ["a cut", type, base64.slice(0, -4)],
    ])("gives nothing for %s", (_what, wanted, text) => {
        expect(decodePublicKey(wanted, text)).toBeUndefined();
    });
});

import { isIP } from "node:net";
import { z } from "zod";
import { normalMac } from "../../solaris/macAddress";

const macWords: readonly string[] = ["auto", "random", "factory"];

/** `mac-address`: a unicast address in any usual spelling, or one of zonecfg's words; normalised to Solaris's spelling. */
export const macAddress = z.string().transform((text, context) => {
    if (macWords.includes(text)) {
        return text;
    }
    const mac = normalMac(text);
    const problem =
        mac === undefined
            ? "must be a MAC address such as `2:8:20:e7:b8:79`, or `auto`, `random` or `factory`"
            : mac === "0:0:0:0:0:0"
              ? "must not be all zeros"
              : Number.parseInt(mac, 16) % 2 === 1
                ? "must be the address of one interface, and is a group address (its first octet is odd)"
                : undefined;
    if (problem !== undefined) {
        context.addIssue({ code: "custom", message: problem });
        return z.NEVER;
    }
    return mac ?? text;
});

const vlanMessage = "must be a VLAN's number, 1 to 4094";

/** `vlan-id`. */
export const vlanId = z.number(vlanMessage).int(vlanMessage).min(1, vlanMessage).max(4094, vlanMessage);

/** A datalink of the host, such as `net1` or `aggr0`, or `auto`. */
export const datalink = z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_.]{0,30}$/, "must be the name of a datalink, such as `net1`, or `auto`");

const hostName = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$/;

// All digits and dots is a mistyped address, not a name.
const isHostName = (text: string): boolean => hostName.test(text) && !/^[\d.]+$/.test(text);

/** An IP address with or without the length of its prefix, or a host's name. */
export const addressWithPrefix = z.string().refine((text) => {
    const [, address = "", prefix] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
    const version = isIP(address);
    const longest = version === 4 ? 32 : 128;
    return version === 0
        ? prefix === undefined && isHostName(address)
        : prefix === undefined || (Number(prefix) >= 1 && Number(prefix) <= longest);
}, "must be an IP address, with its prefix length if it has one, such as `192.0.2.10/24`");

/** A router's IP address or name. */
export const routerAddress = z
    .string()
    .refine((text) => isIP(text) !== 0 || isHostName(text), "must be a router's IP address, such as `192.0.2.1`");

import { z } from "zod";
import { escapeOf } from "./escape";
import { addressWithPrefix, datalink, macAddress, routerAddress, vlanId } from "./networkForms";
import { strict } from "./strict";
import { clearableWord, word } from "./text";

/** A resource's `id`: Solaris's name for it within its type. */
export const resourceId = z
    .number("must be a whole number, as in `anet id=0`")
    .int("must be a whole number, as in `anet id=0`")
    .min(0, "must be 0 or more");

const count = z.number("must be a whole number").int("must be a whole number").min(1, "must be 1 or more");
const rings = z
    .union([z.number(), z.string()], "must be a number of rings, `sw` or `hw`")
    .transform(String)
    .refine((text) => /^(?:sw|hw|[1-9]\d*)$/.test(text), "must be a number of rings, `sw` or `hw`");
const bandwidth = z
    .union([z.number().positive("must be more than 0"), z.string()], "must be a bandwidth such as `100M`")
    .transform(String)
    .refine(
        (text) => /^\d+(?:\.\d+)?[KMG%]?$/i.test(text),
        "must be a bandwidth such as `100M`, or megabits per second",
    );
const linkProtections = z.string().regex(/^[a-z][a-z-]*$/, "must be a kind of link protection, such as `mac-nospoof`");

/** One `anet` resource: a network interface that Solaris makes for the zone. */
export const anetSchema = z.strictObject(
    {
        /** Number that tells the zone's anets from one another, and by which a change finds its anet. */
        id: resourceId,
        /**
         * Datalink of the host over which the interface is made, or `auto`. May differ between hosts: see `hostOverrides`.
         * Default: Solaris's, `auto`.
         */
        lowerLink: datalink.optional(),
        /**
         * MAC address in any usual spelling, or `auto`, `random` or `factory`. One that Solaris has made under `auto` is kept
         * over migrations. Default: Solaris's, `auto`.
         */
        macAddress: macAddress.optional(),
        /** Prefix of the MAC address that `random` makes. Default: Solaris's. */
        macPrefix: z
            .string()
            .regex(
                /^[0-9a-f]{1,2}(?:[:-][0-9a-f]{1,2}){0,4}$/i,
                "must be the first octets of a MAC address, such as `2:8:20`",
            )
            .optional(),
        /** Slot of the factory address that `factory` takes. */
        macSlot: count.optional(),
        /** VLAN, 1 to 4094. */
        vlanId: vlanId.optional(),
        /** IP addresses, with prefix lengths, that the zone may use on the interface. An empty list clears them. */
        allowedAddress: z.array(addressWithPrefix).optional(),
        /** Whether the zone's interface is configured with `allowedAddress` when it boots. Default: Solaris's, `true`. */
        configureAllowedAddress: z.boolean().optional(),
        /** Default routers, by IP address. */
        defrouter: z.array(routerAddress).optional(),
        /** DHCP client identifiers that the zone may use. */
        allowedDhcpCids: z.array(word).optional(),
        /** Kinds of link protection, such as `mac-nospoof`, one or a list. Default: Solaris's, `mac-nospoof`. */
        linkProtection: z
            .union([linkProtections, z.array(linkProtections)], "must be a kind of link protection or a list of them")
            .transform((kinds) => (typeof kinds === "string" ? [kinds] : kinds))
            .optional(),
        /** Largest packet, in bytes. */
        mtu: z
            .number("must be a number of bytes")
            .int("must be a whole number of bytes")
            .min(68, "must be at least 68")
            .max(65535, "must be at most 65535")
            .optional(),
        /** Largest bandwidth: megabits per second, or with a unit as in `100M` or `2G`. */
        maxbw: bandwidth.optional(),
        /** Share of the bandwidth against other interfaces of the same link. */
        bwshare: z
            .union([count, z.string()], "must be a share, such as `20`")
            .transform(String)
            .refine((text) => /^\d+%?$/.test(text), "must be a share, such as `20`")
            .optional(),
        /** Priority of the interface's packets. */
        priority: z.enum(["low", "medium", "high"]).optional(),
        /** Receive rings: a number, `sw` or `hw`. */
        rxrings: rings.optional(),
        /** Transmit rings: a number, `sw` or `hw`. */
        txrings: rings.optional(),
        /** Threads over which received packets are spread. */
        rxfanout: count.optional(),
        /** Virtual function (SR-IOV). With `auto` or `on` only hosts and zones of 11.4 can migrate live. Default: Solaris's, `off`. */
        iov: z.enum(["auto", "on", "off"]).optional(),
        /** Large receive offload. Default: Solaris's, `auto`. */
        lro: z.enum(["auto", "on", "off"]).optional(),
        /** Ring group of the interface, such as `auto`. Default: Solaris's, `auto`. */
        ringGroup: word.optional(),
        /** Elastic virtual switch to which the interface is connected. */
        evs: clearableWord.optional(),
        /** Port of the elastic virtual switch. */
        vport: clearableWord.optional(),
        /** Properties of the anet that are not listed here, by zonecfg's own names. */
        properties: escapeOf("anets").optional(),
    },
    strict,
);

/** One `net` resource: an interface of the host that the zone is given. */
export const netSchema = z.strictObject(
    {
        /** The datalink of the host; tells the zone's nets from one another. */
        physical: datalink,
        /** IP addresses, with prefix lengths, that the zone may use on the interface. */
        allowedAddress: z.array(addressWithPrefix).optional(),
        /** Whether the zone's interface is configured with `allowedAddress` when it boots. Default: Solaris's. */
        configureAllowedAddress: z.boolean().optional(),
        /** Default routers, by IP address. */
        defrouter: z.array(routerAddress).optional(),
        /** Number of the interface in the zone. Default: Solaris chooses. */
        id: resourceId.optional(),
        /** Properties of the net that are not listed here, by zonecfg's own names. */
        properties: escapeOf("nets").optional(),
    },
    strict,
);

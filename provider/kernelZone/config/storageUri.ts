import { isIPv4, isIPv6 } from "node:net";
import { z } from "zod";
import { nearestMatch } from "../../errors/nearest";
import { textProblem } from "./text";

/*
 * Storage URIs by suri(7), the forms of solaris-facts 4.4 [C]. zonecfg's tokens, such as %{zonename}, may stand anywhere
 * but in the scheme: Solaris puts in what they stand for when the zone is set up.
 */

const forms: Readonly<Record<string, { readonly check: (rest: string) => boolean; readonly like: string }>> = {
    dev: { check: isDevice, like: "`dev:dsk/c0t0d0`, `dev:/dev/zvol/dsk/rpool/kz1` or `dev:chassis/...`" },
    lu: {
        check: isLogicalUnit,
        like: "`lu:luname.naa.ID`, `lu:luname.eui.ID` or `lu:initiator.naa.ID,target.naa.ID,luname.naa.ID`",
    },
    iscsi: {
        check: isIscsi,
        like: "`iscsi:///luname.naa.ID`, `iscsi://HOST[:PORT]/luname.naa.ID` or `iscsi://HOST[:PORT]/target.IQN,lun.N`",
    },
    nfs: { check: isNfs, like: "`nfs://USER:GROUP@HOST[:PORT]/SHARE/FILE`" },
    file: { check: isFile, like: "`file://USER:GROUP@/PATH`" },
};

/** What is wrong with a storage URI. Undefined where suri(7) has its form. */
export function storageUriProblem(uri: string): string | undefined {
    const text = textProblem(uri);
    if (text !== undefined) {
        return text;
    }
    if (/\s/.test(uri)) {
        return "must not hold blanks";
    }
    // A token stands for a part of a name, in which a digit can stand anywhere.
    const plain = uri.replace(/%\{[a-z][a-z-]*\}/g, "0");
    if (plain.includes("%{")) {
        return "holds a token that is not closed or named as zonecfg's are, as in `%{zonename}`";
    }
    const [, scheme = "", rest = ""] = /^([^:/]*):(.*)$/.exec(plain) ?? [];
    const form = Object.hasOwn(forms, scheme) ? forms[scheme] : undefined;
    if (form === undefined) {
        return schemeProblem(uri, scheme);
    }
    return form.check(rest) ? undefined : `must have the form ${form.like}`;
}

/** A storage URI, as it is; its spelling is left alone. */
export const storageUri = z.string().superRefine((uri, context) => {
    const problem = storageUriProblem(uri);
    if (problem !== undefined) {
        context.addIssue({ code: "custom", message: problem });
    }
});

function schemeProblem(uri: string, scheme: string): string {
    const known = Object.keys(forms);
    if (uri.startsWith("/")) {
        return `must be a storage URI, not a path: write \`dev:${uri}\` for a disk of the host`;
    }
    const meant = nearestMatch(scheme, known);
    return (
        `must be a storage URI of one of the schemes ${known.join(", ")}` +
        (scheme === "" ? "" : `; ${scheme} is none${meant === undefined ? "" : `, did you mean ${meant}?`}`)
    );
}

function isDevice(rest: string): boolean {
    const path = rest.replace(/^\/\/(?=\/)/, "");
    return path.startsWith("/") ? /^\/dev\/[^/]/.test(path) : /^(?:r?dsk|zvol\/r?dsk|did\/r?dsk|chassis)\/./.test(path);
}

const worldWideName = "(?:naa|eui)\\.[0-9a-f]{1,64}";
const logicalUnit = new RegExp(
    `^(?:initiator\\.${worldWideName},target\\.${worldWideName},)?luname\\.${worldWideName}$`,
    "i",
);
const luName = new RegExp(`^luname\\.${worldWideName}$`, "i");
const iscsiTarget = new RegExp(
    `^target\\.(?:iqn\\.\\d{4}-\\d{2}\\.[a-z0-9][a-z0-9.:_-]*|${worldWideName}),lun\\.\\d{1,5}$`,
    "i",
);

function isLogicalUnit(rest: string): boolean {
    return logicalUnit.test(rest);
}

function isIscsi(rest: string): boolean {
    const [, authority = "", unit = ""] = /^\/\/([^/]*)\/(.*)$/.exec(rest) ?? [];
    return authority === ""
        ? luName.test(unit)
        : isAuthority(authority) && (luName.test(unit) || iscsiTarget.test(unit));
}

function isNfs(rest: string): boolean {
    const [, owner = "", authority = "", path = ""] = /^\/\/([^/@]*)@([^/]*)(\/.*)$/.exec(rest) ?? [];
    return isOwner(owner) && isAuthority(authority) && /^\/[^/].*\/[^/]+$/.test(path);
}

function isFile(rest: string): boolean {
    const [, owner, path = ""] = /^\/\/(?:([^/@]*)@)?(\/.*)$/.exec(rest) ?? [];
    return (owner === undefined || isOwner(owner)) && /^\/.*[^/]$/.test(path);
}

/** `user:group`, by name or number. */
function isOwner(text: string): boolean {
    return /^[A-Za-z0-9_][A-Za-z0-9_.-]*:[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(text);
}

/** `host[:port]`, an IPv6 address in brackets. */
function isAuthority(text: string): boolean {
    const [, bracketed, name = "", port] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d{1,5}))?$/.exec(text) ?? [];
    const host =
        bracketed === undefined
            ? isIPv4(name) || /^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(name)
            : isIPv6(bracketed);
    return host && (port === undefined || (Number(port) >= 1 && Number(port) <= 65535));
}

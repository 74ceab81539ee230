import { isUtf8 } from "node:buffer";

/**
 * Bytes as text. What is not UTF-8 becomes visible byte by byte as `\xNN`, so that nothing a host printed is lost or
 * looks like something else; a well-formed text comes through unchanged.
 */
export function decodeUtf8(bytes: Buffer): string {
    if (isUtf8(bytes)) {
        return bytes.toString("utf8");
    }
    let text = "";
    let start = 0;
    for (let at = 0; at < bytes.length;) {
        const length = characterLength(bytes, at);
        if (length === 0) {
            text += `${start < at ? bytes.toString("utf8", start, at) : ""}${visibleBytes[bytes[at] ?? 0] ?? ""}`;
            start = at + 1;
        }
        at += Math.max(length, 1);
    }
    return text + bytes.toString("utf8", start);
}

const visibleBytes = Array.from({ length: 256 }, (_, byte) => `\\x${byte.toString(16).padStart(2, "0")}`);

/** The number of bytes of the well-formed character that begins there (Unicode, table 3-7); 0 where there is none. */
function characterLength(bytes: Buffer, at: number): number {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) {
        return 1;
    }
    const length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    return length > 0 && at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)) ? length : 0;
}

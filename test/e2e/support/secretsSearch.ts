import { inspect } from "node:util";

/** Something that must not be found. */
export interface Secret {
    readonly name: string;
    readonly value: string | Buffer;
}

/** A text that leaves the process, or that is kept. */
export interface Medium {
    readonly name: string;
    readonly text: string;
}

/** A secret that was found, or a part of it. */
export interface Finding {
    readonly medium: string;
    readonly secret: string;
    /** How it stands there. */
    readonly form: string;
    /** What stands before it. */
    readonly after: string;
}

const pieceLength = 16;
const stride = 8;
const beginningLength = 8;
const contextLength = 100;

/**
 * Finds secrets, also in part and in other clothes: any sixteen bytes in a row that begin at a multiple of eight.
 *
 * @throws Error for a secret of less than sixteen bytes, which could stand somewhere by chance.
 */
export class SecretsSearch {
    /** What is looked for, by its first characters: there is much of it, and much to search. */
    private readonly wanted = new Map<string, { secret: string; form: string; text: string }[]>();

    constructor(secrets: readonly Secret[]) {
        for (const { name, value } of secrets) {
            for (const piece of piecesOf(Buffer.from(value as string), name)) {
                for (const [form, text] of formsOf(piece, typeof value === "string")) {
                    const beginning = text.slice(0, beginningLength);
                    const others = this.wanted.get(beginning) ?? [];
                    this.wanted.set(beginning, [...others, { secret: name, form, text }]);
                }
            }
        }
    }

    find(media: readonly Medium[]): Finding[] {
        return media.flatMap(({ name, text }) => {
            const findings: Finding[] = [];
            for (let at = 0; at < text.length; at++) {
                for (const each of this.wanted.get(text.slice(at, at + beginningLength)) ?? []) {
                    if (text.startsWith(each.text, at)) {
                        const after = text.slice(Math.max(0, at - contextLength), at);
                        findings.push({ medium: name, secret: each.secret, form: each.form, after });
                    }
                }
            }
            return findings;
        });
    }

    /** Which secret is found in which media, the names of both without repetition and in order. */
    mediaBySecret(media: readonly Medium[]): Record<string, string[]> {
        const found = new Map<string, Set<string>>();
        for (const { secret, medium } of this.find(media)) {
            found.set(secret, (found.get(secret) ?? new Set()).add(medium));
        }
        return Object.fromEntries([...found].map(([secret, names]) => [secret, [...names].sort()]));
    }
}

/** Overlapping pieces, the last of which ends with the secret. */
function piecesOf(value: Buffer, name: string): Buffer[] {
    if (value.length < pieceLength) {
        throw new Error(`${name} is too short to be recognised`);
    }
    const last = value.length - pieceLength;
    const starts = Array.from({ length: Math.ceil(last / stride) }, (_, index) => index * stride);
    return [...starts, last].map((start) => value.subarray(start, start + pieceLength));
}

/** The ways in which bytes are written into texts. */
export function formsOf(value: Buffer, isText: boolean): [form: string, text: string][] {
    const hex = value.toString("hex");
    const octets = hex.match(/../g) ?? [];
    const forms: [string, string][] = [
        ["hexadecimal", hex],
        ["hexadecimal, capitals", hex.toUpperCase()],
        // As a Buffer is printed, and as it stands in JSON.
        ["octets", octets.join(" ")],
        ["octets with colons", octets.join(":")],
        ["numbers", value.join(",")],
        ["spaced numbers", value.join(", ")],
        ...base64Forms(value),
    ];
    if (isText) {
        const text = value.toString("utf8");
        const inJson = JSON.stringify(text).slice(1, -1);
        forms.push(
            ["in JSON", inJson],
            ["in JSON, as Go writes it", inJson.replace(/[&<>]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`)],
            ["in JSON in JSON", JSON.stringify(inJson).slice(1, -1)],
            ["in a URL", encodeURIComponent(text)],
            ["in a form", new URLSearchParams({ "": text }).toString().slice(1)],
            ["inspected", inspect(text).slice(1, -1)],
            ["in a shell line", text.replaceAll("'", `'\\''`)],
            ["plain", text],
        );
    }
    // Of several names for one text the last one stays.
    return [...new Map(forms.map(([form, text]) => [text, form] as const))].map(([text, form]) => [form, text]);
}

/** The part of the base64 text that is the same whatever stands around the bytes, for each way in which they can be split. */
function base64Forms(value: Buffer): [string, string][] {
    return [0, 1, 2].flatMap((shift): [string, string][] => {
        const encoded = Buffer.concat([Buffer.alloc(shift), value])
            .toString("base64")
            .replace(/=+$/, "");
        const text = encoded.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + value.length) * 8) / 6));
        return [
            [`base64url, shifted by ${shift}`, text.replaceAll("+", "-").replaceAll("/", "_")],
            [`base64, shifted by ${shift}`, text],
        ];
    });
}

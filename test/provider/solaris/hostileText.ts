import { readTranscript, transcriptNames } from "../../fixtures/transcript";
import fc from "../../fuzz";

const transcripts = transcriptNames().map((name) => readTranscript(name).text);
const transcriptLines = transcripts.flatMap((text) => text.split("\n"));

// What parsers look for, and what they may stumble over.
const fragments = [
    ...["", " ", "\t", "\r", "\n", ":", "\\:", "\\", '"', "'", "=", "-", ",", "/", "*", "\0", "\u2028", "é", "\ufffd"],
    ...["-----BEGIN CONFIGURATION-----", "-----END CONFIGURATION-----", "[... 12 bytes cut out ...]"],
    ...["create -b", "add anet", "end", "set id=0", "set ncpus=1-4", "set physical=8G", "constructor", "__proto__"],
    ...["zoneadm: ", "zone 'z': ", "failed:", "error: ", "Migration successful", "no such zone", "usage: "],
    ...["0:global:running:/::solaris:shared:-:none:", "-:z:configured:/z:", "NAME STATUS", "z running migrating-in"],
    ...["hostid", "0x6f038b0b", "global1", "SunOS 11.4.48.123.0", "sparc", "uid=0(root) gid=0(root)"],
    ...["2026-01-02T03:04:05Z", "svc:/system/rad:local", "online", "solaris.zone.migrate/z", "Zone Migration"],
    ...["maintenance", "none", "Host key verification failed.", "connect to host x port 22: Connection refused"],
];

const fragment = fc.constantFrom(...fragments);
const soup = fc
    .array(fc.oneof(fragment, fc.string({ maxLength: 6 })), { maxLength: 12 })
    .map((parts) => parts.join(""));
const lines = fc
    .array(fc.oneof(fragment, fc.constantFrom(...transcriptLines)), { maxLength: 12 })
    .map((parts) => parts.join("\n"));

/** A real transcript of which some characters are gone, doubled or replaced. */
const mutated = fc
    .tuple(
        fc.constantFrom(...transcripts),
        fc.array(fc.tuple(fc.nat(), fc.nat(40), fc.oneof(fragment, fc.string({ maxLength: 3 }))), {
            minLength: 1,
            maxLength: 4,
        }),
    )
    .map(([text, edits]) =>
        edits.reduce((current, [place, removed, inserted]) => {
            const at = place % (current.length + 1);
            return current.slice(0, at) + inserted + current.slice(at + removed);
        }, text),
    );

/** Whatever a host may print: nonsense, transcripts in disorder, and transcripts with damage. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    soup,
    lines,
    mutated,
);

/** Pieces that, repeated, make an expression go through a text again and again if it can be made to. */
export const repeatable: readonly string[] = [
    ...fragments.filter((text) => text !== ""),
    ...["1", "a", "a:", "a ", "1 ", "no ", "failed", "failed ", "a,", "\\\\:", "a.", ":12", "set a=b", "add a\nend"],
    "zone 'kzone1': configuration check failed:",
];

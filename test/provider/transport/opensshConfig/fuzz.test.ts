import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { SolarisError } from "../../../../provider/errors/solarisError";
import { OpenSshConfig } from "../../../../provider/transport/opensshConfig/opensshConfig";
import { temporaryDirectory } from "../temporaryDirectory";
import { sourcesOf } from "./opensshOracle";

const home = temporaryDirectory();
mkdirSync(join(home, ".ssh"));
writeFileSync(join(home, ".ssh", "again"), "Include again\n", { mode: 0o600 });
writeFileSync(join(home, ".ssh", "fine"), "Match host a\nUser b\n", { mode: 0o600 });

// Words that lead deep into the evaluation, and what can stand between and within them.
const pieces = [
    ..."Host Match Include User Port HostName ProxyJump ProxyCommand IdentityFile IdentityAgent IgnoreUnknown".split(" "),
    ..."UserKnownHostsFile ConnectTimeout StrictHostKeyChecking CanonicalizeHostname RevokedHostKeys Compression".split(" "),
    ..."all host originalhost user localuser exec final canonical tagged none yes a 22 1m30s again fine * ? ! , / ~".split(" "),
    ..."~/ ~x/ %h %% % %z ${ ${HOME} ${} $ [ [a-z] [[:digit:]] ssh:// @ : :: 999999999999999999999 -1 0x1 constructor".split(" "),
    ...[" ", " ", " ", "\t", "=", " = ", '"', "'", "\\", '\\"', "#", "\n", "\n", "\n", "\n ", "\r", "\r\n", "\0", "\f", "\v"],
    ...["\ufeff", "\u00a0", "\u2028", "ä", "\u{1f511}", "\x7f", "\x1b", "*".repeat(40), "*a".repeat(20), "a".repeat(300)],
].map((piece) => Buffer.from(piece));

const input = fc.oneof(
    {
        weight: 4,
        arbitrary: fc.array(fc.nat(pieces.length - 1), { maxLength: 30 }).map((list) => pieces2bytes(list)),
    },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)) },
);

function pieces2bytes(list: readonly number[]): Buffer {
    return Buffer.concat(list.map((index) => pieces[index]!));
}

const inputs = 100_000;
const allowed: readonly string[] = ["SSH_CONFIG_INVALID", "SSH_CONFIG_UNSUPPORTED"];

it(`${inputs} arbitrary files are understood or refused`, () => {
    const file = join(home, "config");
    const sources = sourcesOf(file, { HOME: home });
    const counts = { understood: 0, refused: 0 };
    fc.assert(
        fc.property(input, (bytes) => {
            writeFileSync(file, bytes);
            const config = new OpenSshConfig(sources);
            for (const ask of [() => config.resolve("a"), () => config.mentions("a"), () => config.names]) {
                try {
                    ask();
                    counts.understood++;
                } catch (error) {
                    if (!SolarisError.isInstance(error) || !allowed.includes(error.code)) {
                        throw error;
                    }
                    counts.refused++;
                }
            }
        }),
        { numRuns: inputs },
    );
    // Both ways are really taken.
    expect(Math.min(counts.understood, counts.refused)).toBeGreaterThan(inputs / 10);
}, 300_000);

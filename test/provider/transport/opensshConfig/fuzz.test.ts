import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SolarisError } from "../../../../provider/errors/solarisError";
import { ConfigFiles } from "../../../../provider/transport/opensshConfig/configFiles";
import { parseDirectives } from "../../../../provider/transport/opensshConfig/directive";
import { OpenSshConfig } from "../../../../provider/transport/opensshConfig/opensshConfig";
import fc from "../../../fuzz";
import { temporaryDirectory } from "../temporaryDirectory";
import { sourcesOf } from "./opensshOracle";

const home = temporaryDirectory();
mkdirSync(join(home, ".ssh"));
writeFileSync(join(home, ".ssh", "again"), "Include again\n", { mode: 0o600 });
writeFileSync(join(home, ".ssh", "fine"), "Match host a\nUser b\n", { mode: 0o600 });

const keywords = [
    ..."Host Match Include User Port HostName ProxyJump ProxyCommand IdentityFile IdentityAgent IgnoreUnknown".split(
        " ",
    ),
    ..."UserKnownHostsFile ConnectTimeout StrictHostKeyChecking CanonicalizeHostname RevokedHostKeys Compression".split(
        " ",
    ),
];

// What leads deep into the evaluation, and what can stand between and within words.
const pieces = [
    ..."all host originalhost user localuser exec final canonical tagged none yes a 22 1m30s again fine * ? ! , sub/".split(
        " ",
    ),
    ..."~ ~/ ~x/ %h %% % %z ${ ${HOME} ${} $ [ [a-z] [[:digit:]] ssh:// @ : :: 999999999999999999999 -1 0x1 constructor".split(
        " ",
    ),
    ...[" ", " ", " ", " ", "\t", "=", " = ", '"', "'", "\\", '\\"', "#", "\r", "\r\n", "\0", "\f", "\v", "\n", "Host"],
    ...[
        "\ufeff",
        "\u00a0",
        "\u2028",
        "ä",
        "\u{1f511}",
        "\x7f",
        "\x1b",
        "*".repeat(40),
        "*a".repeat(20),
        "a".repeat(300),
    ],
];

const someText = fc.array(fc.constantFrom(...pieces), { maxLength: 5 }).map((list) => list.join(""));

const line = fc.oneof(
    {
        weight: 12,
        arbitrary: fc
            .tuple(fc.constantFrom(...keywords), fc.constantFrom(" ", " ", "=", "\t"), someText)
            .map((parts) => Buffer.from(parts.join(""))),
    },
    { weight: 1, arbitrary: someText.map((text) => Buffer.from(text)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)) },
);

const newline = Buffer.from("\n");

const input = fc.array(line, { maxLength: 5 }).map((lines) => Buffer.concat(lines.flatMap((each) => [each, newline])));

const inputs = 100_000;
const allowed: readonly string[] = ["SSH_CONFIG_INVALID", "SSH_CONFIG_UNSUPPORTED"];

it(`${inputs} arbitrary files are understood or refused`, () => {
    const file = join(home, "config");
    const sources = sourcesOf(file, { HOME: home });
    const onDisk = new ConfigFiles();
    const counts = { understood: 0, refused: 0 };
    fc.assert(
        fc.property(input, (bytes) => {
            const directives = parseDirectives(bytes.toString("utf8"), file);
            const config = new OpenSshConfig(sources, {
                read: (path, checked) => (path === file ? directives : onDisk.read(path, checked)),
            });
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
    // Both ways are really taken, and often.
    expect(Math.min(counts.understood, counts.refused)).toBeGreaterThan(inputs / 10);
}, 300_000);

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { SolarisError } from "../../../../provider/errors/solarisError";
import { ConfigFiles } from "../../../../provider/transport/opensshConfig/configFiles";
import { parseDirectives } from "../../../../provider/transport/opensshConfig/directive";
import { OpenSshConfig } from "../../../../provider/transport/opensshConfig/opensshConfig";
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
    ..."UserKnownHostsFile ConnectTimeout StrictHostKeyChecking RevokedHostKeys HashKnownHosts".split(
        " ",
    ),
];

// What leads deep into the evaluation, and what can stand between and within words.
const pieces = [
    ..."all host originalhost user localuser final canonical none yes a 22 1m30s again fine * ? ! , sub/".split(
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

import { ourOutcome, sshOutcomes } from "./opensshOracle";
import { appendFileSync } from "node:fs";
it("zz", () => {
    const file = join(home, "config");
    const env = { ...process.env, HOME: home };
    let n = 0;
    fc.assert(fc.property(input, (bytes) => {
        writeFileSync(file, bytes);
        const o = ourOutcome(new OpenSshConfig(sourcesOf(file, env)), "a");
        const t = sshOutcomes(file, ["a"], env)[0];
        n++;
        if (JSON.stringify(o) !== JSON.stringify(t)) appendFileSync("/tmp/h/zz.out", JSON.stringify({ in: bytes.toString("latin1"), o, t }) + "\n");
    }), { numRuns: 4000 });
}, 600000);

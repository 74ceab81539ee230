import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OpenSshConfig } from "../../../../provider/transport/opensshConfig/opensshConfig";
import fc from "../../../fuzz";
import { temporaryDirectory } from "../temporaryDirectory";
import { arbitraryConfig, includedNames, triedNames } from "./arbitraryConfig";
import { hasSsh, ourOutcome, sourcesOf, sshOutcomes } from "./opensshOracle";

const home = temporaryDirectory();

const compared = hasSsh ? it : it.skip;

// For a longer search: OPENSSH_CONFIG_RUNS=5000.
const runs = Number(process.env["OPENSSH_CONFIG_RUNS"] ?? 80);

compared(
    `generated configurations are as \`ssh -G\` has them${hasSsh ? "" : " (skipped: there is no ssh to compare with)"}`,
    () => {
        const environment = { ...process.env, HOME: home, TEST_NAME: "/run/from-environment", TEST_EMPTY: "" };
        process.env["TEST_NAME"] = environment.TEST_NAME;
        mkdirSync(join(home, ".ssh", "sub"), { recursive: true });
        const file = join(home, "main.conf");
        fc.assert(
            fc.property(arbitraryConfig, ({ main, included }) => {
                writeFileSync(file, main);
                for (const [index, name] of includedNames.entries()) {
                    writeFileSync(join(home, ".ssh", name), included[index]!, { mode: 0o644 });
                }
                const config = new OpenSshConfig(sourcesOf(file, environment));
                const theirs = sshOutcomes(file, triedNames, environment);
                expect(triedNames.map((name) => [name, ourOutcome(config, name)])).toEqual(
                    triedNames.map((name, index) => [name, theirs[index]]),
                );
            }),
            { numRuns: runs },
        );
    },
    Math.max(60_000, runs * 1000),
);

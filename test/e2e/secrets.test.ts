import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";

import { describeEngine } from "../engine/describeEngine";
import type { RunOptions, Verb } from "../engine/operation";
import type { RunResult } from "../engine/runResult";
import { createStack, type TestStack } from "../engine/stack";
import { startFleet } from "../solaris";
import {
    CommandLines,
    mediaOfFiles,
    mediaOfHosts,
    mediaOfRun,
    OwnOutput,
    withoutEnginesOwn,
} from "./support/secretsMedia";
import { type HostsConfig, type Planted, plantSecrets, randomText } from "./support/secretsPlanted";
import { type Medium, type Secret, SecretsSearch } from "./support/secretsSearch";
import { zoneProgram, type Zones } from "./support/zones";

const missing = ["ssh-agent", "ssh-add", "ssh-keygen"].filter(
    (program) => spawnSync(program, ["-?"], { stdio: "ignore" }).error !== undefined,
);
if (missing.length > 0) {
    process.stderr.write(`SKIPPED secrets in a run on the real engine: ${missing.join(", ")} not found\n`);
}

/** How a run is made, and how its hosts are configured. */
interface Way {
    readonly title: string;
    readonly loud: boolean;
    readonly configure: (stack: TestStack, hosts: HostsConfig) => Promise<void>;
}

const ways: Way[] = [
    { title: "with single values of solaris:hosts as secrets", loud: false, configure: setEachSecret },
    {
        title: "with solaris:hosts as one secret and every debug log there is",
        loud: true,
        configure: (stack, hosts) => stack.setConfig("solaris:hosts", JSON.stringify(hosts), true),
    },
];

(missing.length > 0 ? describeEngine.skip : describeEngine).each(ways)("a run $title", (way) => {
    let planted: Planted;
    let media: Medium[];
    const visible = {
        program: randomText(),
        provider: randomText(),
        providerError: randomText(),
        message: randomText(),
    };

    beforeAll(async () => {
        planted = await plantSecrets();
        media = await exercise(way, planted, visible);
    }, 120_000);

    afterAll(() => planted.stop());

    it("shows no secret and keeps none, in whatever form", () => {
        expect(new SecretsSearch(planted.secrets).find(withoutEnginesOwn(media))).toEqual([]);
    });

    it("is searched where something can stand: what is no secret is found there", () => {
        const shown: Secret[] = Object.entries({ zone: planted.visibleZone, ...visible }).map(([name, value]) => ({
            name,
            value,
        }));
        const found = new SecretsSearch(shown).mediaBySecret(withoutEnginesOwn(media));
        const operations = ["adopting up", "preview", "up", "refresh", "destroy"];
        expect(found["zone"]).toEqual(
            expect.arrayContaining([
                ...operations.flatMap((operation) => [`standard output of ${operation}`, `events of ${operation}`]),
                "stack outputs after up",
                "process list of global1",
                "exported state",
                "state/.pulumi/stacks/test/dev.json",
                expect.stringMatching(/^state\/\.pulumi\/history\/test\/dev\/dev-\d+\.checkpoint\.json$/),
                ...(way.loud ? ["standard error of up", "calls between the engine and others"] : []),
            ]),
        );
        expect(found["message"]).toEqual(
            expect.arrayContaining([
                expect.stringMatching(/^state\/\.pulumi\/history\/test\/dev\/dev-\d+\.history\.json$/),
                ...(existsSync("/proc/self/cmdline") ? ["process list of this machine"] : []),
            ]),
        );
        expect(found["program"]).toEqual(["what the program's process printed"]);
        for (const stream of ["provider", "providerError"]) {
            expect(found[stream]).toEqual(expect.arrayContaining(["events of up", "standard output of up"]));
        }
    });
});

describeEngine("passwords and passphrases that are not marked as secrets", () => {
    it("are named in a warning, once a run; its commands mend it", async () => {
        const fleet = await startFleet({ hosts: [{ name: "global1", zones: [{ name: "kzone1" }] }] });
        const stack = await createStack({ program: zoneProgram(() => ({ kzone1: { host: "global1" } })) });
        const paths = ["solaris:hosts.global1.password", 'solaris:hosts["global2.example.com"].passphrase'];
        const warnings = async (): Promise<string[]> => {
            const result = await stack.preview();
            expect(result.exitCode).toBe(0);
            return result.diagnostics.filter(({ severity }) => severity === "warning").map(({ message }) => message);
        };
        try {
            const entries = leaves(fleet.inventory()["global1"], "solaris:hosts.global1");
            const settings = [...entries, ...paths.map((each) => [each, "unguarded"])].map(
                ([key, value]) => `${key}=${value}`,
            );
            await stack.cli("config", "set-all", "--path", ...settings.flatMap((each) => ["--plaintext", each]));
            const [warning = "", ...more] = await warnings();
            expect(more).toEqual([]);
            expect(warning).toContain(`not marked as secrets: ${paths.join(", ")}`);
            expect(warning).not.toContain('in clear"');
            const commands = [...warning.matchAll(/^ *pulumi (config set --secret --path) '(.*)'$/gm)];
            expect(commands.map(([, , each]) => each)).toEqual(paths);
            for (const [, command = "", each = ""] of commands) {
                expect((await stack.cli(...command.split(" "), each, "entered anew")).exitCode).toBe(0);
            }
            expect(await warnings()).toEqual([]);
        } finally {
            await stack.remove();
            await fleet.stop();
        }
    });
});

/** Does what could show a secret, and gives back everything that came of it. */
async function exercise(
    { loud, configure }: Way,
    { fleet, hosts, wrongHosts, malformedHosts, sshConfig, environment, visibleZone }: Planted,
    visible: Readonly<Record<"program" | "provider" | "providerError" | "message", string>>,
): Promise<Medium[]> {
    const at = (host: string): Zones => ({
        ...Object.fromEntries([visibleZone, "sealed", "sealedtoo"].map((zone) => [zone, { host }])),
        byagent: { host: "global3" },
    });
    let zones = at("global1");
    const program = zoneProgram(() => zones);
    const printing = path.join(fleet.directory, "print.cjs");
    await writeFile(printing, printInProvider(visible.provider, visible.providerError));
    const calls = path.join(fleet.directory, "calls.json");
    const stack = await createStack({
        program: () => {
            console.log(visible.program);
            return program();
        },
        config: { "solaris:sshConfig": sshConfig },
        env: {
            ...environment,
            NODE_OPTIONS: `--require=${printing}`,
            PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "false",
            ...(loud ? { ...everyDebugLog, PULUMI_DEBUG_GRPC: calls } : {}),
        },
    });
    const media: Medium[] = [];
    const run = async (name: string, verb: Verb, options: RunOptions = {}): Promise<RunResult> => {
        const verbose = loud ? ["--debug", "-v=9", "--logtostderr", "--logflow"] : [];
        const [commandLines, output] = [new CommandLines(), new OwnOutput()];
        try {
            const result = await stack[verb]({ ...options, args: [`--message=${visible.message}`, ...verbose] });
            media.push(...mediaOfRun(name, result));
            return result;
        } finally {
            media.push(commandLines.stop(), output.stop());
        }
    };
    try {
        await configure(stack, hosts);
        expect(await run("adopting up", "up", { skipPreview: true })).toMatchObject({
            exitCode: 0,
            outputs: { [visibleZone]: "global1", sealed: "global1", byagent: "global3" },
        });

        // Solaris echoes a configuration that cannot be imported: in the dry run, in the migration, and where it is the
        // provider that imports it.
        const hostOverrides = { global2: { anets: [{ id: 0, lowerLink: "net1" }] } };
        zones = { ...at("global2"), sealedtoo: { host: "global2", hostOverrides } };
        const refused = await run("preview", "preview");
        expect(refused.messagesOf("sealed").join("\n")).toContain("[configuration not shown]");
        expect(refused.messagesOf("sealedtoo").join("\n")).toContain("TARGET_PREPARE_FAILED");
        zones = { ...zones, sealed: { host: "global2", migration: { dryRun: "skip" } } };
        const failed = await run("up", "up", { skipPreview: true });
        expect(failed.messagesOf("sealed").join("\n")).toMatch(/MIGRATION_FAILED[^]*\[configuration not shown\]/);
        expect(fleet.zone("global2", visibleZone)?.state).toBe("running");
        expect((await run("refresh", "refresh")).exitCode).toBe(0);
        media.push({ name: "exported state", text: (await stack.cli("stack", "export")).stdout });
        media.push(...(await mediaOfFiles(rootOf(stack))));

        zones = { ...at("global2"), [visibleZone]: { host: "global1" } };
        await configure(stack, wrongHosts);
        const keptOut = await run("preview with wrong secrets", "preview");
        expect(keptOut.messagesOf("sealed").join("\n")).toContain("LOGIN_REFUSED");
        expect(keptOut.messagesOf(visibleZone).join("\n")).toContain("CREDENTIAL_UNUSABLE");
        const cutOff = JSON.stringify(hosts).slice(0, -10);
        for (const hostsText of [JSON.stringify(malformedHosts), ...(loud ? [] : [cutOff])]) {
            await stack.setConfig("solaris:hosts", hostsText, true);
            expect((await run("preview of a malformed configuration", "preview")).stdout).toContain(
                "HOSTS_CONFIG_INVALID",
            );
        }
        expect((await run("destroy", "destroy")).exitCode).toBe(0);

        media.push(...mediaOfHosts(fleet), ...(await mediaOfFiles(rootOf(stack))));
        if (loud) {
            media.push({ name: "calls between the engine and others", text: await readFile(calls, "utf8") });
        }
        return media;
    } finally {
        await stack.remove();
    }
}

const everyDebugLog = {
    DEBUG: "*",
    NODE_DEBUG: "net,child_process",
    GRPC_VERBOSITY: "DEBUG",
    GRPC_TRACE: "server_call",
    PULUMI_DEBUG_COMMANDS: "true",
    PULUMI_DEBUG_PROMISE_LEAKS: "true",
};

/** A module that prints in the provider's process; first comes the line by which the engine learns its address. */
function printInProvider(text: string, errorText: string): string {
    return `
        if (/dynamic-provider/.test(process.argv[1] ?? "")) {
            const write = process.stdout.write.bind(process.stdout);
            process.stdout.write = (...args) => {
                process.stdout.write = write;
                process.stderr.write(${JSON.stringify(`${errorText}\n`)});
                return write(...args) && write(${JSON.stringify(`${text}\n`)});
            };
        }
    `;
}

/** The directory in which a stack keeps everything. */
function rootOf(stack: TestStack): string {
    return path.resolve(path.dirname(stack.checkpointFile), "../../../..");
}

/** As `pulumi config set --path` with and without `--secret`. */
async function setEachSecret(stack: TestStack, hosts: HostsConfig): Promise<void> {
    const settings = Object.entries(hosts).flatMap(([host, keys]) =>
        leaves(keys, `solaris:hosts.${host}`).map(([key, value]) => {
            return [/\.(?:password|passphrase)$/.test(key) ? "--secret" : "--plaintext", `${key}=${value}`];
        }),
    );
    expect(await stack.cli("config", "set-all", "--path", ...settings.flat())).toMatchObject({ exitCode: 0 });
}

/** The single values in an object, by their path. */
function leaves(value: unknown, at: string): [string, string][] {
    if (typeof value !== "object" || value === null) {
        return value === undefined ? [] : [[at, typeof value === "string" ? value : JSON.stringify(value)]];
    }
    return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${at}.${key}`));
}

import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { startFleet, type Fleet } from "../../solaris";

const root = join(__dirname, "..", "..", "..");
const main = join(root, "provider", "cli", "main.ts");

interface Ended {
    readonly exitCode: number | null;
    readonly stdout: string;
    readonly stderr: string;
}

/** Runs the command line as a process of its own. */
async function run(args: readonly string[], stdin: string): Promise<Ended> {
    const child = spawn(process.execPath, ["--import", "tsx", main, ...args], { cwd: root, timeout: 50_000 });
    const ended = new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
    child.stdin.on("error", () => undefined).end(stdin);
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { exitCode: await ended, stdout, stderr };
}

describe("pulumi-solaris as a process", () => {
    let fleet: Fleet;

    beforeAll(async () => {
        const profiles = ["Zone Migration", "Zone Configuration", "Zone Management"];
        fleet = await startFleet({
            hosts: [{ name: "global1", zones: [{ name: "kzone1" }], profiles }, { name: "global2" }],
        });
    });
    afterAll(() => fleet.stop());

    it("reads hosts from a pipe, prints the whole table and ends by itself", async () => {
        const args = ["check-host", "--hosts", "-", "--ssh-config", "none", "global1", "--to", "global2"];
        const { exitCode, stdout, stderr } = await run(args, JSON.stringify(fleet.inventory()));
        expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
        expect(stdout).toMatch(/^global1\n[^]*maintenance mode +ok +no\n$/);
    });

    it("ends with 1 and 2 as it says", async () => {
        const dead = JSON.stringify(fleet.inventory({ global1: { port: 1, connectTimeout: 5 } }));
        const [failed, mistaken] = await Promise.all([
            run(["check-host", "--hosts", "-", "--ssh-config", "none", "global1"], dead),
            run(["check-hosts"], ""),
        ]);
        expect(failed).toMatchObject({ exitCode: 1, stderr: "" });
        expect(failed.stdout).toMatch(/reachable +FAILED +no SSH connection/);
        expect(mistaken).toMatchObject({ exitCode: 2, stdout: "" });
        expect(mistaken.stderr).toMatch(
            /^pulumi-solaris: unknown command: check-hosts; .*\nsee pulumi-solaris --help\n$/,
        );
    });
});

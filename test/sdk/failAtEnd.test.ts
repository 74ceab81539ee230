import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const failAtEnd = join(__dirname, "..", "..", "dist", "sdk", "failAtEnd.js");

let directory: string;

beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "fail-at-end-"))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Runs a program whose entry point stands at a place of its own, and in it reports one error. */
function runAt(...place: string[]) {
    const folder = join(directory, ...place);
    mkdirSync(folder, { recursive: true });
    const file = join(folder, "index.js");
    writeFileSync(
        file,
        `const { reportAndFailAtEnd } = require(${JSON.stringify(failAtEnd)});
         console.log(reportAndFailAtEnd("urn:pulumi:dev::test::type::name", "the reason"));`,
    );
    const { status, stdout, stderr } = spawnSync(process.execPath, [file], { encoding: "utf8", timeout: 30_000 });
    return { status, reported: stdout.trim(), stderr };
}

describe("an error that is to fail the program when it ends", () => {
    it("does so by the exit code that says that the user knows, where pulumi runs the program", () => {
        const run = runAt("node_modules", "@pulumi", "pulumi", "cmd", "run");
        expect(run).toMatchObject({ status: 32, reported: "true" });
        expect(run.stderr).toContain("the reason");
    });

    it("does so wherever a package manager has put the SDK", () => {
        const store = ["node_modules", ".pnpm", "@pulumi+pulumi@3.248.0", "node_modules"];
        expect(runAt(...store, "@pulumi", "pulumi", "cmd", "run")).toMatchObject({ status: 32, reported: "true" });
    });

    it("is left to the caller where nobody is known to see it: a process of somebody else's", () => {
        expect(runAt("elsewhere")).toEqual({ status: 0, reported: "false", stderr: "" });
    });
});

import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { runCommandLine } from "../../provider/cli/runCommandLine";
import { type Fleet, seedFleet, startFleet } from "./index";
import { introduction, type PulumiFiles, writePulumiFiles } from "./introduction";

let fleet: Fleet;
let files: PulumiFiles;
let text: string;

beforeAll(async () => {
    fleet = await startFleet(seedFleet());
    files = writePulumiFiles(fleet);
    text = introduction(fleet, files);
});
afterAll(() => fleet.stop());

it("names commands of the provider that can be typed as they stand", async () => {
    const calls = [...text.matchAll(/^ {2}npx pulumi-solaris (.+)$/gm)].map(([, call = ""]) => call.split(" "));
    expect(calls.map(([command]) => command)).toEqual(["check-host", "check-host", "discover"]);
    for (const call of calls) {
        const streams = { stdin: Readable.from([]), stdout: new PassThrough(), stderr: new PassThrough() };
        expect([call, await runCommandLine(call, streams)]).toEqual([call, 0]);
    }
});

it("sets what the two projects ask for, and nothing that they do not know", () => {
    const blocks = text.split("pulumi stack init ").slice(1);
    expect(blocks.map((block) => block.split("\n")[0])).toEqual(["simulated", "created"]);
    for (const [index, example] of ["live-migration", "zone-as-code"].entries()) {
        const program = readFileSync(join(__dirname, "../../examples", example, "index.ts"), "utf8");
        const asked = [...program.matchAll(/\.(require|get)(?:<.*>)?\("(\w+)"\)/g)].map(([, how, key]) => [how, key]);
        const set = [...(blocks[index] ?? "").matchAll(/pulumi config set (\w+) /g)].map(([, key]) => key);
        expect(set).toEqual(expect.arrayContaining(asked.flatMap(([how, key]) => (how === "require" ? [key] : []))));
        expect(asked.map(([, key]) => key)).toEqual(expect.arrayContaining([...new Set(set)]));
    }
});

it("has Pulumi take the hosts from a file that is private and holds solaris:hosts", () => {
    expect(text).toContain(`pulumi config set solaris:hosts "$(cat ${files.hosts})"`);
    expect(JSON.parse(readFileSync(files.hosts, "utf8"))).toEqual(fleet.inventory());
    expect(statSync(files.hosts).mode & 0o777).toBe(0o600);
    expect(statSync(files.backend).mode & 0o777).toBe(0o700);
});

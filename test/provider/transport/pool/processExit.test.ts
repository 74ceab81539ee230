import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { startFleet, type Fleet } from "../../../solaris";
import { stopwatch } from "../../../stopwatch";
import { until } from "../until";

let fleet: Fleet;

beforeAll(async () => {
    fleet = await startFleet({ hosts: [{ name: "global1", hostid: "848611d4" }] });
});
afterAll(() => fleet.stop());

it("a program that ran a command ends by itself soon after, with its connection closed", async () => {
    const child = spawn(process.execPath, ["--import", "tsx", join(__dirname, "programs", "oneCommand.ts")], {
        env: { ...process.env, TEST_HOSTS: JSON.stringify(fleet.inventory()) },
        stdio: ["ignore", "pipe", "pipe"],
    });
    const guard = setTimeout(() => child.kill("SIGKILL"), 15_000);
    let output = "";
    let errors = "";
    let endedAfter = (): number => Number.NaN;
    child.stdout.on("data", (chunk: Buffer) => {
        output += chunk.toString();
        endedAfter();
        endedAfter = stopwatch();
    });
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    const [exitCode] = (await once(child, "close")) as [number | null];
    clearTimeout(guard);
    expect({ exitCode, output, errors }).toEqual({ exitCode: 0, output: "exited 848611d4\n", errors: "" });
    expect(endedAfter()).toBeLessThan(2_000);
    await until(() => fleet.host("global1").connections.open === 0);
    expect(fleet.host("global1").connections.total).toBe(1);
});

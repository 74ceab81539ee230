import type { Client } from "ssh2";
import fc from "../fuzz";
import { type Fleet, startFleet } from "./index";
import { realShells, runReally, type ScriptOutcome } from "./realShells";
import { patternScript, portableScripts, splittingScript } from "./shellScripts";
import { connect, execute } from "./testClient";

// What the simulated shell makes of a script is compared with what the shells of this machine make of it.
const shells = realShells();
const args = ["one", "two  words", "*"];

let fleet: Fleet;
let client: Client;
let count = 0;

beforeAll(async () => {
    fleet = await startFleet({ hosts: [{ name: "global1" }] });
    client = await connect(fleet, "global1");
    if (shells.length === 0) {
        process.stderr.write("not compared: neither dash, bash nor ksh93 is on this machine\n");
    }
});

afterAll(async () => {
    client.end();
    await fleet.stop();
});

async function simulated(script: string): Promise<ScriptOutcome> {
    count += 1;
    const directory = `/var/tmp/script${count}`;
    const words = args.map((word) => `'${word}'`).join(" ");
    const line = `/usr/bin/mkdir ${directory} && cd ${directory} && exec /usr/bin/env LC_ALL=C /bin/sh -s ${words}`;
    const { status, stdout } = await execute(client, line, script);
    return { status: status ?? null, stdout };
}

const compared = shells.length === 0 ? describe.skip : describe;

compared.each(shells.length === 0 ? ["no shell"] : shells)("the simulated shell and %s agree on", (shell) => {
    it.each(Object.entries(portableScripts))("%s", async (_about, script) => {
        const [real, ours] = await Promise.all([runReally(shell, script, args), simulated(script)]);
        expect(ours).toEqual(real);
    });

    it("random patterns", async () => {
        const text = fc.string({ unit: fc.constantFrom(...Array.from("ab/.*[]!-")), maxLength: 6 });
        const pattern = fc.string({ unit: fc.constantFrom(...Array.from("ab/.*?")), maxLength: 5 });
        await fc.assert(
            fc.asyncProperty(fc.array(fc.tuple(text, pattern), { minLength: 20, maxLength: 40 }), async (pairs) => {
                const script = patternScript(pairs);
                expect(await simulated(script)).toEqual(await runReally(shell, script, args));
            }),
            { numRuns: 15 },
        );
    });

    it("random fields", async () => {
        const value = fc.string({ unit: fc.constantFrom(...Array.from("ab ,:\t")), maxLength: 8 });
        const separators = fc.constantFrom(" ", ",", " ,", ": ", "");
        await fc.assert(
            fc.asyncProperty(fc.array(fc.tuple(value, separators), { minLength: 20, maxLength: 40 }), async (pairs) => {
                const script = splittingScript(pairs);
                expect(await simulated(script)).toEqual(await runReally(shell, script, args));
            }),
            { numRuns: 15 },
        );
    });
});

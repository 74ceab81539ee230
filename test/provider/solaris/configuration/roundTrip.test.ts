import type { ConfigurationDocument } from "../../../../provider/solaris/configuration/document";
import { editsBetween } from "../../../../provider/solaris/configuration/edits";
import { parseExport } from "../../../../provider/solaris/configuration/parseExport";
import { printCreation } from "../../../../provider/solaris/configuration/printScript";
import fc from "../../../fuzz";
import { exportText } from "../../../solaris/configText";
import { type Fleet, startFleet } from "../../../solaris/index";
import { run } from "../../../solaris/testClient";
import { document, saying } from "./documents";
import { exportSamples, infoSamples } from "./samples";
import { exported, exportOf, infoOf, simulateZonecfg } from "./simulatedZonecfg";

/** What zonecfg has after it was told a document. */
function told(wished: ConfigurationDocument): ConfigurationDocument {
    return exported(simulateZonecfg(printCreation(wished).script));
}

it("says a document to zonecfg and reads it again, whatever is in it", () => {
    fc.assert(
        fc.property(document, (wished) => {
            const found = told(wished);
            expect(saying(found)).toBe(saying(wished));
            expect(editsBetween(found, wished)).toEqual([]);
            // The lists in them may be written in another way; after one round they are as zonecfg writes them.
            expect(told(found)).toEqual(found);
        }),
        { numRuns: 150 },
    );
});

it("reads lists that an export has in one line, or in one line each", () => {
    fc.assert(
        fc.property(document, (wished) => {
            const stored = simulateZonecfg(printCreation(wished).script);
            const [together, apart] = [exportText(stored, "set"), exportText(stored, "add")].map(exportOf);
            expect(editsBetween(together!, apart!)).toEqual([]);
            expect(saying(apart!)).toBe(saying(wished));
        }),
        { numRuns: 100 },
    );
});

// What a block within a resource is to the simulated zonecfg is a syntax error.
const simulated = exportSamples.filter(({ text }) => !/^add mac$/m.test(text));

it.each(simulated)("says $name to zonecfg and reads it again", ({ text }) => {
    const document = exportOf(text);
    expect(saying(told(document))).toBe(saying(document));
    expect(printCreation(document).script).toBe(text);
});

it.each(infoSamples)("says $name to zonecfg and reads it again", ({ text }) => {
    const document = infoOf(text);
    expect(saying(told(document))).toBe(saying(document));
    expect(exportOf(printCreation(document).script)).toMatchObject(document);
});

it("keeps a block within a resource", () => {
    const { text } = exportSamples.find(({ name }) => name.startsWith("kz-dynamic-mac"))!;
    const document = exportOf(text);
    expect([...document.resources[0]!.properties.keys()]).toEqual(["lower-link", "mac", "vlan", "id"]);
    expect(printCreation(document).script).toBe(text);
});

describe("on a simulated host", () => {
    let fleet: Fleet | undefined;

    afterEach(async () => {
        await fleet?.stop();
        fleet = undefined;
    });

    it.each(simulated)("makes a zone of $name that has the same configuration", async ({ text }) => {
        fleet = await startFleet({ hosts: [{ name: "global1", requirePrivilege: "none" }] });
        const document = exportOf(text);
        const made = await run(fleet, "global1", "zonecfg -z made -f -", printCreation(document).script);
        expect(made).toMatchObject({ status: 0, stderr: "" });
        const { stdout } = await run(fleet, "global1", "zonecfg -z made export");
        expect(editsBetween(parseExport(stdout)!, document)).toEqual([]);
    });
});

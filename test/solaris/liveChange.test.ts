import fc from "../fuzz";
import { changedDocument } from "./configChange";
import { exportText } from "./configText";
import { liveChanges, withChanges } from "./liveChange";
import { type ConfigDocument, modelOf } from "./zoneConfig";
import { documentOf } from "./zoneFromSpec";

const word = fc.constantFrom("a", "b", "c");

function resources(type: string, identity: string, value: fc.Arbitrary<string>, property: string) {
    return fc
        .uniqueArray(fc.tuple(value, fc.option(word, { nil: undefined })), { selector: ([id]) => id, maxLength: 3 })
        .map((entries) =>
            entries.map(([id, text]) => ({
                type,
                properties: { [identity]: id, ...(text === undefined ? {} : { [property]: text }) },
            })),
        );
}

const documents: fc.Arbitrary<ConfigDocument> = fc.record({
    globals: fc.dictionary(fc.constantFrom("autoboot", "cpu-arch", "pool"), word),
    resources: fc
        .tuple(
            resources("anet", "id", fc.constantFrom("0", "1", "2"), "lower-link"),
            resources("device", "id", fc.constantFrom("0", "1", "2"), "bootpri"),
            resources("attr", "name", word, "value"),
            fc.option(word, { nil: undefined }).map((size) => {
                return size === undefined ? [] : [{ type: "capped-memory", properties: { physical: size } }];
            }),
        )
        .map((groups) => groups.flat()),
});

function lines(document: ConfigDocument): string[] {
    const ordered = document.resources.map((each) => exportText({ globals: {}, resources: [each] })).sort();
    return [...ordered, ...exportText({ globals: document.globals, resources: [] }).split("\n").sort()];
}

it("the changes between two configurations lead from one to the other", () => {
    fc.assert(
        fc.property(documents, documents, (running, wished) => {
            const before = structuredClone(running);
            expect(lines(withChanges(running, liveChanges(running, wished)))).toEqual(lines(wished));
            expect(running).toEqual(before);
            expect(liveChanges(wished, wished)).toEqual([]);
        }),
        { numRuns: 200 },
    );
});

describe("a changed model", () => {
    const text = [
        ...["create -b", "set brand=solaris-kz", "set future=1", "add anet", "set link-protection=restricted"],
        ...["set mtu=9000", "set id=0", "end", "add capped-memory", "set physical=4G", "set memlzr=strict", "end"],
        ...["add gadget", "set a=b", "end", ""],
    ].join("\n");

    it("keeps what it does not name", () => {
        const changed = changedDocument("kz", documentOf(text), {
            memory: "8G",
            anets: [{ id: 0, lowerLink: "net1" }, { id: 1 }],
            attrs: [{ name: "owner", value: "me" }],
        });
        expect(exportText(changed)).toContain("set lower-link=net1\nset link-protection=restricted\n");
        expect(exportText(changed)).toContain("set physical=8G\nset memlzr=strict\n");
        expect(exportText(changed)).toContain("add gadget\nset a=b\n");
        expect(modelOf(changed)).toMatchObject({
            anets: [{ id: 0 }, { id: 1 }],
            attrs: [{ name: "owner", value: "me" }],
        });
    });

    it("is the same without changes", () => {
        expect(exportText(changedDocument("kz", documentOf(text), {}))).toBe(exportText(documentOf(text)));
    });
});

import { anetIds, anetOf, parseExport, propertyOf, sizeOf } from "../../../provider/solaris/zoneConfiguration";
import { readTranscript, transcriptNames } from "../../fixtures/transcript";
import fc from "../../fuzz";

const gibibyte = 1024 ** 3;

/** A configuration that is there. */
function configurationOf(text: string): NonNullable<ReturnType<typeof parseExport>> {
    const configuration = parseExport(text);
    if (configuration === undefined) {
        throw new Error("no configuration was read");
    }
    return configuration;
}

describe("parseExport", () => {
    it("reads a full export", () => {
        const { text } = readTranscript("zonecfg-export-full");
        const configuration = configurationOf(text);
        expect(configuration.script).toBe(text);
        expect([...configuration.properties].map(([key, values]) => `${key}=${values.join()}`)).toEqual([
            "brand=solaris-kz",
            "autoboot=false",
            "autoshutdown=shutdown",
            "cpu-arch=migration-class1",
            "host-compatible=memlzr",
            "hostid=0x6f038b0b",
        ]);
        expect(configuration.resources.map((resource) => resource.type)).toEqual([
            ...["anet", "device", "device", "virtual-cpu", "capped-memory", "suspend", "keysource", "admin"],
        ]);
        expect(propertyOf(configuration.resources[2]!, "storage")).toBe("nfs://admin:staff@nas1/export/kz/data1");
        expect(sizeOf(configuration)).toEqual({ memoryBytes: 8 * gibibyte, vcpus: 4 });
        expect(anetIds(configuration)).toEqual(["0"]);
        expect(propertyOf(anetOf(configuration, 0)!, "lower-link")).toBe("net0");
        expect(anetOf(configuration, 1)).toBeUndefined();
    });

    it("reads quoted values, tokens, and values with an equals sign", () => {
        const configuration = configurationOf(readTranscript("zonecfg-commands-puppet").text);
        expect(configuration.properties.get("bootargs")).toEqual(["kz=d -k -m verbose"]);
        expect(propertyOf(configuration.resources[1]!, "storage")).toBe(
            "dev:/dev/zvol/dsk/%{global-rootzpool}/VARSHARE/zones/%{zonename}/disk%{id}",
        );
    });

    it("leaves out what a login prints before, blank lines and carriage returns", () => {
        const configuration = configurationOf("Welcome\r\n\r\nset x=y\r\ncreate -b\r\n\r\nset brand=solaris-kz\r\n");
        expect(configuration.script).toBe("create -b\nset brand=solaris-kz\n");
        expect(configuration.properties.get("x")).toBeUndefined();
    });

    it("keeps every value of a list property", () => {
        const configuration = configurationOf("create -b\nadd anet\nadd mac a\nadd mac b\nend\nadd host-ids x\n");
        expect(configuration.resources[0]?.properties.get("mac")).toEqual(["a", "b"]);
        expect(configuration.properties.get("host-ids")).toEqual(["x"]);
    });

    it("sees none where there is no create line", () => {
        const others = transcriptNames().filter((name) => !/^zonecfg-(export|commands)|^failure-host/.test(name));
        expect(others.length).toBeGreaterThan(20);
        // zonecfg's own complaint "create command ignored, exiting." begins like the command.
        for (const name of others.filter((each) => each !== "zonecfg-create-exists")) {
            expect([name, parseExport(readTranscript(name).text)]).toEqual([name, undefined]);
        }
        expect(parseExport("")).toBeUndefined();
    });

    it("never throws on arbitrary text, and its script is a part of it", () => {
        const text = fc.oneof(
            fc.string({ maxLength: 100 }),
            fc
                .array(fc.constantFrom("create -b", "add anet", "set id=0", "end", "", "add x y", 'set b="q"', "set ="))
                .map((lines) => lines.join("\n")),
        );
        fc.assert(
            fc.property(text, (printed) => {
                const configuration = parseExport(printed);
                for (const line of configuration?.script.trimEnd().split("\n") ?? []) {
                    expect(printed).toContain(line);
                }
                if (configuration !== undefined) {
                    sizeOf(configuration);
                    anetIds(configuration);
                }
            }),
        );
    });
});

describe("sizeOf", () => {
    it.each([
        ["a range of CPUs", "add virtual-cpu\nset ncpus=2-8\nend\n", { vcpus: 8 }],
        ["dedicated CPUs", "add dedicated-cpu\nset ncpus=4\nend\n", { vcpus: 4 }],
        ["memory only", "add capped-memory\nset physical=512M\nend\n", { memoryBytes: gibibyte / 2 }],
        ["nothing", "", {}],
        ["what it cannot read", "add virtual-cpu\nset ncpus=x\nend\nadd capped-memory\nset physical=all\nend\n", {}],
    ])("of a configuration that gives %s", (_what, resources, size) => {
        expect(sizeOf(configurationOf(`create -b\n${resources}`))).toEqual(size);
    });
});

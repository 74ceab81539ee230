import {
    listAuxiliaryStates,
    listZone,
    listZones,
    parseAuxiliaryStates,
    parseZoneList,
    type ZoneEntry,
} from "../../../provider/solaris/zoneadmList";
import { readTranscript, transcriptNames } from "../../fixtures/transcript";
import fc from "../../fuzz";

const uuid = "29be88cb-e61a-4204-8d9b-f4a61bf0efdd";

describe("parseZoneList", () => {
    it("reads Oracle's own lines of ten fields", () => {
        const path = "/system/volatile/zones/kz1/zonepath";
        expect(parseZoneList(readTranscript("list-parsable").text)).toEqual([
            { name: "global", state: "running", zonepath: "/", brand: "solaris" },
            { name: "z1", state: "installed", zonepath: "/z1", brand: "solaris" },
            { name: "z2", state: "unavailable", zonepath: "/z21", brand: "solaris" },
            { name: "z4", state: "incomplete", zonepath: "/z4", brand: "solaris" },
            { name: "kz", state: "installed", zonepath: path, brand: "solaris-kz" },
            { name: "s10", state: "installed", zonepath: "/s10", brand: "solaris10" },
        ]);
    });

    it("reads a line with a UUID", () => {
        expect(parseZoneList(readTranscript("list-parsable-uuid").text)).toMatchObject([{ name: "myzone", uuid }]);
    });

    it.each([
        ["seven fields", `4:kz:running:/kz:${uuid}:solaris-kz:excl`],
        ["nine fields", `4:kz:running:/kz:${uuid}:solaris-kz:excl:R:solaris-kz`],
        ["ten fields", `4:kz:running:/kz:${uuid}:solaris-kz:excl:R:solaris-kz:`],
        ["fields that come with a later release", `4:kz:running:/kz:${uuid}:solaris-kz:excl:R:solaris-kz::x:y\\:z`],
        ["a UUID in capitals", `4:kz:running:/kz:${uuid.toUpperCase()}:solaris-kz:excl`],
        ["a running zone without an id, as while it boots", `-:kz:running:/kz:${uuid}:solaris-kz:excl`],
        ["CRLF", `4:kz:running:/kz:${uuid}:solaris-kz:excl:-:solaris-kz:\r`],
    ])("takes %s", (_what, line) => {
        const entry = { name: "kz", state: "running", zonepath: "/kz", brand: "solaris-kz", uuid };
        expect(parseZoneList(`${line}\n`)).toEqual([entry]);
    });

    it("takes an escaped colon and a lone backslash in a zonepath", () => {
        const [entry] = parseZoneList("-:kz:installed:/zones/a\\:b\\c\\:::solaris-kz:excl:-:solaris-kz:\n");
        expect(entry).toMatchObject({ zonepath: "/zones/a:b\\c:", brand: "solaris-kz" });
        expect(entry?.uuid).toBeUndefined();
    });

    it("passes a state through that it does not know", () => {
        expect(parseZoneList("-:kz:hibernating:/kz::solaris-kz:excl")).toMatchObject([{ state: "hibernating" }]);
    });

    it.each([
        "Oracle Solaris 11.4.48.123.0  Assembled August 2022",
        "Last login: Mon Aug  1 10:00:00 2022 from 10.0.0.9",
        "zoneadm: kz3: could not get state: No such zone configured",
        "You have mail.",
        "4:kz:running:/kz::solaris-kz",
        "x:kz:running:/kz::solaris-kz:excl",
        "4::running:/kz::solaris-kz:excl",
        "4:kz:Running now:/kz::solaris-kz:excl",
        `4:kz:running:/kz:not-a-uuid:solaris-kz:excl`,
        "a:b:c:d:e:f:g:h:i",
        "::::::::",
        "",
    ])("passes over %p", (line) => {
        expect(parseZoneList(`${line}\n0:global:running:/::solaris:shared:-:none:\n${line}`)).toHaveLength(1);
    });

    const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/);
    // A backslash at the end of the path would be read as the escape of the separator: Solaris's own ambiguity.
    const zonepath = fc
        .string({ unit: fc.constantFrom(...Array.from("/:\\abz %é-")), maxLength: 20 })
        .filter((path) => !path.endsWith("\\"));
    const entry: fc.Arbitrary<ZoneEntry> = fc
        .record({
            name,
            state: fc.constantFrom("configured", "incomplete", "unavailable", "installed", "running", "shutting_down"),
            zonepath,
            uuid: fc.option(fc.uuid(), { nil: undefined }),
            brand: fc.constantFrom("solaris", "solaris-kz", "solaris10"),
        })
        .map(({ uuid: id, ...rest }) => (id === undefined ? rest : { ...rest, uuid: id }));
    const tail = fc.constantFrom("", ":-", ":R:solaris-kz", ":-:none:", ":W:fixed-configuration:", ":-:::more:fields");
    const noise = fc.constantFrom(
        "",
        "Welcome to global1",
        "\u001b[1mMOTD\u001b[0m",
        "a: b: c",
        "zoneadm: x: y: z",
        "\t",
    );
    const escaped = (path: string): string => path.replaceAll(":", "\\:");

    it("reads back every list that zoneadm can print, whatever the login prints around it", () => {
        const line = fc.record({ entry, id: fc.oneof(fc.constant("-"), fc.nat().map(String)), tail, noise });
        fc.assert(
            fc.property(fc.array(line, { maxLength: 8 }), fc.constantFrom("\n", "\r\n"), (lines, end) => {
                const text = lines.map(({ entry: zone, id, tail: rest, noise: before }) => {
                    const path = escaped(zone.zonepath);
                    const fields = [id, zone.name, zone.state, path, zone.uuid ?? "", zone.brand, "excl"];
                    return `${before}${end}${fields.join(":")}${rest}${end}`;
                });
                expect(parseZoneList(text.join(""))).toEqual(lines.map((each) => each.entry));
            }),
        );
    });
});

describe("parseAuxiliaryStates", () => {
    it("reads the documented table", () => {
        const states = parseAuxiliaryStates(readTranscript("list-auxiliary").text);
        expect([...states]).toEqual([
            ["global", []],
            ["kzone1", []],
            ["kzone3", ["debugging"]],
        ]);
    });

    it("reads several states, unknown ones, overlong names, and passes over noise", () => {
        const text = [
            "Oracle Corporation  SunOS 5.11",
            "NAME             STATUS           AUXILIARY STATE",
            "a-zone-with-a-name-beyond-its-column running migrating-out,panicked\r",
            "kz1              installed        suspended no-config",
            "kz2              running          new-state",
            "zoneadm: kz3: could not get state",
        ].join("\n");
        expect([...parseAuxiliaryStates(text)]).toEqual([
            ["a-zone-with-a-name-beyond-its-column", ["migrating-out", "panicked"]],
            ["kz1", ["suspended", "no-config"]],
            ["kz2", ["new-state"]],
        ]);
    });
});

describe("on arbitrary text", () => {
    const text = fc.oneof(
        fc.string({ unit: "binary", maxLength: 200 }),
        fc.string({ unit: fc.constantFrom(...Array.from("\\::\n\r -0a/\0")), maxLength: 200 }),
    );

    it("the parsers find what is well-formed and never throw", () => {
        fc.assert(
            fc.property(text, (printed) => {
                for (const zone of parseZoneList(printed)) {
                    expect(zone.name).toMatch(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/);
                }
                parseAuxiliaryStates(printed);
            }),
        );
    });

    it("of other commands they find no zone", () => {
        for (const name of transcriptNames().filter((each) => !each.startsWith("list-parsable"))) {
            expect([name, parseZoneList(readTranscript(name).text)]).toEqual([name, []]);
        }
    });
});

describe("the calls", () => {
    it.each([
        [listZones(), ["list", "-cp"]],
        [listZone("kzone1"), ["-z", "kzone1", "list", "-p"]],
        [listAuxiliaryStates("-cs"), ["list", "-cs"]],
        [listAuxiliaryStates("-s"), ["list", "-s"]],
    ])("%o need no rights and go to zoneadm by its path", (call, args) => {
        expect(call).toMatchObject({ program: "/usr/sbin/zoneadm", args, privileged: false });
        expect(call.timeoutMs).toBeGreaterThan(0);
        expect(call.name).toMatch(/^zoneadm list/);
    });
});

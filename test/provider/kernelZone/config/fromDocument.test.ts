import { configSchema } from "../../../../provider/kernelZone/config/configSchema";
import { configFrom } from "../../../../provider/kernelZone/config/fromDocument";
import { withMark } from "../../../../provider/solaris/configuration/mark";
import { parseExport } from "../../../../provider/solaris/configuration/parseExport";
import { documentOf, wishedDocument } from "../../../../provider/kernelZone/config/toDocument";
import { editsBetween } from "../../../../provider/solaris/configuration/edits";
import { exportSamples, infoSamples } from "../../solaris/configuration/samples";
import { exportOf, infoOf } from "../../solaris/configuration/simulatedZonecfg";
import { wholeConfig } from "./wholeConfig";

function read(...lines: string[]): ReturnType<typeof configFrom> {
    const found = parseExport(["create -b", "set brand=solaris-kz", ...lines, ""].join("\n"));
    if (found === undefined) {
        throw new Error("the export cannot be read");
    }
    return configFrom(found);
}

describe("a configuration that was found", () => {
    it("is declared with typed values, and what has no property of its own by zonecfg's names", () => {
        expect(
            read(
                "set autoboot=true",
                "set boot-disk-protection=true",
                "set bootargs=",
                ...["add anet", "set lower-link=net0", "set mac-address=auto", "set auto-mac-address=2:8:20:e7:b8:79"],
                ...["set vlan-id=12", "set vsi-vers=1", "set id=0", "end"],
                ...[
                    "add device",
                    "set storage=dev:dsk/c1t0d0",
                    "set bootpri=0",
                    "set id=0",
                    "set allow-partition=false",
                    "end",
                ],
                ...["add virtual-cpu", "set ncpus=4", "end"],
                ...["add capped-memory", "set physical=8G", "end"],
                ...["add admin", "set user=jdoe", "set auths=login,migrate", "end"],
                ...["add npiv", "set over-hba=c10", "end"],
            ),
        ).toEqual({
            config: {
                autoboot: true,
                properties: { "boot-disk-protection": "true" },
                anets: [{ id: 0, lowerLink: "net0", macAddress: "auto", vlanId: 12, properties: { "vsi-vers": "1" } }],
                devices: [{ id: 0, storage: "dev:dsk/c1t0d0", bootpri: 0, allowPartition: false }],
                virtualCpu: { ncpus: 4 },
                cappedMemory: { physical: "8G" },
                admins: [{ user: "jdoe", auths: ["login", "migrate"] }],
                resources: [{ type: "npiv", properties: { "over-hba": "c10" } }],
            },
            leftOut: [],
        });
    });

    it("leaves out secrets, and says so without showing them", () => {
        const { config, leftOut } = read(
            "set some-password=hunter2",
            ...["add keysource", "set raw=hunter2", "end"],
            ...["add attr", "set name=root-password", "set type=string", "set value=hunter2", "end"],
            ...["add npiv", "set id=0", "set chap-secret=hunter2", "end"],
        );
        expect(JSON.stringify(config)).not.toContain("hunter2");
        expect(leftOut.join("\n")).not.toContain("hunter2");
        expect(config).toEqual({ resources: [{ type: "npiv", properties: { id: "0" } }] });
        expect(leftOut).toEqual([
            "properties.some-password: is a secret",
            "keysource: holds a secret",
            "attrs: holds a secret",
            "resources: chap-secret of npiv is a secret",
        ]);
    });

    it("leaves out the provider's own mark", () => {
        const found = withMark(documentOf(configSchema.parse({ attrs: [{ name: "owner", value: "me" }] })), "token");
        expect(configFrom(found)).toEqual({
            config: { attrs: [{ name: "owner", type: "string", value: "me" }] },
            leftOut: [],
        });
    });

    it("leaves out values that config does not take, so that they stay as they are", () => {
        const { config, leftOut } = read(
            "set autoshutdown=panic",
            ...["add anet", "set id=0", "set vlan-id=5000", "end"],
            ...["add device", "set storage=dev:dsk/c1t0d0", "set bootpri=0", "set id=0", "end"],
            ...["add device", "set storage=dev:dsk/c1t1d0", "set bootpri=0", "set id=1", "end"],
        );
        expect(config).toEqual({
            anets: [{ id: 0 }],
            devices: [
                { id: 0, storage: "dev:dsk/c1t0d0", bootpri: 0 },
                { id: 1, storage: "dev:dsk/c1t1d0" },
            ],
        });
        expect(leftOut).toEqual([
            expect.stringMatching(/^autoshutdown: /),
            "anets[0].vlanId: must be a VLAN's number, 1 to 4094",
            expect.stringMatching(/^devices\[1\]\.bootpri: is 0, as that of devices\[0\]/),
        ]);
    });

    it("leaves out a list as a whole where a member of it cannot be declared", () => {
        const { config, leftOut } = read(
            ...["add anet", "set linkname=net0", "end"],
            ...["add device", "set storage=dev:dsk/c1t0d0", "set id=0", "end"],
        );
        expect(config).toEqual({});
        expect(leftOut).toEqual([
            "anets: must be a whole number, as in `anet id=0`",
            "devices: must hold a disk from which the zone boots: give one `bootpri: 0`",
        ]);
    });

    it.each([...exportSamples.map(({ name }) => name), ...infoSamples.map(({ name }) => name)])(
        "is declared so that it stays as it is: %s",
        (name) => {
            const sample = [...exportSamples, ...infoSamples].find((each) => each.name === name)!;
            const found = exportSamples.includes(sample) ? exportOf(sample.text) : infoOf(sample.text);
            const { config, leftOut } = configFrom(found);
            expect(editsBetween(found, wishedDocument(found, configSchema.parse(config)))).toEqual([]);
            // The book leaves out the id of one anet; nothing else of any sample has no place in `config`.
            expect(leftOut.filter((what) => !/^keysource: holds a secret$|^anets: .*`anet id=0`$/.test(what))).toEqual(
                [],
            );
        },
    );

    it("is the whole of what a program has declared, but for the key", () => {
        const { config, leftOut } = configFrom(documentOf(configSchema.parse(wholeConfig)));
        const { keysource: _, ...others } = configSchema.parse(wholeConfig);
        expect(configSchema.parse(config)).toEqual({
            ...others,
            virtualCpu: { ncpus: "4", properties: { importance: "1" } },
            anets: others.anets?.map((anet) =>
                anet.properties === undefined ? anet : { ...anet, properties: { "vsi-vers": "1", cos: "3" } },
            ),
            properties: { "boot-disk-protection": "true", "fs-allowed": ["ufs", "pcfs"] },
            resources: [{ type: "npiv", properties: { id: "0", "over-hba": "c10" } }],
        });
        expect(leftOut).toEqual(["keysource: holds a secret"]);
    });
});

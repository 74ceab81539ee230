import type { ConfigurationDocument, ConfigurationResource } from "../../../../provider/solaris/configuration/document";
import fc from "../../../fuzz";

type Property = readonly [name: string, value: fc.Arbitrary<string>];

// Every character but those that no value can have, the ones that mean something to zonecfg more often than others.
const character = fc.oneof(
    fc.constantFrom(...Array.from(" ;=#,()[]'%{}:/.-@+\\")),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }).filter((text) => !/["\p{C}\s]/u.test(text)),
);
/** A value as a person could write it. What looks like a group, or a block within a resource, is one: none does here. */
export const freeText = fc
    .array(character, { minLength: 1, maxLength: 10 })
    .map((characters) => characters.join(""))
    .filter((text) => text.trim() !== "" && !/^(?:\{|\([a-z])/.test(text));

const storage = fc.constantFrom(
    "iscsi://nas/luname.naa.60ab",
    "lu:initiator.naa.1,target.naa.2,luname.naa.3",
    "nfs://admin:staff@nas1/export/kz/data 1",
    "dev:/dev/zvol/dsk/%{global-rootzpool}/VARSHARE/zones/%{zonename}/disk%{id}",
);
const list = (...elements: string[]): fc.Arbitrary<string> =>
    fc.subarray(elements, { minLength: 1 }).map((chosen) => chosen.join(","));
const words = (...texts: string[]): fc.Arbitrary<string> => fc.constantFrom(...texts);

const zoneProperties: readonly Property[] = [
    ["autoboot", words("true", "false")],
    ["bootargs", freeText],
    ["cpu-arch", words("generic", "migration-class1")],
    ["host-compatible", list("level1", "memlzr", "adi")],
    ["hostid", words("0x6f038b0b", "0x1")],
    ["something-new", freeText],
];

type Properties = ConfigurationResource["properties"];

/** All of some properties, and any of some others. */
function properties(required: readonly Property[], optional: readonly Property[]): fc.Arbitrary<Properties> {
    const one = ([name, value]: Property): fc.Arbitrary<[string, string[]]> => value.map((text) => [name, [text]]);
    return fc
        .tuple(
            fc.tuple(...required.map(one)),
            fc
                .tuple(...optional.map((property) => fc.option(one(property))))
                .map((all) => all.filter((each) => each !== null)),
        )
        .map((entries) => new Map(entries.flat()));
}

/** Resources of a type that their first property tells apart, few enough that two documents often have the same ones. */
function several(
    type: string,
    required: readonly [Property, ...Property[]],
    optional: readonly Property[],
): fc.Arbitrary<ConfigurationResource[]> {
    const one = properties(required, optional).map((its) => ({ type, properties: its }));
    return fc.uniqueArray(one, { maxLength: 3, selector: (resource) => resource.properties.get(required[0][0])?.[0] });
}

/** None or one of a type. */
function single(
    type: string,
    required: readonly Property[],
    optional: readonly Property[] = [],
): fc.Arbitrary<ConfigurationResource[]> {
    const one = properties(required, optional).map((its) => ({ type, properties: its }));
    return fc.option(one).map((resource) => (resource === null ? [] : [resource]));
}

const group = fc.nat(3).map((limit) => `(priv=privileged,limit=${limit},action=deny)`);
const groups = fc
    .tuple(words("zone.cpu-shares", "zone.max-lwps"), fc.uniqueArray(group, { minLength: 1, maxLength: 3 }))
    .map(([name, value]) => ({
        type: "rctl",
        properties: new Map([
            ["name", [name]],
            ["value", value],
        ]),
    }));

const resources: fc.Arbitrary<ConfigurationResource[]> = fc
    .tuple(
        several(
            "anet",
            [["id", words("0", "1", "2")]],
            [
                ["lower-link", words("net0", "net1", "auto")],
                ["mac-address", words("auto", "2:8:20:1:2:3")],
                ["vlan-id", words("12", "4094")],
                ["allowed-address", list("10.0.0.1/24", "10.0.0.2/24", "fe80::1")],
                ["new-property", freeText],
            ],
        ),
        several(
            "device",
            [
                ["id", words("0", "1", "2")],
                ["storage", storage],
            ],
            [["bootpri", words("0", "1")]],
        ),
        several(
            "attr",
            [
                ["name", words("comment", "owner", "a b")],
                ["type", words("string")],
                ["value", freeText],
            ],
            [],
        ),
        several(
            "admin",
            [
                ["user", words("jdoe", "ann")],
                ["auths", list("login", "manage", "migrate")],
            ],
            [],
        ),
        single("virtual-cpu", [["ncpus", words("1", "4", "2-8")]]),
        single(
            "capped-memory",
            [["physical", words("4G", "8G")]],
            [["pagesize-policy", words("largest-only", "fixed")]],
        ),
        single(
            "suspend",
            [],
            [
                ["path", words("/a", "/b c")],
                ["storage", storage],
            ],
        ),
        single("keysource", [["raw", words("5ecret-of-the-zone", "another-5ecret")]]),
        fc.uniqueArray(groups, { maxLength: 2, selector: ({ properties: its }) => its.get("name")?.[0] }),
    )
    .map((all) => all.flat());

/** A configuration in which every resource has what identifies it. */
export const document: fc.Arbitrary<ConfigurationDocument> = fc
    .tuple(properties([["brand", words("solaris-kz")]], zoneProperties), resources)
    .map(([global, all]) => ({ properties: global, resources: all }));

const lists = new Set(["host-compatible", "allowed-address", "auths", "value"]);

/** The same text for documents that say the same: in any order, and whether a list stands in one value or in several. */
export function saying({ properties: global, resources: all }: ConfigurationDocument): string {
    return JSON.stringify({
        global: said(global),
        all: all.map(({ type, properties: its }) => [type, said(its)]).sort(),
    });
}

function said(its: ConfigurationDocument["properties"]): unknown[] {
    return [...its]
        .map(([name, values]) => [
            name,
            lists.has(name)
                ? values
                      .flatMap((value) => value.split(","))
                      .sort()
                      .join(",")
                : values.join("\n"),
        ])
        .sort();
}

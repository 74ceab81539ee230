import { parseInfo } from "../../../../provider/solaris/configuration/parseInfo";
import { printCreation } from "../../../../provider/solaris/configuration/printScript";
import fc from "../../../fuzz";
import { infoText } from "../../../solaris/configText";
import { hostileText, repeatable } from "../hostileText";
import { document } from "./documents";
import { infoSamples } from "./samples";
import { infoOf, simulateZonecfg } from "./simulatedZonecfg";

const listing = infoSamples[0]!.text;

it("reads a complete listing, without what is not specified", () => {
    const { properties, resources } = infoOf(listing);
    expect(Object.fromEntries(properties)).toEqual({
        zonename: ["kzone1"],
        brand: ["solaris-kz"],
        autoboot: ["false"],
        autoshutdown: ["shutdown"],
        hostid: ["0x2e7d2173"],
    });
    expect(resources.map(({ type, properties: its }) => [type, Object.fromEntries(its)])).toEqual([
        [
            "anet",
            {
                "lower-link": ["auto"],
                "configure-allowed-address": ["true"],
                "link-protection": ["mac-nospoof"],
                "mac-address": ["auto"],
                iov: ["off"],
                lro: ["auto"],
                id: ["0"],
            },
        ],
        ["device", { storage: ["dev:/dev/zvol/dsk/rpool/VARSHARE/zones/kzone1/disk0"], id: ["0"], bootpri: ["0"] }],
        ["capped-memory", { physical: ["4G"] }],
    ]);
});

it.each(infoSamples)("reads $name with noise around it, tabs and carriage returns", ({ text }) => {
    const noisy = `Last login: Mon\n\n${text.replaceAll(/^ +/gm, "\t")}\nYou have mail.\nlogout\n`;
    expect(parseInfo(noisy.replaceAll("\n", "\r\n"))).toEqual(infoOf(text));
});

it("reads what has the form of a listing before one only where it does not say zonename", () => {
    expect(infoOf(`motd: be careful\n${listing}`)).toEqual(infoOf(listing));
});

it("reads groups, lists, values set through another property, numbered headers and blocks within a resource", () => {
    const { properties, resources } = infoOf(
        [
            ...["zonename: z", "future-thing: a: b", "[cpu-shares: 20]", "fs-allowed: ufs,nfs"],
            ...["anet 1:", "\tmac:", "\t\tmac-address: auto", "\t\tmac-slot not specified", "\tid: 1"],
            ...["capped-memory:", "\tphysical: 1G", "\t[swap: 2G]"],
            ...["rctl:", "\tname: zone.max-lwps", "\tvalue: (priv=privileged,limit=1,action=deny)"],
            ...["\tvalue: (priv=privileged,limit=2,action=deny)", "attr:", "\tname: a", '\tvalue: " b "'],
        ].join("\n"),
    );
    expect([...properties.keys()]).toEqual(["zonename", "future-thing", "cpu-shares", "fs-allowed"]);
    expect(resources.map(({ type, properties: its }) => [type, Object.fromEntries(its)])).toEqual([
        ["anet", { mac: ["{mac-address=auto}"], id: ["1"] }],
        ["capped-memory", { physical: ["1G"], swap: ["2G"] }],
        [
            "rctl",
            {
                name: ["zone.max-lwps"],
                value: ["(priv=privileged,limit=1,action=deny)", "(priv=privileged,limit=2,action=deny)"],
            },
        ],
        ["attr", { name: ["a"], value: [" b "] }],
    ]);
});

it("does not guess where noise stands in the middle, and sees no listing in other text", () => {
    expect(parseInfo("zonename: z\nanet:\n\tid: 0\nYou have mail.\n\tlower-link: net0\n")).toBeUndefined();
    expect(parseInfo("")).toBeUndefined();
    expect(parseInfo("create -b\nset brand=solaris-kz\n")).toBeUndefined();
});

it("reads from a simulated host's listing all that its configuration says", () => {
    fc.assert(
        fc.property(document, (wished) => {
            const shown = infoOf(infoText(simulateZonecfg(printCreation(wished).script), "z", true, undefined));
            const names = (types: readonly { readonly type: string }[]): string[] =>
                types.map(({ type }) => type).sort();
            expect(names(shown.resources)).toEqual(names(wished.resources));
            for (const { type, properties } of wished.resources.filter((each) => each.type === "anet")) {
                const id = properties.get("id")?.[0];
                const found = shown.resources.find(
                    (each) => each.type === type && each.properties.get("id")?.[0] === id,
                );
                expect(found?.properties.get("vlan-id")).toEqual(properties.get("vlan-id"));
            }
        }),
        { numRuns: 100 },
    );
});

it("never throws, and takes no long time over what repeats", () => {
    fc.assert(
        fc.property(hostileText, fc.boolean(), (text, begun) => {
            parseInfo(begun ? `zonename: z\n${text}` : text);
        }),
        { numRuns: 500 },
    );
    for (const piece of [...repeatable, "a: ", "\n\ta:", "[", "a 1:"]) {
        parseInfo(`zonename: z\n${piece.repeat(20_000)}`);
    }
});

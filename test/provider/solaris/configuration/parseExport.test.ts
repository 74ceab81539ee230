import { parseExport } from "../../../../provider/solaris/configuration/parseExport";
import fc from "../../../fuzz";
import { hostileText, repeatable } from "../hostileText";
import { exportSamples } from "./samples";
import { exportOf } from "./simulatedZonecfg";

it.each(exportSamples)("reads $name with noise around it and carriage returns", ({ text }) => {
    const noisy = `Last login: Mon\r\n\r\n${text.replaceAll("\n", "\r\n")}\r\nYou have mail.\r\nlogout\r\n`;
    expect(parseExport(noisy)).toEqual(exportOf(text));
    expect(exportOf(text).script).toBe(text);
});

it("does not guess where noise stands in the middle", () => {
    expect(parseExport("create -b\nset brand=solaris-kz\nYou have mail.\nset autoboot=true\n")).toBeUndefined();
});

it("reads every form of a list", () => {
    const { resources } = exportOf(
        [
            ...["create -b", "add admin", "set user=jdoe", "add auths login", "add auths manage", "end"],
            ...["add fs", "set dir=/a", "set options=[ro,nodevices]", "add options (ro,nosuid)", "end"],
            ...["add rctl", "set name=zone.max-lwps", "add value (priv=privileged,limit=2,action=deny)", "end"],
        ].join("\n"),
    );
    expect(resources.map(({ properties }) => Object.fromEntries(properties))).toEqual([
        { user: ["jdoe"], auths: ["login", "manage"] },
        { dir: ["/a"], options: ["[ro,nodevices]", "(ro,nosuid)"] },
        { name: ["zone.max-lwps"], value: ["(priv=privileged,limit=2,action=deny)"] },
    ]);
});

it("takes blanks around an equals sign, indented commands, and names that are no words of their own", () => {
    const { properties, resources } = exportOf(
        "create -b\n  set constructor = a=b  \n\tadd __proto__ x\n add toString\n  set hasown=1\n end\n",
    );
    expect(Object.fromEntries(properties)).toEqual({ constructor: ["a=b"], hasown: ["1"] });
    expect(resources).toEqual([]);
    expect(exportOf("create -b\nadd constructor\nset id=0\nend\n").resources).toEqual([
        { type: "constructor", properties: new Map([["id", ["0"]]]) },
    ]);
});

it("goes on behind a block within a resource", () => {
    const lines = ["create -b", "add anet", "add mac", "set mac-address=auto", "end", "set id=0", "end", "set pool=p"];
    const { properties, resources } = exportOf(`${lines.join("\n")}\n`);
    expect(properties.get("pool")).toEqual(["p"]);
    expect(resources[0]?.properties.get("id")).toEqual(["0"]);
});

it.each(exportSamples)("does not take $name for whole where it is cut within a line or a resource", ({ text }) => {
    const globals = text.search(/\nadd |\n$/);
    for (let length = "create -b\n".length; length < text.length; length++) {
        const cut = text.slice(0, length);
        const betweenCommands = cut.endsWith("\n") && (length <= globals + 1 || cut.endsWith("\nend\n"));
        const document = parseExport(cut);
        if (!betweenCommands && !cut.endsWith("\nend")) {
            expect({ cut, document }).toEqual({ cut, document: undefined });
        }
    }
});

it("reads no resource and no block that does not end", () => {
    expect(parseExport("create -b\nadd anet\nset id=0\nadd mac\nset mac-address=auto\n")).toBeUndefined();
    expect(parseExport("create -b\nadd anet\nadd mac\nset mac-address=auto\nend\n")).toBeUndefined();
    expect(parseExport("create -b\nadd device\nset storage=dev:dsk/a\n\nYou have mail.\n")).toBeUndefined();
});

it("never throws, and takes no long time over what repeats", () => {
    fc.assert(
        fc.property(hostileText, fc.boolean(), (text, begun) => {
            parseExport(begun ? `create -b\n${text}` : text);
        }),
        { numRuns: 500 },
    );
    for (const piece of repeatable) {
        parseExport(`create -b\n${piece.repeat(20_000)}`);
    }
});

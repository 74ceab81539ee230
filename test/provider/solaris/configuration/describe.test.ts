import { describeEdit } from "../../../../provider/solaris/configuration/describe";
import type { ConfigurationDocument } from "../../../../provider/solaris/configuration/document";
import { editsBetween } from "../../../../provider/solaris/configuration/edits";
import fc from "../../../fuzz";
import { document } from "./documents";
import { exportOf } from "./simulatedZonecfg";

function words(found: string[], wished: string[]): string[] {
    const configuration = (lines: string[]): ConfigurationDocument => exportOf(`create -b\n${lines.join("\n")}\n`);
    return editsBetween(configuration(found), configuration(wished)).map(describeEdit);
}

it("says what changes, in one line", () => {
    const memory = (size: string): string[] => ["add capped-memory", `set physical=${size}`, "end"];
    expect(words(memory("8G"), memory("12G"))).toEqual(["capped-memory physical: 8G -> 12G"]);
    expect(words(["set autoboot=true"], ["set pool=p"])).toEqual(["autoboot: true -> not set", "pool: not set -> p"]);
    expect(words([], ["add anet", "set id=1", "set lower-link=net1", "set vlan-id=12", "end"])).toEqual([
        "anet 1: added (lower-link net1, vlan-id 12)",
    ]);
    expect(words(["add admin", "set user=jdoe", "add auths login", "add auths manage", "end"], [])).toEqual([
        "admin jdoe: removed (auths login,manage)",
    ]);
    expect(words(["add anet", "add mac", "add allowed-mac-address 2:8", "end", "end"], [])).toEqual([
        "anet: removed (mac {allowed-mac-address 2:8})",
    ]);
});

it("writes both sides of a change of memory in one spelling", () => {
    const memory = (...lines: string[]): string[] => ["add capped-memory", ...lines, "end"];
    expect(words(memory("set physical=10240M"), memory("set physical=4g"))).toEqual([
        "capped-memory physical: 10G -> 4G",
    ]);
    expect(words(memory("set physical=8G"), memory("set physical=8192M"))).toEqual([
        "capped-memory physical: 8G -> 8192M",
    ]);
    expect(words(memory("set memory-reserve=1024m"), memory("set memory-reserve=2g"))).toEqual([
        "capped-memory memory-reserve: 1024m -> 2g",
    ]);
    expect(words(["set bootargs=1024m"], ["set bootargs=2g"])).toEqual(["bootargs: 1024m -> 2g"]);
});

it("shows no control characters that a host has in a value", () => {
    expect(words([], ["set tenant=a\u001b[2Jb", "add attr", "set name=x\u0007", "set value=1\t2", "end"])).toEqual([
        "tenant: not set -> a\\x1b[2Jb",
        "attr x\\x07: added (value 1 2)",
    ]);
});

it("shows no secret, whatever becomes of it", () => {
    const key = (...lines: string[]): string[] => ["add keysource", ...lines, "end"];
    const attribute = (value: string): string[] => ["add attr", "set name=root-password", `set value=${value}`, "end"];
    const shown = [
        ...words(key("set raw=5ecret"), key("set raw=5ecret2")),
        ...words(key("set raw=5ecret"), key("set other=5ecret")),
        ...words([], key("set raw=5ecret")),
        ...words(key("set raw=5ecret"), []),
        ...words(["set some-secret=5ecret"], ["set api-key=5ecret"]),
        ...words(attribute("5ecret"), attribute("5ecret2")),
        ...words([], attribute("5ecret")),
        ...words([...key("set raw=5ecret"), ...key("set raw=5ecret2")], []),
        ...words([], ["add anet", "add mac", "set passphrase=5ecret", "end", "end"]),
    ];
    expect(shown).toMatchInlineSnapshot(`
        [
          "keysource raw: changed (not shown)",
          "keysource raw: cleared",
          "keysource other: set (not shown)",
          "keysource: added (raw not shown)",
          "keysource: removed (raw not shown)",
          "some-secret: cleared",
          "api-key: set (not shown)",
          "attr root-password value: changed (not shown)",
          "attr root-password: added (value not shown)",
          "keysource number 2: removed (raw not shown)",
          "keysource number 1: removed (raw not shown)",
          "anet: added (mac {passphrase not shown})",
        ]
    `);
    expect(shown.join("\n")).not.toContain("5ecret");
});

it.each([
    ...[
        "api-token",
        "apiKeyId",
        "ssh_key",
        "API_KEY",
        "deploy.keys",
        "db-credentials",
        "aws_secret",
        "db-pwd",
        "PASSWD",
    ],
])("takes the value of an attribute called %s for a secret", (name) => {
    const attribute = (value: string): string[] => ["add attr", `set name=${name}`, `set value=${value}`, "end"];
    const shown = [...words(attribute("5ecret"), attribute("5ecret2")), ...words([], attribute("5ecret"))];
    expect(shown).toEqual([`attr ${name} value: changed (not shown)`, `attr ${name}: added (value not shown)`]);
});

it("shows no secret of two attributes of the same name, and no less than it may of others", () => {
    const token = ["add attr", "set name=api-token", "set value=5ecret", "end"];
    expect(words([...token, ...token], []).join("\n")).not.toContain("5ecret");
    const owner = ["add attr", "set name=keyboard", "set value=us", "end"];
    expect(words([], owner)).toEqual(["attr keyboard: added (value us)"]);
});

it("shows no secret of any edit", () => {
    fc.assert(
        fc.property(document, document, (found, wished) => {
            const lines = editsBetween(found, wished).map(describeEdit);
            expect(lines.join("\n")).not.toContain("5ecret");
            expect(lines.filter((line) => line.includes("\n"))).toEqual([]);
        }),
        { numRuns: 100 },
    );
});

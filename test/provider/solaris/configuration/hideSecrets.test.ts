import { hideSecrets, wholeSecretsHider } from "../../../../provider/solaris/configuration/hideSecrets";
import fc from "../../../fuzz";

it.each([
    ["a whole secret", "raw=5ecretOfTheZone: Invalid argument", "raw=[not shown]: Invalid argument"],
    ["one that is cut", 'value "5ecretOfTh..." is too long', 'value "[not shown]..." is too long'],
    ["its end", "near TheZone-5ecret", "near TheZone-5ecret"],
    ["a long part of it", "near retOfTheZon", "near [not shown]"],
    ["a short one wherever it stands", "pw1234x and pw1234", "[not shown]x and [not shown]"],
    ["a very short one where it stands alone", "ab: cab ab1 (ab)", "[not shown]: cab ab1 ([not shown])"],
    ["several", "5ecretOfTheZonepw1234", "[not shown]"],
    ["nothing", "On line 2:", "On line 2:"],
])("hides %s", (_, text, shown) => {
    expect(hideSecrets(text, ["5ecretOfTheZone", "pw1234", "ab", ""])).toBe(shown);
});

it("leaves no secret of four characters or more in any text", () => {
    fc.assert(
        fc.property(fc.string(), fc.string({ minLength: 4 }), fc.string(), (before, secret, after) => {
            fc.pre(!"[not shown]".includes(secret));
            const shown = hideSecrets(`${before}${secret}${after}`, [secret]);
            expect(shown.split("[not shown]").some((part) => part.includes(secret))).toBe(false);
        }),
    );
});

describe("hiding whole secrets anywhere", () => {
    const hide = wholeSecretsHider(["5ecretOfTheZone", "iscsi://s1/luname.naa.600144f0", "pw123", "(a|b).*"]);

    it.each([
        ["a whole one", "raw=5ecretOfTheZone:", "raw=[not shown]:"],
        ["in other capitals", "5ECRETOFTHEZONE", "[not shown]"],
        ["one that is cut off", "status 5ecretOfT...", "status [not shown]..."],
        ["a long word of one", "LUNAME.naa.600144f0 is gone", "[not shown] is gone"],
        ["with signs that mean something to a pattern", "x(a|b).*x", "x[not shown]x"],
        ["no part, no short word and no short one", "5ecretOf s1 pw123...", "5ecretOf s1 pw123..."],
        ["nothing", "On line 2:...", "On line 2:..."],
    ])("hides %s", (_, text, shown) => {
        expect(hide(text)).toBe(shown);
    });

    it("changes nothing where there are none", () => {
        fc.assert(
            fc.property(fc.string(), (text) => {
                expect(wholeSecretsHider(["", "short"])(text)).toBe(text);
            }),
        );
    });
});

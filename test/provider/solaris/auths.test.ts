import { authorizations, grantOf, parseAuthorizations } from "../../../provider/solaris/auths";

describe("parseAuthorizations", () => {
    const held = ["solaris.zone.config", "solaris.zone.migrate/kzone1", "solaris.device.*"];

    it.each([
        ["on one line", `${held.join(",")}\n`],
        ["one a line", held.join("\r\n")],
        ["between noise", `Last login: today!\n${held.join(", ")}\n(bye)\n`],
    ])("reads what stands %s", (_what, text) => {
        expect(parseAuthorizations(text)).toEqual(expect.arrayContaining(held));
        expect(parseAuthorizations(text)).not.toContain("login:");
    });
});

describe("grantOf", () => {
    const name = "solaris.zone.migrate";

    it.each([["solaris.zone.migrate"], ["solaris.zone.*"], ["solaris.*"], ["*"]])("is for all zones by %s", (one) => {
        expect(grantOf(["solaris.zone.migrate/kzone1", one], name)).toEqual({ scope: "all" });
    });

    it("is for single zones by their names", () => {
        const held = ["solaris.zone.migrate/kzone1", "solaris.zone.migrate/kzone2", "solaris.zone.config/kzone3"];
        expect(grantOf(held, name)).toEqual({ scope: "zones", zones: ["kzone1", "kzone2"] });
    });

    it.each([
        "solaris.zone.migrate.cold",
        "solaris.zone.migrat",
        "solaris.zone",
        "solaris.device.*",
        "solaris.zone.migrate.*",
    ])("is not there by %s", (one) => {
        expect(grantOf([one], name)).toBeUndefined();
    });
});

it("the call needs no rights", () => {
    expect(authorizations()).toMatchObject({ program: "/usr/bin/auths", args: [], privileged: false });
});

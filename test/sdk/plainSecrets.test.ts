import { plainSecrets, renderPlainSecrets } from "../../sdk/plainSecrets";

describe("passwords and passphrases in a value of solaris:hosts", () => {
    it("are named as `pulumi config` takes their paths", () => {
        const hosts = {
            global1: { user: "zadm", password: "p1", passphrase: "p2" },
            global2: { user: "zadm" },
            "global3.example.com": { passphrase: "p3" },
            "global-4": { password: "p4" },
        };
        expect(plainSecrets(JSON.stringify(hosts))).toEqual([
            "solaris:hosts.global1.password",
            "solaris:hosts.global1.passphrase",
            'solaris:hosts["global3.example.com"].passphrase',
            'solaris:hosts["global-4"].password',
        ]);
    });

    it.each([undefined, "", "{", "null", "7", '"text"', "[]", '{"global1":null}', '{"global1":"password"}'])(
        "are none in %p, whatever is wrong with it",
        (hosts) => {
            expect(plainSecrets(hosts)).toEqual([]);
        },
    );
});

describe("the warning of them", () => {
    it("is none where there are none", () => {
        expect(renderPlainSecrets([])).toBeUndefined();
    });

    it("names them, what becomes of them, and the commands that mend it", () => {
        expect(renderPlainSecrets(["solaris:hosts.global1.password"])).toBe(
            [
                "not marked as a secret: solaris:hosts.global1.password",
                "  Pulumi stores the configuration in the stack's state, and encrypts there only what is marked as a secret.",
                "  What to do: enter it anew, as a secret, and run `pulumi up`:",
                "    pulumi config set --secret --path 'solaris:hosts.global1.password'",
                "    Where solaris:hosts is one JSON text, not an object, set all of it again with --secret: --path replaces it.",
                "    Earlier states still hold it in clear: change it on the host as well.",
            ].join("\n"),
        );
    });

    it("shows a few commands of many, and names all", () => {
        const paths = Array.from({ length: 12 }, (_, index) => `solaris:hosts.global${index}.password`);
        const text = renderPlainSecrets(paths) ?? "";
        expect(text).toContain(paths.join(", "));
        expect(text.match(/pulumi config set/g)).toHaveLength(10);
        expect(text).toContain("... and 2 more in the same way");
    });
});

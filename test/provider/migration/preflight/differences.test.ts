import { describeDifference, differencesBetween } from "../../../../provider/migration/preflight/differences";
import { parseExport } from "../../../../provider/solaris/zoneConfiguration";
import fc from "../../../fuzz";
import { hostileText } from "../../solaris/hostileText";
import { anet, configuration } from "./inputs";

describe("differencesBetween", () => {
    it("tells resources of one type apart by id, user or place", () => {
        const admins = (...users: string[]): string =>
            users.map((user) => `add admin\nset user=${user}\nend`).join("\n");
        const here = configuration({ anets: `${anet(0)}\n${anet(1)}`, more: admins("ann", "bob") });
        const there = configuration({ anets: `${anet(1)}\n${anet(0, "set lower-link=net9")}`, more: admins("bob") });
        const lines = differencesBetween(here, there).map((each) => describeDifference(each, ["here", "there"]));
        expect(lines).toEqual(["anet 0 lower-link: net0 here, net9 there", "admin ann: here only"]);
    });

    it("shows no value whose name or resource is that of a secret", () => {
        const here = configuration({ globals: "set some-secret=5ecret", more: "add keysource\nset raw=5ecret\nend" });
        const there = configuration({ more: "add keysource\nset raw=t0psecret\nset x=5ecret\nend" });
        const lines = differencesBetween(here, there).map((each) => describeDifference(each, ["here", "there"]));
        expect(lines).toEqual([
            "some-secret: a value here, not set there",
            "keysource raw: a value here, another value there",
            "keysource x: not set here, a value there",
        ]);
    });

    it("shows no value that another property says to be a secret, nor one in a block", () => {
        const resources = (secret: string): string =>
            `add attr\nset name=root-password\nset value=${secret}\nend\n` +
            `add anet\nset id=7\nadd mac\nset id=1\nset api-token=${secret}\nend\nend`;
        const [here, there] = [
            configuration({ more: resources("5ecret") }),
            configuration({ more: resources("0ther") }),
        ];
        const lines = differencesBetween(here, there).map((each) => describeDifference(each, ["here", "there"]));
        expect(lines).toEqual([
            "attr root-password value: a value here, another value there",
            "anet 7 mac: {id 1, api-token not shown} here, {id 1, api-token not shown} there",
        ]);
    });

    it("finds none between a configuration and itself, whatever it holds, and is the same both ways", () => {
        const exported = hostileText
            .map((text) => parseExport(`create -b\n${text}`))
            .filter((each) => each !== undefined);
        fc.assert(
            fc.property(exported, exported, (a, b) => {
                expect(differencesBetween(a, a)).toEqual([]);
                const names = (list: ReturnType<typeof differencesBetween>) => list.map(({ what }) => what).sort();
                expect(names(differencesBetween(a, b))).toEqual(names(differencesBetween(b, a)));
            }),
            { numRuns: 500 },
        );
    });
});

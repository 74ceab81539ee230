import { setImmediate as later } from "node:timers/promises";
import { Turns } from "../../../provider/dynamic/turns";

describe("turns", () => {
    it("are taken one after the other by what has the same key, also after a failure", async () => {
        const turns = new Turns();
        const said: string[] = [];
        const work =
            (name: string, fails = false) =>
            async (): Promise<string> => {
                said.push(`${name} begins`);
                await later();
                said.push(`${name} ends`);
                if (fails) {
                    throw new Error(name);
                }
                return name;
            };
        const all = [
            turns.take("web1", work("first", true)),
            turns.take("web1", work("second")),
            turns.take("web2", work("other")),
            turns.take("web1", work("third")),
        ];
        expect(await Promise.allSettled(all)).toEqual([
            { status: "rejected", reason: new Error("first") },
            ...["second", "other", "third"].map((value) => ({ status: "fulfilled", value })),
        ]);
        expect(said.filter((line) => !line.startsWith("other"))).toEqual(
            ["first", "second", "third"].flatMap((name) => [`${name} begins`, `${name} ends`]),
        );
        expect(said.indexOf("other begins")).toBeLessThan(said.indexOf("second begins"));
    });
});

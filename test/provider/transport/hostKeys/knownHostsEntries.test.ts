import crypto from "node:crypto";
import { hashName } from "../../../../provider/transport/hostKeys/knownHosts";
import { parseKnownHosts } from "./parseKnownHosts";
import { KnownHostsEntries } from "../../../../provider/transport/hostKeys/knownHostsEntries";
import { someKeys } from "./hostKeyTarget";

const { key } = someKeys();
const lineCount = 5_000;
const hashed = Array.from({ length: lineCount }, (_, index) => `${hashName(`host${index}`)} ${key}`).join("\n");

afterEach(() => {
    jest.restoreAllMocks();
});

it("the lines of a name are those that cover it, in their order", async () => {
    const text = `a,b ${key}\n# c\nrubbish\n* ${key}\n!a,* ${key}\n@revoked a ${key}`;
    const entries = new KnownHostsEntries(text);
    expect(entries.covers("a")).toBe(true);
    const lines = parseKnownHosts(text);
    expect(await entries.linesUnder("a")).toEqual([lines[0], lines[1], lines[3]]);
    expect(await entries.linesUnder("c")).toEqual([lines[1], lines[2]]);
});

it("others get their turn while many lines are looked through", async () => {
    const entries = new KnownHostsEntries(hashed);
    let turns = 0;
    let over = false;
    const turn = (): void => {
        turns++;
        if (!over) {
            setImmediate(turn);
        }
    };
    setImmediate(turn);
    await entries.linesUnder("nobody");
    over = true;
    expect(turns).toBeGreaterThan(10);
});

it("a hashed name is computed once for each line and name, whoever asks and however often", async () => {
    const entries = new KnownHostsEntries(hashed);
    const hmac = jest.spyOn(crypto, "createHmac");
    expect(entries.covers("host100")).toBe(true);
    expect(hmac.mock.calls.length).toBeLessThan(lineCount / 2);
    const both = await Promise.all([entries.linesUnder("host100"), entries.linesUnder("host100")]);
    expect(both.map((lines) => lines.map(({ lineNumber }) => lineNumber))).toEqual([[101], [101]]);
    expect(entries.covers("host100")).toBe(true);
    expect(hmac).toHaveBeenCalledTimes(lineCount);
    expect(entries.covers("nobody") || entries.covers("nobody")).toBe(false);
    expect(hmac).toHaveBeenCalledTimes(2 * lineCount);
});

it("searches that are long past are forgotten", async () => {
    const entries = new KnownHostsEntries(`a ${key}`);
    const first = await entries.linesUnder("a");
    expect(await entries.linesUnder("a")).toBe(first);
    for (let index = 0; index < 1_000; index++) {
        entries.covers(`host${index}`);
    }
    expect(await entries.linesUnder("a")).not.toBe(first);
});

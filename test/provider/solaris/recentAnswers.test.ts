import { performance } from "node:perf_hooks";
import { SolarisHosts } from "../../../provider/solaris/hosts";
import { RecentAnswers, type AnswerTerms } from "../../../provider/solaris/recentAnswers";
import type { Command, CommandResult } from "../../../provider/transport/command";
import { inventoryOf } from "../transport/hostBuilder";
import { factsAnswer } from "./factsAnswer";
import { exited, output, ScriptedRunner } from "./scriptedRunner";

let now = 0;

beforeEach(() => {
    now = 1_000;
    jest.spyOn(performance, "now").mockImplementation(() => now);
});

afterEach(() => {
    jest.restoreAllMocks();
});

/** A question that the test answers. */
interface Question {
    readonly resolve: (answer: string) => void;
    readonly reject: (error: Error) => void;
}

function answersOnDemand(terms: AnswerTerms): { answers: RecentAnswers<string>; asked: Question[] } {
    const asked: Question[] = [];
    const ask = (): Promise<string> => new Promise((resolve, reject) => asked.push({ resolve, reject }));
    return { answers: new RecentAnswers(ask, terms), asked };
}

const allTerms: AnswerTerms[] = [
    { ageFrom: "question", failures: "kept" },
    { ageFrom: "question", failures: "forgotten" },
    { ageFrom: "answer", failures: "forgotten" },
];

describe.each(allTerms)("answers with %j", (terms) => {
    it("are shared while they are under way, and not by who wants one for now", async () => {
        const { answers, asked } = answersOnDemand(terms);
        const first = answers.get("global1", 10);
        expect(answers.get("global1", 10)).toBe(first);
        expect(asked).toHaveLength(1);
        const second = answers.get("global1", 0);
        expect(answers.get("global2", 10)).not.toBe(second);
        expect(asked).toHaveLength(3);
        asked.forEach(({ resolve }, index) => resolve(`answer ${index}`));
        expect(await Promise.all([first, second])).toEqual(["answer 0", "answer 1"]);
        expect(await answers.get("global1", 10)).toBe("answer 1");
    });

    it("are asked for anew after forget, and what was under way then neither comes back nor takes the new one away", async () => {
        const { answers, asked } = answersOnDemand(terms);
        const first = answers.get("global1", 10);
        answers.forget("global1");
        expect(answers.known("global1")).toBeUndefined();
        const second = answers.get("global1", 10);
        asked[0]?.reject(new Error("too late"));
        await expect(first).rejects.toThrow("too late");
        expect(answers.known("global1")).toBe(second);
        asked[1]?.resolve("second");
        expect(await answers.get("global1", 10)).toBe("second");
    });
});

/** What a host is asked, on which terms, and an answer to it. */
interface Reading {
    readonly ask: (hosts: SolarisHosts) => Promise<unknown>;
    readonly terms: AnswerTerms;
    /** The command by whose runs readings are counted. */
    readonly command: string;
    readonly answer: (command: Command) => CommandResult;
}

const maxAgeMs = 10_000;
const markOf = ({ argv }: Command): string => String(argv[6]);

const readings: [string, Reading][] = [
    [
        "the list of zones",
        {
            ask: (hosts) => hosts.snapshot("global1", maxAgeMs),
            terms: { ageFrom: "question", failures: "kept" },
            command: "zoneadm list -cp",
            answer: () => exited(0, "0:global:running:/::solaris:shared:-:none:\n"),
        },
    ],
    [
        "the list of jobs",
        {
            ask: (hosts) => hosts.jobs("global1", maxAgeMs),
            terms: { ageFrom: "question", failures: "kept" },
            command: "list of migration jobs",
            answer: (command) => exited(0, `${markOf(command)} end${markOf(command)}\n`),
        },
    ],
    [
        "its facts",
        {
            ask: (hosts) => hosts.facts("global1", maxAgeMs),
            terms: { ageFrom: "question", failures: "forgotten" },
            command: "host facts",
            answer: factsAnswer(),
        },
    ],
    [
        "its configurations",
        {
            ask: (hosts) => hosts.configurations("global1", maxAgeMs),
            terms: { ageFrom: "answer", failures: "forgotten" },
            command: "zone configurations",
            answer: (command) => exited(0, `${markOf(command)} done\n`),
        },
    ],
];

describe.each(readings)("of a host, %s", (_what, { ask, terms, command, answer }) => {
    /** A host that takes so long for each answer. */
    function hostThatTakes(tookMs: number, answers: ((asked: Command) => CommandResult)[]) {
        const runner = new ScriptedRunner({
            [command]: answers.map((each) => (asked: Command) => {
                now += tookMs;
                return each(asked);
            }),
            "zoneadm list -cs": exited(0, "NAME STATUS AUXILIARY STATE\nglobal running\n"),
        });
        const hosts = new SolarisHosts(inventoryOf({ global1: {} }), runner);
        return { hosts, timesAsked: () => runner.ran.filter((ran) => ran === `global1: ${command}`).length };
    }

    it(`are as old as the ${terms.ageFrom}`, async () => {
        const tookMs = 4_000;
        const { hosts, timesAsked } = hostThatTakes(tookMs, [answer]);
        const first = await ask(hosts);
        now += maxAgeMs - (terms.ageFrom === "question" ? tookMs : 0);
        expect(await ask(hosts)).toBe(first);
        expect(timesAsked()).toBe(1);
        now += 1;
        expect(await ask(hosts)).not.toBe(first);
        expect(timesAsked()).toBe(2);
    });

    const worth = terms.ageFrom === "question" ? "too old for the next one who asks" : "young";
    it(`are ${worth} where they took longer than they may be old`, async () => {
        const { hosts, timesAsked } = hostThatTakes(maxAgeMs + 1, [answer]);
        const first = await ask(hosts);
        const second = await ask(hosts);
        expect(second === first).toBe(terms.ageFrom === "answer");
        expect(timesAsked()).toBe(terms.ageFrom === "answer" ? 1 : 2);
    });

    const lost = (): CommandResult => ({ kind: "lost", reason: "gone", ...output() });

    if (terms.failures === "kept") {
        it("are not asked for again after a failure, until that is too old", async () => {
            const { hosts, timesAsked } = hostThatTakes(0, [lost, answer]);
            const failure: unknown = await ask(hosts).catch((error: unknown) => error);
            expect(failure).toMatchObject({ code: "CONNECTION_LOST" });
            now += maxAgeMs;
            await expect(ask(hosts)).rejects.toBe(failure);
            expect(timesAsked()).toBe(1);
            now += 1;
            await ask(hosts);
            expect(timesAsked()).toBe(2);
        });
    } else {
        it("are asked for again after a failure, which all have who waited for it", async () => {
            const { hosts, timesAsked } = hostThatTakes(0, [lost, answer]);
            const both = await Promise.allSettled([ask(hosts), ask(hosts)]);
            expect(both).toMatchObject([1, 2].map(() => ({ reason: { code: "CONNECTION_LOST" } })));
            expect(timesAsked()).toBe(1);
            await ask(hosts);
            expect(timesAsked()).toBe(2);
        });
    }
});
